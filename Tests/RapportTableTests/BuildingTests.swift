import RapportTable
import RapportWork
import Testing

/// Buffers and bits that are written in place, against the same made one by one.
@Suite struct BuildingTests {
    @Test(arguments: [0, 1, 63, 64, 65, 200])
    func `bits of a condition are those of its truths`(count: Int) {
        let truths = (0..<count).map { $0 % 3 == 0 || $0 % 7 == 2 }
        let bits = Bitmap(count: count) { truths[$0] }
        #expect((0..<bits.count).map { bits[$0] } == truths)
        #expect(bits.setCount == truths.count { $0 })
    }

    @Test(arguments: [1, 2])
    func `stretches stand one behind the other, empty ones too`(width: Int) throws {
        let sizes = [3, 0, 70_000, 1, 0]
        let bounds = sizes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        let filled = try Work(width: width).fill(stretches: bounds, for: "a test") {
            (stretch, own: inout MutableSpan<Int32>) in
            for place in own.indices { own[place] = Int32(stretch * 100_000 + place) }
        }
        let expected = sizes.indices.flatMap { stretch in
            (0..<sizes[stretch]).map { Int32(stretch * 100_000 + $0) }
        }
        #expect((0..<filled.count).map { filled[$0] } == expected)
    }
}
