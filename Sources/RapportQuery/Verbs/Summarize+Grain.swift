internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

extension Aggregation {
    /// Says of an aggregate over a value that belongs to something coarser than a row, such as the order of an
    /// order's lines, what it is over those: `mean(closed): 93.3% of rows, 55.6% of ticket`.
    ///
    /// Only where `roles grain=[…]` states what a row is, by more than one column: each of them alone may be
    /// the coarser thing.
    func sayRepeatedByGrain(_ table: Table, in context: inout StepContext) throws(Diagnostic) {
        let grain = grain.value
        guard grain.count > 1, table.count > 1 else { return }
        let counting: Set = ["mean", "sum", "share"]
        let work = context.work
        for call in values.flatMap(\.value.aggregateCalls) where counting.contains(call.name) {
            guard let argument = call.argument, !argument.usedColumns.isEmpty,
                !argument.usedColumns.contains(where: grain.contains)
            else { continue }
            let cells = try evaluate(argument, over: table, context: context.late).column
            guard cells.type.isNumber || cells.type == .bool else { continue }
            for name in grain {
                guard let key = table[name] else { continue }
                let things = try Grouping(by: [key], count: table.count, work: work)
                guard things.groupCount < table.count else { continue }
                let both = try Grouping(by: [key, cells], count: table.count, work: work)
                // Another value in a row of the same thing: it is the row's.
                guard both.groupCount == things.groupCount else { continue }
                let once = try cells.gathered(at: things.firstRows, work: work)
                let text = BoundExpression(.aggregate(call), .float, at: .nowhere).printed
                let (ofRows, ofThings) = (
                    try Self.figure(call.name, cells, in: context),
                    try Self.figure(call.name, once, in: context)
                )
                guard let ofRows, let ofThings, ofRows != ofThings else { continue }
                context.say(
                    "grain.repeats",
                    "\(text) counts each `\(name)` once a row: \(ofRows) of rows, \(ofThings) of `\(name)`",
                    isWarning: true)
                break
            }
        }
    }

    /// `93.3%` of conditions, else the figure.
    private static func figure(
        _ name: String, _ cells: Column, in context: StepContext
    ) throws(Diagnostic) -> String? {
        let whole = try Grouping(by: [], count: cells.count, work: context.work)
        let kind: Aggregate = name == "mean" ? .mean : .sum
        switch try whole.aggregate(kind, of: cells, work: context.work).column[0] {
        case .int(let value): return grouped(Int(value))
        case .float(let value):
            return cells.type == .bool ? FigureText.percent(value) : FigureText.sum(value)
        default: return nil
        }
    }
}
