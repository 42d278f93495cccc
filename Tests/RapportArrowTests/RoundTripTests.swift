import RapportArrow
import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

struct RoundTripTests {
    @Test(arguments: [0, 1, 2, 63, 64, 65, 1000], [0, 1, 3])
    func tablesComeBackAsTheyWere(rows: Int, every: Int) throws {
        let table = Sample.table(rows: rows, missingEvery: every, seed: UInt64(rows))
        let file = try Sample.file(table)
        let back = try Sample.read(file)
        #expect(back.isIdentical(to: table))
        #expect(back.schema == table.schema)
        let stream = try Sample.stream([table], of: table.schema)
        #expect(try Sample.read(stream, width: 1).isIdentical(to: table))
        // What is read by place and not from memory.
        let elsewhere = try ArrowReader(BytesElsewhere(held: file)).table(work: Work())
        #expect(elsewhere.isIdentical(to: table))
    }

    @Test(arguments: [65_535, 65_536, 65_537])
    func batchesEndAtMorsels(rows: Int) throws {
        let table = Sample.table(rows: rows, missingEvery: 3, seed: 1)
        let file = try Sample.file(table)
        #expect(try Sample.file(table, width: 1) == file, "the same bytes at every width")
        let reader = try ArrowReader(BytesElsewhere(held: file))
        #expect(reader.batchRows == (rows > 65_536 ? [65_536, 1] : [rows]))
        #expect(try reader.table(work: Work()).isIdentical(to: table))
    }

    @Test func slicesAreWrittenAsIfTheyWereWhole() throws {
        let table = Sample.table(rows: 3000, missingEvery: 4, seed: 7)
        for rows in [1..<2, 63..<1000, 65..<2999, 2999..<3000, 100..<100] {
            let slice = table[rows]
            let copy = try slice.gathered(at: Buffer((0..<slice.count).map(Int32.init)), work: Work())
            let file = try Sample.file(slice)
            #expect(try Sample.read(file).isIdentical(to: slice))
            #expect(try file == Sample.file(copy), "what a slice shares is not written")
        }
    }

    @Test func whatNoRowHasIsNotWritten() throws {
        let names = try Column.texts(["secret", "open", "open"]).encoded(limit: 10, work: Work())
        let table = Table(["name": names])[1..<3]
        let bytes = try Sample.file(table)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("secret"))
        #expect(try Sample.read(bytes).isIdentical(to: table))
    }

    @Test func whatIsUnderMissingValuesIsNotWritten() throws {
        let hidden = FixedColumn(
            values: Buffer<Int64>([7_021_791_963_154_638_661, 2]), validity: Bitmap([false, true]))
        let clean = FixedColumn(values: Buffer<Int64>([0, 2]), validity: Bitmap([false, true]))
        let tables = [hidden, clean].map { Table(["n": Column(.int, .int64($0))]) }
        #expect(try Sample.file(tables[0]) == Sample.file(tables[1]))
    }

    @Test func rowsWithoutColumns() throws {
        let table = Table(Schema(), [], count: 12)
        #expect(try Sample.read(Sample.file(table)).count == 12)
        #expect(try Sample.read(Sample.stream([], of: Schema())).count == 0)
        let none = Schema([Field("a", .text), Field("b", .date)])
        #expect(try Sample.read(Sample.stream([], of: none)).schema == none)
    }

    @Test func aStreamIsReadABatchAtATime() throws {
        let tables = [0, 70_000, 9000].enumerated().map {
            Sample.table(rows: $0.element, missingEvery: 5, seed: UInt64($0.offset)).selecting([
                "n", "文本", "code",
            ])
        }
        let bytes = try Sample.stream(tables, of: tables[0].schema)
        let whole = try Table.concatenated(tables, work: Work())
        #expect(try Sample.read(bytes).isIdentical(to: whole), "dictionaries are replaced between the tables")
        var reader = try ArrowStreamReader(Drip(rest: (bytes + bytes)[...], most: 100_000))
        #expect(reader.tableSchema == tables[0].schema)
        var counts: [Int] = []
        var parts: [Table] = []
        while let part = try reader.next(work: Work()) {
            counts.append(part.count)
            parts.append(part)
        }
        #expect(counts == [65_536, 4464, 9000])
        #expect(try Table.concatenated(parts, work: Work()).isIdentical(to: whole))
        let next = try reader.next(work: Work())
        #expect(next?.count == nil, "the next stream is left where it is")
        var small = try ArrowStreamReader(
            Drip(rest: try Sample.stream([tables[1][0..<9]], of: tables[0].schema)[...], most: 1))
        #expect(try small.rest(work: Work()).isIdentical(to: tables[1][0..<9]))
    }

    @Test func rowsOfTheMiddleAreReadAlone() throws {
        let table = Sample.table(rows: 140_000, missingEvery: 6, seed: 3).selecting(["文本", "code", "flag"])
        let reader = try ArrowReader(ArrowMemory(try Sample.file(table)))
        #expect(reader.batchRows == [65_536, 65_536, 8928])
        for rows in [0..<10, 65_000..<66_000, 131_000..<132_000, 10..<10] {
            for (index, column) in reader.columns.enumerated() {
                let part = try reader.read(column, rows: rows, work: Work()).column
                #expect(part.isIdentical(to: table.columns[index][rows]))
            }
        }
    }

    @Test func anOutputThatFailsFailsTheWriter() {
        final class Full: ArrowOutput {
            func write(_ bytes: [UInt8]) throws(Diagnostic) { throw Diagnostic("file.write", "full") }
        }
        #expect(throws: Diagnostic("file.write", "full")) {
            try ArrowFileWriter.write(Table(["n": .ints([1])]), to: Full(), work: Work())
        }
    }

    /// The seed is the test's argument.
    @Test(arguments: (0..<40).map { UInt64($0) })
    func randomTablesInRandomParts(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rows = Int.random(in: 0..<300, using: &random)
        let all = Sample.table(rows: rows, missingEvery: Int.random(in: 0..<5, using: &random), seed: seed)
        let names = all.schema.names.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))
        let table = all.selecting(Array(names))
        let cuts = [
            0, Int.random(in: 0...rows, using: &random), Int.random(in: 0...rows, using: &random), rows,
        ].sorted()
        let parts = zip(cuts, cuts.dropFirst()).map { table[$0..<$1] }
        let bytes = try Sample.stream(parts, of: table.schema)
        let most = Int.random(in: 1..<200, using: &random)
        var reader = try ArrowStreamReader(Drip(rest: bytes[...], most: most))
        #expect(try reader.rest(work: Work(width: 1)).isIdentical(to: table))
        let placed = try ArrowReader(BytesElsewhere(held: bytes))
        #expect(try placed.table(work: Work()).isIdentical(to: table))
        let range = cuts[1]..<cuts[2]
        for (index, column) in placed.columns.enumerated() {
            let part = try placed.read(column, rows: range, work: Work()).column
            #expect(part.isIdentical(to: table.columns[index][range]))
        }
        for part in parts { #expect(try Sample.read(Sample.file(part)).isIdentical(to: part)) }
    }
}
