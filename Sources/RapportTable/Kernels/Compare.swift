public import RapportDiagnostics
public import RapportWork

public enum ComparisonOperator: String, Sendable, Hashable, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The operator that holds for `b, a` where this holds for `a, b`.
    public var mirrored: ComparisonOperator {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }
}

/// Whether values of the types can be compared.
///
/// Numbers with numbers, a date (its midnight) with a datetime, all else with its own type; two datetimes
/// where both or neither have a zone.
public func areComparable(_ a: ColumnType, _ b: ColumnType) -> Bool {
    switch (a, b) {
    case (.datetime(let a), .datetime(let b)): (a == nil) == (b == nil)
    default: a == b || a.isNumber && b.isNumber || a.isTime && b.isTime
    }
}

/// `a <operator> b`, row by row, as a bool column; missing where either is.
///
/// An int and a float are compared exactly, text by Unicode scalars, false before true.
/// - Throws: `type.operands`, `zone.unknown`, `memory.limit`, `run.cancelled`.
public func compare(
    _ op: ComparisonOperator, _ a: Operand, _ b: Operand, work: Work
) throws(Diagnostic) -> Column {
    guard areComparable(a.type, b.type) else { throw .operands("`\(op.rawValue)`", a.type, b.type) }
    return try Comparison.fast(op, a, b, work: work)
}

package enum Comparison {
    /// Defines what is correct.
    package static func reference(
        _ op: ComparisonOperator, _ a: Operand, _ b: Operand
    ) throws(Diagnostic) -> Column {
        let zones = (try Zone(of: a.type), try Zone(of: b.type))
        return .bools(
            (0..<Operand.count([a, b])).map { row in
                guard let order = order(a[row], b[row], zones) else { return nil }
                return switch op {
                case .equal: order == 0
                case .notEqual: order != 0
                case .less: order < 0
                case .lessOrEqual: order <= 0
                case .greater: order > 0
                case .greaterOrEqual: order >= 0
                }
            })
    }

    private static func order(_ a: Scalar, _ b: Scalar, _ zones: (Zone, Zone)) -> Int? {
        switch (a, b) {
        case (.missing, _), (_, .missing): return nil
        case (.int(let x), .float(let y)): return order(x, y)
        case (.float(let x), .int(let y)): return -order(y, x)
        case (.date(let x), .datetime(let y)):
            return zones.1.midnight(of: x).map { order(.int($0), .int(y), zones) } ?? nil
        case (.datetime(let x), .date(let y)):
            return zones.0.midnight(of: y).map { order(.int(x), .int($0), zones) } ?? nil
        default: return a.isLess(than: b) ? -1 : b.isLess(than: a) ? 1 : 0
        }
    }

    /// The sign of `a - b`, exactly: `Double(a)` would round past 2^53.
    ///
    /// Loops ask at missing rows too, where `b` may be anything, NaN included; what they get there is cleared.
    @inline(__always) static func order(_ a: Int64, _ b: Double) -> Int {
        if b >= 0x1p63 { return -1 }
        guard b >= -0x1p63 else { return 1 }
        let whole = b.rounded(.down)
        let floor = Int64(whole)
        if a != floor { return a < floor ? -1 : 1 }
        return b > whole ? -1 : 0
    }
}
