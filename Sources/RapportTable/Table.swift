/// Named columns of one length.
///
/// A value: columns are shared and never change, so `undo` keeps an old table for nothing.
public struct Table: Sendable {
    public let schema: Schema
    public let columns: [Column]
    public let count: Int

    /// Traps where fields and columns differ in number, type or length: a fault of the caller.
    public init(_ schema: Schema, _ columns: [Column], count: Int? = nil) {
        precondition(
            schema.fields.count == columns.count,
            "\(columns.count) columns for the \(schema.fields.count) fields \(schema.names)")
        let rows = count ?? columns.first?.count ?? 0
        for (field, column) in zip(schema.fields, columns) {
            precondition(
                column.count == rows && column.type == field.type,
                "column `\(field.name)`: \(column.type) × \(column.count), expected \(field.type) × \(rows)")
        }
        (self.schema, self.columns, self.count) = (schema, columns, rows)
    }

    /// For literal tables and tests: `Table(["id": .ints([1, 2]), "name": .texts(["a", nil])])`.
    public init(_ columns: KeyValuePairs<String, Column>) {
        self.init(Schema(columns.map { Field($0.key, $0.value.type) }), columns.map(\.value))
    }

    public static var empty: Table { Table(Schema(), [], count: 0) }

    public subscript(name: String) -> Column? { schema.index(of: name).map { columns[$0] } }

    /// A window on the same columns.
    public subscript(rows: Range<Int>) -> Table {
        Table(schema, columns.map { $0[rows] }, count: rows.count)
    }

    /// The first rows, or all where there are fewer.
    public func prefix(_ rows: Int) -> Table { self[0..<min(max(rows, 0), count)] }

    public func selecting(_ names: [String]) -> Table {
        let chosen = names.compactMap { schema.index(of: $0) }
        return Table(
            Schema(chosen.map { schema.fields[$0] }, rowGrain: schema.rowGrain), chosen.map { columns[$0] },
            count: count)
    }

    /// The same rows with `column` at the end, or in the place of the one that has its name.
    public func adding(_ field: Field, _ column: Column) -> Table {
        precondition(column.count == count)
        var columns = columns
        if let index = schema.index(of: field.name) {
            columns[index] = column
        } else {
            columns.append(column)
        }
        return Table(schema.adding(field), columns, count: count)
    }

    /// The same data under another description; types must agree.
    public func described(by schema: Schema) -> Table { Table(schema, columns, count: count) }

    /// Bytes of the values, offsets and validity of all rows in view; shared dictionaries count once a column.
    public var byteCount: Int {
        columns.reduce(0) { $0 + $1.byteCount }
    }
}

extension Column {
    public var byteCount: Int {
        let bits = validity.map { ($0.count + 7) / 8 } ?? 0
        switch layout {
        case .bits(let values, _): return (values.count + 7) / 8 + bits
        case .int32(let column): return column.values.byteCount + bits
        case .int64(let column): return column.values.byteCount + bits
        case .float64(let column): return column.values.byteCount + bits
        case .text(let column):
            let (first, last) = (column.offsets[0], column.offsets[column.count])
            return column.offsets.byteCount + Int(last - first) + bits
        case .codes(let column):
            return column.codes.values.byteCount + bits + column.dictionary.offsets.byteCount
                + column.dictionary.bytes.byteCount
        case .list(let column): return column.offsets.byteCount + column.flat.byteCount + bits
        }
    }
}
