internal import RapportDiagnostics
internal import RapportWork

/// Groups keys of many values: rows are scattered to partitions by hash, in row order, and each partition
/// is grouped by one thread in a table that fits its cache.
///
/// Groups are numbered by the order of their first rows without a sort: one mark for each first row, and
/// its rank among the marks is the group's number.
enum PartitionedGrouping {
    /// Distributes words over partitions by their high bits and over a table by the rest.
    ///
    /// Multiplying by an odd number modulo 2^bits maps no two words to one, so the product stands for the
    /// word.
    private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// A word for a word, in which every bit of one changes about half the bits of the other.
    ///
    /// One multiplication alone leaves keys that are multiples of 2^40 in 4 places of a table.
    /// Source: the finaliser of SplitMix64 (Steele, Lea & Flood, 2014).
    @inline(__always) static func mixed(_ word: UInt64) -> UInt64 {
        var x = (word ^ word &>> 30) &* 0xBF58_476D_1CE4_E5B9
        x = (x ^ x &>> 27) &* 0x94D0_49BB_1331_11EB
        return x ^ x &>> 31
    }

    static func partitionBits(_ count: Int) -> Int {
        count <= Work.morsel ? 0 : count <= 1 << 22 ? 6 : 8
    }

    static func group(_ keys: PackedKeys, count: Int, work: Work) throws(Diagnostic) -> Grouping {
        let partitionBits = partitionBits(count)
        // Where words have not many more values than there are rows, the product itself is the place.
        if keys.bits <= 62, 1 << keys.bits <= max(4 * count, 1 << 14), keys.bits >= partitionBits {
            let mask: UInt64 = 1 << UInt64(keys.bits) - 1
            let slotBits = keys.bits - partitionBits
            let scattered = try scatter(count, partitionBits, shift: slotBits, work: work) { rows, words in
                keys.fill(rows, &words)
                for index in words.indices { words[index] = words[index] &* multiplier & mask }
            }
            return try denseGroup(scattered, slots: 1 << slotBits, count: count, work: work)
        }
        let scattered = try scatter(count, partitionBits, shift: 64 - partitionBits, work: work) {
            rows, words in
            keys.fill(rows, &words)
            for index in words.indices { words[index] = mixed(words[index]) }
        }
        return try group(scattered, count: count, work: work) { keys, rows, locals in
            hashed(keys, rows, ExactKeys(), &locals)
        }
    }

    // MARK: - Steps

    static func scatter(
        _ count: Int, _ partitionBits: Int, shift: Int, work: Work,
        keys: @Sendable (Range<Int>, inout MutableSpan<UInt64>) -> Void
    ) throws(Diagnostic) -> Scattered {
        if partitionBits > 0,
            let scattered = try Scattered.scattered(
                count, partitions: 1 << partitionBits, shift: UInt64(shift), rows: nil, for: "the group by",
                work: work, keys: keys)
        {
            return scattered
        }
        return Scattered(
            keys: try work.fill(count, for: "the group by") { range, out in keys(range, &out) },
            rows: try work.fill(count, for: "the group by") { range, out in
                for index in out.indices { out[index] = Int32(truncatingIfNeeded: range.lowerBound &+ index) }
            }, bounds: [0, count])
    }

    /// A group as its partition finds it.
    struct Found: BitwiseCopyable, Sendable {
        var first: Int32
        var size: Int32
    }

    /// `find` groups one partition: it writes the number each row has in the partition.
    static func group(
        _ scattered: Scattered, count: Int, work: Work,
        find: @Sendable (Span<UInt64>, Span<Int32>, inout MutableSpan<Int32>) -> [Found]
    ) throws(Diagnostic) -> Grouping {
        let bounds = scattered.bounds
        let locals = try BufferBuilder<Int32>(uninitialized: count, for: "the group by", work: work)
        let cells = locals.shared
        let found = try work.map(bounds.count - 1) { partition in
            let range = bounds[partition]..<bounds[partition + 1]
            // SAFETY: partitions have their own places.
            var own = unsafe cells.mutableSpan(range)
            return find(scattered.keys.span.extracting(range), scattered.rows.span.extracting(range), &own)
        }
        let local = locals.freeze()
        return try numbered(scattered, found, count: count, work: work) { place in Int(local.span[place]) }
    }

    /// The low bits of a key are its place in its partition's table, and its number there.
    private static func denseGroup(
        _ scattered: Scattered, slots: Int, count: Int, work: Work
    ) throws(Diagnostic) -> Grouping {
        let (bounds, mask) = (scattered.bounds, UInt64(slots - 1))
        let found = try work.map(bounds.count - 1) { partition in
            var table = [Found](repeating: Found(first: -1, size: 0), count: slots)
            var cells = table.mutableSpan
            let (keys, rows) = (scattered.keys.span, scattered.rows.span)
            for place in bounds[partition]..<bounds[partition + 1] {
                let slot = Int(keys[place] & mask)
                if cells[slot].size == 0 { cells[slot].first = rows[place] }
                cells[slot].size &+= 1
            }
            return table
        }
        return try numbered(scattered, found, count: count, work: work) { place in
            Int(scattered.keys.span[place] & mask)
        }
    }

