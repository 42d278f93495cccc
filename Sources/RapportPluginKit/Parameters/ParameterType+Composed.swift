/// An enum of words is a choice: `enum Scoring: String, Choice { case quantile, ntile }`.
public protocol Choice: ParameterType, CaseIterable, RawRepresentable where RawValue == String {}

extension Choice {
    public static var parameterKind: Signature.ParameterKind { .choice(allCases.map(\.rawValue)) }
    public init?(parameterValue: Value) {
        guard case .text(let word) = parameterValue else { return nil }
        self.init(rawValue: word)
    }
    public var parameterValue: Value { .text(rawValue) }
}

/// The word `auto`, or a value: `n_clusters=auto`, `n_clusters=4`.
public enum Auto<Given: ParameterType>: ParameterType {
    case auto
    case given(Given)

    public static var parameterKind: Signature.ParameterKind {
        .either(.choice(["auto"]), Given.parameterKind)
    }
    public init?(parameterValue: Value) {
        if parameterValue == .text("auto") {
            self = .auto
        } else if let given = Given(parameterValue: parameterValue) {
            self = .given(given)
        } else {
            return nil
        }
    }
    public var parameterValue: Value {
        switch self {
        case .auto: .text("auto")
        case .given(let given): given.parameterValue
        }
    }

    /// The value given; nil for `auto`.
    public var given: Given? {
        if case .given(let given) = self { given } else { nil }
    }
}

extension Auto: BoundedParameterType where Given: BoundedParameterType {
    public static func parameterKind(_ bounds: Bounds<Given.Bound>) -> Signature.ParameterKind {
        .either(.choice(["auto"]), Given.parameterKind(bounds))
    }
}

/// A value of the first type, else of the second: the name of a scheme, or a file that holds one.
public enum Either<First: ParameterType, Second: ParameterType>: ParameterType {
    case first(First)
    case second(Second)

    public static var parameterKind: Signature.ParameterKind {
        .either(First.parameterKind, Second.parameterKind)
    }
    public init?(parameterValue: Value) {
        if let first = First(parameterValue: parameterValue) {
            self = .first(first)
        } else if let second = Second(parameterValue: parameterValue) {
            self = .second(second)
        } else {
            return nil
        }
    }
    public var parameterValue: Value {
        switch self {
        case .first(let first): first.parameterValue
        case .second(let second): second.parameterValue
        }
    }
}

/// May stay without a value.
extension Optional: ParameterType where Wrapped: ParameterType {
    public static var parameterKind: Signature.ParameterKind { Wrapped.parameterKind }
    public init?(parameterValue: Value) {
        if parameterValue == .missing {
            self = .none
        } else if let wrapped = Wrapped(parameterValue: parameterValue) {
            self = wrapped
        } else {
            return nil
        }
    }
    public var parameterValue: Value { self?.parameterValue ?? .missing }
}

extension Optional: BoundedParameterType where Wrapped: BoundedParameterType {
    public static func parameterKind(_ bounds: Bounds<Wrapped.Bound>) -> Signature.ParameterKind {
        Wrapped.parameterKind(bounds)
    }
}

extension Array: ParameterType where Element: ParameterType {
    public static var parameterKind: Signature.ParameterKind { .list(Element.parameterKind) }
    public init?(parameterValue: Value) {
        guard case .list(let values) = parameterValue else { return nil }
        let elements = values.compactMap { Element(parameterValue: $0) }
        guard elements.count == values.count else { return nil }
        self = elements
    }
    public var parameterValue: Value { .list(map(\.parameterValue)) }
}

/// Bounds of each element.
extension Array: BoundedParameterType where Element: BoundedParameterType {
    public static func parameterKind(_ bounds: Bounds<Element.Bound>) -> Signature.ParameterKind {
        .list(Element.parameterKind(bounds))
    }
}

/// Values by name, in the order of typing: `{"recency": [30, 90], "monetary": [100, 500]}`.
public struct NamedValues<Each: ParameterType>: ParameterType {
    public var entries: [(name: String, value: Each)]
    public init(_ entries: [(name: String, value: Each)] = []) { self.entries = entries }

    public subscript(name: String) -> Each? { entries.first { $0.name == name }?.value }
    public var names: [String] { entries.map(\.name) }

    public static var parameterKind: Signature.ParameterKind { .map(Each.parameterKind) }
    public init?(parameterValue: Value) {
        guard case .map(let given) = parameterValue else { return nil }
        entries = []
        for entry in given {
            guard case .text(let name) = entry.key, let value = Each(parameterValue: entry.value) else {
                return nil
            }
            entries.append((name, value))
        }
    }
    public var parameterValue: Value {
        .map(entries.map { Value.Entry(.text($0.name), $0.value.parameterValue) })
    }
}
