internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Stops where what the analyst takes for granted does not hold.
enum Expect: Verb {
    static let description = VerbDescription(
        "expect",
        "Stop unless a condition on the whole table holds, or a total is near a known one; the rows pass on unchanged.",
        signature: "expect CONDITION · expect TOTAL within TOLERANCE of KNOWN", clauses: ["within", "of"],
        examples: [
            Example(
                "A condition of rows stands in `all(…)` or `any(…)`.",
                run: "given | expect count() > 0 and all(present(id))", given: "id\na", gives: "id\na"),
            Example(
                "A control total: at most half a percent from what the books say.",
                run: "given | expect sum(amount) within 0.5% of 8_300_066",
                given: "amount\n8_000_000\n300_000".replacing("_", with: ""), gives: "amount\n8000000\n300000"
            ),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard let first = call.items.first else { throw call.missing("a condition") }
        if let total = try controlTotal(call) { return total }
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

extension Expect {
    /// `sum(amount) within 0.5% of 8_300_066`; nil for a condition.
    private static func controlTotal(_ call: VerbCall) throws(Diagnostic) -> BoundVerb? {
        let (within, of) = (call.clause("within"), call.clause("of"))
        guard within != nil || of != nil, let first = call.items.first else { return nil }
        guard let of, let within else {
            let given = within == nil ? "of" : "within"
            throw Diagnostic(
                "verb.missing", "`expect` takes `within` and `of` together, found only `\(given)`",
                at: call.stage.span, help: ["`expect sum(amount) within 0.5% of 8_300_066`"])
        }
        for list in [call.items, within, of] where list.count > 1 || list[0].name != nil {
            throw Diagnostic(
                "verb.too-many", "a control total is one value `within` one tolerance `of` one value",
                at: list[0].span.union(list[list.count - 1].span))
        }
        func number(_ item: Item, _ level: Scope.Level, _ what: String) throws(Diagnostic) -> BoundExpression
        {
            let bound = try RapportQuery.bind(item.value, in: call.scope(level))
            guard bound.type.type.isNumber else {
                throw Diagnostic(
                    "type.operands", "\(what) is a number, `\(item.value.printed)` is \(bound.type.phrase)",
                    at: item.span)
            }
            return bound
        }
        if let rows = try? RapportQuery.bind(first.value, in: call.scope()), !rows.isConstant {
            let sum = "sum(\(first.value.printed))"
            throw Diagnostic(
                "verb.not-aggregated", "`\(first.value.printed)` has a value for each row", at: first.span,
                help: [.init("`expect \(sum) …`", edit: .init(first.span, sum))])
        }
        let tolerance = try number(within[0], .rows, "the tolerance")
        guard tolerance.isConstant else {
            throw Diagnostic("type.constant", "the tolerance is one number for all rows", at: within[0].span)
        }
        var isShare = false
        if case .literal(.percent) = within[0].value.form { isShare = true }
        let total = ControlTotal(
            total: try number(first, .groups(keys: []), "a control total"), tolerance: tolerance,
            isShare: isShare, known: try number(of[0], .groups(keys: []), "the known total"),
            span: call.stage.span)
        return call.bound(total, call.input)
    }
}

/// `expect sum(amount) within 0.5% of 8_300_066`.
struct ControlTotal: Operation {
    var total: BoundExpression
    var tolerance: BoundExpression
    /// The tolerance is a part of the known total (`0.5%`), else an amount (`100`).
    var isShare: Bool
    var known: BoundExpression
    private var place: Incidental<SourceSpan?>

    init(
        total: BoundExpression, tolerance: BoundExpression, isShare: Bool, known: BoundExpression,
        span: SourceSpan?
    ) {
        (self.total, self.tolerance, self.isShare, self.known) = (total, tolerance, isShare, known)
        place = Incidental(span)
    }

    var printed: String { "expect \(total.printed) within \(printedTolerance) of \(known.printed)" }
    private var printedTolerance: String {
        guard isShare, case .literal(.float(let part)) = tolerance.form else { return tolerance.printed }
        return Expression(.literal(.percent(part)), SourceSpan(0..<0)).printed
    }
    var late: LateUse { total.late.union(tolerance.late).union(known.late) }
    func pinned(to values: LateValues) -> Self {
        ControlTotal(
            total: total.pinned(to: values), tolerance: tolerance.pinned(to: values), isShare: isShare,
            known: known.pinned(to: values), span: place.value)
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.union(total.usedColumns).union(known.usedColumns)
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let table = inputs[0]
        context.warnOfRepeated(in: [total, known])
        let whole = try Grouping(by: [], count: table.count, work: context.work)
        var values: [Double?] = []
        for expression in [total, tolerance, known] {
            let found = try evaluate(
                expression, over: table, grouping: whole, keys: [], context: context.late)
            context.notes += found.uses.map(\.note) + found.counts.notes
            switch found.column[0] {
            case .int(let value): values.append(Double(value))
            case .float(let value): values.append(value)
            default: values.append(nil)
            }
        }
        guard let found = values[0], let tolerance = values[1], let known = values[2] else {
            throw Diagnostic("expect.failed", "`\(printed)` is missing", at: place.value)
        }
        let difference = found - known
        // A tolerance that is met to the last digit is met: the product rounds.
        let allowed = isShare ? tolerance * known.magnitude : tolerance
        let isNear = difference.magnitude <= allowed + known.magnitude * 1e-12
        let part = known == 0 ? "" : " (\(Self.signed(difference / known, FigureText.percent3)))"
        let text =
            "\(total.printed) is \(FigureText.exact(found)), expected \(FigureText.exact(known)) within "
            + "\(printedTolerance): \(Self.signed(difference, FigureText.exact))\(part)"
        guard isNear else {
            throw Diagnostic(
                "expect.total", text, at: place.value,
                help: ["the noun `ledger` shows which stage gained or lost the difference"])
        }
        context.say("expect.total", text)
        return table
    }

    private static func signed(_ value: Double, _ text: (Double) -> String) -> String {
        (value > 0 ? "+" : "") + text(value)
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
