internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// What one pass over the file has found: the blocks put together, in their order.
struct ScanOutcome: Sendable {
    /// Of the plan's columns that are kept, in its order.
    var columns: [Column] = []
    /// Of all of the plan's columns.
    var stats: [ColumnStats] = []
    var tallies: [Tally] = []
    /// In the table.
    var rows = 0
    /// Of the source, before the filter.
    var rowsRead = 0
    var undecided = 0
    var isComplete = true
    var counts = CSVScan.Counts()
    var problems: Problems
    /// By column of the plan: the sum of what stands at its place in rows that were left out.
    var leftOut: [Double?] = []

    init(
        _ all: [CSVScan.Block?], _ plan: CSVScan.Plan, _ memories: [ColumnMemory?], names: [String],
        file: String, work: Work
    ) throws(Diagnostic) {
        problems = Problems(file: file)
        var blocks: [CSVScan.Block] = []
        var kept = 0
        for block in all {
            guard let block else { continue }
            // Blocks behind the one that reached the limit may have been read by chance: they do not count.
            if let limit = plan.limit, kept >= limit {
                isComplete = false
                break
            }
            if block.isCut { isComplete = false }
            kept += block.kept
            blocks.append(block)
        }
        if let limit = plan.limit, kept >= limit, blocks.count < all.count { isComplete = false }
        rows = min(kept, plan.limit ?? .max)
        if kept > rows { isComplete = false }
        stats = plan.columns.map { _ in ColumnStats() }
        tallies = plan.tallies.map { _ in Tally() }
        leftOut = plan.columns.indices.map { place in
            // One after the other in the order of the file, however it was cut.
            let values = blocks.lazy.filter { !$0.leftOut.isEmpty }.flatMap { $0.leftOut[place] }
            return values.isEmpty ? nil : values.reduce(0, +)
        }
        for block in blocks {
            rowsRead += block.rows
            undecided += block.undecided
            counts.add(block.counts)
            problems.append(block.problems, outOf: block.problemCount)
            for place in stats.indices { stats[place].add(block.columns[place].stats) }
            for place in tallies.indices { tallies[place].add(block.tallies[place]) }
        }
        var filtered = 0
        for (place, column) in plan.columns.enumerated() where column.isKept {
            if plan.filter != nil {
                columns.append(
                    try Self.joined(blocks.map { $0.filtered[filtered] }, column.type.type, rows, work))
                filtered += 1
            } else {
                columns.append(try Self.assemble(place, column.type, memories[place], blocks, rows, work))
            }
        }
        var taken = 0
        for (place, column) in plan.columns.enumerated() where column.isKept {
            defer { taken += 1 }
            guard case .codes(let codes) = columns[taken].layout else { continue }
            stats[place].distinct = codes.dictionary.count
            stats[place].keptWords = Self.keptWords(codes)
            if codes.dictionary.count <= 2 {
                let texts = (0..<codes.dictionary.count).compactMap { codes.dictionary[$0] }
                stats[place].isFlag = KindGuess.isFlag(texts)
            }
        }
    }

    /// How often the usual words for missing stand in a column of text.
    private static func keptWords(_ column: CategoryColumn) -> [String: Int] {
        var counts: [String: Int] = [:]
        for code in 0..<column.dictionary.count {
            guard let text = column.dictionary[code], MissingCodes.usual.contains(text) else { continue }
            let values = column.codes.values.span
            var count = 0
            for row in 0..<values.count
            where values[row] == Int32(code) && column.codes.validity.map({ $0[row] }) ?? true { count += 1 }
            counts[text] = count
        }
        return counts
    }

    private static func joined(_ parts: [Column], _ type: ColumnType, _ rows: Int, _ work: Work)
        throws(Diagnostic) -> Column
    {
        let column = parts.isEmpty ? Column(type, scalars: []) : try Column.concatenated(parts, work: work)
        return column.count > rows ? column[0..<rows] : column
    }
}
