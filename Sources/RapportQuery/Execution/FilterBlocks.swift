internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension FilterDecision {
    /// Rows that are decided at once, a multiple of 64 for the bits.
    ///
    /// What stands between the operators of a condition then stays in the processor's cache, and its memory is used
    /// again by the next block.
    static let block = 4 * Work.morsel

    /// Which rows of a table pass a condition, and what was lost on the way; the same as
    /// ``evaluate(_:over:context:)`` over all of it.
    static func blockwise(
        _ condition: BoundExpression, over table: Table, block: Int = FilterDecision.block,
        _ context: EvaluationContext
    ) throws(Diagnostic) -> (decision: FilterDecision, counts: EvaluationCounts) {
        guard table.count > block else {
            let found = try evaluate(condition, over: table, context: context)
            return (FilterDecision(found.column), found.counts)
        }
        let used = table.selecting(condition.usedColumns)
        var words = try BufferBuilder<UInt64>(
            uninitialized: (table.count + 63) / 64, for: "a condition", work: context.work)
        var (undecided, counts) = (0, EvaluationCounts())
        for first in stride(from: 0, to: table.count, by: block) {
            let rows = used[first..<min(first + block, table.count)]
            let found = try evaluate(condition, over: rows, firstRow: first, context: context)
            let decision = FilterDecision(found.column)
            let bits = decision.keep.words.span
            for index in 0..<(rows.count + 63) / 64 {
                words[first / 64 + index] = decision.keep.word(index, in: bits)
            }
            undecided += decision.undecided
            counts += found.counts
        }
        let keep = Bitmap(words: words.freeze(), count: table.count)
        return (FilterDecision(keep: keep, undecided: undecided), counts)
    }
}
