internal import RapportDiagnostics
internal import RapportWork
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension Grouping {
    /// By text, byte by byte; missing is a group.
    init(_ text: TextColumn, count: Int, work: Work) throws(Diagnostic) {
        let isShort = text.fitsWords
        let partitionBits = PartitionedGrouping.partitionBits(count)
        let scattered = try PartitionedGrouping.scatter(
            count, partitionBits, shift: 64 - partitionBits, work: work
        ) { rows, words in
            if isShort { text.packed(rows, into: &words) } else { text.hash(rows, into: &words) }
        }
        let byHash = try PartitionedGrouping.group(scattered, count: count, work: work) {
            keys, rows, locals in PartitionedGrouping.hashed(keys, rows, ExactKeys(), &locals)
        }
        if isShort {
            self = byHash
            return
        }
        if try text.confirms(byHash, work: work) {
            self = byHash
            return
        }
        // Texts that differ have one hash: each is compared before it joins a group.
        self = try PartitionedGrouping.group(scattered, count: count, work: work) { keys, rows, locals in
            PartitionedGrouping.hashed(keys, rows, TextKeys(text: text), &locals)
        }
    }
}

/// Rows of a text column, to be told apart where their hashes are equal.
private struct TextKeys: RowKeys {
    let text: TextColumn

    @inline(__always) func areSame(_ a: Int32, _ b: Int32) -> Bool {
        let offsets = text.offsets.span
        let (aStart, aEnd) = (Int(offsets[Int(a)]), Int(offsets[Int(a) + 1]))
        let (bStart, bEnd) = (Int(offsets[Int(b)]), Int(offsets[Int(b) + 1]))
        guard aEnd - aStart == bEnd - bStart else { return false }
        if aEnd == aStart, let validity = text.validity, validity[Int(a)] != validity[Int(b)] { return false }
        return unsafe text.bytes.withUnsafeElements { bytes in
            // SAFETY: offsets are ascending and inside the bytes, by construction.
            let bytes = UnsafeRawBufferPointer(bytes)
            var (i, j) = (aStart, bStart)
            while i &+ 8 <= aEnd {
                let word = unsafe bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                if unsafe word != bytes.loadUnaligned(fromByteOffset: j, as: UInt64.self) { return false }
                (i, j) = (i &+ 8, j &+ 8)
            }
            while i < aEnd {
                if unsafe bytes[i] != bytes[j] { return false }
                (i, j) = (i &+ 1, j &+ 1)
            }
            return true
        }
    }
}

extension TextColumn {
    /// Whether the rows of each group have the text of its first row, which hashes alone do not promise.
    ///
    /// A pass of its own, in the order of rows, waits less for memory than a look at two texts in each step of a hash
    /// table: nothing of one row depends on the row before.
    fileprivate func confirms(_ grouping: Grouping, work: Work) throws(Diagnostic) -> Bool {
        let differs = Atomic<Bool>(false)
        let same = TextKeys(text: self)
        try work.morsels(of: count) { (_, rows) throws(Diagnostic) in
            if differs.load(ordering: .relaxed) { return }
            let (groups, firstRows) = (grouping.groups.span, grouping.firstRows.span)
            for row in rows {
                let first = firstRows[Int(groups[row])]
                if Int(first) != row, !same.areSame(Int32(truncatingIfNeeded: row), first) {
                    return differs.store(true, ordering: .relaxed)
                }
            }
            try work.check()
        }
        return !differs.load(ordering: .relaxed)
    }

    /// Whether each text fills one word of 8 bytes at most, and none holds a NUL: zeros behind it then tell no lie.
    fileprivate var fitsWords: Bool {
        guard count > 0 else { return true }
        let offsets = offsets.span
        var longest: Int64 = 0
        for row in 0..<count { longest = max(longest, offsets[row + 1] &- offsets[row]) }
        guard longest <= 8 else { return false }
        let range = Int(offsets[0])..<Int(offsets[count])
        return unsafe bytes.withUnsafeElements { bytes in
            // SAFETY: offsets lie inside the bytes, by construction.
            guard let start = bytes.baseAddress else { return true }
            return unsafe memchr(start + range.lowerBound, 0, range.count) == nil
        }
    }

    /// The texts themselves as words, spread one to one: rows are equal where their words are.
    ///
    /// A missing cell is the word of a text that begins with a NUL, which none does.
    fileprivate func packed(_ rows: Range<Int>, into words: inout MutableSpan<UInt64>) {
        let (offsets, valid) = (offsets.span, (validity?.words).map { $0 })
        unsafe bytes.withUnsafeElements { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            for index in words.indices {
                let row = rows.lowerBound &+ index
                let (lower, upper) = (Int(offsets[row]), Int(offsets[row &+ 1]))
                let length = upper &- lower
                var word: UInt64 = 0
                if length == 0 {
                    if let validity, let valid,
                        validity.word(row / 64, in: valid.span) &>> UInt64(row & 63) & 1 == 0
                    {
                        word = 1 << 8
                    }
                } else if lower &+ 8 <= raw.count {
                    // SAFETY: 8 bytes from `lower` on are inside the bytes.
                    word = unsafe raw.loadUnaligned(fromByteOffset: lower, as: UInt64.self).littleEndian
                    word &= ~0 &>> UInt64(64 &- 8 &* length)
                } else {
                    for place in lower..<upper {
                        // SAFETY: offsets lie inside the bytes, by construction.
                        unsafe word |= UInt64(raw[place]) &<< UInt64(8 &* (place &- lower))
                    }
                }
                words[index] = Self.spread(word)
            }
        }
    }

    /// The finaliser of MurmurHash3 (Appleby 2011), which takes no two words to one.
    @inline(__always) private static func spread(_ word: UInt64) -> UInt64 {
        var word = (word ^ word &>> 33) &* 0xFF51_AFD7_ED55_8CCD
        word = (word ^ word &>> 33) &* 0xC4CE_B9FE_1A85_EC53
        return word ^ word &>> 33
    }

    /// Hashes of the cells; a missing cell has the hash of no text in particular.
    package func hash(_ rows: Range<Int>, into words: inout MutableSpan<UInt64>) {
        let (offsets, valid) = (offsets.span, (validity?.words).map { $0 })
        unsafe bytes.withUnsafeElements { bytes in
            for index in words.indices {
                let row = rows.lowerBound &+ index
                let (lower, upper) = (Int(offsets[row]), Int(offsets[row &+ 1]))
                if upper == lower, let validity, let valid,
                    validity.word(row / 64, in: valid.span) &>> UInt64(row & 63) & 1 == 0
                {
                    words[index] = 0x8F1B_BCDC_BFA5_3E0B
                } else {
                    // SAFETY: offsets are ascending and inside the bytes, by construction.
                    words[index] = unsafe Self.hash(
                        UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[lower..<upper])))
                }
            }
        }
    }

    /// 8 bytes a step; good enough to spread texts, of no meaning outside a run.
    @unsafe @inline(__always) private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var place = 0
        while place &+ 8 <= bytes.count {
            let word = unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            state = mix(state ^ word)
            place &+= 8
        }
        if place < bytes.count {
            var word: UInt64 = 0
            while place < bytes.count {
                unsafe word = word &<< 8 | UInt64(bytes[place])
                place &+= 1
            }
            state = mix(state ^ word)
        }
        return state ^ state >> 32
    }

    @inline(__always) private static func mix(_ word: UInt64) -> UInt64 {
        let product = (word ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        return product.high ^ product.low
    }
}
