/// A type that a parameter may have: how it is described, and how it is read from a bound value.
public protocol ParameterType: Sendable {
    static var parameterKind: Signature.ParameterKind { get }
    init?(parameterValue: Value)
    var parameterValue: Value { get }
}

/// A type whose values can be held between bounds.
public protocol BoundedParameterType: ParameterType {
    associatedtype Bound: Comparable & Hashable & Sendable
    static func parameterKind(_ bounds: Bounds<Bound>) -> Signature.ParameterKind
}

extension Int: BoundedParameterType {
    public static func parameterKind(_ bounds: Bounds<Int64>) -> Signature.ParameterKind { .int(bounds) }
    public static var parameterKind: Signature.ParameterKind { .int(Bounds()) }
    public init?(parameterValue: Value) {
        guard case .int(let int) = parameterValue else { return nil }
        self.init(exactly: int)
    }
    public var parameterValue: Value { .int(Int64(self)) }
}

extension Double: BoundedParameterType {
    public static func parameterKind(_ bounds: Bounds<Double>) -> Signature.ParameterKind { .float(bounds) }
    public static var parameterKind: Signature.ParameterKind { .float(Bounds()) }
    public init?(parameterValue: Value) {
        switch parameterValue {
        case .float(let float): self = float
        case .int(let int): self = Double(int)
        default: return nil
        }
    }
    public var parameterValue: Value { .float(self) }
}

extension Bool: ParameterType {
    public static var parameterKind: Signature.ParameterKind { .bool }
    public init?(parameterValue: Value) {
        guard case .bool(let bool) = parameterValue else { return nil }
        self = bool
    }
    public var parameterValue: Value { .bool(self) }
}

extension String: ParameterType {
    public static var parameterKind: Signature.ParameterKind { .text }
    public init?(parameterValue: Value) {
        guard case .text(let text) = parameterValue else { return nil }
        self = text
    }
    public var parameterValue: Value { .text(self) }
}

extension Period: ParameterType {
    public static var parameterKind: Signature.ParameterKind { .duration }
    public init?(parameterValue: Value) {
        guard case .duration(let period) = parameterValue else { return nil }
        self = period
    }
    public var parameterValue: Value { .duration(self) }
}

/// A day of the calendar.
public struct Day: ParameterType, Hashable {
    /// Since 1970-01-01.
    public var number: Int32
    public init(number: Int32) { self.number = number }

    public static var parameterKind: Signature.ParameterKind { .date }
    public init?(parameterValue: Value) {
        guard case .date(let number) = parameterValue else { return nil }
        self.number = number
    }
    public var parameterValue: Value { .date(number) }
}

/// A day's midnight, or a moment within it.
public struct Moment: ParameterType, Hashable {
    /// Since 1970-01-01T00:00.
    public var microseconds: Int64
    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static var parameterKind: Signature.ParameterKind { .moment }
    public init?(parameterValue: Value) {
        switch parameterValue {
        case .date(let days): microseconds = Int64(days) * Day.microseconds
        case .datetime(let moment): microseconds = moment
        default: return nil
        }
    }
    public var parameterValue: Value { .datetime(microseconds) }
}

/// A file, by its path as typed.
public struct FilePath: ParameterType, Hashable {
    public var path: String
    public init(_ path: String) { self.path = path }

    public static var parameterKind: Signature.ParameterKind { .file }
    public init?(parameterValue: Value) {
        guard case .file(let path) = parameterValue else { return nil }
        self.path = path
    }
    public var parameterValue: Value { .file(path) }
}

/// A name, bare or in quotes: of a column of a second table, say (`solution_id=编号`).
public struct BareName: ParameterType, Hashable {
    public var name: String
    public init(_ name: String) { self.name = name }

    public static var parameterKind: Signature.ParameterKind { .name }
    public init?(parameterValue: Value) {
        guard case .text(let name) = parameterValue else { return nil }
        self.name = name
    }
    public var parameterValue: Value { .text(name) }
}
