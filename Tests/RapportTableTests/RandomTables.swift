import RapportTable
import RapportWork

/// Numbers that a failing test can be run again with: its seed is in the message.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

/// Layouts a kernel meets.
enum Shape: CaseIterable {
    case bools, fewInts, manyInts, wholeRangeInts, floats, amounts, texts, shortTexts, codes, dates,
        datetimes, moments, durations, lists, textLists

    static let ordered = allCases

    func cell(_ random: inout SeededRandom) -> Scalar {
        switch self {
        case .bools: .bool(.random(using: &random))
        case .fewInts: .int(.random(in: -3...3, using: &random))
        case .manyInts: .int(.random(in: -100_000...100_000, using: &random))
        case .wholeRangeInts:
            .int(
                [.min, .max, 0, -1, 1, .random(in: .min ... .max, using: &random)].picked(using: &random))
        case .floats:
            .float(
                [0, -0.0, 1.5, -2.25, 1e300, -1e-300, .random(in: -10...10, using: &random)]
                    .picked(using: &random))
        case .amounts: .float(Double(Int.random(in: -300...300, using: &random)) / 100)
        case .shortTexts:
            .text(["", "a", "b", "ab", "a\0", "北京", "é", "abcdefg", "abcdefh", "zz"].picked(using: &random))
        case .moments: .datetime(.random(in: -100_000...100_000, using: &random) * 1_000_000)
        case .texts, .codes:
            .text(
                [
                    "", "a", "b", "ab", "a\0", "北京", "上海", "é", "e\u{301}", "eight by", "eight bytes",
                    "eight byteZ",
                    "a much longer text than the eight bytes of a prefix",
                    String(UInt8.random(in: 0...200, using: &random)),
                ].picked(using: &random))
        case .dates: .date(.random(in: -1000...20_000, using: &random))
        case .datetimes: .datetime(.random(in: -1_000_000_000_000...1_700_000_000_000_000, using: &random))
        case .durations: .duration(.random(in: -500_000_000_000...500_000_000_000, using: &random))
        case .lists, .textLists:
            .list(
                (0..<[0, 1, 1, 2, 3].picked(using: &random)).map { _ in
                    if Int.random(in: 0..<6, using: &random) == 0 { return .missing }
                    return self == .lists
                        ? .int(.random(in: -1...1, using: &random)) : Shape.texts.cell(&random)
                })
        }
    }

    var type: ColumnType {
        switch self {
        case .bools: .bool
        case .fewInts, .manyInts, .wholeRangeInts: .int
        case .floats, .amounts: .float
        case .texts, .shortTexts, .codes: .text
        case .dates: .date
        case .datetimes, .moments: .datetime(zone: nil)
        case .durations: .duration
        case .lists: .list(of: .int)
        case .textLists: .list(of: .text)
        }
    }

    /// A column cut out of a longer one, so that its bitmaps begin inside a word.
    func column(
        _ count: Int, missing: Double = 0.2, from offset: Int = 0, _ random: inout SeededRandom
    ) -> Column {
        let cells = (0..<count + offset).map { _ in
            Double.random(in: 0..<1, using: &random) < missing ? .missing : cell(&random)
        }
        var column = Column(type, scalars: cells)
        if self == .codes, let coded = try? column.encoded(limit: .max, work: Work(width: 1)) {
            column = coded
        }
        return column[offset..<count + offset]
    }
}

/// Sizes at which loops of 64 rows and of morsels begin and end.
let sizes = [0, 1, 2, 63, 64, 65, 200]

/// A case of a property test: its description holds the seed.
struct Trial: CustomStringConvertible, Sendable {
    var rows: Int
    var missing: Double
    var offset: Int
    var seed: UInt64
    var description: String { "rows \(rows), missing \(missing), offset \(offset), seed \(seed)" }

    static let all: [Trial] = sizes.enumerated().flatMap { index, rows in
        [(0.0, 0), (0.3, 7), (1.0, 65)].map { missing, offset in
            Trial(rows: rows, missing: missing, offset: offset, seed: UInt64(index * 31 + offset))
        }
    }
}

extension Array {
    func picked(using random: inout SeededRandom) -> Element {
        self[Int.random(in: 0..<count, using: &random)]
    }
}
