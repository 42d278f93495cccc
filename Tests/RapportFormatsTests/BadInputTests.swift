import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

/// Files that are no good: each a clear error, or counted problems beside the rows that are.
struct BadInputTests {
    private func refusal(_ bytes: [UInt8], _ options: CSVOptions = CSVOptions()) throws -> Diagnostic? {
        do {
            _ = try Loaded(bytes, options)
            return nil
        } catch let diagnostic as Diagnostic {
            return diagnostic
        }
    }

    @Test func missingFileAndFolder() throws {
        let work = Work()
        #expect(throws: Diagnostic.self) { try CSVSource.open(path: "/nowhere/at.csv", work: work) }
        do throws(Diagnostic) {
            _ = try CSVSource.open(path: "/nowhere/at.csv", work: work)
        } catch {
            #expect(error.code == "file.not-found")
        }
        do throws(Diagnostic) {
            _ = try CSVSource.open(path: "/tmp", work: work)
        } catch {
            #expect(error.code == "file.is-folder")
        }
    }

    @Test func emptyAndBinary() throws {
        #expect(try refusal([])?.code == "csv.empty")
        #expect(try refusal(Array("\n\n\r\n".utf8))?.code == "csv.empty")
        #expect(try refusal([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 3, 0])?.code == "csv.binary")
    }

    @Test func headerOnly() throws {
        for text in ["id,name", "id,name\n", "id,name\r\n", "\u{FEFF}id,name\n"] {
            let loaded = try Loaded(text)
            #expect(loaded.table.count == 0)
            #expect(loaded.types == ["id text", "name text"])
            #expect(loaded.report.rows == 0)
        }
    }

    @Test func raggedRows() throws {
        let loaded = try Loaded("a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12,,\n13,14,15\n")
        #expect(loaded.cells("a") == [.int(1), .int(4), .int(10), .int(13)])
        #expect(loaded.cells("c") == [.int(3), .missing, .int(12), .int(15)])
        #expect(loaded.source.problems.count == 2)
        let table = loaded.source.problems.table
        #expect(table.schema.names == ["file", "line", "row", "column", "found", "expected"])
        #expect(table["line"]?.cells == [.int(3), .int(4)])
        #expect(table["row"]?.cells == [.int(2), .missing])
        #expect(table["found"]?.cells == [.text("2 cells: 4,5"), .text("4 cells: 6,7,8,9")])
        let notes = loaded.report.notes.map(\.code)
        #expect(notes == ["csv.long-rows", "csv.short-rows", "csv.trailing-delimiters"])
    }

    @Test func strictStopsAtTheFirstWithoutItsValues() throws {
        let error = try refusal(
            Array("a,b\n1,2\nsecret,3,4\n".utf8), CSVOptions(strict: true))
        #expect(error?.code == "csv.row-does-not-fit")
        #expect(error?.message == "`data.csv`, line 3: expected 2 cells, found 3 cells")
    }

    @Test func openQuote() throws {
        let error = try refusal(Array("a,b\n1,2\n3,\"never closed\n4,5\n".utf8))
        #expect(error?.code == "csv.open-quote")
        #expect(error?.message.contains("line 3, column `b`") == true)
        let letters = try Loaded("a,b\n1,2\n3,\"never closed\n4,5\n", CSVOptions(quote: .none))
        #expect(letters.cells("b") == [.text("2"), .text("\"never closed"), .text("5")])
    }

    @Test func quotesInTheMiddleAreLetters() throws {
        let loaded = try Loaded("a,b\n5\" pipe,x\n\"abc\"def,y\n")
        #expect(loaded.cells("a") == [.text("5\" pipe"), .text("abcdef")])
        #expect(loaded.source.problems.kept.map(\.line) == [3])
    }

    /// Found by random files: the stray quote stood in a cell that no column has.
    @Test func strayQuotesInCellsTooMany() throws {
        let loaded = try Loaded("a,b\n\"x\"y,1,\"p\"q\n2,3,\"\"\" \"z\n\"4\"w,5\n")
        #expect(loaded.cells("a") == [.text("4w")])
        #expect(loaded.source.problems.kept.map(\.line) == [2, 3, 4])
        #expect(loaded.source.problems.kept.map(\.row) == [nil, nil, 1])
    }

    /// Found by random files: missing rows counted as the first word of their block.
    @Test func wordsKeptAsTextAreCountedAtEveryBlock() throws {
        let cells = ["x", "N/A", "", "N/A", "", "y", "N/A"]
        for blockSize in [1, 5, 9, 1 << 19] {
            let loaded = try Loaded("k,v\n" + cells.map { "w,\($0)\n" }.joined(), blockSize: blockSize)
            #expect(loaded.lines[2].contains("3 × \"N/A\" kept as text"))
        }
    }

