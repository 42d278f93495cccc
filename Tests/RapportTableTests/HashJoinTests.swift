import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@Suite struct HashJoinTests {
    static let kinds: [HashJoin.Kind] = [.left, .inner, .full, .matched, .unmatched]

    private func expectSame(_ left: [Column], _ right: [Column], _ what: String) throws {
        let join = try HashJoin(left: left, right: right, work: Work(width: 2))
        for kind in Self.kinds {
            let rows = try join.rows(kind, work: Work(width: 2))
            let expected = HashJoin.reference(left: left, right: right, kind)
            #expect(Array(rows.left) == expected.map(\.left), "\(what) \(kind)")
            #expect(Array(rows.right) == expected.map(\.right), "\(what) \(kind)")
        }
        let pairs = HashJoin.reference(left: left, right: right, .inner)
        let (ofLeft, ofRight) = (Set(pairs.map(\.left)), Set(pairs.map(\.right)))
        #expect(join.pairs == pairs.count && join.matchedLeft == ofLeft.count, "\(what)")
        #expect(join.matchedRight == ofRight.count, "\(what)")
        // A left row that meets two right rows has a key that repeats on the right.
        #expect(join.repeatsRight == (pairs.count > ofLeft.count), "\(what)")
        #expect(join.repeatsLeft == (pairs.count > ofRight.count), "\(what)")
        func keyless(_ columns: [Column]) -> Int {
            (0..<columns[0].count).filter { row in columns.contains { $0[row].isMissing } }.count
        }
        #expect(join.keylessLeft == keyless(left) && join.keylessRight == keyless(right), "\(what)")
    }

    @Test("one key joins as the definition does", arguments: Trial.all, Shape.allCases)
    func agrees(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        let rows = min(trial.rows, 65)
        let left = shape.column(rows, missing: trial.missing, from: trial.offset, &random)
        let count = Int.random(in: 0...40, using: &random)
        let right = shape.column(count, missing: trial.missing, from: 3, &random)
        try expectSame([left], [right], "\(trial) \(shape)")
    }

    @Test("several keys, text in two layouts", arguments: 0..<40 as Range<UInt64>)
    func combines(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let (a, b) = (Int.random(in: 0...70, using: &random), Int.random(in: 0...70, using: &random))
        var (left, right): ([Column], [Column]) = ([], [])
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let shape = [Shape.fewInts, .bools, .texts, .codes].picked(using: &random)
            let other = shape.type == .text ? [Shape.texts, .codes].picked(using: &random) : shape
            left.append(shape.column(a, from: Int.random(in: 0...70, using: &random), &random))
            right.append(other.column(b, &random))
        }
        try expectSame(left, right, "seed \(seed)")
    }

    /// Around the size of a morsel; the definition is checked through a dictionary, being too slow itself.
    @Test(arguments: [65_535, 65_536, 65_537])
    func `large tables join the same at any width`(rows: Int) throws {
        var random = SeededRandom(seed: UInt64(rows))
        let keys = (0..<rows).map { _ in Int.random(in: -2000...2000, using: &random) << 33 }
        let others = (0..<3001).map { _ in Int.random(in: -2200...2200, using: &random) << 33 }
        var partners: [Int: [Int32]] = [:]
        for (row, key) in others.enumerated() { partners[key, default: []].append(Int32(row)) }
        var (left, right): ([Int32], [Int32]) = ([], [])
        for (row, key) in keys.enumerated() {
            for partner in partners[key] ?? [-1] {
                left.append(Int32(row))
                right.append(partner)
            }
        }
        for width in [1, 2] {
            let work = Work(width: width)
            let join = try HashJoin(left: [.ints(keys)], right: [.ints(others)], work: work)
            let rows = try join.rows(.left, work: work)
            #expect(Array(rows.left) == left && Array(rows.right) == right, "width \(width)")
        }
    }

    @Test func `a cancelled join stops, and memory is asked for`() throws {
        let keys = Column.ints(Array(0..<1000))
        let work = Work(width: 1)
        work.cancel()
        #expect(throws: Diagnostic.cancelled) { try HashJoin(left: [keys], right: [keys], work: work) }
        let tight = Work(width: 1, memory: MemoryBudget(limit: 4096))
        let refused = #expect(throws: Diagnostic.self) {
            try HashJoin(left: [keys], right: [keys], work: tight)
        }
        #expect(refused?.code == "memory.limit")
    }
}
