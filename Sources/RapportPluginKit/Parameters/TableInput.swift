/// Declares a further table; the property is the key of ``Inputs/named``, nil where none was given.
///
///     @TableInput("The ready answers.") var solutions: String?
@propertyWrapper public struct TableInput: Sendable, Declaration {
    private let input: NamedInput

    public var wrappedValue: String? { input.key.value }

    public init(_ help: String, optional: Bool = false, aliases: String...) {
        input = NamedInput(help, .table, isOptional: optional, aliases)
    }

    func parameter(named name: String) -> Signature.Parameter { input.parameter(named: name) }
    func bind(_ value: Value, as name: String) -> Bool { input.bind(value, as: name) }
}

/// Declares what an earlier run learnt: `cuts=run 12` gives the table that it kept as its output `cuts`.
@propertyWrapper public struct ModelInput: Sendable, Declaration {
    private let input: NamedInput

    public var wrappedValue: String? { input.key.value }

    public init(_ help: String, output: String, optional: Bool = true, aliases: String...) {
        input = NamedInput(help, .model(output: output), isOptional: optional, aliases)
    }

    func parameter(named name: String) -> Signature.Parameter { input.parameter(named: name) }
    func bind(_ value: Value, as name: String) -> Bool { input.bind(value, as: name) }
}

/// What the two have in common.
private struct NamedInput: Sendable {
    let key = Box(String?.none)
    private let declared: Signature.Parameter

    init(_ help: String, _ kind: Signature.ParameterKind, isOptional: Bool, _ aliases: [String]) {
        declared = Signature.Parameter(
            "", aliases: aliases, help: help, kind: kind, standard: isOptional ? .missing : nil)
    }

    func parameter(named name: String) -> Signature.Parameter {
        var parameter = declared
        parameter.name = name
        return parameter
    }

    func bind(_ value: Value, as name: String) -> Bool {
        switch value {
        case .table: key.value = name
        case .missing: key.value = nil
        default: return false
        }
        return true
    }
}
