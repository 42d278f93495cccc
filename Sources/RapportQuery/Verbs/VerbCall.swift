internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// A stage as typed, and what it stands behind: what a verb binds.
struct VerbCall {
    let stage: RapportLanguage.Stage
    let description: VerbDescription
    let input: Schema
    let order: Plan.Order
    let names: NameScope
    /// No stage follows.
    let isLast: Bool
    /// The tables that the items name, where the verb takes tables.
    var sides: [Side] = []

    /// A further table of a stage.
    struct Side {
        /// As messages and suffixes call it: `customers`, `segments` for `rfm.segments`, `run_12`.
        var name: String
        var schema: Schema
        var span: SourceSpan
    }

    var items: [Item] { stage.arguments.items }
    var name: Name { stage.name }

    func scope(
        _ level: Scope.Level = .rows, over schema: Schema? = nil, isCondition: Bool = false
    ) -> Scope {
        let isSorted: Bool = if case .by = order { true } else { false }
        return Scope(
            schema ?? input, table: names.table, tables: names.tables, parameters: names.settings.parameters,
            verb: description.name, level: level, isSorted: isSorted, isCondition: isCondition)
    }

    /// A result of the same rows.
    func bound(_ operation: any Operation, _ schema: Schema, order: Plan.Order? = nil) -> BoundVerb {
        BoundVerb(operation: operation, schema: schema, order: order ?? self.order)
    }

    // MARK: - Options and clauses

    /// The items of a clause, written as one (`by a, b`) or as an option (`by=[a, b]`); nil where absent.
    func clause(_ word: String) -> [Item]? {
        for modifier in stage.arguments.modifiers where modifier.name.text == word {
            switch modifier {
            case .clause(_, let items, _): return items
            case .option(_, let value, _):
                guard case .list(let elements) = value.form else { return [Item(value, span: value.span)] }
                return elements.map { Item($0, span: $0.span) }
            }
        }
        return nil
    }

    /// Options by name, admitted to their declared kinds.
    func options() throws(Diagnostic) -> [String: Value] {
        var found: [String: Value] = [:]
        let admission = Admission(input, names)
        for (name, value) in typedOptions {
            guard let parameter = description.options.first(where: { $0.matches(name.text) }) else {
                continue
            }
            found[parameter.name] = try admission.admit(value, as: parameter)
        }
        return found
    }

    /// Where the options stand.
    var optionPlaces: [String: SourceSpan] {
        Dictionary(typedOptions.map { ($0.0.text, $0.1.span) }, uniquingKeysWith: { first, _ in first })
    }

    var typedOptions: [(Name, Expression)] {
        var found: [(Name, Expression)] = []
        if description.namedItems != .columns {
            for item in items { if let name = item.name { found.append((name, item.value)) } }
        }
        for case .option(let name, let value, _) in stage.arguments.modifiers { found.append((name, value)) }
        return found
    }

    // MARK: - What fits no verb

    /// Refuses options and clauses that the verb does not declare, and those given twice.
    func checkModifiers() throws(Diagnostic) {
        if let second = stage.arguments.second, !description.takesColon {
            throw Diagnostic(
                "verb.colon", "`\(name.text)` takes no `:`", at: second.first?.span ?? stage.span)
        }
        var seen = Set<String>()
        for (option, value) in typedOptions where !description.clauses.contains(option.text) {
            let parameter = description.options.first { $0.matches(option.text) }
            if parameter == nil, description.namedItems != .open { throw unknownOption(option, value) }
            try once(parameter?.name ?? option.text, option.span, &seen)
        }
        for case .clause(let word, let items, let span) in stage.arguments.modifiers {
            guard description.clauses.contains(word.text) else { throw refused(word, items, span) }
            try once(word.text, word.span, &seen)
        }
    }

    private func once(
        _ name: String, _ span: SourceSpan, _ seen: inout Set<String>
    ) throws(Diagnostic) {
        guard seen.insert(name).inserted else {
            throw Diagnostic("parameter.twice", "`\(name)` is given twice", at: span)
        }
    }

    private func unknownOption(_ option: Name, _ value: Expression) -> Diagnostic {
        let known = description.options.map(\.name) + description.clauses
        var help: [Diagnostic.Help] = []
        if description.namedItems == .columns, let last = items.last,
            items.contains(where: { $0.name != nil })
        {
            let typed = "\(option.printed)=\(value.printed)"
            let gap = SourceSpan(last.span.upper..<option.span.lower)
            help = [.init("`, \(typed)`", edit: .init(gap, ", "))]
        } else if description.takesColon, stage.arguments.second == nil {
            let typed = "\(option.printed)=\(value.printed)"
            let place = SourceSpan(option.span.lower..<option.span.lower)
            help = [.init("`: \(typed)`", edit: .init(place, ": "))]
        } else if let near = option.text.nearest(in: known) {
            help = [.init("`\(near)`", edit: .init(option.span, near))]
        } else if known.isEmpty {
            help = [.init("`\(description.signature)`")]
        } else {
            help = [.init("options: " + known.map { "`\($0)`" }.joined(separator: ", "))]
        }
        return Diagnostic(
            "verb.unknown-option", "`\(name.text)` has no option `\(option.text)`", at: option.span,
            help: help)
    }

