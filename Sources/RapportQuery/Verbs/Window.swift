internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Adds columns that look at the rows around.
enum Window: Verb {
    static let description = VerbDescription(
        "window",
        "Add columns computed from the rows around: neighbours, ranks, running sums, and aggregates over the partition or a part of it; the rows keep their order.",
        signature:
            "window by KEY, … sort KEY, …: NAME = EXPRESSION, … (AGGREGATE over last 3, over last 30d)",
        options: [
            Signature.Parameter(
                "complete", help: "Whether `over last` with fewer rows than it asks for gives missing.",
                kind: .bool, standard: .bool(false)), .collation,
        ], clauses: ["by", "sort"], takesColon: true,
        examples: [
            Example(
                "The gap to the order before, and the mean of the last two.",
                run: "given | window by who sort day: gap=days(day - lag(day)), m=mean(n) over last 2",
                given: "who,day,n\nA,2025-01-01,1\nB,2025-01-02,5\nA,2025-01-04,3\nA,2025-01-09,7",
                gives:
                    "who,day,n,gap,m\nA,2025-01-01,1,,1.0\nB,2025-01-02,5,,5.0\nA,2025-01-04,3,3,2.0\nA,2025-01-09,7,5,5.0"
            ),
            Example(
                "An aggregate alone is over the whole partition.",
                run: "given | window by who: top=max(n), part=n / sum(n)", given: "who,n\nA,1\nB,5\nA,3",
                gives: "who,n,top,part\nA,1,3,0.25\nB,5,5,1.0\nA,3,3,0.75"),
            Example(
                "The last two days, the row's own included.",
                run: "given | window sort day: s=sum(n) over last 2d",
                given: "day,n\n2025-01-01,1\n2025-01-02,2\n2025-01-04,4",
                gives: "day,n,s\n2025-01-01,1,1\n2025-01-02,2,3\n2025-01-04,4,4"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        let items = try items(call)
        var by: [BoundExpression] = []
        for item in call.clause("by") ?? [] {
            if case .name = item.value.form { _ = try call.column(item.value) }
            by.append(try RapportQuery.bind(item.value, in: call.scope()))
        }
        let keys = try call.clause("sort").map { (items) throws(Diagnostic) in try Sort.keys(items, call) }
        let time = keys.flatMap { keys in
            keys.count == 1 && !keys[0].descending && keys[0].value.type.type.isTime ? keys[0] : nil
        }
        var schema = call.input
        var columns: [NamedExpression] = []
        let level = Scope.Level.window(.init(isSorted: keys != nil, hasRisingTime: time != nil))
        for item in items {
            var scope = call.scope(level, over: schema)
            scope.isSorted = keys != nil
            let value = try RapportQuery.bind(item.value, in: scope)
            guard let name = item.name?.text ?? value.resultName else {
                throw Diagnostic(
                    "verb.name-expected", "`\(item.value.printed)` needs a name", at: item.span,
                    help: [
                        .init(
                            "`x = \(item.value.printed)`",
                            edit: .init(SourceSpan(item.span.lower..<item.span.lower), "x = "))
                    ])
            }
            guard !columns.contains(where: { $0.name == name }) else {
                throw .duplicateColumn(name, at: item.span)
            }
            columns.append(NamedExpression(name, value))
            var field = value.field(named: name, in: schema)
            field.role = nil
            schema = schema.adding(field)
        }
        var complete = false
        if case .bool(true)? = try call.options()["complete"] { complete = true }
        return call.bound(Windowing(by: by, keys: keys ?? [], columns: columns, complete: complete), schema)
    }

    /// The list behind `:`, or before the clauses, as `summarize` is written.
    private static func items(_ call: VerbCall) throws(Diagnostic) -> [Item] {
        if let extra = call.stage.arguments.secondModifiers.first {
            throw Diagnostic(
                "verb.clause", "`\(extra.name.text)` stands before the `:`", at: extra.span,
                help: [.init("`\(description.signature)`")])
        }
        guard let second = call.stage.arguments.second else {
            guard !call.items.isEmpty else { throw call.missing("`name = expression` behind `:`") }
            return call.items
        }
        if let first = call.items.first {
            throw Diagnostic(
                "verb.too-many", "`window` takes one list, found one before the `:` and one behind",
                at: first.span)
        }
        return second
    }
}

struct Windowing: Operation {
    var by: [BoundExpression]
    var keys: [SortExpression]
    var columns: [NamedExpression]
    var complete: Bool

    var printed: String {
        var words = ["window"]
        if !by.isEmpty {
            let keys = by.map { key -> String in
                if case .column(let name) = key.form { return LanguageText.name(name) }
                return "(\(key.printed))"
            }
            words.append("by " + keys.joined(separator: ", "))
        }
        if !keys.isEmpty { words.append("sort " + SortExpression.printed(keys)) }
        if complete { words.append("complete=true") }
        return words.joined(separator: " ") + ": " + columns.map(\.printed).joined(separator: ", ")
    }
    var late: LateUse {
        (by + keys.map(\.value) + columns.map(\.value)).reduce(LateUse()) { $0.union($1.late) }
    }
    func pinned(to values: LateValues) -> Self {
        var copy = self
        copy.by = by.map { $0.pinned(to: values) }
        copy.keys = keys.map { $0.pinned(to: values) }
        copy.columns = columns.map { $0.pinned(to: values) }
        return copy
    }
    /// All of its columns are computed, wanted or not, as `derive` does.
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        var needed = wanted
        for column in columns.reversed() {
            needed.remove(column.name)
            needed.formUnion(column.value.usedColumns)
        }
        return needed.union((by + keys.map(\.value)).flatMap(\.usedColumns))
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        var table = inputs[0]
        context.warnOfRepeated(in: columns.map(\.value))
        var partitions: [Column] = []
        for key in by {
            let found = try evaluate(key, over: table, context: context.late)
            context.notes += found.counts.notes
            partitions.append(found.column)
        }
        let sortKeys = try SortExpression.keys(keys, over: table, in: &context)
        let order = try WindowOrder(
            by: partitions, sort: sortKeys, count: table.count, work: context.work)
        sayTies(order, in: &context)
        let isTime = sortKeys.count == 1 && sortKeys[0].column.type.isTime && !sortKeys[0].descending
        let rows = WindowRows(order: order, times: isTime ? sortKeys[0].column : nil, complete: complete)
        var counts = EvaluationCounts()
        for column in columns {
            let found = try evaluate(column.value, over: table, window: rows, context: context.late)
            counts += found.counts
            context.notes += found.uses.map(\.note)
            for short in found.short {
                let end = complete ? " and give missing" : ""
                context.say(
                    "window.short",
                    "\(column.name): \(grouped(short.count)) of \(grouped(table.count)) windows have fewer than "
                        + "\(grouped(short.rows)) rows\(end)")
            }
            table = table.adding(column.value.field(named: column.name, in: table.schema), found.column)
        }
        context.notes += counts.notes
        context.repeated = table.repeatedColumns
        return context.described(
            zip(table.schema.names, table.columns).map { ($0, $1) }, count: table.count)
    }

    /// Ties are said where they decide: ranks and frames of time treat equal rows alike.
    private func sayTies(_ order: WindowOrder, in context: inout StepContext) {
        let deciding = columns.flatMap(\.value.windowCalls).contains { call in
            if case .rows = call.frame { return true }
            return ["lag", "lead", "row_number", "cum_sum", "cum_count", "first", "last"].contains(call.name)
        }
        guard order.ties > 0, !keys.isEmpty, deciding else { return }
        context.say(
            "window.ties",
            "\(grouped(order.ties)) \(order.ties == 1 ? "row ties" : "rows tie") in the order and "
                + "\(order.ties == 1 ? "keeps" : "keep") the table's")
    }
}
