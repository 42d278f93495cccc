import RapportTable
import RapportWork
import Testing

@Suite struct SampleTests {
    @Test(arguments: sizes) func `draws the rows of the smallest numbers`(rows: Int) throws {
        for size in [0, 1, rows / 3, rows, rows + 5] {
            for seed: UInt64 in [0, 42, .max] {
                let drawn = try Sample.rows(size, of: rows, seed: seed, work: Work(width: 2))
                let expected = Sample.reference(size, of: rows, seed: seed)
                #expect((0..<rows).map { drawn[$0] } == expected, "size \(size), seed \(seed)")
                #expect(drawn.setCount == min(size, rows))
            }
        }
    }

    @Test func `a larger sample holds a smaller one, at any width`() throws {
        let small = try Sample.rows(500, of: 70_000, seed: 7, work: Work(width: 1))
        let large = try Sample.rows(900, of: 70_000, seed: 7, work: Work(width: 2))
        #expect((0..<70_000).allSatisfy { !small[$0] || large[$0] })
        let other = try Sample.rows(500, of: 70_000, seed: 8, work: Work(width: 1))
        #expect((0..<70_000).contains { small[$0] != other[$0] })
    }

    /// Every row is drawn about as often as every other: within 5 standard deviations.
    @Test func `is even`() throws {
        var counts = [Int](repeating: 0, count: 50)
        for seed in 0..<2000 as Range<UInt64> {
            let drawn = try Sample.rows(10, of: 50, seed: seed, work: Work(width: 1))
            for row in counts.indices where drawn[row] { counts[row] += 1 }
        }
        #expect(counts.allSatisfy { abs($0 - 400) < 90 }, "\(counts)")
    }
}
