internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension ScanOutcome {
    /// A whole column of its blocks' parts.
    static func assemble(
        _ place: Int, _ type: CellType, _ memory: ColumnMemory?, _ blocks: [CSVScan.Block], _ rows: Int,
        _ work: Work
    ) throws(Diagnostic) -> Column {
        switch type {
        case .bool:
            let values = try bits(blocks, rows, work) { block in
                if case .bits(let words) = block.columns[place].cells { words } else { nil }
            }
            return Column(
                .bool, .bits(values: values ?? Bitmap(repeating: false, count: rows), validity: nil)
            ).with(try validity(place, blocks, rows, work))
        case .int, .float, .date, .datetime:
            return try fixed(place, type, memory, blocks, rows, work)
        case .text: return try text(place, memory, blocks, rows, work)
        }
    }

    private static func fixed(
        _ place: Int, _ type: CellType, _ memory: ColumnMemory?, _ blocks: [CSVScan.Block], _ rows: Int,
        _ work: Work
    ) throws(Diagnostic) -> Column {
        let validity = try validity(place, blocks, rows, work)
        let values = blocks.map { block in
            (block.row..<block.row + block.rows, block.columns[place].cells)
        }
        switch memory {
        case .int32(_, let buffer):
            let joined = try join(values, buffer, rows, work) {
                if case .int32(let own) = $0 { own } else { nil }
            }
            return Column(type.type, .int32(FixedColumn(values: joined, validity: validity)))
        case .int64(_, let buffer):
            let joined = try join(values, buffer, rows, work) {
                if case .int64(let own) = $0 { own } else { nil }
            }
            return Column(type.type, .int64(FixedColumn(values: joined, validity: validity)))
        case .float64(_, let buffer):
            let joined = try join(values, buffer, rows, work) {
                if case .float64(let own) = $0 { own } else { nil }
            }
            return Column(type.type, .float64(FixedColumn(values: joined, validity: validity)))
        case nil:
            let parts = blocks.compactMap { $0.columns[place].column(type.type, rows: $0.rows) }
            return parts.isEmpty ? Column(type.type, scalars: []) : try Column.concatenated(parts, work: work)
        }
    }

    /// The buffer that blocks wrote, or a copy with those that had no room in it.
    private static func join<Value: BitwiseCopyable & Sendable>(
        _ parts: [(rows: Range<Int>, cells: BlockColumn.Cells)], _ buffer: Buffer<Value>, _ rows: Int,
        _ work: Work, _ own: @Sendable (BlockColumn.Cells) -> Buffer<Value>?
    ) throws(Diagnostic) -> Buffer<Value> {
        if parts.allSatisfy({ own($0.cells) == nil }) { return buffer[0..<rows] }
        let builder = try BufferBuilder<Value>(uninitialized: rows, for: "joining a column", work: work)
        let cells = builder.shared
        try work.pieces(parts.count) { (part) throws(Diagnostic) in
            let (rows, written) = parts[part]
            let source = own(written) ?? buffer[rows]
            // SAFETY: parts are disjoint rows of the builder, which outlives the call.
            var target = unsafe cells.mutableSpan(rows)
            let span = source.span
            for row in 0..<span.count { target[row] = span[row] }
        }
        return builder.freeze()
    }

    /// Joins bits that begin anywhere in a word; nil where no block has any.
    static func bits(
        _ blocks: [CSVScan.Block], _ rows: Int, _ work: Work, _ words: (CSVScan.Block) -> [UInt64]?
    ) throws(Diagnostic) -> Bitmap? {
        if blocks.allSatisfy({ words($0) == nil }) { return nil }
        var joined = BufferBuilder<UInt64>(repeating: 0, count: (rows + 63) / 64)
        var span = joined.mutableSpan
        for block in blocks {
            try work.check()
            let own = words(block)
            for index in 0..<(block.rows + 63) / 64 {
                let left = block.rows - index * 64
                let inside: UInt64 = left >= 64 ? .max : (1 << UInt64(left)) - 1
                let word = (own.map { $0[index] } ?? .max) & inside
                let bit = block.row + index * 64
                span[bit / 64] |= word << UInt64(bit % 64)
                if bit % 64 != 0, bit / 64 + 1 < span.count {
                    span[bit / 64 + 1] |= word >> UInt64(64 - bit % 64)
                }
            }
        }
        return Bitmap(words: joined.freeze(), count: rows)
    }

    private static func validity(_ place: Int, _ blocks: [CSVScan.Block], _ rows: Int, _ work: Work)
        throws(Diagnostic) -> Bitmap?
    {
        try bits(blocks, rows, work) { $0.columns[place].validity }
    }
}

extension Column {
    /// The same bits with a validity.
    fileprivate func with(_ validity: Bitmap?) -> Column {
        guard case .bits(let values, _) = layout else { return self }
        return Column(type, .bits(values: values, validity: validity))
    }
}
