import RapportTable
import RapportWork
import Testing

/// Quantiles and distinct values of whole columns, found by counting, against a sort.
@Suite struct SelectionTests {
    enum Values: CaseIterable {
        case amounts, spread, oneValue, twoValues, skewed, wholeRange

        func value(_ random: inout SeededRandom) -> Double {
            switch self {
            case .amounts: Double(Int.random(in: -100_000...100_000, using: &random)) / 100
            case .spread: .random(in: -1...1, using: &random)
            case .oneValue: 7.25
            case .twoValues: Bool.random(using: &random) ? 1 : 2
            case .skewed:
                Int.random(in: 0..<1000, using: &random) == 0 ? 1e300 : .random(in: 0..<1, using: &random)
            case .wholeRange:
                Double(
                    sign: .random(using: &random), exponent: .random(in: -900...900, using: &random),
                    significand: 1)
            }
        }
    }

    @Test("agrees with a sort", arguments: Values.allCases, [65_537])
    func agrees(_ values: Values, _ rows: Int) throws {
        var random = SeededRandom(seed: UInt64(rows))
        for missing in [0.3] {
            let cells: [Double?] = (0..<rows).map { _ in
                Double.random(in: 0..<1, using: &random) < missing ? nil : values.value(&random)
            }
            let column = Column.floats([nil, 3] + cells)[2..<rows + 2]
            let sorted = cells.compactMap(\.self).sorted()
            for width in [1, 2] {
                let work = Work(width: width)
                let whole = try Grouping(by: [], count: rows, work: work)
                for portion in [0, 0.5, 0.731, 1] {
                    let found = try whole.aggregate(.quantile(portion), of: column, work: work).column[0]
                    let place = Double(sorted.count - 1) * portion
                    let below = Int(place)
                    var expected = sorted[below]
                    if place != Double(below) {
                        expected += (place - Double(below)) * (sorted[below + 1] - sorted[below])
                    }
                    #expect(found == .float(expected), "\(values) \(portion) width \(width)")
                }
                let distinct = try whole.aggregate(.countDistinct, of: column, work: work).column[0]
                #expect(distinct == .int(Int64(Set(sorted).count)), "\(values)")
            }
        }
    }
}

extension FloatingPointSign {
    fileprivate static func random(using random: inout SeededRandom) -> FloatingPointSign {
        Bool.random(using: &random) ? .plus : .minus
    }
}
