internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Stops where what the analyst takes for granted does not hold.
enum Expect: Verb {
    static let description = VerbDescription(
        "expect", "Stop unless a condition on the whole table holds; the rows pass on unchanged.",
        signature: "expect CONDITION",
        examples: [
            Example(
                "A condition of rows stands in `all(…)` or `any(…)`.",
                run: "given | expect count() > 0 and all(present(id))", given: "id\na", gives: "id\na")
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard let first = call.items.first else { throw call.missing("a condition") }
        var conditions: [Expression] = []
        for item in call.items { conditions.append(try item.asCondition) }
        if conditions.count > 1, let last = call.items.last {
            let joined = conditions.map(\.printed).joined(separator: " and ")
            throw Diagnostic(
                "verb.too-many", "`expect` takes one condition",
                at: SourceSpan(first.span.upper..<last.span.upper),
                help: [.init("`expect \(joined)`", edit: .init(first.span.union(last.span), joined))])
        }
        let rows = try? RapportQuery.bind(conditions[0], in: call.scope(isCondition: true))
        if let rows, !rows.isConstant, rows.type.type == .bool {
            let all = "all(\(conditions[0].printed))"
            throw Diagnostic(
                "verb.not-aggregated", "`\(conditions[0].printed)` is a condition of each row",
                at: conditions[0].span,
                help: [.init("`expect \(all)`", edit: .init(first.span.union(conditions[0].span), all))])
        }
        let condition = try Where.boundCondition(
            conditions[0], call.scope(.groups(keys: []), isCondition: true), call)
        return call.bound(Expectation(condition: condition, span: conditions[0].span), call.input)
    }
}

struct Expectation: Operation {
    var condition: BoundExpression
    private var place: Incidental<SourceSpan?>

    init(condition: BoundExpression, span: SourceSpan?) {
        (self.condition, place) = (condition, Incidental(span))
    }

    var printed: String { "expect \(condition.printed)" }
    var late: LateUse { condition.late }
    func pinned(to values: LateValues) -> Self {
        Expectation(condition: condition.pinned(to: values), span: place.value)
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.union(condition.usedColumns)
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let table = inputs[0]
        let whole = try Grouping(by: [], count: table.count, work: context.work)
        let found = try evaluate(condition, over: table, grouping: whole, keys: [], context: context.late)
        context.notes += found.uses.map(\.note) + found.counts.notes
        if found.column[0] == .bool(true) { return table }
        let outcome = found.column[0].isMissing ? "is missing" : "does not hold"
        var shown: [String] = []
        for aggregate in condition.aggregates {
            let value = try evaluate(aggregate, over: table, grouping: whole, keys: [], context: context.late)
            shown.append("\(aggregate.printed) is \(LanguageText.scalar(value.column[0]))")
        }
        throw Diagnostic(
            "expect.failed", "`\(condition.printed)` \(outcome)", at: place.value,
            label: shown.joined(separator: ", "))
    }
}

extension BoundExpression {
    /// The outermost aggregates inside, each once.
    var aggregates: [BoundExpression] {
        if case .aggregate = form { return [self] }
        var found: [BoundExpression] = []
        for child in children {
            for aggregate in child.aggregates where !found.contains(aggregate) { found.append(aggregate) }
        }
        return found
    }
}