    /// Numbers the groups that partitions found (those of size 0 are none) by their first rows, and all rows.
    @inline(__always) private static func numbered(
        _ scattered: Scattered, _ found: [[Found]], count: Int, work: Work,
        local: @Sendable (Int) -> Int
    ) throws(Diagnostic) -> Grouping {
        let (bounds, partitions) = (scattered.bounds, scattered.bounds.count - 1)
        let isFirst = try firstRows(found, count: count, work: work)
        let firstRows = try isFirst.setRows(work: work)
        let ranks = Ranks(isFirst)
        let groups = try BufferBuilder<Int32>(uninitialized: count, for: "the group by", work: work)
        let sizes = try BufferBuilder<Int32>(
            uninitialized: firstRows.count, for: "the group by", work: work)
        let (groupCells, sizeCells) = (groups.shared, sizes.shared)
        let numbers = try work.map(partitions) { partition in
            var numbers = [Int32](repeating: 0, count: found[partition].count)
            // SAFETY: each group is in one partition.
            let sizes = unsafe sizeCells.pointer
            for (local, group) in found[partition].enumerated() where group.size > 0 {
                let number = ranks[Int(group.first)]
                numbers[local] = number
                unsafe sizes[Int(number)] = group.size
            }
            return numbers
        }
        // By morsels, each of which has a stretch in every partition: its rows' groups stay in the cache
        // while all partitions write them.
        let starts = scattered.starts.isEmpty ? [0] : scattered.starts
        let morsels = starts.count / partitions
        try work.pieces(morsels) { morsel in
            // SAFETY: each row is in one morsel.
            let groups = unsafe groupCells.pointer
            let rows = scattered.rows.span
            for partition in 0..<partitions {
                let end =
                    morsel + 1 < morsels
                    ? Int(starts[(morsel + 1) * partitions + partition]) : bounds[partition + 1]
                let own = numbers[partition]
                let number = own.span
                for place in Int(starts[morsel * partitions + partition])..<end {
                    unsafe groups[Int(rows[place])] = number[local(place)]
                }
            }
        }
        return Grouping(groups: groups.freeze(), firstRows: firstRows, sizes: sizes.freeze())
    }

    /// Marks the first row of each group: by bytes, which threads may write side by side.
    private static func firstRows(
        _ found: [[Found]], count: Int, work: Work
    ) throws(Diagnostic) -> Bitmap {
        let marks = try BufferBuilder<UInt8>(uninitialized: count, for: "the group by", work: work)
        let cells = marks.shared
        try work.morsels(of: count) { _, rows in
            // SAFETY: morsels do not overlap.
            var own = unsafe cells.mutableSpan(rows)
            own.update(repeating: 0)
        }
        try work.pieces(found.count) { partition in
            // SAFETY: every group has its own first row.
            let marks = unsafe cells.pointer
            for group in found[partition] where group.size > 0 { unsafe marks[Int(group.first)] = 1 }
        }
        return try bits(of: marks.freeze(), work: work)
    }

    private static func bits(of marks: Buffer<UInt8>, work: Work) throws(Diagnostic) -> Bitmap {
        try work.bits(marks.count, for: "the group by") { range, out in
            let marks = marks.span.extracting(range)
            for slot in out.indices {
                var word: UInt64 = 0
                for index in slot * 64..<min(slot * 64 + 64, marks.count) {
                    word |= UInt64(marks[index]) &<< UInt64(index & 63)
                }
                out[slot] = word
            }
        }
    }

    /// How many bits are set before each set bit.
    private struct Ranks: Sendable {
        let bits: Bitmap
        let before: [Int32]

        init(_ bits: Bitmap) {
            let words = bits.words.span
            var before: [Int32] = []
            before.reserveCapacity(words.count)
            var total: Int32 = 0
            for slot in 0..<(bits.count + 63) / 64 {
                before.append(total)
                total += Int32(bits.word(slot, in: words).nonzeroBitCount)
            }
            (self.bits, self.before) = (bits, before)
        }

        @inline(__always) subscript(row: Int) -> Int32 {
            let word = bits.word(row / 64, in: bits.words.span)
            return before[row / 64] + Int32((word & (1 << UInt64(row % 64) - 1)).nonzeroBitCount)
        }
    }

    // MARK: - One partition

    /// Open addressing with linear probing, at most half full.
    static func hashed<Keys: RowKeys>(
        _ keys: Span<UInt64>, _ rows: Span<Int32>, _ same: Keys, _ locals: inout MutableSpan<Int32>
    ) -> [Found] {
        var table = Table(capacity: 1024)
        var groups: [Found] = []
        for index in keys.indices {
            let (key, row) = (keys[index], rows[index])
            var place = Int(truncatingIfNeeded: key) & table.mask
            while true {
                let slot = table.slots[place]
                if slot.group < 0 {
                    let number = Int32(truncatingIfNeeded: groups.count)
                    table.slots[place] = Slot(key: key, group: number)
                    groups.append(Found(first: row, size: 1))
                    locals[index] = number
                    if groups.count * 2 > table.slots.count { table.grow() }
                    break
                }
                if slot.key == key, same.areSame(row, groups[Int(slot.group)].first) {
                    groups[Int(slot.group)].size &+= 1
                    locals[index] = slot.group
                    break
                }
                place = (place &+ 1) & table.mask
            }
        }
        return groups
    }

    private struct Slot: BitwiseCopyable {
        var key: UInt64
        var group: Int32
    }

    private struct Table {
        var slots: [Slot]
        var mask: Int { slots.count - 1 }

        init(capacity: Int) { slots = [Slot](repeating: Slot(key: 0, group: -1), count: capacity) }

        mutating func grow() {
            var larger = Table(capacity: slots.count * 4)
            for slot in slots where slot.group >= 0 {
                var place = Int(truncatingIfNeeded: slot.key) & larger.mask
                while larger.slots[place].group >= 0 { place = (place + 1) & larger.mask }
                larger.slots[place] = slot
            }
            self = larger
        }
    }
}

/// Whether two rows of one hash have the same key.
protocol RowKeys: Sendable {
    func areSame(_ a: Int32, _ b: Int32) -> Bool
}

/// For hashes that stand for the key itself.
struct ExactKeys: RowKeys {
    @inline(__always) func areSame(_ a: Int32, _ b: Int32) -> Bool { true }
}
