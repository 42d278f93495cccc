/// What the values of a column mean in the language.
public indirect enum ColumnType: Sendable, Hashable {
    case bool, int, float, text, date
    /// `zone` is an IANA name or a fixed offset; nil: a wall clock without a zone.
    case datetime(zone: String?)
    case duration
    /// Any number of values of one type, none of them or some missing.
    case list(of: ColumnType)

    /// The type's word: `datetime` with or without a zone, `list` of whatever.
    ///
    /// ``description`` says of what.
    public var name: String {
        switch self {
        case .bool: "bool"
        case .int: "int"
        case .float: "float"
        case .text: "text"
        case .date: "date"
        case .datetime: "datetime"
        case .duration: "duration"
        case .list: "list"
        }
    }

    /// `element` is the name of the type of a list's elements, `zone` a datetime's or theirs.
    public init?(name: String, element: String? = nil, zone: String? = nil) {
        switch name {
        case "list":
            guard let element = ColumnType(name: element ?? "text", zone: zone) else { return nil }
            self = .list(of: element)
        case "bool": self = .bool
        case "int": self = .int
        case "float": self = .float
        case "text": self = .text
        case "date": self = .date
        case "datetime": self = .datetime(zone: zone)
        case "duration": self = .duration
        default: return nil
        }
    }

    /// Of a datetime, or of a list of them.
    public var zone: String? {
        switch self {
        case .datetime(let zone): zone
        case .list(let element): element.zone
        default: nil
        }
    }

    /// The type of a list's elements.
    public var element: ColumnType? { if case .list(let element) = self { element } else { nil } }

    public var isNumber: Bool { self == .int || self == .float }
    public var isTime: Bool {
        if case .datetime = self { true } else { self == .date }
    }
}

extension ColumnType: CustomStringConvertible {
    /// The type as a signature writes it: `int`, `list of text`.
    public var description: String {
        if case .list(let element) = self { "list of \(element)" } else { name }
    }
}

/// What a column is for, inferred at load from its name and content: it keeps ids as text and out of every
/// mean and feature set.
public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case id, time, measure, category, text, flag
}

/// What an analysis asks a column for: `customer`, `time`, `amount`, … Open, so that a plugin can name its own.
public struct Role: Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    public var name: String
    public init(_ name: String) { self.name = name }
    public init(stringLiteral name: String) { self.name = name }
    public var description: String { name }
    public init(from decoder: any Decoder) throws { name = try String(from: decoder) }
    public func encode(to encoder: any Encoder) throws { try name.encode(to: encoder) }
}

/// Which part of the calendar a date stands for: `month(ts)` gives the month's first day, shown `2026-10`.
public enum Grain: String, Sendable, Hashable, Codable {
    case day, week, month, quarter, year
}
