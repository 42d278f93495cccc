import RapportDiagnostics
import RapportTable

/// The rows around each row, as `window` was told.
struct WindowRows {
    var order: WindowOrder
    /// The one sort key, where it is a time that rises.
    var times: Column?
    /// A frame of fewer rows than it asks for gives missing.
    var complete: Bool
}

/// A windowed value, and what is said of it.
struct WindowEvaluated {
    var column: Column
    var counts = EvaluationCounts()
    var uses: [AggregateUse] = []
    /// Frames that hold fewer rows than they ask for, by what they ask for.
    var short: [(rows: Int, count: Int)] = []
}

/// The values of an expression over neighbouring rows, one a row of the table.
///
/// - Throws: as ``evaluate(_:over:context:)``.
func evaluate(
    _ expression: BoundExpression, over table: Table, window: WindowRows, context: EvaluationContext
) throws(Diagnostic) -> WindowEvaluated {
    var result = WindowEvaluated(column: .ints([]))
    var evaluator = Evaluator(table, context: context)
    for call in expression.windowCalls where evaluator.windows[call] == nil {
        var argument: Column?
        if let inner = call.argument {
            let evaluated = try evaluate(inner, over: table, context: context)
            result.counts += evaluated.counts
            argument = evaluated.column
        }
        do throws(Diagnostic) {
            evaluator.windows[call] = try column(call, argument, window, &result, context)
        } catch {
            throw error.located(at: expression.span)
        }
    }
    result.column = try evaluator.column(expression)
    result.counts += evaluator.counts
    return result
}

private func column(
    _ call: WindowCall, _ argument: Column?, _ window: WindowRows, _ result: inout WindowEvaluated,
    _ context: EvaluationContext
) throws(Diagnostic) -> Column {
    let (order, work) = (window.order, context.work)
    switch (call.name, argument) {
    case ("lag", let column?):
        return try column.gathered(at: order.neighbours(call.offset ?? 1, work: work), work: work)
    case ("lead", let column?):
        return try column.gathered(at: order.neighbours(-(call.offset ?? 1), work: work), work: work)
    case ("rank", _): return try order.ranks(work: work)
    case ("dense_rank", _): return try order.denseRanks(work: work)
    case ("row_number", _): return try order.rowNumbers(work: work)
    case ("cum_count", _): return try order.runningCounts(of: argument, work: work)
    case ("cum_sum", let column?): return try order.runningSums(of: column, work: work)
    default: break
    }
    guard let rule = call.aggregate.rule else { throw .internalError("no window function `\(call.name)`") }
    let aggregate = rule.make(call.aggregate)
    let frames: WindowFrames
    switch call.frame {
    case .partition:
        let found = try order.aggregate(aggregate, of: argument, work: work)
        if argument != nil, !rule.countsPresent, found.used < order.count {
            let text = BoundExpression(.aggregate(call.aggregate), .int, at: .init(0..<0)).printed
            result.uses.append(AggregateUse(text, used: found.used, total: order.count))
        }
        return found.column
    case .rows(let rows): frames = try WindowFrames(last: rows, in: order, work: work)
    case .time(let period):
        guard let times = window.times else { throw .internalError("a window of time without one") }
        let floors = try shifted(times, by: period.negated, work: work)
        let moments = floors.type == times.type ? times : try cast(times, to: floors.type, work: work).column
        frames = try WindowFrames(times: moments, floors: floors, in: order, work: work)
    }
    let found = try order.aggregate(aggregate, of: argument, over: frames, work: work)
    guard case .rows(let rows) = call.frame else { return found }
    let short = frames.shorter(than: rows)
    guard short > 0 else { return found }
    if !result.short.contains(where: { $0.rows == rows }) { result.short.append((rows, short)) }
    guard window.complete else { return found }
    let number = Column.repeating(.int(Int64(rows)), type: .int, count: order.count)
    let isWhole = try compare(
        .greaterOrEqual, .column(try order.rowNumbers(work: work)), .column(number), work: work)
    return try choose(
        isWhole, .column(found), .scalar(.missing, found.type), type: found.type, work: work)
}

extension BoundExpression {
    /// The functions over rows in it, in the order of the text.
    var windowCalls: [WindowCall] {
        if case .window(let call) = form { return [call] }
        return children.flatMap(\.windowCalls)
    }
}