    private func refused(_ word: Name, _ clauseItems: [Item], _ span: SourceSpan) -> Diagnostic {
        if word.text == "as" { return refusedAs(word, clauseItems, span) }
        var help: Diagnostic.Help = .init("`\(description.signature)`")
        if items.isEmpty, ["sort", "select", "drop", "distinct"].contains(description.name) {
            let line = "\(name.text) \(clauseItems.map(\.printed).joined(separator: ", "))"
            let inner = clauseItems.first?.span.lower ?? word.span.upper
            help = .init("`\(line)`", edit: .init(SourceSpan(word.span.lower..<inner), ""))
        }
        return Diagnostic(
            "verb.clause", "`\(name.text)` takes no `\(word.text)`", at: word.span, help: [help])
    }

    /// SQL's `as` renames a column or changes a type.
    private func refusedAs(_ word: Name, _ clauseItems: [Item], _ span: SourceSpan) -> Diagnostic {
        let target: Name? = if case .name(let name)? = clauseItems.first?.value.form { name } else { nil }
        if let target, ColumnType(name: target.text) != nil, description.name == "derive" {
            let column = items.last?.name?.printed ?? "x"
            return Diagnostic(
                "verb.clause", "`as` does not change a type", at: span,
                help: ["a stage of its own: `cast \(column)=\(target.text)`"])
        }
        guard let target, let last = items.last, last.name == nil else {
            return Diagnostic(
                "verb.clause", "`as` is a stage of its own", at: span, help: ["`| as name | …`"])
        }
        let whole = SourceSpan(last.span.lower..<span.upper)
        let renamed = "\(target.printed)=\(last.value.printed)"
        return Diagnostic(
            "verb.clause", "`as` does not name a column", at: span,
            help: [
                .init("`\(name.text) \(renamed)`", edit: .init(whole, renamed)),
                "a table: `\(target.printed) = …` at the begin of the line, or the stage `| as \(target.printed)`",
            ])
    }

    // MARK: - Columns

    /// A column of the input named by an item.
    func column(_ expression: Expression) throws(Diagnostic) -> Name {
        switch expression.form {
        case .name(let name):
            guard input[name.text] != nil else {
                throw Binder(scope: scope()).unknownColumn(name, expression.span, beside: nil, of: nil)
            }
            return name
        case .group(let inner): return try column(inner)
        case .literal(.text(let text)):
            let quoted = "`\(text)`"
            throw Diagnostic(
                "verb.column-expected", "expected a column, found text", at: expression.span,
                help: [
                    .init(
                        input[text] == nil ? "a column's name stands without quotes" : "`` \(quoted) ``",
                        edit: input[text] == nil
                            ? nil : .init(expression.span, Name(text, span: expression.span).printed))
                ])
        default:
            throw Diagnostic(
                "verb.column-expected", "`\(name.text)` takes columns, found `\(expression.printed)`",
                at: expression.span, help: ["`derive x = \(expression.printed)` makes a column"])
        }
    }

    /// Plain columns, without names and each once.
    func columns(_ items: [Item]) throws(Diagnostic) -> [String] {
        var found: [String] = []
        for item in items {
            if let name = item.name {
                throw Diagnostic(
                    "verb.column-expected", "`\(self.name.text)` takes columns, found `\(name.text) =`",
                    at: name.span)
            }
            let column = try column(item.value).text
            if !found.contains(column) { found.append(column) }
        }
        return found
    }

    /// Refuses items where the verb takes none.
    func noItems(_ help: Diagnostic.Help) throws(Diagnostic) {
        guard let first = items.first, let last = items.last else { return }
        throw Diagnostic(
            "verb.too-many", "`\(name.text)` takes nothing", at: first.span.union(last.span), help: [help])
    }

    /// What the verb needs and was not given.
    func missing(_ what: String, help: Diagnostic.Help? = nil) -> Diagnostic {
        Diagnostic(
            "verb.missing", "`\(name.text)` needs \(what)", at: name.span,
            help: [help ?? .init("`\(description.signature)`")])
    }
}

/// What names a stage may meet beside its columns.
struct NameScope: Sendable {
    /// The table's name for messages, while the rows are still its.
    var table: String?
    /// Bound tables.
    var tables: [String]
    /// Roles that `roles` knows and analyses ask for.
    var roles: [String]
    var settings: QuerySettings
}

extension Signature.Parameter {
    func matches(_ word: String) -> Bool { name == word || aliases.contains(word) }
}
