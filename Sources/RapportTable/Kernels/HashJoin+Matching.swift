internal import RapportDiagnostics
internal import RapportWork

/// The keys of the right side, numbered, and each left row's among them.
struct KeyMatching: Sendable {
    let right: Grouping
    /// -1 where no right row has the key, or a part of it is missing.
    let left: Buffer<Int32>
    let keylessLeft: Int
    let keylessRight: Int

    init(left: [Column], right: [Column], work: Work) throws(Diagnostic) {
        let (leftCount, rightCount) = (left[0].count, right[0].count)
        let leftPresent = try Self.present(left, work: work)
        let rightPresent = try Self.present(right, work: work)
        keylessLeft = leftPresent?.clearCount ?? 0
        keylessRight = rightPresent?.clearCount ?? 0
        if let (leftKeys, rightKeys) = try Self.keys(left, right, work: work) {
            let grouping = try Grouping(by: right, count: rightCount, work: work)
            if let table = try KeyTable(rightKeys, grouping, present: rightPresent, work: work) {
                self.right = grouping
                self.left = try table.numbers(leftKeys, leftPresent, count: leftCount, work: work)
                return
            }
        }
        // Texts, keys of many words and very many keys: both sides are numbered together.
        var keys: [Column] = []
        for (a, b) in zip(left, right) { keys.append(try Column.concatenated([a, b], work: work)) }
        let count = leftCount + rightCount
        let both = try Grouping(by: keys, count: count, work: work).groups
        (self.right, self.left) = try Self.split(
            both[0..<leftCount], both[leftCount..<count], leftPresent, rightPresent, work: work)
    }

    /// Which rows have the whole key; nil: all.
    private static func present(_ keys: [Column], work: Work) throws(Diagnostic) -> Bitmap? {
        var present: Bitmap?
        for key in keys {
            present = try bothPresent(present, key.validity?.ifAnyClear, work: work)
        }
        return present
    }

    /// The keys as words that mean the same on both sides; nil where one word does not hold them.
    private static func keys(
        _ left: [Column], _ right: [Column], work: Work
    ) throws(Diagnostic) -> (left: PackedKeys, right: PackedKeys)? {
        var (leftKeys, rightKeys) = (PackedKeys(), PackedKeys())
        for (a, b) in zip(left, right) {
            guard let (x, y) = try OrdinalKey.shared(a, b, work: work) else { return nil }
            leftKeys.keys.append(x)
            rightKeys.keys.append(y)
        }
        return leftKeys.bits <= 64 ? (leftKeys, rightKeys) : nil
    }

    /// Numbers that both sides share as numbers of the right side's keys.
    private static func split(
        _ left: Buffer<Int32>, _ right: Buffer<Int32>, _ leftPresent: Bitmap?, _ rightPresent: Bitmap?,
        work: Work
    ) throws(Diagnostic) -> (right: Grouping, left: Buffer<Int32>) {
        var largest: Int32 = -1
        for start in stride(from: 0, to: right.count, by: Work.morsel) {
            try work.check()
            let right = right.span
            for row in start..<min(start + Work.morsel, right.count) { largest = max(largest, right[row]) }
        }
        let keys = Int(largest) + 1
        let numbered =
            keys == 0
            ? try Grouping(by: [.ints([])], count: 0, work: work)
            : try Grouping(by: [OrdinalKey(numbers: right, count: keys)], count: right.count, work: work)
        let firstRows = numbered.firstRows
        var place = try BufferBuilder<Int32>(uninitialized: keys, for: "the join", work: work)
        var places = place.mutableSpan
        places.update(repeating: -1)
        for group in 0..<firstRows.count {
            let row = Int(firstRows[group])
            if rightPresent.map({ $0[row] }) ?? true {
                places[Int(right[row])] = Int32(truncatingIfNeeded: group)
            }
        }
        let numbers = place.freeze()
        let found: Buffer<Int32> = try work.fill(left.count, for: "the join") { range, out in
            let (left, numbers, present) = (left.span, numbers.span, Presence(leftPresent))
            for index in out.indices {
                let row = range.lowerBound + index
                let key = Int(left[row])
                out[index] = key < keys && present[row] ? numbers[key] : -1
            }
        }
        return (numbered, found)
    }
}

