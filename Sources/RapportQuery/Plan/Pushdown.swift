internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportTable
internal import RapportWork
internal import Synchronization

/// Steps that a source takes over: nothing else of the file is parsed, kept or read on.
struct Pushdown: Sendable {
    /// Columns that later steps use; nil: all.
    var columns: Set<String>?
    /// Of the `where`s right after it, in order.
    var filters: [(condition: BoundExpression, span: SourceSpan?)] = []
    /// Of a `take` right after those.
    var limit: Int?
    /// The column whose sum the ledger follows, where filters leave rows out.
    var measure: String?
    var isEmpty: Bool { columns == nil && filters.isEmpty && limit == nil }
}

/// What filters left out while a file was read, added up over blocks.
final class FilterLosses: Sendable {
    private struct State {
        /// By filter: rows left out only because a value was missing.
        var undecided: [Int]
        /// By filter: rows that stayed.
        var kept: [Int]
        /// Sums of the measure by block, before the filters and after each.
        var amounts: [[Double]]
        var counts = EvaluationCounts()
    }
    private let state: Mutex<State>
    /// The measure, added up for the ledger.
    let measure: String?

    init(_ filters: Int, measure: String? = nil) {
        let none = [Int](repeating: 0, count: filters)
        state = Mutex(
            State(undecided: none, kept: none, amounts: [[Double]](repeating: [], count: filters + 1)))
        self.measure = measure
    }
    var undecided: [Int] { state.withLock { $0.undecided } }
    var kept: [Int] { state.withLock { $0.kept } }
    var counts: EvaluationCounts { state.withLock { $0.counts } }

    /// The sum of the measure before the filters and after each; empty without a measure.
    ///
    /// Blocks come in any order; their sums are added in ascending order, so that it does not count.
    var amounts: [Double] {
        guard measure != nil else { return [] }
        return state.withLock { $0.amounts }.map { $0.sorted().compensatedSum() }
    }

    /// Which rows of a block pass all filters, each asked only about the rows that passed those before it.
    static func decide(
        _ filters: [BoundExpression], over block: Table, _ late: EvaluationContext, _ losses: FilterLosses
    ) throws(Diagnostic) -> FilterDecision {
        var (keep, rows, lost) = (Bitmap(repeating: true, count: block.count), block, 0)
        var sums = [try losses.sum(of: rows, work: late.work)]
        let adds = losses.measure != nil
        for (place, filter) in filters.enumerated() {
            let found = try evaluate(filter, over: rows, context: late)
            let decision = FilterDecision(found.column)
            keep = place == 0 ? decision.keep : keep.narrowed(to: decision.keep)
            if place + 1 < filters.count {
                rows = try rows.filtered(by: decision.keep, work: late.work)
            } else if let measure = losses.measure {
                // Of the last filter the reader takes the rows out itself.
                rows = try rows.selecting([measure]).filtered(by: decision.keep, work: late.work)
            }
            lost += decision.undecided
            sums.append(try losses.sum(of: rows, work: late.work))
            let stayed = decision.keep.setCount
            losses.state.withLock {
                $0.undecided[place] += decision.undecided
                $0.kept[place] += stayed
                $0.counts += found.counts
            }
        }
        if adds {
            losses.state.withLock {
                for (place, sum) in sums.enumerated() { $0.amounts[place].append(sum) }
            }
        }
        return FilterDecision(keep: keep, undecided: lost)
    }

    private func sum(of rows: Table, work: Work) throws(Diagnostic) -> Double {
        guard let measure, let column = rows[measure] else { return 0 }
        return try column.total(work: work) ?? .infinity
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
