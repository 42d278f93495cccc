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

        /// What to write there, for messages and help: `an int from 1 to 100`.
        public var word: String {
            switch self {
            case .int(let bounds): bounds.isOpen ? "an int" : "an int \(bounds.behindNoun)"
            case .float(let bounds): bounds.isOpen ? "a number" : "a number \(bounds.behindNoun)"
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

    /// What a number must be: `from 1 to 100`, `0 or more`, `above 0`, `from 0, below 1`; empty without an end.
    public var text: String {
        switch (lower, upper) {
        case (nil, nil): ""
        case (let lower?, nil): excludesLower ? "above \(Self.plain(lower))" : "\(Self.plain(lower)) or more"
        case (nil, let upper?): excludesUpper ? "below \(Self.plain(upper))" : "\(Self.plain(upper)) or less"
        case (let lower?, let upper?):
            switch (excludesLower, excludesUpper) {
            case (false, false): "from \(Self.plain(lower)) to \(Self.plain(upper))"
            case (false, true): "from \(Self.plain(lower)), below \(Self.plain(upper))"
            case (true, false): "above \(Self.plain(lower)), up to \(Self.plain(upper))"
            case (true, true): "above \(Self.plain(lower)), below \(Self.plain(upper))"
            }
        }
    }

    /// `of 0 or more`, and the others as they are.
    fileprivate var behindNoun: String {
        let isSaidOf = (lower == nil) != (upper == nil) && !excludesLower && !excludesUpper
        return isSaidOf ? "of \(text)" : text
    }

    /// Without the point of a whole float.
    private static func plain(_ number: Number) -> String {
        let text = "\(number)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
