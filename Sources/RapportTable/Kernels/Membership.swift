public import RapportDiagnostics
public import RapportWork

/// Whether the cell is one of `values`; missing where the cell is.
///
/// Numbers meet across int and float; a missing value in the list matches nothing.
/// - Throws: `type.operands` where a value's type cannot be compared with the column's.
public func isIn(_ column: Column, _ values: [Scalar], work: Work) throws(Diagnostic) -> Column {
    for value in values where !value.isMissing {
        guard let operand = value.operand(for: column.type), areComparable(column.type, operand.type) else {
            throw .operands("`in`", column.type, value.type ?? column.type)
        }
    }
    return try Membership.fast(column, values, work: work)
}

package enum Membership {
    /// Few values are compared one by one; many are grouped together with the cells: a cell is in the list where a value is in its group.
    static func fast(_ column: Column, _ values: [Scalar], work: Work) throws(Diagnostic) -> Column {
        let present = try isPresent(column, work: work)
        guard case .bits(let known, _) = present.layout else { throw .internalError("a presence of no bits") }
        let validity = column.validity
        if case .codes(let codes) = column.layout {
            let entries = try fast(Column(.text, .text(codes.dictionary)), values, work: work)
            guard case .bits(let table, _) = entries.layout else { throw .internalError("a list of no bits") }
            let found = try codes.codes.values.looked(up: table, count: column.count, work: work)
            return Column(.bool, .bits(values: found, validity: validity))
        }
        if values.count <= 16 {
            var found = Column(
                .bool, .bits(values: Bitmap(repeating: false, count: known.count), validity: nil))
            for value in values {
                guard let operand = value.operand(for: column.type) else { continue }
                found = try or(found, compare(.equal, .column(column), operand, work: work), work: work)
            }
            guard case .bits(let bits, _) = found.layout else { throw .internalError("a list of no bits") }
            return Column(.bool, .bits(values: bits, validity: validity))
        }
        var (cells, type) = (column, column.type)
        if type == .date, values.contains(where: { $0.type != .date && !$0.isMissing }) {
            type = .datetime(zone: nil)
            cells = try cast(column, to: type, work: work).column
        }
        let list = Column(type, scalars: values.compactMap { $0.exactly(type) })
        let joined = try Column.concatenated([cells, list], work: work)
        let grouping = try Grouping(by: [joined], count: joined.count, work: work)
        var isListed = [Bool](repeating: false, count: grouping.groupCount)
        for row in cells.count..<joined.count { isListed[Int(grouping.groups[row])] = true }
        let groups = grouping.groups[0..<cells.count]
        let found = try groups.looked(up: Bitmap(isListed), count: cells.count, work: work)
        return Column(.bool, .bits(values: found, validity: validity))
    }

    /// Defines what is correct.
    package static func reference(_ column: Column, _ values: [Scalar]) throws(Diagnostic) -> Column {
        var found = [Bool?](repeating: false, count: column.count)
        for row in found.indices where column[row].isMissing { found[row] = nil }
        for value in values {
            guard let operand = value.operand(for: column.type) else { continue }
            let equal = try Comparison.reference(.equal, .column(column), operand)
            for row in found.indices where equal[row] == .bool(true) { found[row] = true }
        }
        return .bools(found)
    }
}

extension Scalar {
    /// As an operand beside a column of `other`; a datetime takes the column's zone, a list its type.
    ///
    /// Nil for missing.
    fileprivate func operand(for other: ColumnType) -> Operand? {
        guard let type else { return nil }
        switch (self, other) {
        case (.datetime, .datetime), (.list, .list): return .scalar(self, other)
        default: break
        }
        return .scalar(self, type)
    }

    /// The value as one of `type`, where it is one; a date is its midnight.
    fileprivate func exactly(_ type: ColumnType) -> Scalar? {
        switch (self, type) {
        case (.missing, _): return nil
        case (.int(let value), .float):
            return Int64(exactly: Double(value)) == value ? .float(Double(value)) : nil
        case (.float(let value), .int): return Int64(exactly: value).map { .int($0) }
        case (.date(let days), .datetime(let zone)):
            return (try? Zone(of: .datetime(zone: zone)).midnight(of: days)).flatMap { $0 }.map {
                .datetime($0)
            }
        default: return self
        }
    }

    /// The type a value has by itself: a datetime without its column's zone, an empty list one of text; nil for missing.
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
        case .list(let elements):
            .list(
                of: elements.lazy.compactMap(\.type).reduce(nil) {
                    $0 == .int && $1 == .float ? $1 : $0 ?? $1
                }
                    ?? .text)
        }
    }
}
