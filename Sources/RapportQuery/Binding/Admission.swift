internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable
internal import RapportWork

/// Takes typed values for declared parameters: kinds, bounds, choices, columns.
///
/// The same for verbs, `load` and analyses, bundled or not, so that all refuse in the same words.
struct Admission {
    let schema: Schema
    let names: NameScope

    init(_ schema: Schema, _ names: NameScope) { (self.schema, self.names) = (schema, names) }

    /// - Throws: `parameter.type`, `parameter.range`, `parameter.choice`, `column.type`,
    ///   `table.unknown-column`, at the value.
    func admit(
        _ syntax: Expression, as parameter: Signature.Parameter
    ) throws(Diagnostic) -> Value {
        try admit(syntax, as: parameter.kind, named: parameter.name)
    }

    private func admit(
        _ syntax: Expression, as kind: Signature.ParameterKind, named name: String
    ) throws(Diagnostic) -> Value {
        switch kind {
        case .choice(let words): return .text(try choice(syntax, of: words, named: name))
        case .column(let requirement): return .column(try column(syntax, requirement, named: name))
        case .columns(let requirement):
            var columns: [String] = []
            for element in Self.elements(of: syntax) {
                columns.append(try column(element, requirement, named: name))
            }
            return .columns(columns)
        case .list(let each):
            var values: [Value] = []
            for element in Self.elements(of: syntax) {
                values.append(try admit(element, as: each, named: name))
            }
            return .list(values)
        case .map(let each): return .map(try entries(syntax, of: each, kind, named: name))
        case .either(let first, let second): return try either(syntax, first, second, kind, named: name)
        case .file: return .file(try FilePath.text(of: Item(syntax, span: syntax.span), after: "\(name)="))
        case .table, .model: throw mismatch(syntax, kind, name)
        case .int, .float, .bool, .text, .name, .date, .moment, .duration:
            return try constant(syntax, of: kind, named: name)
        }
    }

    /// `[a, b]`, or a single one.
    static func elements(of syntax: Expression) -> [Expression] {
        if case .list(let elements) = syntax.form { elements } else { [syntax] }
    }

    // MARK: - Choices

    private func choice(
        _ syntax: Expression, of words: [String], named name: String
    ) throws(Diagnostic) -> String {
        let listed = words.map { "`\($0)`" }.joined(separator: ", ")
        let typed: String
        switch syntax.form {
        case .name(let word): typed = word.text
        case .literal(.text(let text)): typed = text
        case .literal(.missing) where words.contains("missing"): typed = "missing"
        default:
            let folded = syntax.printed.filter { $0 != " " }.replacing("-", with: "_")
            let help: Diagnostic.Help =
                words.contains(folded)
                ? .init("`\(name)=\(folded)`", edit: .init(syntax.span, folded)) : .init("one of \(listed)")
            throw Diagnostic(
                "parameter.choice", "expected a choice, found \(Self.found(syntax))", at: syntax.span,
                help: [help])
        }
        if words.contains(typed) { return typed }
        throw Diagnostic(
            "parameter.choice", "`\(name)` is one of \(listed), found `\(typed)`", at: syntax.span,
            help: typed.nearest(in: words).map { [.init("`\($0)`", edit: .init(syntax.span, $0))] } ?? [])
    }

    private func either(
        _ syntax: Expression, _ first: Signature.ParameterKind, _ second: Signature.ParameterKind,
        _ kind: Signature.ParameterKind, named name: String
    ) throws(Diagnostic) -> Value {
        let refused: Diagnostic
        do throws(Diagnostic) {
            return try admit(syntax, as: first, named: name)
        } catch {
            refused = error
        }
        do throws(Diagnostic) {
            return try admit(syntax, as: second, named: name)
        } catch {
            // The refusal that understood the value says more: out of bounds rather than of another type.
            for each in [refused, error] where each.code == "parameter.range" { throw each }
            throw mismatch(syntax, kind, name)
        }
    }

