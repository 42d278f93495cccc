internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// Cells from stretches across a file, counted by the types they would fit.
struct CSVSamples {
    var tallies: [Tally]
    /// Distinct present texts.
    var distinct: [Int]
    var rows = 0
    var byteCount = 0
}

extension CSVOpening {
    private static let stretches = 8
    private static let stretchSize = 32 << 10

    /// Counts the cells of a few thousand rows: the beginning, and stretches evenly across the file.
    func sample(_ work: Work) throws(Diagnostic) -> CSVSamples {
        var samples = CSVSamples(
            tallies: names.map { _ in Tally() }, distinct: names.map { _ in 0 })
        var seen = names.map { _ in Set<String>() }
        let size = file.size - start.place
        let buffer = BlockBuffer()
        let isShort = size <= Self.stretches * Self.stretchSize
        for stretch in 0..<(isShort ? 1 : Self.stretches) {
            try work.check()
            let offset = isShort ? 0 : size / Self.stretches * stretch
            let from = start.place + offset
            let length = isShort ? size : Self.stretchSize
            guard length > 0 else { continue }
            try buffer.load(file, from, from + length + 4096, terminator: dialect.terminator)
            var first = 0
            if offset > 0 {
                guard let place = buffer.firstPlace(of: dialect.terminator, from: 0) else { continue }
                first = place + 1
            }
            // A stretch that begins inside quotes may not end: then it tells nothing.
            guard buffer.scan(from: first, limit: length, dialect) == .done else { continue }
            samples.rows += buffer.rows
            samples.byteCount += buffer.end - first
            // Of very many columns fewer rows are looked at.
            let rows = min(buffer.rows, max(2_000_000 / (names.count * Self.stretches), 20))
            let reader = BlockReader(block: buffer, reading: reading, columns: dialect.columns, rows: rows)
            for index in names.indices {
                samples.tallies[index].add(reader.tally(index, firstRow: 0) { _ in 0 })
                guard seen[index].count <= 1000 else { continue }
                for row in 0..<min(rows, 500) {
                    seen[index].insert(
                        buffer.cell(row: row, column: index, isLast: index == names.count - 1).text)
                }
            }
        }
        samples.distinct = seen.map(\.count)
        return samples
    }
}