    @Test func oddNames() throws {
        let loaded = try Loaded("x,x,, two  words ,\"line\nend\",where,x_2\n1,2,3,4,5,6,7\n")
        #expect(
            loaded.table.schema.names == ["x", "x_3", "column_3", "two words", "line end", "where", "x_2"])
        #expect(
            loaded.report.notes.map(\.code) == ["csv.names-folded", "csv.names-empty", "csv.names-repeated"])
    }

    @Test func invalidTextIsMendedAndCounted() throws {
        // Far from the beginning, so that the sample is valid.
        var bytes = Array("id,name\n".utf8)
        for row in 0..<30_000 { bytes += Array("\(row),name \(row)\n".utf8) }
        bytes += Array("30000,caf".utf8) + [0xE9, 0x0A]
        let loaded = try Loaded(bytes)
        #expect(loaded.table.count == 30_001)
        #expect(loaded.table["name"]?[30_000] == .text("caf\u{FFFD}"))
        #expect(loaded.source.problems.kept.map(\.line) == [30_002])
        #expect(loaded.source.problems.kept.map(\.column) == ["name"])
    }

    /// Found by random files: a cell that was seen before was not counted again.
    @Test(arguments: [1, 9, 1 << 19]) func everyMendedCellIsCounted(_ blockSize: Int) throws {
        let rows = (0..<6).flatMap { row -> [UInt8] in Array("\(row),a".utf8) + [0xFF, 0x0A] }
        let loaded = try Loaded(
            Array("k,v\n".utf8) + rows, CSVOptions(encoding: .utf8), blockSize: blockSize)
        #expect(loaded.source.problems.count == 6)
        #expect(loaded.cells("v") == Array(repeating: .text("a\u{FFFD}"), count: 6))
    }

    @Test func aByteThatIsNoTextIsCounted() throws {
        var bytes = Array("id,name\n".utf8)
        for row in 0..<30_000 { bytes += Array("\(row),n\n".utf8) }
        bytes += Array("1,x".utf8) + [0] + Array("y\n".utf8)
        let loaded = try Loaded(bytes)
        #expect(loaded.table["name"]?[30_000] == .text("x\0y"))
        #expect(loaded.source.problems.count == 1)
    }

    @Test func aLineOfManyMegabytes() throws {
        let long = String(repeating: "x", count: 100_000_000)
        let loaded = try Loaded("id,text\n1,short\n2,\"\(long)\"\n3,end\n")
        #expect(loaded.cells("id") == [.int(1), .int(2), .int(3)])
        guard case .text(let text) = loaded.table["text"]?.layout else {
            Issue.record("expected text")
            return
        }
        #expect((0..<3).map { Int(text.offsets[$0 + 1] - text.offsets[$0]) } == [5, 100_000_000, 3])
    }

    @Test func manyColumns() throws {
        let names = (0..<10_000).map { "c\($0)" }.joined(separator: ",")
        let row = (0..<10_000).map(String.init).joined(separator: ",")
        let loaded = try Loaded("\(names)\n\(row)\n\(row)\n")
        #expect(loaded.table.count == 2)
        #expect(loaded.table["c9999"]?.cells == [.int(9999), .int(9999)])
        #expect(loaded.lines.count < 300)
    }

    @Test func numbersBeyond64Bits() throws {
        let loaded = try Loaded("n,m\n9223372036854775807,-9223372036854775808\n9223372036854775808,1\n")
        #expect(loaded.types == ["n text", "m int"])
        #expect(loaded.cells("m") == [.int(.min), .int(1)])
        #expect(loaded.lines[1].contains("1 whole number has more digits than 64 bits hold"))
    }

    @Test func cutShortWhileRead() throws {
        let file = try TemporaryFile("a,b\n" + String(repeating: "1,2\n", count: 100_000))
        let work = Work()
        let source = try CSVSource.open(path: file.path, work: work)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file.path))
        try handle.truncate(atOffset: 1000)
        try handle.close()
        do throws(Diagnostic) {
            _ = try source.scan(ScanRequest(), work: work)
            Issue.record("expected an error")
        } catch {
            #expect(error.code == "file.cut-short")
        }
    }

    @Test func grownWhileRead() throws {
        let file = try TemporaryFile("a,b\n1,2\n")
        let work = Work()
        let source = try CSVSource.open(path: file.path, work: work)
        try Data("a,b\n1,2\n3,4\n".utf8).write(to: URL(fileURLWithPath: file.path))
        let result = try source.scan(ScanRequest(), work: work)
        #expect(result.table.count == 1)
        #expect(source.loadReport.notes.map(\.code) == ["file.grew"])
    }

    @Test func cancelled() throws {
        let file = try TemporaryFile("a,b\n" + String(repeating: "1,2\n", count: 10_000))
        let work = Work()
        let source = try CSVSource.open(path: file.path, work: work)
        work.cancel()
        do throws(Diagnostic) {
            _ = try source.scan(ScanRequest(), work: work)
            Issue.record("expected an error")
        } catch {
            #expect(error.code == "run.cancelled")
        }
    }

    @Test(arguments: ["UTF-16LE", "UTF-16BE", "GB18030", "Windows-1252"]) func encodings(_ name: String)
        throws
    {
        let text = name == "Windows-1252" ? "id,name\n1,café crème\n" : "id,name\n1,王芳\n2,李伟在上海\n"
        guard let encoding = TextEncoding(name: name) else {
            Issue.record("no encoding")
            return
        }
        let bytes: [UInt8]
        switch encoding {
        case .utf16LittleEndian:
            bytes = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        case .utf16BigEndian:
            bytes = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        case .windows1252: bytes = text.unicodeScalars.map { UInt8($0.value) }
        default:
            bytes =
                Array("id,name\n1,".utf8) + [0xCD, 0xF5, 0xB7, 0xBC] + Array("\n2,".utf8)
                + [0xC0, 0xEE, 0xCE, 0xB0, 0xD4, 0xDA, 0xC9, 0xCF, 0xBA, 0xA3, 0x0A]
        }
        let loaded = try Loaded(bytes)
        let first = name == "Windows-1252" ? "café crème" : "王芳"
        #expect(loaded.cells("name").first == .text(first))
        #expect(loaded.report.encoding.hasPrefix(name))
    }
}
