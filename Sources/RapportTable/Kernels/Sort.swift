public import RapportDiagnostics
public import RapportWork

/// What to sort by.
public struct SortKey: Sendable {
    public var column: Column
    public var descending: Bool
    /// The order of texts; nil: that of their Unicode scalars.
    public var collation: Collation?
    public init(_ column: Column, descending: Bool = false, collation: Collation? = nil) {
        (self.column, self.descending, self.collation) = (column, descending, collation)
    }
}

/// The rows in the order of the keys, the first key first.
///
/// Stable; missing is last both ways; text is ordered by Unicode scalars, which is the order of its UTF-8,
/// or as the key's language has it; lists by their first elements that differ.
/// Without keys: the rows as they are.
/// - Throws: `table.too-many-rows`, `memory.limit`, `run.cancelled`.
/// - Complexity: O(rows) a byte of the keys' range: a radix sort of keys cut to their range.
public func sortOrder(_ keys: [SortKey], count: Int, work: Work) throws(Diagnostic) -> Buffer<Int32> {
    precondition(keys.allSatisfy { $0.column.count == count })
    try Diagnostic.checkRows(count)
    var ordinals: [OrdinalKey] = []
    for key in keys {
        ordinals += try OrdinalKey.keys(
            of: key.column, descending: key.descending, collation: key.collation, work: work
        ) {
            (column) throws(Diagnostic) in
            try Sort.rank(column, descending: key.descending, collation: key.collation, work: work)
        }
    }
    return try Sort.order(ordinals, count: count, work: work)
}

package enum Sort {
    /// Defines what is correct.
    package static func reference(_ keys: [SortKey], count: Int) -> Buffer<Int32> {
        let cells = keys.map { key in (0..<count).map { key.column[$0] } }
        let order = (0..<count).sorted { a, b in
            for (key, cells) in zip(keys, cells) {
                switch (cells[a].isMissing, cells[b].isMissing) {
                case (true, true): continue
                case (true, false): return false
                case (false, true): return true
                case (false, false):
                    if cells[a].isLess(than: cells[b]) { return !key.descending }
                    if cells[b].isLess(than: cells[a]) { return key.descending }
                }
            }
            return a < b
        }
        return Buffer(order.map(Int32.init))
    }

    /// Stable sorts by each word, from the last to the first.
    static func order(_ keys: [OrdinalKey], count: Int, work: Work) throws(Diagnostic) -> Buffer<Int32> {
        try ordered(PackedKeys.packed(keys), count: count, work: work).rows
    }

    /// The rows in order, and the words of the first key in that order where the sort made them.
    static func ordered(
        _ words: [PackedKeys], count: Int, work: Work
    ) throws(Diagnostic) -> (rows: Buffer<Int32>, first: Buffer<UInt64>?) {
        var order: Buffer<Int32>?
        var sorted: Buffer<UInt64>?
        for word in words.reversed() {
            var all: Buffer<UInt64> = try work.fill(count, for: "the sort") { rows, out in
                word.fill(rows, &out)
            }
            if let order { all = try Gather.Rows(rows: order).gather(all, filler: 0, work: work) }
            if try RadixSort.isSorted(all, work: work) {
                sorted = all
            } else {
                let found = try RadixSort.order(all, rows: order, bits: word.bits, work: work)
                (order, sorted) = (found.rows, found.keys)
            }
        }
        if let order { return (order, sorted) }
        let rows: Buffer<Int32> = try work.fill(count, for: "the sort") { rows, out in
            for index in out.indices { out[index] = Int32(truncatingIfNeeded: rows.lowerBound &+ index) }
        }
        return (rows, sorted)
    }

    /// The cells of a column of text or lists as ranks among its distinct ones.
    static func rank(
        _ column: Column, descending: Bool = false, collation: Collation? = nil, work: Work
    ) throws(Diagnostic) -> OrdinalKey {
        let numbers: Buffer<Int32>
        let distinct: TextColumn
        switch column.layout {
        case .codes(let codes): (numbers, distinct) = (codes.codes.values, codes.dictionary)
        case .text(let text):
            let grouping = try Grouping(text, count: text.count, work: work)
            let rows = Gather.Rows(rows: grouping.firstRows)
            (numbers, distinct) = (grouping.groups, try rows.gather(text, validity: nil, work: work))
        case .list(let list):
            let keys = Column(.text, .text(try list.keys(ordered: true, work: work)))
            return try rank(keys, descending: descending, work: work)
        default: throw .internalError("ranks of a column that is no text")
        }
        // Each distinct text has its key made once, however many rows hold it.
        let ordered = try collation?.sortKeys(of: distinct, work: work) ?? distinct
        let order = try TextOrder.order(ordered, work: work)
        var ranks = BufferBuilder<Int32>(repeating: 0, count: distinct.count)
        for rank in 0..<distinct.count { ranks[Int(order[rank])] = Int32(rank) }
        let (rankOf, limit, source) = (ranks.freeze(), distinct.count, numbers)
        let ranked: Buffer<Int32> = try work.fill(column.count, for: "the sort") { rows, out in
            let (numbers, rankOf) = (source.span.extracting(rows), rankOf.span)
            for index in out.indices {
                let number = Int(numbers[index])
                // Under a missing cell there may be a code of no entry.
                out[index] = number >= 0 && number < limit ? rankOf[number] : 0
            }
        }
        return OrdinalKey(
            numbers: ranked, count: limit, validity: column.validity?.ifAnyClear, descending: descending)
    }
}

/// Distinct texts in ascending order.
enum TextOrder {
    /// By the first 8 bytes as one number; runs where these are equal by comparison of all bytes.
    static func order(_ texts: TextColumn, work: Work) throws(Diagnostic) -> Buffer<Int32> {
        let prefixes: Buffer<Int64> = try work.fill(texts.count, for: "the sort") { rows, out in
            let (offsets, bytes) = (texts.offsets.span, texts.bytes.span)
            for index in out.indices {
                let row = rows.lowerBound + index
                let text = bytes.extracting(Int(offsets[row])..<Int(offsets[row + 1]))
                var word: UInt64 = 0
                for place in 0..<8 { word = word << 8 | (place < text.count ? UInt64(text[place]) : 0) }
                out[index] = Int64(bitPattern: word ^ 1 << 63)
            }
        }
        let key = SortKey(Column(.int, .int64(FixedColumn(values: prefixes))))
        let order = try sortOrder([key], count: texts.count, work: work)

        var sorted = (0..<texts.count).map { order[$0] }
        let prefix = prefixes.span
        var start = 0
        while start < sorted.count {
            if start % Work.morsel == 0 { try work.check() }
            var end = start + 1
            while end < sorted.count, prefix[Int(sorted[end])] == prefix[Int(sorted[start])] { end += 1 }
            if end - start > 1 {
                try work.check()
                sorted[start..<end].sort { precedes(texts, Int($0), Int($1)) }
            }
            start = end
        }
        return Buffer(sorted)
    }

    private static func precedes(_ texts: TextColumn, _ a: Int, _ b: Int) -> Bool {
        let (offsets, bytes) = (texts.offsets.span, texts.bytes.span)
        let x = bytes.extracting(Int(offsets[a])..<Int(offsets[a + 1]))
        let y = bytes.extracting(Int(offsets[b])..<Int(offsets[b + 1]))
        for place in 0..<min(x.count, y.count) where x[place] != y[place] { return x[place] < y[place] }
        return x.count < y.count
    }
}
