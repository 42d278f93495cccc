public import RapportDiagnostics
public import RapportWork

/// What to make of the cells of a group; missing cells are skipped.
public enum Aggregate: Sendable, Hashable {
    /// Rows, missing or not; takes no column.
    case count
    case countPresent, countDistinct
    /// 0 of nothing; the total of ints is exact, of floats compensated; true counts 1.
    case sum
    case mean, min, max
    /// Of the present values, in row order.
    case first, last
    /// `any` of nothing is false, `all` of nothing true.
    case any, all
    /// The most frequent value; of a tie the smallest.
    case mode
    /// The present values, in row order; of nothing an empty list.
    case list
    /// The quantile 0.5.
    case median
    /// Type 7 of Hyndman & Fan: numpy's and R's default.
    case quantile(Double)
    /// With n - 1; of one value missing.
    case std, variance

    /// The type of the result for a column of `type`; nil where it has no meaning.
    ///
    /// `count` alone takes no column (nil).
    public func resultType(of type: ColumnType?) -> ColumnType? {
        guard let type else { return self == .count ? .int : nil }
        switch self {
        case .count, .countPresent, .countDistinct: return .int
        case .sum: return type == .bool ? .int : type.isNumber || type == .duration ? type : nil
        case .mean: return type == .duration ? type : type.isNumber || type == .bool ? .float : nil
        case .min, .max: return type == .bool || type.element != nil ? nil : type
        case .first, .last, .mode: return type
        case .list: return type.element == nil ? .list(of: type) : nil
        case .any, .all: return type == .bool ? .bool : nil
        case .median, .quantile: return type == .duration ? type : type.isNumber ? .float : nil
        case .std, .variance: return type.isNumber ? .float : nil
        }
    }
}

/// One value a group, in the order of groups.
public struct Aggregated: Sendable {
    public var column: Column
    /// Cells that were present, in all groups; rows for `count`.
    public var used: Int
}

extension Grouping {
    /// The aggregate of each group.
    ///
    /// Sums of floats are compensated (Neumaier) and taken in an order that does not depend on the width.
    /// A float result past the largest float is missing.
    /// - Throws: `type.operands`, `number.overflow` where a sum of ints does not fit in 64 bits,
    ///   `memory.limit`, `run.cancelled`.
    public func aggregate(
        _ aggregate: Aggregate, of column: Column?, work: Work
    ) throws(Diagnostic) -> Aggregated {
        guard let type = aggregate.resultType(of: column?.type) else {
            throw .operand("`\(aggregate)`", column?.type ?? .int)
        }
        guard let column else {
            return Aggregated(column: .ints(sizes), used: groups.count)
        }
        return try fast(aggregate, of: column, giving: type, work: work)
    }
}

extension Diagnostic {
    static func sumOverflow(_ group: Int) -> Diagnostic {
        Diagnostic(
            "number.overflow", "the sum of group \(group + 1) does not fit in 64 bits",
            help: ["`cast` the column to `float` first"])
    }
}

extension Grouping {
    /// Defines what is correct.
    package func reference(
        _ aggregate: Aggregate, of column: Column, giving type: ColumnType
    ) throws(Diagnostic) -> Aggregated {
        var cells = [[Scalar]](repeating: [], count: groupCount)
        for row in 0..<groups.count where !column[row].isMissing {
            cells[Int(groups[row])].append(column[row])
        }
        var results: [Scalar] = []
        for (group, values) in cells.enumerated() {
            let value = try Self.reference(aggregate, of: values, giving: type, group: group)
            results.append(aggregate == .count ? .int(Int64(sizes[group])) : value)
        }
        let used = aggregate == .count ? groups.count : cells.reduce(0) { $0 + $1.count }
        return Aggregated(column: Column(type, scalars: results), used: used)
    }

    private static func reference(
        _ aggregate: Aggregate, of values: [Scalar], giving type: ColumnType, group: Int
    ) throws(Diagnostic) -> Scalar {
        let numbers = values.map(\.asNumber)
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        switch aggregate {
        case .count, .countPresent: return .int(Int64(values.count))
        case .countDistinct: return .int(Int64(runs(values).count))
        case .sum where type == .float: return .float(numbers.reduce(0, +))
        case .sum:
            guard let total = Int64(exactly: values.reduce(Int128(0)) { $0 + $1.asInteger }) else {
                throw .sumOverflow(group)
            }
            return type == .int ? .int(total) : .duration(total)
        case .any: return .bool(values.contains(.bool(true)))
        case .all: return .bool(!values.contains(.bool(false)))
        case .list: return .list(values)
        case _ where values.isEmpty: return .missing
        case .mean: return type == .duration ? .duration(Int64(mean.rounded())) : .float(mean)
        case .min: return values.dropFirst().reduce(values[0]) { $1.isLess(than: $0) ? $1 : $0 }
        case .max: return values.dropFirst().reduce(values[0]) { $0.isLess(than: $1) ? $1 : $0 }
        case .first: return values[0]
        case .last: return values[values.count - 1]
        case .mode:
            return runs(values).reduce((.missing, 0)) { $1.count > $0.1 ? ($1.value, $1.count) : $0 }.0
        case .median, .quantile:
            let sorted = numbers.sorted()
            var portion = 0.5
            if case .quantile(let given) = aggregate { portion = given }
            let place = Double(sorted.count - 1) * portion
            let below = Int(place)
            let value =
                sorted[below]
                + (place - Double(below)) * (sorted[Swift.min(below + 1, sorted.count - 1)] - sorted[below])
            return type == .duration ? .duration(Int64(value.rounded())) : .float(value)
        case .std, .variance:
            guard values.count > 1 else { return .missing }
            let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let variance = squares / Double(values.count - 1)
            return .float(aggregate == .std ? variance.squareRoot() : variance)
        }
    }

    /// Distinct values in ascending order, and how often each is there.
    private static func runs(_ values: [Scalar]) -> [(value: Scalar, count: Int)] {
        var runs: [(value: Scalar, count: Int)] = []
        for value in values.sorted(by: { $0.isLess(than: $1) }) {
            if let last = runs.last, last.value.isSame(as: value) {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((value, 1))
            }
        }
        return runs
    }
}

extension Scalar {
    /// Microseconds for a duration, 1 for true.
    fileprivate var asNumber: Double {
        switch self {
        case .float(let value): value
        default: Double(asInteger)
        }
    }
    fileprivate var asInteger: Int128 {
        switch self {
        case .int(let value), .duration(let value), .datetime(let value): Int128(value)
        case .bool(let value): value ? 1 : 0
        default: 0
        }
    }
}
