public import RapportDiagnostics
public import RapportWork

/// Which rows of two tables have equal keys.
///
/// A key that is missing in part matches nothing. The keys of both sides are numbered together by hash
/// (``Grouping``), so a pair of rows is compared by one number, whatever the types are.
public struct HashJoin: Sendable {
    public let leftCount: Int
    public let rightCount: Int
    /// Rows that have a partner.
    public let matchedLeft: Int
    public let matchedRight: Int
    /// Rows whose key is missing.
    public let keylessLeft: Int
    public let keylessRight: Int
    /// Rows of an inner join.
    public let pairs: Int
    /// Some matched key stands in several rows of the side.
    public let repeatsLeft: Bool
    public let repeatsRight: Bool

    /// The number of each row's key, left rows first; -1 where it is missing.
    private let numbers: Buffer<Int32>
    /// Left rows of each key.
    private let leftSizes: Buffer<Int32>
    /// Where the right rows of each key begin in ``rightRows``; one more than there are keys.
    private let starts: Buffer<Int32>
    /// Right rows with a key, by key, in row order within it.
    private let rightRows: Buffer<Int32>

    public enum Kind: Sendable, Hashable {
        /// All left rows; those without a partner once, beside -1.
        case left
        case inner
        /// As `left`, then the right rows without a partner, beside -1.
        case full
        /// Left rows that have a partner, once.
        case matched
        /// Left rows that have none.
        case unmatched
    }

    /// Rows to gather from both sides; -1 is no row.
    public struct Rows: Sendable {
        public let left: Buffer<Int32>
        public let right: Buffer<Int32>
    }

    /// Traps where the sides have other numbers or types of columns.
    /// - Throws: `table.too-many-rows`, `memory.limit`, `run.cancelled`.
    /// - Complexity: O(rows of both sides).
    public init(left: [Column], right: [Column], work: Work) throws(Diagnostic) {
        precondition(!left.isEmpty && left.map(\.type) == right.map(\.type))
        (leftCount, rightCount) = (left[0].count, right[0].count)
        let (split, count) = (leftCount, leftCount + rightCount)
        try Diagnostic.checkRows(count)
        var keys: [Column] = []
        var present: Bitmap?
        for (a, b) in zip(left, right) {
            let key = try Column.concatenated([a, b], work: work)
            present = try bothPresent(present, key.validity?.ifAnyClear, work: work)
            keys.append(key)
        }
        let grouping = try Grouping(by: keys, count: count, work: work)
        let numbers = try Self.numbers(grouping.groups, present, work: work)

        var leftSizes = try BufferBuilder<Int32>(
            uninitialized: grouping.groupCount, for: "the join", work: work)
        var rightSizes = try BufferBuilder<Int32>(
            uninitialized: grouping.groupCount + 1, for: "the join", work: work)
        leftSizes.clear()
        rightSizes.clear()
        let keylessLeft = try Self.count(numbers, 0..<split, into: &leftSizes, work: work)
        keylessRight = try Self.count(numbers, split..<count, into: &rightSizes, work: work)
        var (matchedLeft, matchedRight, pairs) = (0, 0, 0)
        var (repeatsLeft, repeatsRight) = (false, false)
        var total: Int32 = 0
        for key in 0..<grouping.groupCount {
            if key % Work.morsel == 0 { try work.check() }
            let (a, b) = (Int(leftSizes[key]), Int(rightSizes[key]))
            if a > 0 && b > 0 {
                matchedLeft += a
                matchedRight += b
                pairs += a * b
                repeatsLeft = repeatsLeft || a > 1
                repeatsRight = repeatsRight || b > 1
            }
            rightSizes[key] = total
            total += Int32(b)
        }
        rightSizes[grouping.groupCount] = total
        (self.matchedLeft, self.matchedRight, self.pairs) = (matchedLeft, matchedRight, pairs)
        (self.repeatsLeft, self.repeatsRight) = (repeatsLeft, repeatsRight)
        (self.keylessLeft, self.numbers) = (keylessLeft, numbers)
        self.leftSizes = leftSizes.freeze()
        starts = rightSizes.freeze()
        rightRows = try Self.ordered(numbers, split..<count, starts, work: work)
    }

    // MARK: - Steps

    private static func numbers(
        _ groups: Buffer<Int32>, _ present: Bitmap?, work: Work
    ) throws(Diagnostic) -> Buffer<Int32> {
        guard let present else { return groups }
        return try work.fill(groups.count, for: "the join") { rows, out in
            let (groups, words) = (groups.span.extracting(rows), present.words.span)
            for slot in 0..<(rows.count + 63) / 64 {
                let word = present.word(rows.lowerBound / 64 + slot, in: words)
                for index in slot * 64..<min(slot * 64 + 64, rows.count) {
                    out[index] = word &>> UInt64(index & 63) & 1 == 1 ? groups[index] : -1
                }
            }
        }
    }

