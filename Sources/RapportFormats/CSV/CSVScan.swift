internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork
internal import Synchronization

/// One pass over the file: the columns of a plan, read block by block on all threads.
struct CSVScan: Sendable {
    let file: ByteFile
    let dialect: Dialect
    let reading: Reading
    /// Place and line of the first record behind the header.
    let start: Handoff
    let names: [String]
    let layout: Layout
    let isStrict: Bool

    /// How a file is cut for threads; results do not depend on it.
    struct Layout: Sendable, Hashable {
        var blockSize = 512 << 10
        /// Rows that columns have room for at first.
        var expectedRows = 0
    }

    /// What to read in one pass.
    struct Plan: Sendable {
        /// By their place in the file.
        var columns: [Column] = []
        /// Counted but not kept.
        var tallies: [Int] = []
        var filter: (@Sendable (Table) throws(Diagnostic) -> FilterDecision)?
        /// As ``columns`` places.
        var filterColumns: [Int] = []
        var limit: Int?

        struct Column: Sendable, Hashable {
            var index: Int
            var type: CellType
            /// False where only the filter needs it.
            var isKept = true
        }
    }

    /// One block, read.
    struct Block: Sendable {
        var row = 0
        /// Rows of the table in the block, before the filter.
        var rows = 0
        var kept = 0
        var undecided = 0
        var columns: [BlockColumn] = []
        /// Of filtered blocks: the rows that stay.
        var filtered: [Column] = []
        var tallies: [Tally] = []
        var problems: [Problem] = []
        var problemCount = 0
        var counts = Counts()
        /// By column of the plan: the numbers that stand at its place in rows with too many cells.
        var leftOut: [[Double]] = []
        /// Fewer rows were read than the block has.
        var isCut = false
    }

    /// What befell records of the file.
    struct Counts: Sendable, Equatable {
        var blankLines = 0
        var comments = 0
        var trailingDelimiters = 0
        var short = 0
        var long = 0
        var strayQuotes = 0

        mutating func add(_ other: Counts) {
            blankLines += other.blankLines
            comments += other.comments
            trailingDelimiters += other.trailingDelimiters
            short += other.short
            long += other.long
            strayQuotes += other.strayQuotes
        }
    }

    func run(_ plan: Plan, work: Work) throws(Diagnostic) -> ScanOutcome {
        let size = file.size - start.place
        let count = max((size + layout.blockSize - 1) / layout.blockSize, 1)
        work.begin("load \(file.name)", of: size, unit: "bytes")
        var memories: [ColumnMemory?] = []
        for column in plan.columns {
            let usesMemory = plan.filter == nil && (plan.limit ?? .max) > layout.expectedRows
            memories.append(
                usesMemory
                    ? try ColumnMemory(column.type, rows: layout.expectedRows, file: file.name, work: work)
                    : nil)
        }
        let places = memories
        let relay = Relay(start)
        let pool = BlockPool()
        let kept = KeptRows(limit: plan.limit ?? .max)
        let blocks = Mutex([Block?](repeating: nil, count: count))
        try work.pieces(count) { (index) throws(Diagnostic) in
            do throws(Diagnostic) {
                if let block = try read(index, of: count, plan, places, relay, pool, kept, work) {
                    kept.note(block.kept, of: index)
                    blocks.withLock { $0[index] = block }
                }
            } catch {
                relay.fail()
                throw error
            }
            work.advance(by: min(layout.blockSize, size - index * layout.blockSize))
        }
        return try ScanOutcome(
            blocks.withLock { $0 }, plan, places, names: names, file: file.name, work: work)
    }