    private func entries(
        _ syntax: Expression, of each: Signature.ParameterKind, _ kind: Signature.ParameterKind,
        named name: String
    ) throws(Diagnostic) -> [Value.Entry] {
        guard case .map(let typed) = syntax.form else { throw mismatch(syntax, kind, name) }
        var entries: [Value.Entry] = []
        for entry in typed {
            let key: Scalar =
                switch entry.key {
                case .text(let text): .text(text)
                case .name(let name): .text(name.text)
                case .int(let number): .int(number)
                }
            entries.append(Value.Entry(key, try admit(entry.value, as: each, named: name)))
        }
        return entries
    }

    // MARK: - Columns

    private func column(
        _ syntax: Expression, _ requirement: ColumnRequirement, named name: String
    ) throws(Diagnostic) -> String {
        guard case .name(let column) = syntax.form else {
            var help: [Diagnostic.Help] = []
            if case .literal(.text(let text)) = syntax.form, schema[text] != nil {
                let bare = LanguageText.name(text)
                let shown = bare.hasPrefix("`") ? "`` \(bare) ``" : "`\(bare)`"
                help = [.init(shown, edit: .init(syntax.span, bare))]
            }
            throw Diagnostic(
                "verb.column-expected", "`\(name)` takes a column, found \(Self.found(syntax))",
                at: syntax.span, help: help)
        }
        guard let field = schema[column.text] else {
            let scope = Scope(schema, table: names.table, tables: names.tables, verb: name)
            throw Binder(scope: scope).unknownColumn(column, syntax.span, beside: nil, of: nil)
        }
        guard requirement.accepts(field.type) else {
            let fitting = schema.fields.filter { requirement.accepts($0.type) }.map { "`\($0.name)`" }
            throw Diagnostic(
                "column.type",
                "`\(name)` takes \(requirement.typeWord), `\(field.name)` is \(field.type.phrase)",
                at: syntax.span,
                help: Self.conversions(of: field, to: requirement)
                    + (fitting.isEmpty
                        ? [] : [.init("columns that fit: " + fitting.prefix(12).joined(separator: ", "))]))
        }
        return field.name
    }

    /// What makes a column of the type that is asked for, where something can.
    private static func conversions(of field: Field, to requirement: ColumnRequirement) -> [Diagnostic.Help] {
        let name = LanguageText.name(field.name)
        if requirement.types.contains(.time) {
            if let moments = requirement.moments(of: field) { return [.init(moments)] }
            return field.type == .text
                ? [
                    .init(
                        "`… | cast \(name)=datetime` before it; where it is not ISO 8601 "
                            + "`… | derive \(name) = parse_date(\(name), \"FORMAT\")`, see `help parse_date`"
                    )
                ]
                : []
        }
        guard requirement.types.contains(.number), field.type == .text else { return [] }
        return [
            .init(
                "`… | cast \(name)=float on_error=missing` before it where it holds numbers; "
                    + "`… | recode \(name) = {\"WORD\": 1, …}` where it holds words")
        ]
    }

    // MARK: - Constants

