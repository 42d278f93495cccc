internal import RapportDiagnostics
internal import RapportWork

/// Groups keys of few values: a key is its own place in a table, one small table a morsel.
enum DirectGrouping {
    /// A morsel's table of 2^12 cells fits the first-level cache.
    static let bits = 12

    private struct Cell: BitwiseCopyable, Sendable {
        var first: Int32
        var size: Int32
    }

    static func group(_ keys: PackedKeys, count: Int, work: Work) throws(Diagnostic) -> Grouping {
        let width = 1 << keys.bits
        let morsels = (count + Work.morsel - 1) / Work.morsel
        let builder = try BufferBuilder<Cell>(
            uninitialized: morsels * width, for: "the group by", work: work)
        let cells = builder.shared
        try work.morsels(of: count) { index, rows in
            // SAFETY: each morsel has its own table, and `builder` outlives the call.
            var own = unsafe cells.mutableSpan(index * width..<(index + 1) * width)
            own.update(repeating: Cell(first: -1, size: 0))
            forBlocks(of: rows) { block, words in
                keys.fill(block, &words)
                for index in words.indices {
                    let key = Int(words[index])
                    if own[key].size == 0 {
                        own[key].first = Int32(truncatingIfNeeded: block.lowerBound &+ index)
                    }
                    own[key].size &+= 1
                }
            }
        }
        let (numbers, groups) = merged(builder.freeze(), width: width)
        let assigned: Buffer<Int32> = try work.fill(count, for: "the group by") { rows, out in
            let numbers = numbers.span
            forBlocks(of: rows) { block, words in
                keys.fill(block, &words)
                let place = block.lowerBound &- rows.lowerBound
                for index in words.indices { out[place &+ index] = numbers[Int(words[index])] }
            }
        }
        return Grouping(
            groups: assigned, firstRows: Buffer(groups.map(\.first)), sizes: Buffer(groups.map(\.size)))
    }

    /// The group of each key, and the groups, in the order of their first rows.
    private static func merged(_ tables: Buffer<Cell>, width: Int) -> ([Int32], [Cell]) {
        let tables = tables.span
        var whole = [Cell](repeating: Cell(first: -1, size: 0), count: width)
        for index in tables.indices where tables[index].size > 0 {
            if whole[index % width].size == 0 { whole[index % width].first = tables[index].first }
            whole[index % width].size += tables[index].size
        }
        let found = whole.indices.filter { whole[$0].size > 0 }.sorted { whole[$0].first < whole[$1].first }
        var numbers = [Int32](repeating: 0, count: width)
        for (number, key) in found.enumerated() { numbers[key] = Int32(number) }
        return (numbers, found.map { whole[$0] })
    }
}
