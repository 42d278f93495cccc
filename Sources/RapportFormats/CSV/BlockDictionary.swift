internal import RapportTable

/// The distinct cells of one text column in one block, found by the bytes as they stand in the file.
///
/// Keys are the cells' own bytes, quotes included; two writings of one text (`a` and `"a"`) are joined
/// when they are inserted. Open addressing over a table that is at most half full.
struct BlockDictionary {
    private struct Entry {
        /// The first eight bytes.
        var word: UInt64
        var hash: UInt64
        var count: Int
        /// Where the written bytes are kept.
        var start: Int
        var code: Int32
    }

    private var table = [Int32](repeating: -1, count: 256)
    private var entries: [Entry] = []
    private var written: [UInt8] = []
    private var codes: [[UInt8]: Int32] = [:]
    private var texts: [[UInt8]] = []

    /// Distinct texts.
    var count: Int { texts.count }

    @inline(__always) private static func hash(_ cell: CellBytes, _ word: UInt64) -> UInt64 {
        var hash = (word ^ UInt64(truncatingIfNeeded: cell.count)) &* 0x9E37_79B9_7F4A_7C15
        if cell.count > 8 {
            var index = 8
            while index &+ 8 <= cell.count {
                hash = (hash ^ cell.word(at: index)) &* 0xC2B2_AE3D_27D4_EB4F
                hash ^= hash &>> 29
                index &+= 8
            }
            hash = (hash ^ cell.from(index).firstWord) &* 0xC2B2_AE3D_27D4_EB4F
        }
        return hash ^ (hash &>> 32)
    }

    /// The code of a cell that was inserted; -1 where it was not; nil where it has no bytes.
    @inline(__always) func find(_ cell: CellBytes) -> Int32? {
        if cell.count <= 0 { return nil }
        let word = cell.firstWord
        let hash = Self.hash(cell, word)
        var slot = Int(truncatingIfNeeded: hash) & (table.count &- 1)
        while table[slot] >= 0 {
            let entry = entries[Int(table[slot])]
            if entry.word == word, entry.count == cell.count, entry.hash == hash,
                cell.count <= 8 || isSame(cell, entry)
            {
                return entry.code
            }
            slot = (slot &+ 1) & (table.count &- 1)
        }
        return -1
    }

    private func isSame(_ cell: CellBytes, _ entry: Entry) -> Bool {
        for index in 0..<entry.count where written[entry.start + index] != cell[index] { return false }
        return true
    }

    /// Adds a text, and how it is written; returns its code.
    mutating func insert(_ content: CellBytes, writtenAs cell: CellBytes) -> Int32 {
        let text = (0..<content.count).map { content[$0] }
        let code: Int32
        if let known = codes[text] {
            code = known
        } else {
            code = Int32(texts.count)
            codes[text] = code
            texts.append(text)
        }
        if entries.count * 2 >= table.count { grow() }
        let word = cell.firstWord
        let hash = Self.hash(cell, word)
        place(Int32(entries.count), hash)
        entries.append(Entry(word: word, hash: hash, count: cell.count, start: written.count, code: code))
        for index in 0..<cell.count { written.append(cell[index]) }
        return code
    }

    private mutating func grow() {
        table = [Int32](repeating: -1, count: table.count * 2)
        for (index, entry) in entries.enumerated() { place(Int32(index), entry.hash) }
    }

    private mutating func place(_ entry: Int32, _ hash: UInt64) {
        var slot = Int(truncatingIfNeeded: hash) & (table.count - 1)
        while table[slot] >= 0 { slot = (slot + 1) & (table.count - 1) }
        table[slot] = entry
    }

    /// The texts in the order of their first cells.
    var column: TextColumn {
        var offsets: [Int64] = [0]
        var bytes: [UInt8] = []
        for text in texts {
            bytes += text
            offsets.append(Int64(bytes.count))
        }
        return TextColumn(offsets: Buffer(offsets), bytes: Buffer(bytes))
    }
}
