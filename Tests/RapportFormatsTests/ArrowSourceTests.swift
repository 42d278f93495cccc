import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

/// Arrow files as sources: what is read, and what is said of it.
struct ArrowSourceTests {
    /// A file of ours, written where a test can read it.
    private static func saved(_ table: Table, named name: String = "orders.arrow") throws -> TemporaryFile {
        let file = try TemporaryFile([], named: name)
        let replacement = try FileReplacement(file.path)
        try ArrowTableWriter.write(
            table, to: replacement, form: name.hasSuffix("s") ? .stream : .file, work: Work())
        try replacement.commit()
        return file
    }

    private static func orders(_ rows: Int) -> Table {
        let schema = Schema([
            Field("order_id", .int), Field("customer", .text), Field("region", .text),
            Field("amount", .float),
        ])
        return Table(
            schema,
            [
                .ints((0..<rows).map { $0 }),
                .texts((0..<rows).map { "customer number \($0 % (rows / 2 + 1))" }),
                .texts((0..<rows).map { $0 % 10 == 3 ? nil : ["EMEA", "华东"][$0 % 2] }),
                .floats((0..<rows).map { $0 % 7 == 0 ? nil : Double($0) / 4 }),
            ])
    }

    @Test func theReportTellsWhatWasDeclared() throws {
        let file = try Self.saved(Self.orders(1000))
        let source = try ArrowSource.open(path: file.path, work: Work())
        #expect(
            source.loadReport.lines[0]
                == "orders: 1,000 rows × 4 columns from orders.arrow (Arrow, file, 1 batch)")
        #expect(source.schema["order_id"]?.kind == .id)
        #expect(source.schema["region"]?.kind == nil, "not known before it is read")
        _ = try source.scan(ScanRequest(), work: Work())
        #expect(
            Array(source.loadReport.lines.dropFirst()) == [
                "  order_id  int       id        declared int64; unique",
                "  customer  text      text      declared string",
                "  region    text      category  declared string; 2 values; 100 × \"null\" read as missing",
                "  amount    float     measure   declared double; 143 × \"null\" read as missing",
            ])
        #expect(source.problemsByFile.allSatisfy { $0.count == 0 })
    }

    @Test func aScanReadsWhatIsAskedFor() throws {
        let table = Self.orders(150_000)
        for name in ["orders.arrow", "orders.arrows"] {
            let file = try Self.saved(table, named: name)
            let source = try ArrowSource.open(path: file.path, work: Work())
            let one = try source.scan(ScanRequest(columns: ["amount", "order_id"]), work: Work())
            #expect(one.table.schema.names == ["amount", "order_id"] && one.isComplete)
            #expect(one.table.isIdentical(to: table.selecting(["amount", "order_id"])))
            let none = try source.scan(ScanRequest(columns: []), work: Work())
            #expect(none.table.count == 150_000 && none.table.columns.isEmpty)
            let first = try source.scan(ScanRequest(limit: 10), work: Work())
            #expect(
                first.table.isIdentical(to: table.prefix(10)) && first.rowsRead == 10 && !first.isComplete)
            #expect(throws: Diagnostic.self) {
                try source.scan(ScanRequest(columns: ["amuont"]), work: Work())
            }
        }
    }

    @Test(arguments: [1, 2])
    func filtersAndLimitsGiveTheFirstRowsThatPass(width: Int) throws {
        let table = Self.orders(150_000)
        let file = try Self.saved(table)
        let source = try ArrowSource.open(path: file.path, work: Work())
        let filter: @Sendable (Table) throws(Diagnostic) -> FilterDecision = { block in
            let amounts = block["amount"]
            let keep = (0..<block.count).map { row in
                if case .float(let amount)? = amounts?[row] { amount > 30_000 } else { false }
            }
            return FilterDecision(keep: Bitmap(keep), undecided: amounts?.missingCount ?? 0)
        }
        let wanted = (0..<table.count).filter { $0 % 7 != 0 && $0 > 120_000 }.map(Int32.init)
        let expected = try table.gathered(at: Buffer(wanted), work: Work())
        var request = ScanRequest(columns: ["order_id", "region"], filterColumns: ["amount"], filter: filter)
        let all = try source.scan(request, work: Work(width: width))
        #expect(all.table.isIdentical(to: expected.selecting(["order_id", "region"])))
        #expect(all.rowsRead == 150_000 && all.undecided == table["amount"]?.missingCount)
        request.limit = 5
        let few = try source.scan(request, work: Work(width: width))
        #expect(few.table.isIdentical(to: all.table.prefix(5)))
    }

    @Test func whatWasSavedComesBackWithItsMeaning() throws {
        let schema = Schema(
            [
                Field("id", .int, kind: .measure, role: "customer"),
                Field("x", .float, kind: .measure, unit: "CNY", isPrivate: true),
            ], rowGrain: ["x", "id"])
        let table = Table(schema, [.ints([1, 2]), .floats([nil, 0.5])])
        let file = try Self.saved(table)
        let source = try ArrowSource.open(path: file.path, work: Work())
        #expect(source.schema == schema, "a stated kind is not guessed again")
        #expect(try source.scan(ScanRequest(), work: Work()).table.schema == schema)
        #expect(try source.scan(ScanRequest(columns: ["x"]), work: Work()).table.schema.rowGrain == [])
        #expect(source.loadReport.columns[1].sentence.hasPrefix("declared double; unit CNY; private"))
    }

    @Test func aCancelledScanStops() throws {
        let file = try Self.saved(Self.orders(100))
        let source = try ArrowSource.open(path: file.path, work: Work())
        let work = Work()
        work.cancel()
        #expect(throws: Diagnostic.cancelled) { try source.scan(ScanRequest(), work: work) }
    }

    @Test func memoryIsAskedForFirst() throws {
        let file = try Self.saved(Self.orders(100_000))
        let source = try ArrowSource.open(path: file.path, work: Work())
        let work = Work(memory: MemoryBudget(limit: 500_000))
        let failure = #expect(throws: Diagnostic.self) { try source.scan(ScanRequest(), work: work) }
        #expect(failure?.code == "memory.limit" && failure?.message.contains("column `order_id`") == true)
    }

    @Test func aFileThatIsCutShortIsSaid() throws {
        let file = try Self.saved(Self.orders(100))
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.path)))
        let cut = try TemporaryFile(Array(bytes.dropLast(20)), named: "orders.arrow")
        let failure = #expect(throws: Diagnostic.self) { try ArrowSource.open(path: cut.path, work: Work()) }
        #expect(failure?.code == "file.cut-short")
        let gone = #expect(throws: Diagnostic.self) {
            try ArrowSource.open(path: "/nowhere.arrow", work: Work())
        }
        #expect(gone?.code == "file.not-found")
    }
}
