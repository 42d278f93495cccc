internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Keeps the rows for which a condition is true.
enum Where: Verb {
    static let description = VerbDescription(
        "where", "Keep the rows for which a condition is true.", signature: "where CONDITION",
        examples: [
            Example(
                "A row whose value is missing is left out, and counted.",
                run: "given | where amount > 10",
                given: "id,amount\na,5\nb,20\nc,", gives: "id,amount\nb,20"),
            Example(
                "A single `=` reads as `==`.", run: #"given | where region = "EMEA" and mrr > 500"#,
                given: "region,mrr\nEMEA,900\nEMEA,100\nAPAC,900", gives: "region,mrr\nEMEA,900"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard let first = call.items.first else { throw call.missing("a condition") }
        var conditions: [Expression] = []
        for item in call.items { conditions.append(try item.asCondition) }
        if call.items.count > 1, let last = call.items.last {
            let joined = conditions.map(\.printed).joined(separator: " and ")
            throw Diagnostic(
                "verb.too-many", "`\(call.name.text)` takes one condition",
                at: SourceSpan(first.span.upper..<last.span.upper),
                help: [
                    .init(
                        "`\(call.name.text) \(joined)`",
                        edit: .init(SourceSpan(first.span.lower..<last.span.upper), joined))
                ])
        }
        let condition = try boundCondition(conditions[0], call.scope(isCondition: true), call)
        return call.bound(Filter(condition: condition, span: conditions[0].span), call.input)
    }

    /// A condition is true or false; a column of another type is none.
    static func boundCondition(
        _ syntax: Expression, _ scope: Scope, _ call: VerbCall
    ) throws(Diagnostic) -> BoundExpression {
        let bound = try RapportQuery.bind(syntax, in: scope)
        guard bound.type.type == .bool else {
            throw Diagnostic(
                "type.condition",
                "`\(call.name.text)` takes a condition, `\(syntax.printed)` is \(bound.type.phrase)",
                at: syntax.span, help: ["a comparison such as `\(syntax.printed) == …`"])
        }
        return bound
    }
}

struct Filter: Operation {
    var condition: BoundExpression
    private var place: Incidental<SourceSpan?>
    var span: SourceSpan? { place.value }

    init(condition: BoundExpression, span: SourceSpan?) {
        (self.condition, place) = (condition, Incidental(span))
    }

    var printed: String { "where \(condition.printed)" }
    var late: LateUse { condition.late }
    func pinned(to values: LateValues) -> Self {
        Filter(condition: condition.pinned(to: values), span: span)
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.union(condition.usedColumns)
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let found = try evaluate(condition, over: inputs[0], context: context.late)
        let decision = FilterDecision(found.column)
        context.notes += Self.notes(lost: decision.undecided, by: condition, ofFirst: nil, at: span)
        context.notes += found.counts.notes
        let lost = inputs[0].count - decision.keep.setCount
        if lost > 0, lost == inputs[0].count {
            context.notes += try CaseNotes([condition]).notes(
                about: inputs[0], at: span, work: context.work)
        }
        context.account(.conditionFalse, lost - decision.undecided)
        context.account(.conditionMissing, decision.undecided)
        return try inputs[0].filtered(by: decision.keep, work: context.work)
    }

    /// `276 rows left out because `region` is missing`; of a part where reading stopped early.
    static func notes(
        lost: Int, by condition: BoundExpression, ofFirst rows: Int?, at span: SourceSpan?
    ) -> [Note] {
        guard lost > 0 else { return [] }
        let columns = condition.usedColumns.map { "`\($0)`" }
        let cause = columns.isEmpty ? "`\(condition.printed)`" : alternatives(columns)
        let part = rows.map { " among the first \(grouped($0))" } ?? ""
        let what = lost == 1 ? "row" : "rows"
        return [
            Note(
                "where.missing", "\(grouped(lost)) \(what)\(part) left out because \(cause) is missing",
                at: span)
        ]
    }
}
