internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable
internal import RapportWork
internal import Synchronization

/// A file's rows: `load "orders.csv" dates=day_first`.
struct Scan: SourceOperation {
    var file: FileSource

    var printed: String {
        var words = ["load", LanguageText.text(file.path)]
        if let format = file.format { words.append("format=\(LanguageText.text(format))") }
        for option in Load.options {
            guard let value = file.options[option.name] else { continue }
            words.append("\(option.name)=\(LanguageText.value(value, of: option.kind))")
        }
        return words.joined(separator: " ")
    }

    func rows(in context: inout StepContext) throws(Diagnostic) -> Table {
        let source = try context.catalog.source(for: file)
        let (planned, pushed) = (context.schema, context.pushed)
        let columns = planned.names.filter { pushed.columns?.contains($0) ?? true }
        let losses = FilterLosses(pushed.filters.count)
        var request = ScanRequest(columns: columns, limit: pushed.limit)
        if !pushed.filters.isEmpty {
            let used = Set(pushed.filters.flatMap(\.condition.usedColumns))
            request.filterColumns = planned.names.filter(used.contains)
            // Blocks are filtered on the reader's threads, one thread each.
            var late = context.late
            late.work = Work(width: 1, memory: context.work.memory)
            let (filters, alone) = (pushed.filters.map(\.condition), late)
            request.filter = { (block) throws(Diagnostic) in
                try FilterLosses.decide(filters, over: block, alone, losses)
            }
        }
        let result = try source.scan(request, work: context.work)
        if result.schema != planned { context.found.learnt = (file, result.schema) }
        context.notes += result.notes
        for (filter, loss) in zip(pushed.filters, losses.undecided) {
            let read = result.isComplete ? nil : result.rowsRead
            context.notes += Filter.notes(lost: loss, by: filter.condition, ofFirst: read, at: filter.span)
        }
        context.notes += losses.counts.notes
        context.found.scans.append(
            Execution.Scan(
                file: file, source: source, columnsRead: result.table.schema.names, schema: result.schema,
                rowsRead: result.rowsRead, isComplete: result.isComplete))
        return result.table
    }
}

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
        var keep = Bitmap(repeating: true, count: block.count)
        var lost = 0
        for (place, filter) in filters.enumerated() {
            let found = try evaluate(filter, over: block, context: late)
            let decision = FilterDecision(found.column, among: keep)
            keep = decision.keep
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
    /// True and present stays; what is missing among `candidates` is counted.
    init(_ condition: Column, among candidates: Bitmap? = nil) {
        guard case .bits(let values, let validity) = condition.layout else {
            preconditionFailure("a condition is a column of bits")
        }
        var words = BufferBuilder<UInt64>(uninitialized: (condition.count + 63) / 64)
        let valueWords = values.words
        let validityWords = validity?.words
        let candidateWords = candidates?.words
        let valueSpan = valueWords.span
        var undecided = 0
        for index in 0..<words.count {
            let rows = Swift.min(condition.count - index * 64, 64)
            let all: UInt64 = rows == 64 ? .max : (1 << UInt64(rows)) - 1
            var present = all, asked = all
            if let validity, let validityWords { present = validity.word(index, in: validityWords.span) }
            if let candidates, let candidateWords { asked = candidates.word(index, in: candidateWords.span) }
            words[index] = values.word(index, in: valueSpan) & present & asked
            undecided += (asked & ~present).nonzeroBitCount
        }
        self.init(keep: Bitmap(words: words.freeze(), count: condition.count), undecided: undecided)
    }
}
