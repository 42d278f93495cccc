internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// What was typed after an analysis's name, by parameter, in the order of typing.
///
/// `name=value` with a comma or without, and clauses: `by a, b` is `by=[a, b]`.
struct TypedArguments {
    private(set) var parameters: [(Signature.Parameter, Expression)] = []
    private var seedSyntax: Expression?
    private var asOfSyntax: Expression?

    /// Every analysis takes these, whether it declares them or not.
    private static let seedNames = ["seed", "random_state"]
    private static let asOfNames = ["as_of", "snapshot_date"]

    init(_ stage: RapportLanguage.Stage, _ signature: Signature) throws(Diagnostic) {
        if let second = stage.arguments.second {
            throw Diagnostic(
                "verb.colon", "`\(stage.name.text)` takes no `:`", at: second.first?.span ?? stage.span)
        }
        for item in stage.arguments.items {
            guard let name = item.name else { throw Self.unnamed(item, signature) }
            try take(name, item.value, signature)
        }
        for modifier in stage.arguments.modifiers {
            switch modifier {
            case .option(let name, let value, _): try take(name, value, signature)
            case .clause(let word, let items, let span):
                let values = items.map(\.value)
                let list = SourceSpan(
                    (values.first?.span.lower ?? span.lower)..<(values.last?.span.upper ?? span.upper))
                let value = values.count == 1 ? values[0] : Expression(.list(values), list)
                try take(word, value, signature)
            }
        }
    }

    private mutating func take(
        _ name: Name, _ value: Expression, _ signature: Signature
    ) throws(Diagnostic) {
        if let parameter = signature[parameter: name.text] {
            guard !parameters.contains(where: { $0.0.name == parameter.name }) else {
                throw Self.twice(name)
            }
            parameters.append((parameter, value))
        } else if Self.seedNames.contains(name.text) {
            guard seedSyntax == nil else { throw Self.twice(name) }
            seedSyntax = value
        } else if Self.asOfNames.contains(name.text) {
            guard asOfSyntax == nil else { throw Self.twice(name) }
            asOfSyntax = value
        } else {
            throw Self.unknown(name, signature)
        }
    }

    func seed(_ admission: Admission) throws(Diagnostic) -> UInt64? {
        guard let seedSyntax else { return nil }
        let parameter = Signature.Parameter("seed", help: "", kind: .int(Bounds(0...)), standard: nil)
        guard case .int(let seed) = try admission.admit(seedSyntax, as: parameter) else { return nil }
        return UInt64(seed)
    }

    func asOf(_ admission: Admission) throws(Diagnostic) -> Int64? {
        guard let asOfSyntax else { return nil }
        let parameter = Signature.Parameter("as_of", help: "", kind: .moment, standard: nil)
        switch try admission.admit(asOfSyntax, as: parameter) {
        case .date(let days): return Int64(days) * 86_400_000_000
        case .datetime(let moment): return moment
        default: return nil
        }
    }

    // MARK: - What does not fit

    private static func twice(_ name: Name) -> Diagnostic {
        Diagnostic("parameter.twice", "`\(name.text)` is given twice", at: name.span)
    }

    private static func unnamed(_ item: Item, _ signature: Signature) -> Diagnostic {
        let text = item.value.printed
        let fitting = signature.parameters.first { parameter in
            switch (parameter.kind, item.value.form) {
            case (.int, .literal(.int)), (.either(.int, _), .literal(.int)),
                (.either(_, .int), .literal(.int)),
                (.float, .literal(.int)), (.float, .literal(.float)), (.text, .literal(.text)):
                true
            case (.choice(let words), .name(let word)): words.contains(word.text)
            case (.column, .name): true
            default: false
            }
        }
        let help: Diagnostic.Help =
            fitting.map { .init("`\($0.name)=\(text)`", edit: .init(item.span, "\($0.name)=\(text)")) }
            ?? .init("parameters: " + signature.parameters.map { "`\($0.name)`" }.joined(separator: ", "))
        return Diagnostic(
            "verb.named-only", "an analysis takes `name=value`, found `\(text)`", at: item.span, help: [help])
    }

    private static func unknown(_ name: Name, _ signature: Signature) -> Diagnostic {
        let known = signature.parameters.flatMap { [$0.name] + $0.aliases } + seedNames + asOfNames
        let help: Diagnostic.Help =
            name.text.nearest(in: known).map { .init("`\($0)`", edit: .init(name.span, $0)) }
            ?? .init("parameters: " + signature.parameters.map { "`\($0.name)`" }.joined(separator: ", "))
        return Diagnostic(
            "parameter.unknown", "`\(signature.name)` has no parameter `\(name.text)`", at: name.span,
            help: [help])
    }
}
