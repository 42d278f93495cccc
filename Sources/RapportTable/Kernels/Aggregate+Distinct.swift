internal import RapportDiagnostics
internal import RapportWork

/// Counts distinct values by a mark for each pair of a group and a value, where there are not many pairs.
enum DistinctMarks {
    /// Nil where the marks would take more room than the rows do.
    static func counts(
        of column: Column, in grouping: Grouping, work: Work
    ) throws(Diagnostic) -> Column? {
        let count = column.count
        let values = try OrdinalKey.keys(of: column, descending: false, work: work) {
            (column) throws(Diagnostic) in try Grouping.number(column, work: work)
        }
        guard count > 0, values.count == 1 else { return nil }
        let group = OrdinalKey(numbers: grouping.groups, count: grouping.groupCount)
        let keys = PackedKeys(keys: [group, values[0]])
        guard keys.bits < 48, 1 << keys.bits <= max(16 * count, 1 << 12) else { return nil }
        let size = max((1 << keys.bits) / 64, 1)
        let marks = try self.marks(keys, size: size, count: count, work: work)

        let (valueBits, top) = (values[0].bits, Int(values[0].top))
        let counts: Buffer<Int32> = try work.fill(grouping.groupCount, for: "the aggregate") { groups, out in
            let marks = marks.span
            for index in out.indices {
                // The mark behind the largest value is that of missing.
                let first = (groups.lowerBound + index) << valueBits
                out[index] = setCount(marks, first...first + top)
            }
        }
        return .ints(counts)
    }

    /// Each thread marks rows of its own; then the marks are joined.
    private static func marks(
        _ keys: PackedKeys, size: Int, count: Int, work: Work
    ) throws(Diagnostic) -> Buffer<UInt64> {
        let morsels = (count + Work.morsel - 1) / Work.morsel
        let width = min(work.width, morsels)
        let builder = try BufferBuilder<UInt64>(
            uninitialized: size * width, for: "the aggregate", work: work)
        let cells = builder.shared
        try work.pieces(width) { (piece) throws(Diagnostic) in
            // SAFETY: each piece has its own marks.
            var own = unsafe cells.mutableSpan(piece * size..<(piece + 1) * size)
            own.update(repeating: 0)
            for morsel in morsels * piece / width..<morsels * (piece + 1) / width {
                try work.check()
                let rows = morsel * Work.morsel..<min(count, (morsel + 1) * Work.morsel)
                forBlocks(of: rows) { block, words in
                    keys.fill(block, &words)
                    for index in words.indices {
                        let word = words[index]
                        own[Int(word &>> 6)] |= 1 &<< (word & 63)
                    }
                }
            }
            try work.check()
        }
        let each = builder.freeze()
        if width == 1 { return each }
        return try work.fill(size, for: "the aggregate") { range, out in
            let each = each.span
            for index in out.indices {
                var word: UInt64 = 0
                for piece in 0..<width { word |= each[piece * size + range.lowerBound + index] }
                out[index] = word
            }
        }
    }

    private static func setCount(_ words: Span<UInt64>, _ bits: ClosedRange<Int>) -> Int32 {
        let (first, last) = (bits.lowerBound / 64, bits.upperBound / 64)
        var total = 0
        for index in first...last {
            var word = words[index]
            if index == first { word &= .max << UInt64(bits.lowerBound & 63) }
            if index == last { word &= .max >> UInt64(63 - bits.upperBound & 63) }
            total += word.nonzeroBitCount
        }
        return Int32(truncatingIfNeeded: total)
    }
}

/// Quantiles of a whole column by counting: the values that share the place's highest 16 bits are all that is
/// sorted.
enum Selection {
    private static let digits = 16

