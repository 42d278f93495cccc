import RapportTable
import RapportWork
import Testing

@Suite struct ContentDigestTests {
    let work = Work(width: 2)

    private func digest(_ table: Table) throws -> ContentDigest { try ContentDigest(of: table, work: work) }

    /// Stored digests are compared across releases: these values never change.
    ///
    /// They come from a program of 40 lines of another language, written after the definition alone.
    @Test func `version 1 gives what it always gave`() throws {
        #expect(ContentDigest.version == 1)
        #expect(try digest(.empty).hex == "303971c46d20f225f24c4ff5f1592379")
        #expect(try digest(Table(["id": .ints([1, 2, nil])])).hex == "a284dfa42fd2c238be2a1ffec05b6f8c")
        let all = Table([
            "bool": .bools([true, nil]), "int": .ints([-1, 7]), "float": .floats([0.5, nil]),
            "text": .texts(["北京", ""]), "date": .dates([20_000, nil]),
            "datetime": .datetimes([5, nil], zone: "UTC"),
            "duration": .durations([nil, -5]),
        ])
        #expect(try digest(all).hex == "8a1fd5a727057248cfa9a30b863ea4f3")
    }

    @Test func `the order of rows does not count, nor how text lies, nor a slice's place`() throws {
        var random = SeededRandom(seed: 11)
        let rows = 70_001
        let table = Table([
            "key": Shape.manyInts.column(rows, from: 9, &random),
            "text": Shape.texts.column(rows, from: 3, &random),
            "flag": Shape.bools.column(rows, from: 5, &random), "x": Shape.floats.column(rows, &random),
        ])
        let reversed = try table.gathered(at: Buffer((0..<rows).reversed().map { Int32($0) }), work: work)
        let coded = Table(
            table.schema, try table.columns.map { try $0.encoded(limit: .max, work: work) })
        let expected = try digest(table)
        #expect(try digest(reversed) == expected && digest(coded) == expected)
        #expect(try ContentDigest(of: table, work: Work(width: 1)) == expected)
        #expect(try digest(table[1..<rows]) != expected)
    }

    @Test func `-0 is 0, and types, names, missing and repeats count`() throws {
        let base = try digest(Table(["x": .floats([0, 1])]))
        #expect(try digest(Table(["x": .floats([-0.0, 1])])) == base)
        let others = [
            Table(["x": .ints([0, 1])]), Table(["y": .floats([0, 1])]), Table(["x": .floats([0, nil])]),
            Table(["x": .floats([0, 1, 1])]), Table(["x": .floats([0, 0, 1])]), Table(["x": .floats([])]),
            Table(["x": .datetimes([0, 1])]), Table(["x": .datetimes([0, 1], zone: "UTC")]),
            Table(["x": .durations([0, 1])]), Table(["x": .texts(["", nil])]),
            Table(["x": .texts([nil, nil])]),
            Table(["x": .texts(["ab", "c"])]), Table(["x": .texts(["a", "bc"])]),
            Table(["x": .texts(["ab"]), "y": .texts(["c"])]),
            Table(["y": .texts(["c"]), "x": .texts(["ab"])]),
            Table(["x": .texts(["a"]), "y": .texts(["bc"])]),
        ]
        let digests = try others.map(digest)
        #expect(Set(digests + [base]).count == others.count + 1)
    }
}
