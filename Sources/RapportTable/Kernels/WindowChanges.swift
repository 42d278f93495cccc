internal import RapportDiagnostics
internal import RapportWork

/// Where, in the order of a window, another partition begins, and where a row with other keys.
struct WindowChanges: Sendable {
    let partitionBegins: Bitmap
    let peerBegins: Bitmap

    /// `words` hold the keys of partitions, the first `partitionKeys` of all, and then those of the order;
    /// `first` the words of the first of them, in order.
    init(
        _ words: [PackedKeys], partitionKeys: Int, rows: Buffer<Int32>, _ first: Buffer<UInt64>?, work: Work
    ) throws(Diagnostic) {
        let count = rows.count
        var (partitions, peers): (Bitmap?, Bitmap?)
        var left = partitionKeys
        for (index, word) in words.enumerated() {
            var sorted = index == 0 ? first : nil
            if sorted == nil {
                let all: Buffer<UInt64> = try work.fill(count, for: "the window") { range, out in
                    word.fill(range, &out)
                }
                sorted = try Gather.Rows(rows: rows).gather(all, filler: 0, work: work)
            }
            guard let sorted else { throw .internalError("a window without its keys") }
            let own = min(left, word.keys.count)
            left -= own
            let orderBits = word.keys.dropFirst(own).reduce(0) { $0 + $1.bits }
            if own > 0 {
                partitions = try Self.marked(partitions, sorted, shift: orderBits, work: work)
            }
            peers = try Self.marked(peers, sorted, shift: 0, work: work)
        }
        var one = partitions
        if one == nil { one = try Self.marked(nil, nil, count: count, shift: 0, work: work) }
        guard let one else { throw .internalError("a window without partitions") }
        let hasOrder = words.reduce(0) { $0 + $1.keys.count } > partitionKeys
        (partitionBegins, peerBegins) = (one, hasOrder ? peers ?? one : one)
    }

    /// The places at which the keys, without their lowest `shift` bits, are others than at the place before;
    /// with those that are marked already.
    private static func marked(
        _ marks: Bitmap?, _ keys: Buffer<UInt64>, shift: Int, work: Work
    ) throws(Diagnostic) -> Bitmap {
        try marked(marks, keys, count: keys.count, shift: shift, work: work)
    }

    private static func marked(
        _ marks: Bitmap?, _ keys: Buffer<UInt64>?, count: Int, shift: Int, work: Work
    ) throws(Diagnostic) -> Bitmap {
        let mask: UInt64 = shift > 63 ? 0 : .max << UInt64(shift)
        return try work.bits(count, for: "the window") { range, out in
            for slot in out.indices {
                let start = range.lowerBound + slot * 64
                var word = marks.map { $0.word(start / 64, in: $0.words.span) } ?? 0
                if start == 0 { word |= 1 }
                if let keys {
                    let span = keys.span
                    for place in max(start, 1)..<max(min(start + 64, range.upperBound), 1) {
                        let differs = (span[place] ^ span[place &- 1]) & mask != 0
                        word |= (differs ? 1 : 0) &<< UInt64(place & 63)
                    }
                }
                out[slot] = word
            }
        }
    }

    /// The partition of each place.
    func partitions(work: Work) throws(Diagnostic) -> Buffer<Int32> {
        let begins = partitionBegins
        let counts = try work.map((begins.count + Work.morsel - 1) / Work.morsel) { morsel in
            begins[morsel * Work.morsel..<min(begins.count, (morsel + 1) * Work.morsel)].setCount
        }
        var before = [0]
        for count in counts { before.append(before[before.count - 1] + count) }
        return try work.fill(begins.count, for: "the window") { [before] range, out in
            var number = Int32(truncatingIfNeeded: before[range.lowerBound / Work.morsel]) &- 1
            Self.forEachPlace(begins, range) { index, begins in
                number &+= begins ? 1 : 0
                out[index] = number
            }
        }
    }

    /// For each place the first that has the same partition and keys.
    func peers(work: Work) throws(Diagnostic) -> Buffer<Int32> {
        let begins = peerBegins
        let last = try work.map((begins.count + Work.morsel - 1) / Work.morsel) { morsel -> Int in
            let range = morsel * Work.morsel..<min(begins.count, (morsel + 1) * Work.morsel)
            var last = -1
            Self.forEachPlace(begins, range) { index, begins in
                if begins { last = range.lowerBound + index }
            }
            return last
        }
        var before = [0]
        for place in last { before.append(place < 0 ? before[before.count - 1] : place) }
        return try work.fill(begins.count, for: "the window") { [before] range, out in
            var first = Int32(truncatingIfNeeded: before[range.lowerBound / Work.morsel])
            Self.forEachPlace(begins, range) { index, begins in
                if begins { first = Int32(truncatingIfNeeded: range.lowerBound &+ index) }
                out[index] = first
            }
        }
    }

    @inline(__always) private static func forEachPlace(
        _ bits: Bitmap, _ range: Range<Int>, _ body: (_ index: Int, _ isSet: Bool) -> Void
    ) {
        let words = bits.words.span
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
            let word = bits.word(start / 64, in: words)
            for place in start..<min(start + 64, range.upperBound) {
                body(place &- range.lowerBound, word &>> UInt64(place & 63) & 1 == 1)
            }
        }
    }
}
