internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Brings the columns of another table to rows with the same keys.
enum Join: Verb {
    static let description = VerbDescription(
        "join",
        "Bring the columns of another table to the rows with the same keys; a missing key matches none.",
        signature:
            "join TABLE on KEY, LEFT=RIGHT, … kind=left|inner|full|matched|unmatched expect=many_to_one",
        options: [
            Signature.Parameter(
                "kind",
                help:
                    "`left` keeps all rows, `inner` those with a partner, `full` also those of the other table; `matched` (semi) and `unmatched` (anti) only choose rows.",
                kind: .choice(["left", "inner", "full", "matched", "unmatched", "semi", "anti"]),
                standard: .text("left")),
            Signature.Parameter(
                "expect", help: "What holds of the keys, or the join fails.",
                kind: .choice(JoinRelation.allCases.map(\.rawValue)), standard: .missing),
            Signature.Parameter(
                "suffix", help: "What a name that both have takes on the right, `_table` by itself.",
                kind: .text, standard: .missing),
        ], clauses: ["on"], takesTables: true,
        examples: [
            Example(
                "A column that both have takes the other table's name.",
                run: "given | join given on boss=name | drop boss_given",
                given: "name,boss,city\nAnn,,Ulm\nBob,Ann,Kiel",
                gives: "name,boss,city,city_given\nAnn,,Ulm,\nBob,Ann,Kiel,Ulm"),
            Example(
                "Only the rows without a partner.", run: "given | join given on boss=name kind=unmatched",
                given: "name,boss\nAnn,\nBob,Ann", gives: "name,boss\nAnn,"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard let side = call.sides.first else { throw call.missing("a table") }
        if call.sides.count > 1 {
            throw Diagnostic(
                "verb.too-many", "`join` takes one table", at: call.sides[1].span,
                help: ["one after the other: `join a on … | join b on …`"])
        }
        if let open = [call.input, side.schema].first(where: \.isOpen) {
            throw Diagnostic.openSchema(open == side.schema ? side.name : nil, at: side.span)
        }
        let keys = try keys(call, side)
        let options = try call.options()
        var kind: HashJoin.Kind = .left
        var expected: JoinRelation?
        if case .text(let word)? = options["kind"] { kind = HashJoin.Kind(word: word) }
        if case .text(let word)? = options["expect"] { expected = JoinRelation(rawValue: word) }

        var suffix = "_\(side.name)"
        if case .text(let text)? = options["suffix"] { suffix = text }

        var fields = call.input.fields
        var columns: [Select.Pair] = []
        if kind.givesColumns {
            for field in side.schema.fields where !keys.contains(where: { $0.right == field.name }) {
                let isTaken = call.input[field.name] != nil
                let name = isTaken ? field.name + suffix : field.name
                guard !fields.contains(where: { $0.name == name }) else {
                    throw Diagnostic(
                        "table.duplicate-column", "two columns named `\(name)`", at: side.span,
                        help: ["`suffix=\"_2\"` gives it another name"])
                }
                columns.append(Select.Pair(name: name, source: field.name))
                var field = field.renamed(name)
                // A role is of one column; the one that came through the bar keeps it.
                if let role = field.role, fields.contains(where: { $0.role == role }) { field.role = nil }
                fields.append(field)
            }
        }
        let operation = Joining(
            keys: keys, kind: kind, expected: expected, columns: columns, suffix: suffix,
            names: Incidental(.init(left: call.names.table ?? "rows", right: side.name)))
        var schema = Schema(fields)
        if !kind.givesColumns || expected == .manyToOne || expected == .oneToOne {
            schema.rowGrain = call.input.rowGrain
        }
        var bound = call.bound(operation, schema, order: kind == .full ? .source : call.order)
        bound.places["table"] = side.span
        if let place = call.optionPlaces["expect"] { bound.places["expect"] = place }
        return bound
    }

    // MARK: - Keys

    private static func keys(_ call: VerbCall, _ side: VerbCall.Side) throws(Diagnostic) -> [Joining.Key] {
        guard let items = call.clause("on"), !items.isEmpty else { throw missingKeys(call, side) }
        var keys: [Joining.Key] = []
        for item in items {
            if case .binary(let op, let left, let right, _) = item.value.form, op.isComparison {
                throw compared(left, right, item.span, call, side)
            }
            let left: String
            let right: Name
            if let name = item.name {
                left = try call.column(Expression(.name(name), name.span)).text
                right = try column(item.value, of: side, call)
            } else {
                left = try call.column(item.value).text
                right = try column(item.value, of: side, call)
            }
            guard !keys.contains(where: { $0.left == left || $0.right == right.text }) else {
                throw Diagnostic("parameter.twice", "`\(left)` is given twice", at: item.span)
            }
            try checkTypes(left, right.text, item.span, call, side)
            keys.append(Joining.Key(left: left, right: right.text))
        }
        return keys
    }

    private static func column(
        _ syntax: Expression, of side: VerbCall.Side, _ call: VerbCall
    ) throws(Diagnostic) -> Name {
        guard case .name(let name) = syntax.form else {
            throw Diagnostic(
                "verb.column-expected", "`on` takes columns, found `\(syntax.printed)`", at: syntax.span,
                help: ["`on id`; other names: `on id=customer_id`"])
        }
        guard side.schema[name.text] != nil else {
            let scope = Scope(side.schema, table: side.name, tables: call.names.tables, verb: "join")
            throw Binder(scope: scope).unknownColumn(name, syntax.span, beside: nil, of: nil)
        }
        return name
    }

    /// SQL's `on a.id == b.id`.
    private static func compared(
        _ left: Expression, _ right: Expression, _ span: SourceSpan, _ call: VerbCall, _ side: VerbCall.Side
    ) -> Diagnostic {
        func last(_ expression: Expression) -> String? {
            guard case .name(let name) = expression.form else { return nil }
            return name.text.split(separator: ".").last.map(String.init)
        }
        var help: Diagnostic.Help = "`on id`; other names: `on id=customer_id`"
        if let a = last(left), let b = last(right), call.input[a] != nil, side.schema[b] != nil {
            let key = a == b ? LanguageText.name(a) : "\(LanguageText.name(a))=\(LanguageText.name(b))"
            help = .init("`on \(key)`", edit: .init(span, key))
        }
        return Diagnostic(
            "verb.column-expected", "`on` takes columns, found a comparison", at: span, help: [help])
    }

    private static func missingKeys(_ call: VerbCall, _ side: VerbCall.Side) -> Diagnostic {
        let common = call.input.names.filter { side.schema[$0] != nil }
        let help: Diagnostic.Help
        if common.count == 1 {
            let key = LanguageText.name(common[0])
            let end = SourceSpan(side.span.upper..<side.span.upper)
            help = .init("`on \(key)` (both tables have it)", edit: .init(end, " on \(key)"))
        } else if common.isEmpty {
            help = .init("no column has one name in both: `on id=customer_id`")
        } else {
            help = .init("both tables have " + common.prefix(12).map { "`\($0)`" }.joined(separator: ", "))
        }
        return Diagnostic("verb.missing", "`join` needs `on`", at: side.span, help: [help])
    }

    private static func checkTypes(
        _ left: String, _ right: String, _ span: SourceSpan, _ call: VerbCall, _ side: VerbCall.Side
    ) throws(Diagnostic) {
        guard let a = call.input[left]?.type, let b = side.schema[right]?.type, a != b else { return }
        if a.isNumber && b.isNumber { return }
        let (table, key) = (LanguageText.name(side.name), LanguageText.name(right))
        throw Diagnostic(
            "type.compare", "`\(left)` is \(a.phrase), `\(right)` of `\(side.name)` is \(b.phrase)",
            at: span,
            help: [
                a == .text
                    ? .init("`\(table) = \(table) | cast \(key)=text`")
                    : .init("`cast` gives both one type: `cast \(LanguageText.name(left))=\(b.name)`")
            ])
    }
}

/// How often keys may stand on each side.
enum JoinRelation: String, CaseIterable {
    case oneToOne = "one_to_one"
    case oneToMany = "one_to_many"
    case manyToOne = "many_to_one"
    case manyToMany = "many_to_many"

    init(repeatsLeft: Bool, repeatsRight: Bool) {
        switch (repeatsLeft, repeatsRight) {
        case (false, false): self = .oneToOne
        case (false, true): self = .oneToMany
        case (true, false): self = .manyToOne
        case (true, true): self = .manyToMany
        }
    }

    var words: String { rawValue.replacing("_", with: "-") }

    /// One is a case of many.
    func allows(_ found: JoinRelation) -> Bool {
        switch self {
        case .manyToMany: true
        case .oneToOne: found == .oneToOne
        case .oneToMany: found == .oneToOne || found == .oneToMany
        case .manyToOne: found == .oneToOne || found == .manyToOne
        }
    }
}

extension HashJoin.Kind {
    init(word: String) {
        switch word {
        case "inner": self = .inner
        case "full": self = .full
        case "matched", "semi": self = .matched
        case "unmatched", "anti": self = .unmatched
        default: self = .left
        }
    }
    var word: String {
        switch self {
        case .left: "left"
        case .inner: "inner"
        case .full: "full"
        case .matched: "matched"
        case .unmatched: "unmatched"
        }
    }
    /// `matched` and `unmatched` only choose rows.
    var givesColumns: Bool { self != .matched && self != .unmatched }
}

extension Diagnostic {
    /// A stage that must know all columns, behind one whose columns the data name.
    static func openSchema(_ table: String?, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "table.open",
            "the columns of \(table.map { "`\($0)`" } ?? "the table") are known only when it runs",
            at: span, help: ["`pivot … keys=[…]` names them; or the pivot gets a line of its own: `p = …`"])
    }
}
