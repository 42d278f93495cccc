internal import RapportDiagnostics
internal import RapportWork

extension Grouping {
    /// By text, byte by byte; missing is a group.
    init(_ text: TextColumn, count: Int, work: Work) throws(Diagnostic) {
        let partitionBits = PartitionedGrouping.partitionBits(count)
        let scattered = try PartitionedGrouping.scatter(
            count, partitionBits, shift: 64 - partitionBits, work: work
        ) { rows, words in text.hash(rows, into: &words) }
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
        let bytes = text.bytes.span
        var (i, j) = (aStart, bStart)
        while i < aEnd {
            if bytes[i] != bytes[j] { return false }
            (i, j) = (i &+ 1, j &+ 1)
        }
        return true
    }
}

extension TextColumn {
    /// Hashes of the cells; a missing cell has the hash of no text in particular.
    fileprivate func hash(_ rows: Range<Int>, into words: inout MutableSpan<UInt64>) {
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
