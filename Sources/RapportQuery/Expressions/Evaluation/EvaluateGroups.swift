public import RapportDiagnostics
public import RapportTable

/// The values of an expression over aggregates, one a group.
///
/// `table` holds the rows that were grouped; `keys` what `by` names, one row a group, in its order.
/// - Throws: as ``evaluate(_:over:context:)``.
public func evaluate(
    _ expression: BoundExpression, over table: Table, grouping: Grouping, keys: [Column],
    context: EvaluationContext
) throws(Diagnostic) -> Evaluated {
    var counts = EvaluationCounts()
    var uses: [AggregateUse] = []
    var evaluator = Evaluator(Table(Schema(), [], count: grouping.groupCount), context: context)
    evaluator.keys = keys
    for call in expression.aggregateCalls where evaluator.aggregates[call] == nil {
        guard let rule = call.rule else { throw .internalError("no aggregate `\(call.name)`") }
        var argument: Column?
        if let inner = call.argument {
            let evaluated = try evaluate(inner, over: table, context: context)
            counts += evaluated.counts
            argument = evaluated.column
        }
        let span = expression.span(of: call) ?? expression.span
        do throws(Diagnostic) {
            let found = try grouping.aggregate(rule.make(call), of: argument, work: context.work)
            evaluator.aggregates[call] = rule.isShare ? try share(found.column, context) : found.column
            if argument != nil, !rule.countsPresent, found.used < table.count {
                let text = BoundExpression(.aggregate(call), expression.type, at: span).printed
                uses.append(AggregateUse(text, used: found.used, total: table.count))
            }
        } catch {
            throw error.located(at: span)
        }
    }
    let column = try evaluator.column(expression)
    counts += evaluator.counts
    return Evaluated(column, counts: counts, uses: uses)
}

/// Each value divided by the sum of all; missing where that is 0.
private func share(_ values: Column, _ context: EvaluationContext) throws(Diagnostic) -> Column {
    let all = try Grouping(by: [], count: values.count, work: context.work)
    let total = try all.aggregate(.sum, of: values, work: context.work).column
    return try arithmetic(.divide, .column(values), .scalar(total[0], total.type), work: context.work).column
}

extension BoundExpression {
    /// The aggregates in it, in the order of the text.
    var aggregateCalls: [AggregateCall] {
        if case .aggregate(let call) = form { return [call] }
        return children.flatMap(\.aggregateCalls)
    }

    fileprivate func span(of call: AggregateCall) -> SourceSpan? {
        if case .aggregate(call) = form { return span }
        for child in children {
            if let found = child.span(of: call) { return found }
        }
        return nil
    }
}
