public import RapportDiagnostics
public import RapportWork

extension Column {
    /// The cells of all parts, one part behind the other.
    ///
    /// Text of few values stays so where every part is: their dictionaries become one.
    /// Traps where there is no part, or where types differ.
    public static func concatenated(_ parts: [Column], work: Work) throws(Diagnostic) -> Column {
        precondition(!parts.isEmpty && parts.allSatisfy { $0.type == parts[0].type })
        return Concatenate.reference(parts)
    }

    /// `count` cells of one value; traps where the value is not of the type.
    public static func repeating(_ value: Scalar, type: ColumnType, count: Int) -> Column {
        Column(type, scalars: Array(repeating: value, count: count))
    }
}

extension Table {
    /// The rows of all parts, one part behind the other, described by the first one's schema.
    ///
    /// Traps where names or types differ.
    public static func concatenated(_ parts: [Table], work: Work) throws(Diagnostic) -> Table {
        guard let first = parts.first else { return .empty }
        precondition(
            parts.allSatisfy {
                $0.schema.names == first.schema.names
                    && $0.schema.fields.map(\.type) == first.schema.fields.map(\.type)
            })
        var columns: [Column] = []
        for index in first.columns.indices {
            columns.append(try .concatenated(parts.map { $0.columns[index] }, work: work))
        }
        return Table(first.schema, columns, count: parts.reduce(0) { $0 + $1.count })
    }
}

package enum Concatenate {
    /// Defines what is correct.
    package static func reference(_ parts: [Column]) -> Column {
        Column(parts[0].type, scalars: parts.flatMap { part in (0..<part.count).map { part[$0] } })
    }
}
