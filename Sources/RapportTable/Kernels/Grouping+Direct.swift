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

    /// `arranged` gives the order of groups from their first rows; nil leaves them in the order of these.
    static func group(
        _ keys: PackedKeys, count: Int, work: Work,
        arranged: (Buffer<Int32>) throws(Diagnostic) -> Buffer<Int32>?
    ) throws(Diagnostic) -> Grouping {
        let width = 1 << keys.bits
        let morsels = (count + Work.morsel - 1) / Work.morsel
        let builder = try BufferBuilder<Cell>(
            uninitialized: morsels * width, for: "the group by", work: work)
        // The keys again, for the second pass: 2 bytes a row are faster read than computed.
        let short = try BufferBuilder<UInt16>(uninitialized: count, for: "the group by", work: work)
        let (cells, shortCells) = (builder.shared, short.shared)
        try work.morsels(of: count) { index, rows in
            // SAFETY: each morsel has its own table and rows, and the builders outlive the call.
            var own = unsafe cells.mutableSpan(index * width..<(index + 1) * width)
            var short = unsafe shortCells.mutableSpan(rows)
            own.update(repeating: Cell(first: -1, size: 0))
            forBlocks(of: rows) { block, words in
                keys.fill(block, &words)
                let place = block.lowerBound &- rows.lowerBound
                for index in words.indices {
                    short[place &+ index] = UInt16(truncatingIfNeeded: words[index])
                    let key = Int(words[index])
                    if own[key].size == 0 {
                        own[key].first = Int32(truncatingIfNeeded: block.lowerBound &+ index)
                    }
                    own[key].size &+= 1
                }
            }
        }
        var (numbers, groups) = merged(builder.freeze(), width: width)
        if let order = try arranged(Buffer(groups.map(\.first))) {
            var places = [Int32](repeating: 0, count: groups.count)
            for place in 0..<order.count { places[Int(order[place])] = Int32(truncatingIfNeeded: place) }
            if !groups.isEmpty { numbers = numbers.map { places[Int($0)] } }
            groups = (0..<order.count).map { groups[Int(order[$0])] }
        }
        let shortKeys = short.freeze()
        let assigned: Buffer<Int32> = try work.fill(count, for: "the group by") { [numbers] rows, out in
            let (numbers, keys) = (numbers.span, shortKeys.span.extracting(rows))
            for index in out.indices { out[index] = numbers[Int(keys[index])] }
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

extension PackedKeys {
    /// Whether a table of all keys is small, also beside the rows.
    func isDirect(_ count: Int) -> Bool { bits <= DirectGrouping.bits && 1 << bits <= max(4 * count, 64) }
}
