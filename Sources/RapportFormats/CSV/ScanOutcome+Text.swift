internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension ScanOutcome {
    /// More distinct values than this make a column plain text.
    private static let distinctLimit = 65_536

    /// Codes where every block has codes and few values are distinct in all; else plain text.
    static func text(
        _ place: Int, _ memory: ColumnMemory?, _ blocks: [CSVScan.Block], _ rows: Int, _ work: Work
    ) throws(Diagnostic) -> Column {
        let validity = try Self.validityOfText(place, blocks, rows, work)
        if let merged = DictionaryMerge(
            blocks.map { $0.columns[place].cells }, limit: min(distinctLimit, max(rows / 4, 64)))
        {
            let codes = try codes(merged, place, memory, blocks, rows, work)
            return Column(
                .text,
                .codes(
                    CategoryColumn(
                        codes: FixedColumn(values: codes, validity: validity), dictionary: merged.dictionary))
            )
        }
        return try plain(place, memory, blocks, rows, validity, work)
    }

    private static func validityOfText(_ place: Int, _ blocks: [CSVScan.Block], _ rows: Int, _ work: Work)
        throws(Diagnostic) -> Bitmap?
    {
        try bits(blocks, rows, work) { $0.columns[place].validity }
    }

    /// Each block's codes, written as those of the whole column.
    private static func codes(
        _ merged: DictionaryMerge, _ place: Int, _ memory: ColumnMemory?, _ blocks: [CSVScan.Block],
        _ rows: Int, _ work: Work
    ) throws(Diagnostic) -> Buffer<Int32> {
        let cells: SharedCells<Int32>
        let source: Buffer<Int32>?
        let target: Buffer<Int32>
        if case .int32(let shared, let buffer) = memory, rows <= shared.count {
            (cells, source, target) = (shared, buffer, buffer[0..<rows])
        } else {
            let own = try BufferBuilder<Int32>(uninitialized: rows, for: "joining a column", work: work)
            cells = own.shared
            target = own.freeze()
            if case .int32(_, let buffer) = memory { source = buffer } else { source = nil }
        }
        let shared = cells
        try work.pieces(blocks.count) { (index) throws(Diagnostic) in
            let block = blocks[index]
            guard case .codes(let own, _) = block.columns[place].cells,
                let from = own ?? source?[block.row..<block.row + block.rows]
            else { return }
            let map = merged.maps[index]
            // SAFETY: blocks are disjoint rows of the column; source and target may be the same rows, and
            // each code is read before it is written.
            let codes = unsafe shared.pointer + block.row
            let span = from.span
            for row in 0..<block.rows {
                let code = Int(span[row])
                // A missing row has code 0, also where its block has no values at all.
                unsafe codes[row] = code < map.count ? map[code] : 0
            }
        }
        return target
    }

    /// All blocks' bytes one behind the other.
    private static func plain(
        _ place: Int, _ memory: ColumnMemory?, _ blocks: [CSVScan.Block], _ rows: Int, _ validity: Bitmap?,
        _ work: Work
    ) throws(Diagnostic) -> Column {
        let parts = blocks.map { block in
            TextPart(block.columns[place], rows: block.row..<block.row + block.rows, memory)
        }
        var starts: [Int] = []
        var total = 0
        for part in parts {
            starts.append(total)
            total += part.byteCount
        }
        let places = starts
        let bytes = try BufferBuilder<UInt8>(uninitialized: total, for: "joining a column", work: work)
        let offsets = try BufferBuilder<Int64>(uninitialized: rows + 1, for: "joining a column", work: work)
        let (byteCells, offsetCells) = (bytes.shared, offsets.shared)
        unsafe offsetCells.pointer[0] = 0
        try work.pieces(parts.count) { (index) throws(Diagnostic) in
            // SAFETY: parts are disjoint stretches of both builders, sized by the sums above.
            unsafe parts[index].write(
                byteCells.pointer + places[index], Int64(places[index]),
                offsetCells.pointer + parts[index].rows.lowerBound + 1)
        }
        return Column(
            .text,
            .text(TextColumn(offsets: offsets.freeze(), bytes: bytes.freeze(), validity: validity)))
    }
}

/// One dictionary of many: the texts in the order of their first cells, and each block's codes in it.
struct DictionaryMerge: Sendable {
    let dictionary: TextColumn
    let maps: [[Int32]]

    /// Nil where a block has no codes, or all together have more than `limit` texts.
    init?(_ blocks: [BlockColumn.Cells], limit: Int) {
        var known: [[UInt8]: Int32] = [:]
        var texts: [[UInt8]] = []
        var maps: [[Int32]] = []
        for case let cells in blocks {
            guard case .codes(_, let dictionary) = cells else { return nil }
            let (offsets, bytes) = (dictionary.offsets.span, dictionary.bytes.span)
            var map: [Int32] = []
            for index in 0..<dictionary.count {
                let text = (Int(offsets[index])..<Int(offsets[index + 1])).map { bytes[$0] }
                let next = Int32(texts.count)
                let code = known[text] ?? next
                if code == next {
                    known[text] = next
                    texts.append(text)
                }
                map.append(code)
            }
            guard texts.count <= limit else { return nil }
            maps.append(map)
        }
        self.maps = maps
        var offsets: [Int64] = [0]
        for text in texts { offsets.append(Int64((offsets.last ?? 0)) + Int64(text.count)) }
        dictionary = TextColumn(offsets: Buffer(offsets), bytes: Buffer(texts.flatMap { $0 }))
    }
}

/// A block's text on its way into the whole column, whether it lies as text or as codes.
private struct TextPart: Sendable {
    let rows: Range<Int>
    private let text: TextColumn
    /// Nil where the text is a row each.
    private let codes: Buffer<Int32>?
    private let validity: Bitmap?

    init(_ column: BlockColumn, rows: Range<Int>, _ memory: ColumnMemory?) {
        self.rows = rows
        validity = column.validity(rows.count)
        switch column.cells {
        case .codes(let own, let dictionary):
            text = dictionary
            if let own {
                codes = own
            } else if case .int32(_, let buffer) = memory {
                codes = buffer[rows]
            } else {
                codes = Buffer([])
            }
        case .text(let own): (text, codes) = (own, nil)
        default: (text, codes) = (TextColumn([]), Buffer([]))
        }
    }

    var byteCount: Int {
        guard let codes else { return text.bytes.count }
        let (codeSpan, offsets) = (codes.span, text.offsets.span)
        var total = 0
        for row in 0..<codeSpan.count where validity.map({ $0[row] }) ?? true {
            let code = Int(codeSpan[row])
            total += Int(offsets[code + 1] - offsets[code])
        }
        return total
    }

    @unsafe func write(
        _ bytes: UnsafeMutablePointer<UInt8>, _ start: Int64, _ ends: UnsafeMutablePointer<Int64>
    ) {
        let offsets = text.offsets.span
        unsafe text.bytes.withUnsafeElements { source in
            guard let codes else {
                if let base = source.baseAddress { unsafe bytes.update(from: base, count: source.count) }
                for row in 0..<rows.count { unsafe ends[row] = start + offsets[row + 1] }
                return
            }
            let codeSpan = codes.span
            var count = 0
            for row in 0..<codeSpan.count {
                if validity.map({ $0[row] }) ?? true, let base = source.baseAddress {
                    let code = Int(codeSpan[row])
                    let (lower, upper) = (Int(offsets[code]), Int(offsets[code + 1]))
                    unsafe (bytes + count).update(from: base + lower, count: upper - lower)
                    count += upper - lower
                }
                unsafe ends[row] = start + Int64(count)
            }
        }
    }
}
