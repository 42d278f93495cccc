internal import RapportDiagnostics
internal import RapportTable
internal import Synchronization

/// Steps that a source takes over: nothing else of the file is parsed, kept or read on.
struct Pushdown: Sendable {
    /// Columns that later steps use; nil: all.
    var columns: Set<String>?
    /// Of the `where`s right after it, in order.
    var filters: [(condition: BoundExpression, span: SourceSpan?)] = []
    /// Of a `take` right after those.
    var limit: Int?
    var isEmpty: Bool { columns == nil && filters.isEmpty && limit == nil }
}

/// How many rows each filter left out only because a value was missing, added up over blocks.
final class FilterLosses: Sendable {
    private let state: Mutex<(undecided: [Int], counts: EvaluationCounts)>

    init(_ filters: Int) {
        state = Mutex(([Int](repeating: 0, count: filters), EvaluationCounts()))
    }
    var undecided: [Int] { state.withLock { $0.undecided } }
    var counts: EvaluationCounts { state.withLock { $0.counts } }

    /// Which rows of a block pass all filters, each asked only about the rows that passed those before it.
    static func decide(
        _ filters: [BoundExpression], over block: Table, _ late: EvaluationContext, _ losses: FilterLosses
    ) throws(Diagnostic) -> FilterDecision {
        var (keep, rows, lost) = (Bitmap(repeating: true, count: block.count), block, 0)
        for (place, filter) in filters.enumerated() {
            let found = try evaluate(filter, over: rows, context: late)
            let decision = FilterDecision(found.column)
            keep = place == 0 ? decision.keep : keep.narrowed(to: decision.keep)
            if place + 1 < filters.count { rows = try rows.filtered(by: decision.keep, work: late.work) }
            lost += decision.undecided
            losses.state.withLock {
                $0.undecided[place] += decision.undecided
                $0.counts += found.counts
            }
        }
        return FilterDecision(keep: keep, undecided: lost)
    }
}

extension FilterDecision {
    /// True stays; what is missing is counted.
    init(_ condition: Column) {
        guard case .bits(let values, let validity) = condition.layout else {
            preconditionFailure("a condition is a column of bits")
        }
        var words = BufferBuilder<UInt64>(uninitialized: (condition.count + 63) / 64)
        let valueWords = values.words
        let validityWords = validity?.words
        let valueSpan = valueWords.span
        var undecided = 0
        for index in 0..<words.count {
            let rows = Swift.min(condition.count - index * 64, 64)
            let all: UInt64 = rows == 64 ? .max : (1 << UInt64(rows)) - 1
            var present = all
            if let validity, let validityWords { present = validity.word(index, in: validityWords.span) }
            words[index] = values.word(index, in: valueSpan) & present
            undecided += (all & ~present).nonzeroBitCount
        }
        self.init(keep: Bitmap(words: words.freeze(), count: condition.count), undecided: undecided)
    }
}

extension Bitmap {
    /// The set bits that are set in `chosen` too, which has a bit for each of them, in order.
    fileprivate func narrowed(to chosen: Bitmap) -> Bitmap {
        var words = BufferBuilder<UInt64>(repeating: 0, count: (count + 63) / 64)
        let (ownWords, chosenWords) = (self.words, chosen.words)
        let (own, other) = (ownWords.span, chosenWords.span)
        var place = 0
        for index in 0..<words.count {
            var (left, kept) = (word(index, in: own), UInt64(0))
            while left != 0 {
                let bit = left & ~(left - 1)
                if chosen.word(place / 64, in: other) >> UInt64(place % 64) & 1 == 1 { kept |= bit }
                place += 1
                left &= left - 1
            }
            words[index] = kept
        }
        return Bitmap(words: words.freeze(), count: count)
    }
}
