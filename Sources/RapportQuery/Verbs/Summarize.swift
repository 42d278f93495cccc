internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// One row a group.
enum Summarize: Verb {
    static let description = VerbDescription(
        "summarize", aliases: ["summarise"],
        "Give one row a group with what its rows add up to, sorted by the keys, a missing key last.",
        signature: "summarize NAME = AGGREGATE, … by KEY, NAME = KEY, … gaps=zero|missing",
        options: [
            .collation,
            Signature.Parameter(
                "gaps",
                help:
                    "Completes the periods without rows between the first and the last: with what the aggregates give of no rows (0 for `count` and `sum`), or missing.",
                kind: .choice(["zero", "missing"]), standard: .missing),
        ], clauses: ["by"],
        examples: [
            Example(
                "Rows without a region are a group of their own, shown last.",
                run: "given | summarize n=count(), revenue=sum(amount) by region",
                given: "region,amount\nNorth,5\n,1\nEast,2\nNorth,3",
                gives: "region,n,revenue\nEast,1,2\nNorth,2,8\n,1,1"),
            Example(
                "Aggregates may be computed with.",
                run: "given | summarize basket=sum(amount)/count_distinct(order)",
                given: "order,amount\na,4\na,2\nb,3", gives: "basket\n4.5"),
            Example(
                "A period is named for its function.", run: "given | summarize sum(n) by month(day)",
                given: "day,n\n2025-01-31,1\n2025-01-02,2\n2025-02-01,3",
                gives: "month,sum_n\n2025-01-01,3\n2025-02-01,3"),
            Example(
                "A month without rows has a row too.",
                run: "given | summarize n=count(), m=mean(n) by month(day) gaps=zero",
                given: "day,n\n2025-01-01,1\n2025-03-31,3",
                gives: "month,n,m\n2025-01-01,1,1.0\n2025-02-01,0,\n2025-03-01,1,3.0"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        let by = call.clause("by") ?? []
        guard !call.items.isEmpty || !by.isEmpty else { throw call.missing("an aggregate, or `by`") }
        var (keys, names): ([NamedExpression], Set<String>) = ([], [])
        for item in by {
            try requireKey(item)
            let value = try RapportQuery.bind(item.value, in: call.scope())
            keys.append(NamedExpression(try name(item, value.keyName, &names), value))
        }
        try refuseBareColumns(call, keys)
        var values: [NamedExpression] = []
        for item in call.items {
            let value = try RapportQuery.bind(
                item.value, in: call.scope(.groups(keys: keys.map(\.value))))
            values.append(NamedExpression(try name(item, value.resultName, &names), value))
        }
        let fields = (keys + values).map { each in
            var field = each.value.field(named: each.name, in: call.input)
            if !keys.contains(each) { field.isRepeated = false }
            return field
        }
        var operation = Aggregation(keys: keys, values: values)
        if case .text(let word)? = try call.options()["gaps"] {
            guard keys.count(where: { Periods(of: $0) != nil }) == 1 else {
                throw Diagnostic(
                    "summarize.gaps", "`gaps` needs one period in `by`", at: call.optionPlaces["gaps"],
                    help: ["`by month(ts)`, `by week(ts)`, `by day(ts)` or a date"])
            }
            operation.gaps = Aggregation.Gaps(rawValue: word)
        }
        operation.grain = Incidental(call.input.rowGrain)
        if keys.contains(where: { $0.value.type.type == .text }) {
            operation.collation = try call.collation()
        }
        var bound = call.bound(
            operation, Schema(fields, rowGrain: keys.map(\.name)),
            order: .by(keys.map { Plan.OrderKey($0.name) }))
        bound.isSameTable = false
        return bound
    }

    /// SQL's `select sum(a), region … group by region` has the key among the values.
    private static func refuseBareColumns(
        _ call: VerbCall, _ keys: [NamedExpression]
    ) throws(Diagnostic) {
        func column(_ item: Item) -> Name? {
            guard item.name == nil, case .name(let name) = item.value.form, call.input[name.text] != nil,
                !keys.contains(where: { $0.value.form == .column(name.text) })
            else { return nil }
            return name
        }
        let bare = call.items.compactMap(column)
        guard let first = bare.first else { return }
        let rest = call.items.filter { column($0) == nil }
        let by = (call.clause("by") ?? []).map(\.printed) + bare.map(\.printed)
        let line =
            ([call.name.text] + (rest.isEmpty ? [] : [rest.map(\.printed).joined(separator: ", ")]) + [
                "by " + by.joined(separator: ", ")
            ])
            .joined(separator: " ")
        throw Diagnostic(
            "verb.not-aggregated", "`\(first.text)` has many values in a group", at: first.span,
            help: [.init("`\(line)`", edit: .init(call.stage.span, line))])
    }

    /// A column, a call, or something in brackets: a bare subtraction is a forgotten comma.
    private static func requireKey(_ item: Item) throws(Diagnostic) {
        switch item.value.form {
        case .binary, .unary:
            throw Diagnostic(
                "verb.arithmetic", "`by` takes columns and calls, found `\(item.value.printed)`",
                at: item.value.span,
                help: [
                    .init(
                        "`(\(item.value.printed))` computes a key",
                        edit: .init(item.value.span, "(\(item.value.printed))"))
                ])
        case .literal(.text(let text)):
            throw Diagnostic(
                "verb.column-expected", "expected a column, found text", at: item.value.span,
                help: ["a column's name stands without quotes, `` `\(text)` `` in backticks"])
        default: break
        }
    }

    /// The given name, or the one that the result has by itself.
    private static func name(
        _ item: Item, _ own: String?, _ taken: inout Set<String>
    ) throws(Diagnostic) -> String {
        guard let name = item.name?.text ?? own else {
            throw Diagnostic(
                "verb.name-expected", "`\(item.value.printed)` needs a name", at: item.span,
                help: [
                    .init(
                        "`x = \(item.value.printed)`",
                        edit: .init(SourceSpan(item.span.lower..<item.span.lower), "x = "))
                ])
        }
        guard taken.insert(name).inserted else {
            throw Diagnostic(
                "table.duplicate-column", "two columns named `\(name)`", at: item.name?.span ?? item.span,
                help: [
                    .init(
                        "`\(LanguageText.name(name + "_2")) = \(item.value.printed)`",
                        edit: .init(item.span, "\(LanguageText.name(name + "_2")) = \(item.value.printed)"))
                ])
        }
        return name
    }
}

struct Aggregation: Operation {
    enum Gaps: String, Sendable, Hashable {
        case zero, missing
    }
    var keys: [NamedExpression]
    var values: [NamedExpression]
    /// The order of keys that are texts.
    var collation: Collation?
    var gaps: Gaps?
    /// What makes a row of the input unique, where it is stated.
    var grain: Incidental<[String]> = Incidental([])

    var printed: String {
        var words = ["summarize"]
        if !values.isEmpty { words.append(values.map(\.printed).joined(separator: ", ")) }
        if !keys.isEmpty { words.append("by " + keys.map(Self.printedKey).joined(separator: ", ")) }
        if let collation { words.append(collation.printed) }
        if let gaps { words.append("gaps=\(gaps.rawValue)") }
        return words.joined(separator: " ")
    }
    private static func printedKey(_ key: NamedExpression) -> String {
        key.value.form == .column(key.name) ? LanguageText.name(key.name) : key.printedInBrackets
    }
    var late: LateUse { (keys + values).reduce(LateUse()) { $0.union($1.value.late) } }
    func pinned(to values: LateValues) -> Self {
        var copy = self
        copy.keys = keys.map { $0.pinned(to: values) }
        copy.values = self.values.map { $0.pinned(to: values) }
        return copy
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        let used = Set((keys + values).flatMap(\.value.usedColumns))
        return grain.value.count > 1 ? used.union(grain.value.filter { input[$0] != nil }) : used
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let table = inputs[0]
        context.warnOfRepeated(in: values.map(\.value))
        (context.repeated, context.repetitions) = ([], [:])
        var counts = EvaluationCounts()
        var keyColumns: [Column] = []
        for key in keys {
            let found = try evaluate(key.value, over: table, context: context.late)
            counts += found.counts
            keyColumns.append(found.column)
        }
        let grouping = try Grouping(
            sortedBy: keyColumns, collation: collation, count: table.count, work: context.work)
        var columns: [(String, Column)] = []
        var groupKeys: [Column] = []
        for (key, column) in zip(keys, keyColumns) {
            let gathered = try column.gathered(at: grouping.firstRows, work: context.work)
            groupKeys.append(gathered)
            columns.append((key.name, gathered))
        }
        for value in values {
            let found = try evaluate(
                value.value, over: table, grouping: grouping, keys: groupKeys, context: context.late)
            counts += found.counts
            context.notes += found.uses.map(\.note)
            columns.append((value.name, found.column))
        }
        context.notes += counts.notes
        context.account(.grouped, table.count)
        try sayPartialPeriods(table, in: &context)
        try sayRepeatedByGrain(table, in: &context)
        guard gaps != nil else { return context.described(columns, count: grouping.groupCount) }
        return try completed(columns, count: grouping.groupCount, in: &context)
    }
}

extension NamedExpression {
    /// A key is a column, a call, or something in brackets.
    var printedInBrackets: String {
        switch value.form {
        case .column: printed
        default: "\(LanguageText.name(name)) = (\(value.printed))"
        }
    }
}