    /// Reads block `index`; nil where enough rows were read before it, or none begins in it.
    private func read(
        _ index: Int, of count: Int, _ plan: Plan, _ memories: [ColumnMemory?], _ relay: Relay,
        _ pool: BlockPool, _ kept: KeptRows, _ work: Work
    ) throws(Diagnostic) -> Block? {
        if kept.isEnough(before: index) {
            relay.hand(Handoff(place: file.size, row: 0, line: 0, isStopped: true), to: index + 1)
            return nil
        }
        let buffer = pool.take()
        defer { pool.give(buffer) }
        let nominalStart = start.place + index * layout.blockSize
        let nominalEnd = min(nominalStart + layout.blockSize, file.size)
        var guess = try scanGuessing(buffer, nominalStart, nominalEnd, isFirst: index == 0)
        let handoff = try relay.wait(for: index, work: work)
        let isEnough = handoff.isStopped || (plan.filter == nil && handoff.row >= plan.limit ?? .max)
        if isEnough || handoff.place >= nominalEnd {
            var next = handoff
            next.isStopped = isEnough
            relay.hand(next, to: index + 1)
            return nil
        }
        if guess != handoff.place {
            try scanExactly(buffer, handoff, nominalEnd, work)
            guess = handoff.place
        }
        let first = handoff.place - buffer.fileStart
        relay.hand(
            Handoff(
                place: min(buffer.fileStart + buffer.end, file.size), row: handoff.row + buffer.rows,
                line: handoff.line + buffer.lineCount),
            to: index + 1)
        try work.check()
        return try readColumns(buffer, handoff, first, plan, memories, work)
    }

    /// Scans from the first line end on, as if no quote were open there; nil where that leads nowhere.
    private func scanGuessing(_ buffer: BlockBuffer, _ start: Int, _ end: Int, isFirst: Bool)
        throws(Diagnostic) -> Int?
    {
        let from = isFirst ? start : start - 1
        try buffer.load(file, from, end + Self.lookahead, terminator: dialect.terminator)
        var first = 0
        if !isFirst {
            guard let place = buffer.firstPlace(of: dialect.terminator, from: 0) else { return nil }
            first = place + 1
        }
        guard first < end - from else { return nil }
        while buffer.scan(from: first, limit: end - from, dialect) == .needsMore {
            guard !buffer.isAtEnd, buffer.available < 2 * layout.blockSize + Self.lookahead else {
                return nil
            }
            try buffer.extend(file, terminator: dialect.terminator)
        }
        return from + first
    }

    /// Most records that begin in a block end within this many bytes behind it.
    private static let lookahead = 4096

    private func scanExactly(_ buffer: BlockBuffer, _ handoff: Handoff, _ end: Int, _ work: Work)
        throws(Diagnostic)
    {
        let from = handoff.place
        try buffer.load(file, from, end + Self.lookahead, terminator: dialect.terminator)
        while buffer.scan(from: 0, limit: end - from, dialect) == .needsMore {
            try work.check()
            if buffer.isAtEnd { throw unclosedQuote(buffer, handoff) }
            try buffer.extend(file, terminator: dialect.terminator)
        }
    }

    private func unclosedQuote(_ buffer: BlockBuffer, _ handoff: Handoff) -> Diagnostic {
        guard let open = buffer.irregular.openQuote else {
            return .internalError("a record of `\(file.name)` has no end")
        }
        let line = handoff.line + buffer.lines(from: 0, to: open.place, terminator: dialect.terminator)
        let column = open.column < names.count ? "column `\(names[open.column])`" : "cell \(open.column + 1)"
        return Diagnostic(
            "csv.open-quote",
            "`\(file.name)`, line \(LoadReport.grouped(line)), \(column): a quote is opened and not closed "
                + "before the file ends",
            help: ["close it, or read quotes as letters: `load … quote=\"\"`"])
    }
}

/// How many rows the finished blocks have kept: where a limit is reached, later ones need not be read.
private final class KeptRows: Sendable {
    private struct State {
        var waiting: [Int: Int] = [:]
        var next = 0
        var rows = 0
        /// All blocks from this one on are not needed.
        var enough = Int.max
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    func note(_ rows: Int, of block: Int) {
        if limit == .max { return }
        state.withLock { state in
            state.waiting[block] = rows
            while let rows = state.waiting.removeValue(forKey: state.next) {
                state.next += 1
                state.rows += rows
                if state.rows >= limit, state.enough == .max { state.enough = state.next }
            }
        }
    }

    func isEnough(before block: Int) -> Bool {
        limit != .max && state.withLock { block >= $0.enough }
    }
}
