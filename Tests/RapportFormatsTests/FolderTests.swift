import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

struct FolderTests {
    private func folder(_ texts: [String]) throws -> (FolderSource, [TemporaryFile]) {
        let files = try texts.map { try TemporaryFile($0, named: $0.hasPrefix("{") ? "x.jsonl" : "x.csv") }
        let sources = try files.enumerated().map { index, file in
            let isJSON = file.path.hasSuffix("jsonl")
            let source: any ReportingSource =
                isJSON
                ? try JSONSource.open(path: file.path, work: Work())
                : try CSVSource.open(path: file.path, work: Work())
            return FolderSource.File(name: "f\(index)", source: source)
        }
        return (try FolderSource(sources, folder: "shop/"), files)
    }

    @Test func filesAreOneTable() throws {
        let (source, files) = try folder([
            "id,x,day\n1,2,2025-01-31\n2,3,\n", "x,id,day\n0.5,3,\n",
            "{\"day\": \"2025-02-01\", \"id\": 4, \"x\": null}\n",
        ])
        let result = try source.scan(ScanRequest(), work: Work())
        #expect(result.table.schema.names == ["id", "x", "day", "file"])
        #expect(result.table.schema.fields.map(\.type) == [.int, .float, .date, .text])
        #expect(result.schema.fields.map(\.type) == [.int, .float, .date, .text] && result.isComplete)
        #expect(result.table["id"]?.cells == [1, 2, 3, 4].map { .int($0) })
        #expect(result.table["x"]?.cells == [.float(2), .float(3), .float(0.5), .missing])
        #expect(result.table["day"]?.cells == [.date(20_119), .missing, .missing, .date(20_120)])
        #expect(result.table["file"]?.cells == ["f0", "f0", "f1", "f2"].map { .text($0) })
        #expect(source.loadReport.lines[0].hasPrefix("shop/: 4 rows × 4 columns from 3 files of shop/"))
        withExtendedLifetime(files) {}
    }

    @Test func differencesNameFileAndColumn() throws {
        for (texts, message) in [
            (["id,x\n1,2\n", "id,y\n1,2\n"], "`f1` has no column `x`, which `f0` has"),
            (["id\n1\n", "id,y\n1,2\n"], "`f1` has a column `y`, which `f0` has not"),
        ] {
            do throws(Diagnostic) {
                _ = try Result { try folder(texts) }.mapError { $0 as? Diagnostic ?? .internalError("\($0)") }
                    .get()
                Issue.record("expected an error")
            } catch {
                #expect(error.code == "load.schema" && error.message.hasPrefix(message), "\(error.message)")
            }
        }
        let (source, files) = try folder(["id,x\n1,2\n", "id,x\n1,\n", "id,x\n1,b\n"])
        do throws(Diagnostic) {
            _ = try source.scan(ScanRequest(), work: Work())
            Issue.record("expected an error")
        } catch {
            #expect(
                error.message.hasPrefix("`f2` has `x` as text, found it as int in `f0`"), "\(error.message)")
        }
        // What is not read does not matter.
        #expect(try source.scan(ScanRequest(columns: ["id"]), work: Work()).table.count == 3)
        withExtendedLifetime(files) {}
    }

    @Test func aFilterAndALimit() throws {
        let texts = (0..<5).map { file in
            "id,g\n" + (0..<100).map { "\(file * 100 + $0),\($0 % 10)\n" }.joined()
        }
        let (source, files) = try folder(texts)
        let request = ScanRequest(
            columns: ["id", "file"], filterColumns: ["g", "file"],
            filter: { (table) throws(Diagnostic) in
                let keep = (0..<table.count).map { row in
                    table["g"]?[row] == .int(3) && table["file"]?[row] != .text("f1")
                }
                return FilterDecision(keep: Bitmap(keep), undecided: 0)
            }, limit: 15)
        let result = try source.scan(request, work: Work())
        let expected = (0..<500).filter { $0 % 10 == 3 && $0 / 100 != 1 }.prefix(15)
        #expect(result.table["id"]?.cells == expected.map { .int(Int64($0)) })
        #expect(result.table["file"]?[10] == .text("f2"))
        let first = try source.scan(ScanRequest(columns: ["file"], limit: 150), work: Work())
        #expect(first.table.count == 150 && first.table["file"]?[149] == .text("f1") && !first.isComplete)
        withExtendedLifetime(files) {}
    }

    /// The int that one file's sample promised is a float far behind it: the filter is asked only once it is known.
    @Test func aTypeThatIsContradicted() throws {
        let long = "id,x\n" + (0..<200_000).map { "\($0),\($0 == 17_003 ? "2.5" : "1")\n" }.joined()
        let (source, files) = try folder(["id,x\n1,1\n", long])
        let request = ScanRequest(
            columns: ["id"], filterColumns: ["x"],
            filter: { (table) throws(Diagnostic) in
                FilterDecision(
                    keep: Bitmap((0..<table.count).map { table["x"]?[$0] == .float(2.5) }), undecided: 0)
            })
        let first = try source.scan(request, work: Work())
        #expect(!first.isComplete && first.table.count == 0 && first.schema["x"]?.type == .float)
        let second = try source.scan(request, work: Work())
        #expect(second.isComplete && second.table["id"]?.cells == [.int(17_003)])
        withExtendedLifetime(files) {}
    }
}