    /// Counts the rows of each key; gives the rows without one.
    private static func count(
        _ numbers: Buffer<Int32>, _ rows: Range<Int>, into sizes: inout BufferBuilder<Int32>, work: Work
    ) throws(Diagnostic) -> Int {
        var keyless = 0
        let numbers = numbers.span
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Work.morsel) {
            try work.check()
            var own = sizes.mutableSpan
            for row in start..<min(start + Work.morsel, rows.upperBound) {
                let number = Int(numbers[row])
                if number < 0 { keyless += 1 } else { own[number] &+= 1 }
            }
        }
        return keyless
    }

    /// The rows, from 0, by the number of their key; rows of one key stay in order.
    private static func ordered(
        _ numbers: Buffer<Int32>, _ rows: Range<Int>, _ starts: Buffer<Int32>, work: Work
    ) throws(Diagnostic) -> Buffer<Int32> {
        var next = try BufferBuilder<Int32>(uninitialized: starts.count, for: "the join", work: work)
        for key in 0..<starts.count { next[key] = starts[key] }
        var out = try BufferBuilder<Int32>(
            uninitialized: Int(starts[starts.count - 1]), for: "the join", work: work)
        let numbers = numbers.span
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Work.morsel) {
            try work.check()
            var places = next.mutableSpan
            var rowsOut = out.mutableSpan
            for row in start..<min(start + Work.morsel, rows.upperBound) where numbers[row] >= 0 {
                let key = Int(numbers[row])
                rowsOut[Int(places[key])] = Int32(truncatingIfNeeded: row &- rows.lowerBound)
                places[key] &+= 1
            }
        }
        return out.freeze()
    }

    // MARK: - Results

    /// Which left rows have a partner.
    public func matches(work: Work) throws(Diagnostic) -> Bitmap {
        let (numbers, starts) = (numbers, starts)
        return try work.bits(leftCount, for: "the join") { rows, out in
            let (numbers, starts) = (numbers.span.extracting(rows), starts.span)
            for slot in out.indices {
                var word: UInt64 = 0
                for index in slot * 64..<min(slot * 64 + 64, rows.count) {
                    let number = Int(numbers[index])
                    let has = number >= 0 && starts[number + 1] > starts[number]
                    word |= (has ? 1 : 0) &<< UInt64(index & 63)
                }
                out[slot] = word
            }
        }
    }

    /// How many right rows each left row meets.
    public func partnerCounts(work: Work) throws(Diagnostic) -> Buffer<Int32> {
        let (numbers, starts) = (numbers, starts)
        return try work.fill(leftCount, for: "the join") { rows, out in
            let (numbers, starts) = (numbers.span.extracting(rows), starts.span)
            for index in out.indices {
                let number = Int(numbers[index])
                out[index] = number < 0 ? 0 : starts[number + 1] &- starts[number]
            }
        }
    }

    /// The rows of the result: left rows in their order, and for each its partners in theirs.
    ///
    /// - Throws: `table.too-many-rows`, `memory.limit`, `run.cancelled`.
    public func rows(_ kind: Kind, work: Work) throws(Diagnostic) -> Rows {
        if kind == .matched || kind == .unmatched {
            let matches = try matches(work: work)
            let kept = kind == .matched ? matches : try matches.inverted(work: work)
            let left = try kept.setRows(work: work)
            return Rows(left: left, right: BufferBuilder(repeating: -1, count: left.count).freeze())
        }
        let counts = try partnerCounts(work: work)
        let keepsAll = kind != .inner
        let lost = kind == .full ? try unmatchedRight(work: work) : Buffer<Int32>([])
        let inner = keepsAll ? pairs + leftCount - matchedLeft : pairs
        try Diagnostic.checkRows(inner + lost.count)
        let morsels = (leftCount + Work.morsel - 1) / Work.morsel
        let sizes = try work.map(morsels) { index in
            let rows = index * Work.morsel..<min(leftCount, (index + 1) * Work.morsel)
            let counts = counts.span.extracting(rows)
            var size = 0
            for row in counts.indices { size += keepsAll ? max(Int(counts[row]), 1) : Int(counts[row]) }
            return size
        }
        var begins = [0]
        for size in sizes { begins.append(begins[begins.count - 1] + size) }

        let left = try BufferBuilder<Int32>(uninitialized: inner + lost.count, for: "the join", work: work)
        let right = try BufferBuilder<Int32>(uninitialized: inner + lost.count, for: "the join", work: work)
        let (leftCells, rightCells) = (left.shared, right.shared)
        let (numbers, starts, rightRows) = (numbers, starts, rightRows)
        try work.morsels(of: leftCount) { [begins] (index, rows) throws(Diagnostic) in
            // SAFETY: the sizes gave each morsel its own places.
            var leftOut = unsafe leftCells.mutableSpan(begins[index]..<begins[index + 1])
            var rightOut = unsafe rightCells.mutableSpan(begins[index]..<begins[index + 1])
            let (counts, numbers, starts) = (counts.span, numbers.span, starts.span)
            let partners = rightRows.span
            var place = 0
            for row in rows {
                let count = Int(counts[row])
                if count == 0 {
                    if !keepsAll { continue }
                    leftOut[place] = Int32(truncatingIfNeeded: row)
                    rightOut[place] = -1
                    place &+= 1
                    continue
                }
                let first = Int(starts[Int(numbers[row])])
                for partner in first..<first + count {
                    leftOut[place] = Int32(truncatingIfNeeded: row)
                    rightOut[place] = partners[partner]
                    place &+= 1
                }
            }
            // Last, because a body must not end in a copy: see `Work.pieces`.
            try work.check()
        }
        // SAFETY: the places behind the left rows' are written by nobody else.
        var leftOut = unsafe leftCells.mutableSpan(inner..<inner + lost.count)
        var rightOut = unsafe rightCells.mutableSpan(inner..<inner + lost.count)
        for place in 0..<lost.count { (leftOut[place], rightOut[place]) = (-1, lost[place]) }
        return Rows(left: left.freeze(), right: right.freeze())
    }

    /// Right rows without a partner, ascending.
    private func unmatchedRight(work: Work) throws(Diagnostic) -> Buffer<Int32> {
        let (numbers, sizes) = (numbers[leftCount..<leftCount + rightCount], leftSizes)
        let alone = try work.bits(rightCount, for: "the join") { rows, out in
            let (numbers, sizes) = (numbers.span.extracting(rows), sizes.span)
            for slot in out.indices {
                var word: UInt64 = 0
                for index in slot * 64..<min(slot * 64 + 64, rows.count) {
                    let number = Int(numbers[index])
                    let isAlone = number < 0 || sizes[number] == 0
                    word |= (isAlone ? 1 : 0) &<< UInt64(index & 63)
                }
                out[slot] = word
            }
        }
        return try alone.setRows(work: work)
    }
}

