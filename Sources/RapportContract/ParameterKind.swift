public import RapportTable

extension Signature {
    /// What a parameter takes.
    ///
    /// Bounds are data, so that they print, complete, cross the wire, and make their own negative tests.
    public indirect enum ParameterKind: Sendable, Hashable {
        case int(Bounds<Int64>)
        case float(Bounds<Double>)
        case bool
        case text
        /// A text that is a name: bare as well as in quotes.
        case name
        case date
        /// A date, or a datetime.
        case moment
        case duration
        case choice([String])
        case column(ColumnRequirement)
        case columns(ColumnRequirement)
        case file
        /// Another table: a bound name, a result's output or a run.
        case table
        /// An output that an earlier run of an analysis kept: `cuts=run 12` takes its output `cuts`.
        case model(output: String)
        case list(ParameterKind)
        case map(ParameterKind)
        /// `n_clusters=auto` or an int: the first that fits.
        case either(ParameterKind, ParameterKind)

        /// What to write there, for messages and help: `an int in [1, 100]`.
        public var word: String {
            switch self {
            case .int(let bounds): bounds.isOpen ? "an int" : "an int in \(bounds.text)"
            case .float(let bounds): bounds.isOpen ? "a number" : "a number in \(bounds.text)"
            case .bool: "`true` or `false`"
            case .text: "a text in quotes"
            case .name: "a name"
            case .date: "a date such as 2025-01-31"
            case .moment: "a date such as 2025-01-31 or a datetime such as 2025-01-31T09:30"
            case .duration: "a duration such as 90d"
            case .choice(let words): "one of " + words.map { "`\($0)`" }.joined(separator: ", ")
            case .column: "a column"
            case .columns: "a list of columns"
            case .file: "a file's name in quotes"
            case .table: "a table"
            case .model: "a kept run such as `run 12`"
            case .list(let each): "a list, each \(each.word)"
            case .map(let each): "a map such as {\"a\": …}, each \(each.word)"
            case .either(let first, let second): "\(first.word) or \(second.word)"
            }
        }
    }
}

/// Which columns a parameter takes, and how it is found where it was not given.
public struct ColumnRequirement: Sendable, Hashable {
    /// Roles that fill it by `roles`, or by an exact, unique alias; empty: only by name.
    public var roles: [Role]
    public var types: [TypeClass]
    /// Nothing fits: the argument is missing, not an error.
    public var isOptional: Bool

    public init(roles: [Role] = [], types: [TypeClass] = [], isOptional: Bool = false) {
        (self.roles, self.types, self.isOptional) = (roles, types, isOptional)
    }

    public enum TypeClass: String, Sendable, Hashable, CaseIterable {
        case number, text, time, bool, any

        public func accepts(_ type: ColumnType) -> Bool {
            switch self {
            case .number: type.isNumber
            case .text: type == .text
            case .time: type.isTime
            case .bool: type == .bool
            case .any: true
            }
        }
    }

    public func accepts(_ type: ColumnType) -> Bool {
        types.isEmpty || types.contains { $0.accepts(type) }
    }

    /// `a number or a text`, for messages.
    public var typeWord: String {
        types.map { $0 == .time ? "a date or datetime" : "a \($0.rawValue)" }.joined(separator: " or ")
    }
}

/// An interval of allowed numbers; either end may be open or excluded.
public struct Bounds<Number: Comparable & Hashable & Sendable>: Sendable, Hashable {
    public var lower: Number?
    public var upper: Number?
    public var excludesLower = false
    public var excludesUpper = false

    public init() {}
    public init(_ range: ClosedRange<Number>) { (lower, upper) = (range.lowerBound, range.upperBound) }
    public init(_ range: Range<Number>) {
        (lower, upper, excludesUpper) = (range.lowerBound, range.upperBound, true)
    }
    public init(_ range: PartialRangeFrom<Number>) { lower = range.lowerBound }
    public init(above bound: Number) { (lower, excludesLower) = (bound, true) }

    public var isOpen: Bool { lower == nil && upper == nil }

    public func contains(_ number: Number) -> Bool {
        if let lower, excludesLower ? number <= lower : number < lower { return false }
        if let upper, excludesUpper ? number >= upper : number > upper { return false }
        return true
    }

    /// `[1, 100]`, `(0, inf)`.
    public var text: String {
        "\(excludesLower || lower == nil ? "(" : "[")\(lower.map { "\($0)" } ?? "-inf"), "
            + "\(upper.map { "\($0)" } ?? "inf")\(excludesUpper || upper == nil ? ")" : "]")"
    }
}