/// The number of each key of the right side, by the key: its own place where keys are dense, else by hash.
private struct KeyTable: Sendable {
    private enum Form: Sendable {
        case direct(Buffer<Int32>)
        case hashed(Buffer<Slot>)
    }
    private struct Slot: BitwiseCopyable, Sendable {
        var key: UInt64
        var number: Int32
    }
    private let form: Form

    /// Above this many keys a table no longer fits the cache, and numbering both sides together is faster.
    private static let largest = 1 << 22

    /// Nil where there are too many keys.
    init?(_ keys: PackedKeys, _ grouping: Grouping, present: Bitmap?, work: Work) throws(Diagnostic) {
        let (firstRows, count) = (grouping.firstRows, grouping.groupCount)
        let words = try Self.words(keys, of: firstRows, rows: grouping.groups.count, work: work)
        if keys.bits < 48, 1 << keys.bits <= max(8 * count, 1 << 16) {
            var table = try BufferBuilder<Int32>(
                uninitialized: 1 << keys.bits, for: "the join", work: work)
            var numbers = table.mutableSpan
            numbers.update(repeating: -1)
            for group in 0..<count {
                if group % Work.morsel == 0 { try work.check() }
                let word = words[group]
                guard present.map({ $0[Int(firstRows[group])] }) ?? true, word < numbers.count else {
                    continue
                }
                numbers[Int(word)] = Int32(truncatingIfNeeded: group)
            }
            form = .direct(table.freeze())
            return
        }
        guard count <= Self.largest else { return nil }
        let capacity = 1 << (Int.bitWidth - max(2 * count, 2).leadingZeroBitCount)
        var table = try BufferBuilder<Slot>(uninitialized: capacity, for: "the join", work: work)
        var slots = table.mutableSpan
        slots.update(repeating: Slot(key: 0, number: -1))
        for group in 0..<count where present.map({ $0[Int(firstRows[group])] }) ?? true {
            if group % Work.morsel == 0 { try work.check() }
            var place = Int(truncatingIfNeeded: PartitionedGrouping.mixed(words[group])) & (capacity - 1)
            while slots[place].number >= 0 { place = (place + 1) & (capacity - 1) }
            slots[place] = Slot(key: words[group], number: Int32(truncatingIfNeeded: group))
        }
        form = .hashed(table.freeze())
    }

    /// The words of some rows.
    private static func words(
        _ keys: PackedKeys, of places: Buffer<Int32>, rows: Int, work: Work
    ) throws(Diagnostic) -> Buffer<UInt64> {
        let all: Buffer<UInt64> = try work.fill(rows, for: "the join") { range, out in keys.fill(range, &out)
        }
        if places.count == rows { return all }
        return try Gather.Rows(rows: places).gather(all, filler: 0, work: work)
    }

    /// The number of each row's key; -1 where it has none.
    func numbers(
        _ keys: PackedKeys, _ present: Bitmap?, count: Int, work: Work
    ) throws(Diagnostic) -> Buffer<Int32> {
        let form = form
        return try work.fill(count, for: "the join") { rows, out in
            let present = Presence(present)
            forBlocks(of: rows) { block, words in
                keys.fill(block, &words)
                let first = block.lowerBound &- rows.lowerBound
                switch form {
                case .direct(let table):
                    let numbers = table.span
                    for index in words.indices {
                        let word = words[index]
                        let isKey = word < numbers.count && present[block.lowerBound &+ index]
                        out[first &+ index] = isKey ? numbers[Int(truncatingIfNeeded: word)] : -1
                    }
                case .hashed(let table):
                    let slots = table.span
                    let mask = slots.count &- 1
                    for index in words.indices {
                        let word = words[index]
                        guard present[block.lowerBound &+ index] else {
                            out[first &+ index] = -1
                            continue
                        }
                        var place = Int(truncatingIfNeeded: PartitionedGrouping.mixed(word)) & mask
                        while slots[place].number >= 0 && slots[place].key != word {
                            place = (place &+ 1) & mask
                        }
                        out[first &+ index] = slots[place].number
                    }
                }
            }
        }
    }
}