extension HashJoin {
    /// Defines what is correct.
    package static func reference(
        left: [Column], right: [Column], _ kind: Kind
    ) -> [(left: Int32, right: Int32)] {
        let (leftCount, rightCount) = (left[0].count, right[0].count)
        func areEqual(_ a: Int, _ b: Int) -> Bool {
            zip(left, right).allSatisfy { x, y in
                !x[a].isMissing && !y[b].isMissing && x[a].isSame(as: y[b])
            }
        }
        var rows: [(left: Int32, right: Int32)] = []
        var taken = Set<Int>()
        for a in 0..<leftCount {
            let partners = (0..<rightCount).filter { areEqual(a, $0) }
            taken.formUnion(partners)
            switch kind {
            case .matched where !partners.isEmpty, .unmatched where partners.isEmpty:
                rows.append((Int32(a), -1))
            case .matched, .unmatched: break
            case .left where partners.isEmpty, .full where partners.isEmpty: rows.append((Int32(a), -1))
            case .left, .inner, .full: rows += partners.map { (Int32(a), Int32($0)) }
            }
        }
        if kind == .full {
            rows += (0..<rightCount).filter { !taken.contains($0) }.map { (-1, Int32($0)) }
        }
        return rows
    }
}

extension BufferBuilder where Element == Int32 {
    /// Sets all to 0.
    ///
    /// Throws nothing: what throws a typed error must not end in a call of C's memory functions (see
    /// `Work.pieces`).
    mutating func clear() {
        var all = mutableSpan
        all.update(repeating: 0)
    }
}

extension Bitmap {
    /// Each bit the other way.
    package func inverted(work: Work) throws(Diagnostic) -> Bitmap {
        let bits = self
        return try work.bits(count, for: "a condition") { rows, out in
            let words = bits.words.span
            for slot in out.indices { out[slot] = ~bits.word(rows.lowerBound / 64 + slot, in: words) }
        }
    }
}
