public import RapportDiagnostics
public import RapportWork

/// Whether the cell is one of `values`; missing where the cell is.
///
/// Numbers meet across int and float; a missing value in the list matches nothing.
/// - Throws: `type.operands` where a value's type cannot be compared with the column's.
public func isIn(_ column: Column, _ values: [Scalar], work: Work) throws(Diagnostic) -> Column {
    for value in values where !value.isMissing {
        guard let type = value.type, areComparable(column.type, type) else {
            throw .operands("`in`", column.type, value.type ?? column.type)
        }
    }
    return try Membership.reference(column, values)
}

package enum Membership {
    /// Defines what is correct.
    package static func reference(_ column: Column, _ values: [Scalar]) throws(Diagnostic) -> Column {
        var found = [Bool?](repeating: false, count: column.count)
        for row in found.indices where column[row].isMissing { found[row] = nil }
        for value in values {
            guard let type = value.type else { continue }
            let equal = try Comparison.reference(
                .equal, .column(column),
                .scalar(value, column.type.isTime && type != .date ? column.type : type))
            for row in found.indices where equal[row] == .bool(true) { found[row] = true }
        }
        return .bools(found)
    }
}

extension Scalar {
    /// The type a value has by itself: a datetime without its column's zone; nil for missing.
    public var type: ColumnType? {
        switch self {
        case .missing: nil
        case .bool: .bool
        case .int: .int
        case .float: .float
        case .text: .text
        case .date: .date
        case .datetime: .datetime(zone: nil)
        case .duration: .duration
        }
    }
}
