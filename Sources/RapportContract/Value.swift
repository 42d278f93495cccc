public import RapportTable

/// A parameter's value, as it is bound, recorded in SQLite, printed in a report, and sent to a plugin.
public indirect enum Value: Sendable, Hashable {
    /// The parameter was not given and has no default: an optional column, `auto` by absence.
    case missing
    case bool(Bool)
    case int(Int64)
    case float(Double)
    /// A text or the word of a choice.
    case text(String)
    /// Days since 1970-01-01.
    case date(Int32)
    /// Microseconds since 1970-01-01T00:00.
    case datetime(Int64)
    case duration(Period)
    /// A column of the table that came through the bar.
    case column(String)
    case columns([String])
    /// A file's path, as typed.
    case file(String)
    /// A table, a result's output or a kept run, by the words that name it; ``Inputs/named`` holds it.
    case table(String)
    case list([Value])
    /// In the order of typing.
    case map([Entry])

    public struct Entry: Sendable, Hashable {
        public var key: Scalar
        public var value: Value
        public init(_ key: Scalar, _ value: Value) { (self.key, self.value) = (key, value) }
    }

    public init(_ scalar: Scalar) {
        self =
            switch scalar {
            case .missing: .missing
            case .bool(let value): .bool(value)
            case .int(let value): .int(value)
            case .float(let value): .float(value)
            case .text(let value): .text(value)
            case .date(let value): .date(value)
            case .datetime(let value): .datetime(value)
            case .duration(let value): .duration(Period(microseconds: value))
            case .list(let elements): .list(elements.map { Value($0) })
            }
    }

    /// The value's type, in the words of ``Signature/ParameterKind/word``.
    public var typeName: String {
        switch self {
        case .missing: "missing"
        case .bool: "bool"
        case .int: "int"
        case .float: "float"
        case .text: "text"
        case .date: "date"
        case .datetime: "datetime"
        case .duration: "duration"
        case .column: "column"
        case .columns: "columns"
        case .file: "file"
        case .table: "table"
        case .list: "list"
        case .map: "map"
        }
    }
}
