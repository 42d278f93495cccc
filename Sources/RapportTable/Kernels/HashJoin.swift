public import RapportDiagnostics
public import RapportWork

/// Which rows of two tables have equal keys.
///
/// A key that is missing in part matches nothing. The keys of the right side are numbered
/// (``Grouping``), and each left row finds its key's number (`KeyMatching`).
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

    /// The number of each left row's key; -1 where no right row has it.
    private let numbers: Buffer<Int32>
    /// The number of each right row's key, which a key that is missing in part has too.
    private let rightNumbers: Buffer<Int32>
    /// Left rows of each key.
    private let leftSizes: Buffer<Int32>
    /// Where the right rows of each key begin in ``rightRows``; one more than there are keys.
    private let starts: Buffer<Int32>
    /// Right rows by key, in row order within it.
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
        /// ``left`` are all left rows in their order: there is nothing to gather.
        public let leftIsWhole: Bool
    }

    /// Traps where the sides have other numbers or types of columns.
    /// - Throws: `table.too-many-rows`, `memory.limit`, `run.cancelled`.
    /// - Complexity: O(rows of both sides).
    public init(left: [Column], right: [Column], work: Work) throws(Diagnostic) {
        precondition(!left.isEmpty && left.map(\.type) == right.map(\.type))
        (leftCount, rightCount) = (left[0].count, right[0].count)
        try Diagnostic.checkRows(leftCount + rightCount)
        let matching = try KeyMatching(left: left, right: right, work: work)
        let (grouping, numbers) = (matching.right, matching.left)
        (keylessLeft, keylessRight) = (matching.keylessLeft, matching.keylessRight)
        (self.numbers, rightNumbers) = (numbers, grouping.groups)
        let leftSizes = try Self.sizes(numbers, keys: grouping.groupCount, work: work)
        let starts = try Self.starts(grouping.sizes, work: work)

        let rightSizes = grouping.sizes
        let matched = try work.map((leftCount + Work.morsel - 1) / Work.morsel) { morsel in
            let (numbers, sizes) = (numbers.span, rightSizes.span)
            var (rows, pairs) = (0, 0)
            for row in morsel * Work.morsel..<min(numbers.count, (morsel + 1) * Work.morsel)
            where numbers[row] >= 0 {
                rows &+= 1
                pairs &+= Int(sizes[Int(numbers[row])])
            }
            return (rows: rows, pairs: pairs)
        }
        matchedLeft = matched.reduce(0) { $0 + $1.rows }
        pairs = matched.reduce(0) { $0 + $1.pairs }
        let keys = try work.map((grouping.groupCount + Work.morsel - 1) / Work.morsel) { morsel in
            let (left, right) = (leftSizes.span, rightSizes.span)
            var (rows, repeatsLeft, repeatsRight) = (0, false, false)
            for key in morsel * Work.morsel..<min(left.count, (morsel + 1) * Work.morsel)
            where left[key] > 0 {
                rows &+= Int(right[key])
                repeatsLeft = repeatsLeft || left[key] > 1
                repeatsRight = repeatsRight || right[key] > 1
            }
            return (rows: rows, repeatsLeft: repeatsLeft, repeatsRight: repeatsRight)
        }
        matchedRight = keys.reduce(0) { $0 + $1.rows }
        repeatsLeft = keys.contains(where: \.repeatsLeft)
        repeatsRight = keys.contains(where: \.repeatsRight)
        (self.leftSizes, self.starts) = (leftSizes, starts)
        rightRows =
            grouping.groupCount == rightCount
            ? grouping.firstRows : try Self.ordered(grouping.groups, starts, work: work)
    }

    // MARK: - Steps

    /// The rows of each key: each thread counts rows of its own.
    private static func sizes(
        _ numbers: Buffer<Int32>, keys: Int, work: Work
    ) throws(Diagnostic) -> Buffer<Int32> {
        let width = min(work.width, max(numbers.count / Work.morsel, 1))
        let counts = try BufferBuilder<Int32>(uninitialized: keys * width, for: "the join", work: work)
        let cells = counts.shared
        try work.pieces(width) { (piece) throws(Diagnostic) in
            // SAFETY: each piece has its own counts.
            var own = unsafe cells.mutableSpan(piece * keys..<(piece + 1) * keys)
            own.update(repeating: 0)
            let numbers = numbers.span
            let end = numbers.count * (piece + 1) / width
            for start in stride(from: numbers.count * piece / width, to: end, by: Work.morsel) {
                try work.check()
                for row in start..<min(start + Work.morsel, end) where numbers[row] >= 0 {
                    own[Int(numbers[row])] &+= 1
                }
            }
            try work.check()
        }
        let each = counts.freeze()
        if width == 1 { return each }
        return try work.fill(keys, for: "the join") { range, out in
            let each = each.span
            for index in out.indices {
                var total: Int32 = 0
                for piece in 0..<width { total &+= each[piece * keys + range.lowerBound + index] }
                out[index] = total
            }
        }
    }

    private static func starts(_ sizes: Buffer<Int32>, work: Work) throws(Diagnostic) -> Buffer<Int32> {
        var starts = try BufferBuilder<Int32>(uninitialized: sizes.count + 1, for: "the join", work: work)
        var total: Int32 = 0
        for first in stride(from: 0, to: sizes.count, by: Work.morsel) {
            try work.check()
            var out = starts.mutableSpan
            let sizes = sizes.span
            for key in first..<min(first + Work.morsel, sizes.count) {
                out[key] = total
                total &+= sizes[key]
            }
        }
        starts[sizes.count] = total
        return starts.freeze()
    }

    /// The rows by the number of their key; rows of one key stay in order.
    private static func ordered(
        _ numbers: Buffer<Int32>, _ starts: Buffer<Int32>, work: Work
    ) throws(Diagnostic) -> Buffer<Int32> {
        var next = try BufferBuilder<Int32>(uninitialized: starts.count, for: "the join", work: work)
        for key in 0..<starts.count { next[key] = starts[key] }
        var out = try BufferBuilder<Int32>(uninitialized: numbers.count, for: "the join", work: work)
        let numbers = numbers.span
        for start in stride(from: 0, to: numbers.count, by: Work.morsel) {
            try work.check()
            var places = next.mutableSpan
            var rowsOut = out.mutableSpan
            for row in start..<min(start + Work.morsel, numbers.count) {
                let key = Int(numbers[row])
                rowsOut[Int(places[key])] = Int32(truncatingIfNeeded: row)
                places[key] &+= 1
            }
        }
        return out.freeze()
    }

    // MARK: - Results

    /// Which left rows have a partner.
    public func matches(work: Work) throws(Diagnostic) -> Bitmap {
        let numbers = numbers
        return try work.bits(leftCount, for: "the join") { rows, out in
            let numbers = numbers.span.extracting(rows)
            for slot in out.indices {
                var word: UInt64 = 0
                for index in slot * 64..<min(slot * 64 + 64, rows.count) {
                    let number = Int(numbers[index])
                    word |= (number >= 0 ? 1 : 0) &<< UInt64(index & 63)
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
            let none = BufferBuilder<Int32>(repeating: -1, count: left.count).freeze()
            return Rows(left: left, right: none, leftIsWhole: left.count == leftCount)
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
        let isWhole = !repeatsRight && lost.count == 0 && inner == leftCount
        return Rows(left: left.freeze(), right: right.freeze(), leftIsWhole: isWhole)
    }

    /// Right rows without a partner, ascending.
    private func unmatchedRight(work: Work) throws(Diagnostic) -> Buffer<Int32> {
        let (numbers, sizes) = (rightNumbers, leftSizes)
        let alone = try work.bits(rightCount, for: "the join") { rows, out in
            let (numbers, sizes) = (numbers.span.extracting(rows), sizes.span)
            for slot in out.indices {
                var word: UInt64 = 0
                for index in slot * 64..<min(slot * 64 + 64, rows.count) {
                    word |= (sizes[Int(numbers[index])] == 0 ? 1 : 0) &<< UInt64(index & 63)
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