    private func constant(
        _ syntax: Expression, of kind: Signature.ParameterKind, named name: String
    ) throws(Diagnostic) -> Value {
        if case .literal(.quantity(let amount, let unit)) = syntax.form, case .duration = kind {
            guard let period = Period(amount, unit) else { throw mismatch(syntax, kind, name) }
            return .duration(period)
        }
        if case .name(let word) = syntax.form {
            if case .name = kind { return .text(word.text) }
            guard case .text = kind else { throw mismatch(syntax, kind, name) }
            let quoted = LanguageText.text(word.text)
            throw Diagnostic(
                "parameter.type", "`\(name)` takes a text in quotes, found the name `\(word.text)`",
                at: syntax.span, help: [.init("`\(name)=\(quoted)`", edit: .init(syntax.span, quoted))])
        }
        let value = try scalar(syntax)
        switch (kind, value) {
        case (.int(let bounds), .int(let int)):
            if !bounds.contains(int) { throw range(bounds.text, "\(int)", syntax, name) }
            return .int(int)
        case (.float(let bounds), .int), (.float(let bounds), .float):
            let number = value.number ?? 0
            if !bounds.contains(number) {
                throw range(bounds.text, LanguageText.scalar(value), syntax, name)
            }
            return .float(number)
        case (.bool, .bool(let flag)): return .bool(flag)
        case (.text, .text(let text)), (.name, .text(let text)): return .text(text)
        case (.date, .date(let days)), (.moment, .date(let days)): return .date(days)
        case (.moment, .datetime(let moment)): return .datetime(moment)
        case (.duration, .duration(let microseconds)):
            return .duration(Period(microseconds: microseconds))
        default: throw mismatch(syntax, kind, name)
        }
    }

    /// The value of an expression without columns: `10`, `-0.5`, `$n`, `end_of($month, "month")`.
    func scalar(_ syntax: Expression) throws(Diagnostic) -> Scalar {
        let settings = names.settings
        let bound = try bindConstant(
            syntax, in: Scope(Schema(), parameters: settings.parameters, verb: ""))
        if case .literal(let value) = bound.form { return value }
        if bound.late.asOf, settings.asOf == nil {
            throw Diagnostic(
                "as_of.missing", "`$as_of` is not set, and an option takes no default of it", at: syntax.span,
                help: ["`set as_of=2025-01-31`"])
        }
        return try evaluateConstant(
            bound, context: EvaluationContext(settings.lateValues, work: Work(width: 1)))
    }

    private func range(
        _ bounds: String, _ value: String, _ syntax: Expression, _ name: String
    ) -> Diagnostic {
        Diagnostic(
            "parameter.range", "`\(name)` must be \(bounds), found \(value)", at: syntax.span,
            subject: .parameter(name))
    }

    private func mismatch(
        _ syntax: Expression, _ kind: Signature.ParameterKind, _ name: String
    ) -> Diagnostic {
        Diagnostic(
            "parameter.type", "`\(name)` takes \(kind.word), found \(Self.found(syntax))", at: syntax.span,
            subject: .parameter(name))
    }

    /// What stands there, in a word or two.
    private static func found(_ syntax: Expression) -> String {
        switch syntax.form {
        case .literal(.text): "text"
        case .literal, .parameter, .unary: syntax.printed
        case .name(let name): "the name `\(name.text)`"
        case .list: "a list"
        case .map: "a map"
        case .run: "a run"
        case .call: "the call `\(syntax.printed)`"
        case .binary(let op, _, _, _):
            op.isComparison || op == .and || op == .or ? "a condition" : "arithmetic"
        case .group(let inner): found(inner)
        }
    }
}

extension Period {
    /// A quantity of time; nil for parts of a month and sizes of memory.
    init?(_ amount: Double, _ unit: Literal.Unit) {
        func steps(_ factor: Double) -> Int? { Int(exactly: amount * factor) }
        func exact(_ factor: Double) -> Int64? { Int64(exactly: (amount * factor).rounded()) }
        let found: Period? =
            switch unit {
            case .y: steps(12).map { Period(months: $0) }
            case .q: steps(3).map { Period(months: $0) }
            case .mo: steps(1).map { Period(months: $0) }
            case .w: steps(7).map { Period(days: $0) }
            case .d: steps(1).map { Period(days: $0) }
            case .h: exact(3_600_000_000).map { Period(microseconds: $0) }
            case .min: exact(60_000_000).map { Period(microseconds: $0) }
            case .s: exact(1_000_000).map { Period(microseconds: $0) }
            case .ms: exact(1000).map { Period(microseconds: $0) }
            case .kilobyte, .megabyte, .gigabyte, .terabyte: nil
            }
        guard let found else { return nil }
        self = found
    }
}
