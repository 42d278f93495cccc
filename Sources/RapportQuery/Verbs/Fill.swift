internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Puts values in the place of missing ones.
enum Fill: Verb {
    static let description = VerbDescription(
        "fill",
        "Put a value in the place of missing ones, or the last known one in an order, which is marked in `COLUMN_filled`.",
        signature: "fill COLUMN=VALUE, … · fill COLUMN, … method=forward|backward by KEY, … sort KEY, …",
        options: [
            Signature.Parameter(
                "method", help: "Takes the nearest value before (`forward`) or after it (`backward`).",
                kind: .choice(["forward", "backward"]), standard: .missing), .collation,
        ], clauses: ["by", "sort"],
        examples: [
            Example(
                "A value for all.", run: #"given | fill region="unknown", n=0"#,
                given: "region,n\nEast,\n,2", gives: "region,n\nEast,0\nunknown,2"),
            Example(
                "The last known price of each article, in the order of the days.",
                run: "given | fill price method=forward by sku sort day",
                given: "sku,day,price\na,3,\na,1,5\nb,2,\na,2,6",
                gives: "sku,day,price,price_filled\na,3,6,true\na,1,5,false\nb,2,,false\na,2,6,false"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard let first = call.items.first else { throw call.missing("`column=value`") }
        let method = try call.options()["method"]
        guard case .text(let word)? = method else { return try bindValues(call) }
        if let named = call.items.first(where: { $0.name != nil }) {
            let column = named.name?.printed ?? ""
            throw Diagnostic(
                "verb.column-expected", "with `method` a column stands alone, found `\(column) =`",
                at: named.span, help: [.init("`\(column)`", edit: .init(named.span, column))])
        }
        let columns = try call.columns(call.items)
        let by = try call.clause("by").map { (items) throws(Diagnostic) in try call.columns(items) } ?? []
        let keys = try call.clause("sort").map { (items) throws(Diagnostic) in try Sort.keys(items, call) }
        if keys == nil, case .source = call.order {
            throw Diagnostic(
                "verb.missing", "`method=\(word)` needs an order", at: first.span,
                help: [.init("`\(call.stage.printed) sort ts`")])
        }
        var schema = call.input
        for column in columns {
            let name = Carrying.mark(column)
            guard schema[name] == nil else { throw Diagnostic.duplicateColumn(name, at: first.span) }
            schema = schema.adding(Field(name, .bool, kind: .flag))
        }
        let operation = Carrying(columns: columns, backward: word == "backward", by: by, keys: keys ?? [])
        return call.bound(operation, schema)
    }

    private static func bindValues(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        for word in ["by", "sort"] where call.clause(word) != nil {
            throw Diagnostic(
                "verb.clause", "`fill` takes `\(word)` only with `method`", at: call.name.span,
                help: ["`method=forward`"])
        }
        var values: [NamedExpression] = []
        var schema = call.input
        for item in call.items {
            guard let name = item.name else {
                let text = item.value.printed
                throw Diagnostic(
                    "verb.name-expected", "`fill` needs `column=value`, found `\(text)`", at: item.span,
                    help: ["`\(text)=0`, or `\(text) method=forward sort ts`"])
            }
            let column = try call.column(Expression(.name(name), name.span)).text
            guard let index = schema.index(of: column) else { continue }
            guard !values.contains(where: { $0.name == column }) else {
                throw Diagnostic("parameter.twice", "`\(column)` is given twice", at: name.span)
            }
            var value = try RapportQuery.bind(item.value, in: call.scope())
            let type = schema.fields[index].type
            if value.type.type != type {
                guard type == .float, value.type.type == .int else {
                    throw Diagnostic(
                        "type.fill",
                        "`\(column)` is \(type == .int ? "a whole number" : type.phrase), "
                            + "`\(item.value.printed)` is \(value.type.phrase)", at: item.value.span,
                        help: type == .int ? [.init("`cast \(name.printed)=float` first")] : [])
                }
                value = BoundExpression(.convert(value), .float, at: value.span)
            }
            values.append(NamedExpression(column, value))
            let sources = value.usedColumns.compactMap { schema[$0] }
            schema.fields[index].isPrivate =
                schema.fields[index].isPrivate || sources.contains(where: \.isPrivate)
        }
        return call.bound(Filling(values: values), schema)
    }
}

/// `fill region="unknown"`.
struct Filling: Operation {
    var values: [NamedExpression]

    var printed: String {
        "fill "
            + values.map { "\(LanguageText.name($0.name))=\($0.value.printed)" }.joined(separator: ", ")
    }
    var late: LateUse { values.reduce(LateUse()) { $0.union($1.value.late) } }
    func pinned(to values: LateValues) -> Self {
        Filling(values: self.values.map { $0.pinned(to: values) })
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.union(values.flatMap { [$0.name] + $0.value.usedColumns })
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let table = inputs[0]
        var columns = table.columns
        var counts = EvaluationCounts()
        for each in values {
            guard let index = table.schema.index(of: each.name) else { continue }
            let column = columns[index]
            // As `coalesce`, so that what fails is computed for the rows that lack a value alone.
            let type = ValueType(column.type)
            let own = BoundExpression(.column(each.name), type, at: each.value.span)
            let whole = BoundExpression(.call("coalesce", [own, each.value]), type, at: each.value.span)
            let found = try evaluate(whole, over: table, context: context.late)
            counts += found.counts
            columns[index] = found.column
            context.sayFilled(each.name, from: column.missingCount, to: columns[index].missingCount)
        }
        context.notes += counts.notes
        return context.described(zip(table.schema.names, columns).map { ($0, $1) }, count: table.count)
    }
}

/// `fill price method=forward by sku sort ts`.
struct Carrying: Operation {
    var columns: [String]
    var backward: Bool
    var by: [String]
    /// Empty: in the order of the rows.
    var keys: [SortExpression]

    static func mark(_ column: String) -> String { column + "_filled" }

    var printed: String {
        var words = ["fill", LanguageText.names(columns), "method=\(backward ? "backward" : "forward")"]
        if !by.isEmpty { words.append("by " + LanguageText.names(by)) }
        if !keys.isEmpty { words.append("sort " + SortExpression.printed(keys)) }
        return words.joined(separator: " ")
    }
    var late: LateUse { keys.reduce(LateUse()) { $0.union($1.value.late) } }
    func pinned(to values: LateValues) -> Self {
        var copy = self
        copy.keys = keys.map { $0.pinned(to: values) }
        return copy
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.intersection(input.names).union(columns).union(by).union(keys.flatMap(\.value.usedColumns))
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let table = inputs[0]
        let order = try WindowOrder(
            by: by.compactMap { table[$0] }, sort: try SortExpression.keys(keys, over: table, in: &context),
            count: table.count, work: context.work)
        if order.ties > 0, !keys.isEmpty {
            context.say(
                "window.ties",
                "\(grouped(order.ties)) \(order.ties == 1 ? "row ties" : "rows tie") in the order and "
                    + "\(order.ties == 1 ? "keeps" : "keep") the table's")
        }
        var cells = zip(table.schema.names, table.columns).map { ($0, $1) }
        for name in columns {
            guard let index = cells.firstIndex(where: { $0.0 == name }) else { continue }
            let column = cells[index].1
            let rows = try order.presentRows(of: column, backward: backward, work: context.work)
            let filled = try column.gathered(at: rows, work: context.work)
            cells[index].1 = filled
            let wasMissing = try isMissing(column, work: context.work)
            let isThere = try isPresent(filled, work: context.work)
            cells.append((Self.mark(name), try and(wasMissing, isThere, work: context.work)))
            context.sayFilled(name, from: column.missingCount, to: filled.missingCount)
        }
        return context.described(cells, count: table.count)
    }
}

extension StepContext {
    /// `12 of 40 missing values of `price` filled`.
    fileprivate mutating func sayFilled(_ column: String, from before: Int, to after: Int) {
        guard before > 0 else { return }
        let what = before == 1 ? "missing value" : "missing values"
        say("fill.filled", "\(grouped(before - after)) of \(grouped(before)) \(what) of `\(column)` filled")
    }
}

extension SortExpression {
    /// The columns to sort by.
    static func keys(
        _ keys: [SortExpression], over table: Table, in context: inout StepContext
    ) throws(Diagnostic) -> [SortKey] {
        var columns: [SortKey] = []
        for key in keys {
            let found = try evaluate(key.value, over: table, context: context.late)
            context.notes += found.counts.notes
            columns.append(
                SortKey(found.column, descending: key.descending, collation: key.collation))
        }
        return columns
    }
}
