internal import RapportDiagnostics

/// One side of an operation: a column, or one value for all rows.
public enum Operand: Sendable {
    case column(Column)
    case scalar(Scalar, ColumnType)

    public var type: ColumnType {
        switch self {
        case .column(let column): column.type
        case .scalar(_, let type): type
        }
    }

    /// Rows, where it is a column.
    public var count: Int? {
        if case .column(let column) = self { column.count } else { nil }
    }

    subscript(row: Int) -> Scalar {
        switch self {
        case .column(let column): column[row]
        case .scalar(let value, _): value
        }
    }

    /// The operand as a column that has one row where it is a scalar.
    var column: Column {
        switch self {
        case .column(let column): column
        case .scalar(let value, let type): Column(type, scalars: [value])
        }
    }

    /// 1 where rows differ, 0 where one value serves them all: `row * step` is the place of a row.
    var step: Int {
        if case .column = self { 1 } else { 0 }
    }

    /// Rows of the result: of the columns, which must agree; 1 where all operands are scalars.
    static func count(_ operands: [Operand]) -> Int {
        let counts = operands.compactMap(\.count)
        precondition(Set(counts).count <= 1, "columns of \(counts) rows in one operation")
        return counts.first ?? 1
    }
}

extension Diagnostic {
    /// The operation has no meaning for these types; the binder says so earlier, with a caret.
    static func operands(_ what: String, _ a: ColumnType, _ b: ColumnType) -> Diagnostic {
        Diagnostic("type.operands", "\(what) of `\(a.name)` and `\(b.name)` has no meaning")
    }
    static func operand(_ what: String, _ type: ColumnType) -> Diagnostic {
        Diagnostic("type.operands", "\(what) of `\(type.name)` has no meaning")
    }
    /// Tables index rows by 32 bits.
    static func checkRows(_ count: Int) throws(Diagnostic) {
        guard count < Int(Int32.max) else {
            throw Diagnostic(
                "table.too-many-rows", "\(count) rows; expected at most 2147483646",
                help: ["`where` or `sample` keeps fewer rows"])
        }
    }
}
