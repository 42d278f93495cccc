public import RapportDiagnostics
public import RapportWork

/// Rows drawn without replacement.
public enum Sample {
    /// Which `size` of `count` rows are drawn; all where there are fewer.
    ///
    /// Each row has the number of its place in the stream of SplitMix64 that `seed` begins; the rows with
    /// the smallest numbers are drawn. So a larger sample of one seed holds every smaller one, and the
    /// rows do not depend on the width.
    /// - Throws: `table.too-many-rows`, `memory.limit`, `run.cancelled`.
    public static func rows(
        _ size: Int, of count: Int, seed: UInt64, work: Work
    ) throws(Diagnostic) -> Bitmap {
        if size >= count { return Bitmap(repeating: true, count: count) }
        let numbers: Buffer<Int64> = try work.fill(count, for: "the sample") { rows, out in
            for index in out.indices { out[index] = number(rows.lowerBound + index, seed) }
        }
        let key = SortKey(Column(.int, .int64(FixedColumn(values: numbers))))
        let order = try sortOrder([key], count: count, work: work)
        var words = try BufferBuilder<UInt64>(
            uninitialized: (count + 63) / 64, for: "the sample", work: work)
        for word in 0..<words.count { words[word] = 0 }
        for place in 0..<max(size, 0) {
            if place % Work.morsel == 0 { try work.check() }
            let row = Int(order[place])
            words[row / 64] |= 1 << UInt64(row % 64)
        }
        return Bitmap(words: words.freeze(), count: count)
    }

    /// Defines what is correct.
    package static func reference(_ size: Int, of count: Int, seed: UInt64) -> [Bool] {
        let drawn = (0..<count).sorted { (number($0, seed), $0) < (number($1, seed), $1) }.prefix(
            max(size, 0))
        let rows = Set(drawn)
        return (0..<count).map(rows.contains)
    }

    /// Source: Steele, Lea & Flood, "Fast splittable pseudorandom number generators", 2014.
    private static func number(_ row: Int, _ seed: UInt64) -> Int64 {
        var x = seed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(row + 1)
        x = (x ^ x &>> 30) &* 0xBF58_476D_1CE4_E5B9
        x = (x ^ x &>> 27) &* 0x94D0_49BB_1331_11EB
        return Int64(bitPattern: x ^ x &>> 31)
    }
}
