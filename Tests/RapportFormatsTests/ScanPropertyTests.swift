import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

/// Random files, cut at every boundary: the fast reader against the obvious one.
struct ScanPropertyTests {
    struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    static let pieces = [
        "a", "b", "王", "芳", "é", "😀", " ", "\"", "\n", "\r\n", ",", "x y", "007", "N/A", "\r",
        "long text that fills a word or two",
    ]

    static func text(_ random: inout Seeded) -> String {
        (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
    }

    /// As a writer might, quoted or not; what would not read back is quoted.
    static func written(_ text: String, _ random: inout Seeded) -> String {
        let needs = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
        return needs || Bool.random(using: &random)
            ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    @Test(arguments: 0..<30) func textAgrees(_ seed: Int) throws {
        var random = Seeded(state: UInt64(seed))
        let columns = Int.random(in: 2...5, using: &random)
        let end = Bool.random(using: &random) ? "\n" : "\r\n"
        var file = (0..<columns).map { "c\($0)" }.joined(separator: ",") + end
        for _ in 0..<Int.random(in: 0...30, using: &random) {
            if Int.random(in: 0..<12, using: &random) == 0 { file += end }
            // One row in ten is too short or too long.
            let isRagged = Int.random(in: 0..<10, using: &random) == 0
            let count = isRagged ? Int.random(in: 1...columns + 2, using: &random) : columns
            file +=
                (0..<count).map { _ in Self.written(Self.text(&random), &random) }.joined(separator: ",")
                + end
        }
        if Bool.random(using: &random), file.hasSuffix(end) { file.removeLast() }
        let options = CSVOptions(delimiter: ",", header: true)
        var expected: [[String?]] = []
        for record in ReferenceParser.records(file).dropFirst() {
            let surplus = record.dropFirst(columns)
            if !surplus.allSatisfy({ $0.isBlank }) { continue }
            var row = record.prefix(columns).map { $0.isBlank ? nil : $0.text } as [String?]
            while row.count < columns { row.append(nil) }
            expected.append(row)
        }
        var first: [[Scalar]]?
        for blockSize in [1, 7, 61, 64, 1 << 19] {
            for width in blockSize == 1 ? [2] : [1, 2] {
                let loaded = try Loaded(
                    file, options, blockSize: blockSize, expectedRows: blockSize == 61 ? 2 : nil, width: width
                )
                let found = loaded.table.columns.map(\.cells)
                #expect(loaded.table.count == expected.count, "seed \(seed), blocks of \(blockSize)")
                guard loaded.table.count == expected.count else { return }
                if let first {
                    #expect(found == first, "seed \(seed), blocks of \(blockSize), width \(width)")
                }
                first = first ?? found
                for (index, column) in loaded.table.columns.enumerated() where column.type == .text {
                    let texts = column.cells.map {
                        if case .text(let text) = $0 { text } else { nil as String? }
                    }
                    #expect(
                        texts == expected.map { $0[index] }, "seed \(seed), blocks of \(blockSize), c\(index)"
                    )
                }
            }
        }
    }

    /// Typed columns with a surprise far behind the sample's reach cannot be had in a small file, so the
    /// types are checked against the cells themselves.
    @Test(arguments: 0..<20) func valuesAgree(_ seed: Int) throws {
        var random = Seeded(state: UInt64(seed) &+ 1_000_000)
        let rows = Int.random(in: 1...200, using: &random)
        var ints: [Int?] = []
        var floats: [Double?] = []
        var days: [Int32?] = []
        var flags: [Bool?] = []
        var texts: [String?] = []
        func some<Value>(_ value: Value) -> Value? {
            Int.random(in: 0..<8, using: &random) == 0 ? nil : value
        }
        for _ in 0..<rows {
            ints.append(
                some(
                    Int.random(in: Int.min...Int.max, using: &random)
                        >> Int.random(in: 0..<64, using: &random)))
            floats.append(
                some(Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))).flatMap {
                    $0.isFinite ? $0 : nil
                })
            days.append(some(Int32.random(in: -700_000...2_900_000, using: &random)))
            flags.append(some(Bool.random(using: &random)))
            texts.append(some(Self.text(&random) + "t"))
        }
        // So that each column is what it is meant to be, whatever chance gave.
        (ints[0], floats[0], days[0], flags[0]) = (7, 0.5, 0, true)
        let table = Table([
            "number": .ints(ints), "ratio": .floats(floats), "day": .dates(days), "flag": .bools(flags),
            "words": .texts(texts), "stamp": .datetimes(days.map { $0.map { Int64($0) * 86_399_999_983 } }),
        ])
        let bytes = CSVWriter.text(of: table)
        for blockSize in [13, 64, 200, 1 << 19] {
            let loaded = try Loaded(bytes, blockSize: blockSize, width: blockSize % 2 + 1)
            #expect(loaded.table.schema.names == table.schema.names)
            for (index, column) in loaded.table.columns.enumerated() {
                let name = table.schema.names[index]
                #expect(column.type == table.columns[index].type, "seed \(seed), \(name)")
                #expect(
                    column.cells == table.columns[index].cells,
                    "seed \(seed), blocks of \(blockSize), \(name)")
            }
        }
    }

    @Test func filterAndLimitAgreeAtEveryWidthAndBlock() throws {
        var file = "id,name,amount\n"
        for row in 0..<500 { file += "\(row),\"n\(row % 7)\",\(Double(row) / 4)\n" }
        let data = try TemporaryFile(file)
        var results: Set<String> = []
        for blockSize in [1, 50, 333, 4096] {
            for width in [1, 2] {
                let work = Work(width: width)
                let source = try CSVSource.open(path: data.path, blockSize: blockSize, work: work)
                let request = ScanRequest(
                    columns: ["name", "id"], filterColumns: ["amount"],
                    filter: { (table) throws(Diagnostic) in
                        let keep = table["amount"]?.cells.map { ($0.number ?? 0) >= 50 } ?? []
                        return FilterDecision(keep: Bitmap(keep), undecided: 1)
                    }, limit: 9)
                let result = try source.scan(request, work: work)
                #expect(result.table.schema.names == ["name", "id"])
                #expect(result.isComplete == false)
                results.insert("\(result.table.columns.map(\.cells))")
                if blockSize == 4096, width == 1 {
                    #expect(result.table["id"]?.cells == (200..<209).map { .int(Int64($0)) })
                }
                let head = try source.scan(ScanRequest(limit: 3), work: work)
                #expect(head.table["id"]?.cells == [.int(0), .int(1), .int(2)])
                #expect(head.rowsRead == 3 && !head.isComplete)
                let none = try source.scan(ScanRequest(columns: []), work: work)
                #expect(none.table.count == 500 && none.isComplete)
            }
        }
        #expect(results.count == 1)
    }
}