    /// Type 7; nil where nothing is present, or counting does not narrow the values down.
    static func quantile(
        _ portion: Double, _ column: FixedColumn<Double>, work: Work
    ) throws(Diagnostic) -> Double? {
        let count = column.count
        let found = try OrdinalKey.keys(
            of: Column(.float, .float64(column)), descending: false, work: work
        ) { (_) throws(Diagnostic) in throw .internalError("numbers are no texts") }
        let present = count - (column.validity?.clearCount ?? 0)
        guard found.count == 1, present > 0, portion >= 0, portion <= 1 else { return nil }
        let (key, keys) = (found[0], PackedKeys(keys: found))
        let shift = UInt64(max(key.bits - digits, 0))
        let counts = try histogram(keys, top: key.top, shift: shift, count: count, work: work)

        let place = Double(present - 1) * portion
        let below = Int(place)
        let (lower, before) = bin(of: below, counts)
        let (upper, _) = bin(of: min(below + 1, present - 1), counts)
        guard Int(counts[lower]) + Int(counts[upper]) <= max(present / 4, 1 << 12) || shift == 0 else {
            return nil
        }
        let values = try collected(keys, top: key.top, shift: shift, lower...upper, column, work: work)
            .sorted()
        guard !values.isEmpty else { return nil }
        let first = values[min(shift == 0 ? 0 : below - before, values.count - 1)]
        if place == Double(below) { return first }
        let next = shift == 0 ? values[values.count - 1] : values[min(below - before + 1, values.count - 1)]
        return first + (place - Double(below)) * (next - first)
    }

    private static func histogram(
        _ keys: PackedKeys, top: UInt64, shift: UInt64, count: Int, work: Work
    ) throws(Diagnostic) -> [Int64] {
        let bins = 1 << digits
        let morsels = (count + Work.morsel - 1) / Work.morsel
        let width = min(work.width, morsels)
        let each = try work.map(width) { (piece) throws(Diagnostic) -> [Int64] in
            var counts = [Int64](repeating: 0, count: bins)
            for morsel in morsels * piece / width..<morsels * (piece + 1) / width {
                try work.check()
                var own = counts.mutableSpan
                forBlocks(of: morsel * Work.morsel..<min(count, (morsel + 1) * Work.morsel)) { block, words in
                    keys.fill(block, &words)
                    for index in words.indices where words[index] <= top {
                        own[Int(words[index] &>> shift)] &+= 1
                    }
                }
            }
            return counts
        }
        var total = each[0]
        for counts in each.dropFirst() {
            for bin in 0..<bins { total[bin] += counts[bin] }
        }
        return total
    }

    private static func bin(of rank: Int, _ counts: [Int64]) -> (bin: Int, before: Int) {
        var before = 0
        for (bin, count) in counts.enumerated() {
            if before + Int(count) > rank { return (bin, before) }
            before += Int(count)
        }
        return (counts.count - 1, before)
    }

    /// The values in the two bins; of bins that hold one value each, that value alone.
    private static func collected(
        _ keys: PackedKeys, top: UInt64, shift: UInt64, _ bins: ClosedRange<Int>,
        _ column: FixedColumn<Double>, work: Work
    ) throws(Diagnostic) -> [Double] {
        let (lower, upper) = (UInt64(bins.lowerBound), UInt64(bins.upperBound))
        let count = column.count
        return try work.map((count + Work.morsel - 1) / Work.morsel) { morsel in
            var found: [Double] = []
            var (hasLower, hasUpper) = (false, false)
            let values = column.values.span
            forBlocks(of: morsel * Work.morsel..<min(count, (morsel + 1) * Work.morsel)) { block, words in
                keys.fill(block, &words)
                for index in words.indices where words[index] <= top {
                    let bin = words[index] &>> shift
                    guard bin == lower || bin == upper else { continue }
                    if shift == 0 {
                        if bin == lower ? hasLower : hasUpper { continue }
                        if bin == lower { hasLower = true } else { hasUpper = true }
                    }
                    found.append(values[block.lowerBound &+ index])
                }
            }
            return found
        }.flatMap(\.self)
    }
}
