/// What a column's parameter holds: a name, or maybe one.
public protocol ColumnName: Sendable {
    static var isOptional: Bool { get }
    /// Before anything is bound.
    static var unbound: Self { get }
    /// What holds the name, or its absence; nil where it must not be absent.
    static func holding(_ column: String?) -> Self?
}

extension String: ColumnName {
    public static var isOptional: Bool { false }
    public static var unbound: String { "" }
    public static func holding(_ column: String?) -> String? { column }
}

extension String?: ColumnName {
    public static var isOptional: Bool { true }
    public static var unbound: String? { .none }
    public static func holding(_ column: String?) -> String?? { .some(column) }
}

/// Declares a column that the analysis needs, by the roles it plays; a `String?` may be absent.
///
///     @Input("Who bought.", "customer") var customer: String
///     @Input("What was paid.", "amount", types: [.number]) var amount: String?
@propertyWrapper public struct Input<Wrapped: ColumnName>: Sendable, Declaration {
    private let box = Box(Wrapped.unbound)
    private let declared: Signature.Parameter

    public var wrappedValue: Wrapped { box.value }

    public init(
        _ help: String, _ roles: Role..., types: [ColumnRequirement.TypeClass] = [], aliases: [String] = [],
        advanced: Bool = false
    ) {
        let requirement = ColumnRequirement(roles: roles, types: types, isOptional: Wrapped.isOptional)
        declared = Signature.Parameter(
            "", aliases: aliases, help: help, kind: .column(requirement), standard: nil,
            isAdvanced: advanced)
    }

    func parameter(named name: String) -> Signature.Parameter {
        var parameter = declared
        parameter.name = name
        return parameter
    }
    func bind(_ value: Value, as name: String) -> Bool {
        let column: String?
        switch value {
        case .column(let given): column = given
        case .missing: column = nil
        default: return false
        }
        return Wrapped.holding(column).map { box.value = $0 } != nil
    }
}

/// Declares a set of columns by role: all that have it, unless they are named.
@propertyWrapper public struct InputSet: Sendable, Declaration {
    private let box = Box([String]())
    private let declared: Signature.Parameter

    public var wrappedValue: [String] { box.value }

    public init(
        _ help: String, _ roles: Role..., types: [ColumnRequirement.TypeClass] = [],
        optional: Bool = false, aliases: [String] = []
    ) {
        let requirement = ColumnRequirement(roles: roles, types: types, isOptional: optional)
        declared = Signature.Parameter(
            "", aliases: aliases, help: help, kind: .columns(requirement), standard: nil)
    }

    func parameter(named name: String) -> Signature.Parameter {
        var parameter = declared
        parameter.name = name
        return parameter
    }
    func bind(_ value: Value, as name: String) -> Bool {
        switch value {
        case .columns(let names): box.value = names
        case .missing: box.value = []
        default: return false
        }
        return true
    }
}
