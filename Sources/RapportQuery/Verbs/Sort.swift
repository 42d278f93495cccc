internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Orders the rows: stable, missing last both ways.
enum Sort: Verb {
    static let description = VerbDescription(
        "sort", "Order the rows; a minus sorts downwards, missing is last both ways.",
        signature: "sort KEY, -KEY, … collation=\"zh\"", options: [.collation],
        examples: [
            Example(
                "Downwards, then by name.", run: "given | sort -mrr, name",
                given: "name,mrr\nb,1\nc,9\na,1\nd,", gives: "name,mrr\nc,9\na,1\nb,1\nd,"),
            Example(
                "In the order of pinyin.", run: "given | sort name collation=\"zh\"",
                given: "name\n王\n李\n张\n陈", gives: "name\n陈\n李\n王\n张"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard !call.items.isEmpty else { throw call.missing("a column") }
        let keys = try keys(call.items, call)
        return call.bound(
            Sorting(keys: keys), call.input,
            order: .by(keys.map { Plan.OrderKey($0.text, descending: $0.descending) }))
    }

    static func keys(_ items: [Item], _ call: VerbCall) throws(Diagnostic) -> [SortExpression] {
        var found: [SortExpression] = []
        let collation = try call.collation()
        for item in items {
            if let name = item.name {
                throw Diagnostic(
                    "verb.column-expected", "`sort` takes columns, found `\(name.text) =`", at: name.span)
            }
            var key = try key(item.value, call)
            // Only texts have an order of their own.
            if key.value.type.type == .text { key.collation = collation }
            found.append(key)
        }
        return found
    }

    /// A column, a call, or something in brackets, with at most a minus before it.
    private static func key(_ syntax: Expression, _ call: VerbCall) throws(Diagnostic) -> SortExpression {
        var (inner, descending) = (syntax, false)
        if case .unary(.minus, let operand) = syntax.form { (inner, descending) = (operand, true) }
        switch inner.form {
        case .name: inner = Expression(.name(try call.column(inner)), inner.span)
        case .group(let grouped): inner = grouped
        case .call(let function):
            if function.name.text == "desc", let column = function.arguments.first {
                let key = "-\(column.value.printed)"
                throw Diagnostic(
                    "function.unknown", "no function named `desc`", at: function.name.span,
                    help: [.init("`\(key)`", edit: .init(syntax.span, key))])
            }
        case .binary: throw arithmetic(syntax)
        default: _ = try call.column(inner)
        }
        let bound = try RapportQuery.bind(inner, in: call.scope())
        guard bound.type.type.element == nil else {
            throw Diagnostic(
                "type.sort", "`\(inner.printed)` is a list, which has no order", at: inner.span,
                help: [
                    .init("`length(\(inner.printed))`", edit: .init(inner.span, "length(\(inner.printed))"))
                ])
        }
        return SortExpression(bound, descending: descending)
    }

    /// A forgotten comma makes two keys one subtraction.
    private static func arithmetic(_ syntax: Expression) -> Diagnostic {
        var parts: [Expression] = [], rest = syntax, isDifference = true
        while case .binary(let op, let left, let right, _) = rest.form {
            isDifference = isDifference && op == .subtract
            parts.insert(right, at: 0)
            rest = left
        }
        let keys = ([rest.printed] + parts.map { "-\($0.printed)" }).joined(separator: ", ")
        if isDifference, let second = parts.first, parts.count == 1 {
            return Diagnostic(
                "verb.arithmetic", "one value, `\(rest.printed)` minus `\(second.printed)`", at: syntax.span,
                help: [
                    .init("`sort \(keys)`; arithmetic in brackets", edit: .init(syntax.span, keys))
                ])
        }
        let help: Diagnostic.Help =
            isDifference
            ? .init("`sort \(keys)`; arithmetic in brackets", edit: .init(syntax.span, keys))
            : .init("`sort (\(syntax.printed))`", edit: .init(syntax.span, "(\(syntax.printed))"))
        return Diagnostic(
            "verb.arithmetic", "one value, the arithmetic `\(syntax.printed)`", at: syntax.span, help: [help])
    }
}

/// A key of `sort`.
struct SortExpression: Sendable, Hashable {
    var value: BoundExpression
    var descending: Bool
    /// The order of texts; nil: that of Unicode scalars.
    var collation: Collation?

    init(_ value: BoundExpression, descending: Bool) { (self.value, self.descending) = (value, descending) }

    var text: String {
        if case .column(let name) = value.form { name } else { value.printed }
    }
    var printed: String {
        let key =
            switch value.form {
            case .column(let name): LanguageText.name(name)
            default: "(\(value.printed))"
            }
        return (descending ? "-" : "") + key
    }

    func pinned(to values: LateValues) -> Self {
        var copy = self
        copy.value = value.pinned(to: values)
        return copy
    }

    /// The keys, and behind them the option that orders their texts.
    static func printed(_ keys: [SortExpression]) -> String {
        let list = keys.map(\.printed).joined(separator: ", ")
        return keys.lazy.compactMap(\.collation).first.map { "\(list) \($0.printed)" } ?? list
    }

    /// The rows of `table` in order.
    static func order(
        _ keys: [SortExpression], over table: Table, in context: inout StepContext
    ) throws(Diagnostic) -> Buffer<Int32> {
        var columns: [SortKey] = []
        for key in keys {
            let found = try evaluate(key.value, over: table, context: context.late)
            context.notes += found.counts.notes
            columns.append(
                SortKey(found.column, descending: key.descending, collation: key.collation))
        }
        return try sortOrder(columns, count: table.count, work: context.work)
    }
}

struct Sorting: Operation {
    var keys: [SortExpression]

    var printed: String { "sort " + SortExpression.printed(keys) }
    var late: LateUse { keys.reduce(LateUse()) { $0.union($1.value.late) } }
    func pinned(to values: LateValues) -> Self {
        Sorting(keys: keys.map { $0.pinned(to: values) })
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.union(keys.flatMap(\.value.usedColumns))
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let order = try SortExpression.order(keys, over: inputs[0], in: &context)
        return try inputs[0].gathered(at: order, work: context.work)
    }
}
