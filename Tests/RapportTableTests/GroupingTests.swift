import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@Suite struct GroupingTests {
    let work = Work(width: 2)

    private func expectSame(_ a: Grouping, _ b: Grouping, _ what: String) {
        #expect(Array(a.groups) == Array(b.groups), "\(what)")
        #expect(Array(a.firstRows) == Array(b.firstRows), "\(what)")
        #expect(Array(a.sizes) == Array(b.sizes), "\(what)")
        #expect(a.groupCount == b.groupCount, "\(what)")
    }

    @Test("groups as the definition does", arguments: Trial.all, Shape.allCases)
    func agrees(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        let column = shape.column(trial.rows, missing: trial.missing, from: trial.offset, &random)
        let fast = try Grouping(by: [column], count: trial.rows, work: work)
        expectSame(fast, Grouping.reference(by: [column], count: trial.rows), "\(trial) \(shape)")
    }

    @Test("several keys meet in one group", arguments: 0..<40 as Range<UInt64>)
    func combines(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let rows = Int.random(in: 0...200, using: &random)
        let columns = (0..<Int.random(in: 2...6, using: &random)).map { _ in
            Shape.allCases.picked(using: &random).column(
                rows, from: Int.random(in: 0...70, using: &random), &random)
        }
        let fast = try Grouping(by: columns, count: rows, work: work)
        expectSame(fast, Grouping.reference(by: columns, count: rows), "seed \(seed)")
    }

    /// Texts that fit a word are their own keys: no text, a missing one and those with a NUL must stay apart.
    @Test(arguments: [false, true])
    func `short texts are told apart`(withNUL: Bool) throws {
        let letters = ["", "a", "b", "é", "客", "aaaaaaa", "aaaaaaaa", "baaaaaaa", "客客a", "\u{1}", "\u{1}a"]
        let withZeros = ["\0", "a\0", "\0\u{1}", "a\0\0"]
        let all: [String?] = letters + (withNUL ? withZeros : []) + [nil]
        var random = SeededRandom(seed: 12)
        let cells = (0..<20_000).map { _ in all.randomElement(using: &random) ?? nil }
        let grouping = try Grouping(by: [.texts(cells)], count: cells.count, work: work)
        expectSame(
            grouping, Grouping.reference(by: [.texts(cells)], count: cells.count), "NUL \(withNUL), seed 12")
        #expect(grouping.groupCount == all.count)
    }

    /// Texts of 16 bytes made so that all of them have one hash: then only their bytes tell them apart.
    @Test func `texts of one hash are told apart`() throws {
        func mix(_ word: UInt64) -> UInt64 {
            let product = (word ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
            return product.high ^ product.low
        }
        var texts: [String] = []
        var number = 10_000_000
        while texts.count < 30 {
            number += 1
            let first = String(number)
            let word = Array(first.utf8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            // The second word that brings the state to the one place where mixing gives 0.
            let last = mix(16 &* 0x9E37_79B9_7F4A_7C15 ^ word) ^ 0xA076_1D64_78BD_642F
            let bytes = (0..<8).map { UInt8(truncatingIfNeeded: last >> UInt64(8 * $0)) }
            if bytes.allSatisfy({ $0 < 128 }) { texts.append(first + String(decoding: bytes, as: UTF8.self)) }
        }
        var random = SeededRandom(seed: 9)
        let cells = (0..<3_000).map { _ -> String? in texts.randomElement(using: &random) } + [nil, ""]
        let column = TextColumn(cells)
        var hashes = [UInt64](repeating: 0, count: 3_000)
        var span = hashes.mutableSpan
        column.hash(0..<3_000, into: &span)
        #expect(Set(hashes).count == 1, "the hash is another: make texts that collide under it")
        expectSame(
            try Grouping(by: [.texts(cells)], count: cells.count, work: work),
            Grouping.reference(by: [.texts(cells)], count: cells.count), "one hash, seed 9")
    }

    /// Around the sizes at which partitions and morsels begin.
    @Test(arguments: [65_535, 65_536, 65_537])
    func `large tables group the same at any width`(rows: Int) throws {
        var random = SeededRandom(seed: UInt64(rows))
        let wide = Column.ints(
            (0..<rows).map { _ in Int.random(in: -1_000_000...1_000_000, using: &random) << 40 })
        let dense = Column.ints((0..<rows).map { _ in Int.random(in: 0...5000, using: &random) })
        let texts = Column.texts(
            (0..<rows).map { _ in "customer \(Int.random(in: 0...900, using: &random))" })
        for columns in [[wide], [dense], [texts]] {
            let reference = Grouping.reference(by: columns, count: rows)
            for width in [1, 2] {
                let fast = try Grouping(by: columns, count: rows, work: Work(width: width))
                expectSame(fast, reference, "rows \(rows)")
            }
        }
    }

    @Test func `no columns are one group, also of no rows`() throws {
        let none = try Grouping(by: [], count: 0, work: work)
        #expect(none.groupCount == 1 && none.firstRows[0] == -1 && none.sizes[0] == 0)
        let some = try Grouping(by: [], count: 3, work: work)
        #expect(Array(some.groups) == [0, 0, 0] && some.firstRows[0] == 0 && some.sizes[0] == 3)
        #expect(try Grouping(by: [.ints([])], count: 0, work: work).groupCount == 0)
    }

    @Test func `sorted by keys, missing is last and rows follow`() throws {
        let keys = [
            Column.texts(["b", nil, "a", "b", "a\u{10000}", "a\u{FFFF}"]), Column.ints([1, 1, 2, 1, 1, 1]),
        ]
        let sorted = try Grouping(by: keys, count: 6, work: work).sortedByKeys(keys, work: work)
        // U+FFFF is before U+10000: scalars, not UTF-16.
        #expect(Array(sorted.groups) == [3, 4, 0, 3, 2, 1])
        #expect(Array(sorted.firstRows) == [2, 5, 4, 0, 1] && Array(sorted.sizes) == [1, 1, 1, 2, 1])
    }
}

extension Array where Element: BitwiseCopyable & Sendable {
    init(_ buffer: Buffer<Element>) { self = (0..<buffer.count).map { buffer[$0] } }
}
