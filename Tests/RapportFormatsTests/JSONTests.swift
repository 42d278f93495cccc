import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

/// A whole JSON file, loaded.
struct LoadedJSON {
    var table: Table
    var source: JSONSource
    var lines: [String] { source.loadReport.lines }
    var types: [String] { table.schema.fields.map { "\($0.name) \($0.type)" } }

    init(
        _ text: String, _ options: JSONOptions = JSONOptions(), named name: String = "data.json",
        blockSize: Int = 1 << 20, width: Int = 2
    ) throws {
        try self.init(Array(text.utf8), options, named: name, blockSize: blockSize, width: width)
    }

    init(
        _ bytes: [UInt8], _ options: JSONOptions = JSONOptions(), named name: String = "data.json",
        blockSize: Int = 1 << 20, width: Int = 2
    ) throws {
        let file = try TemporaryFile(bytes, named: name)
        let work = Work(width: width)
        source = try JSONSource.open(path: file.path, options: options, blockSize: blockSize, work: work)
        table = try source.scan(ScanRequest(), work: work).table
    }

    func cells(_ name: String) -> [Scalar] { table[name]?.cells ?? [] }
}

struct JSONTests {
    @Test func nestedObjectsAreFlattened() throws {
        let loaded = try LoadedJSON(
            #"[{"id": 1, "user": {"id": 7, "name": "王芳", "at": {"city": "Köln"}}, "tags": ["a", {"b": 1}]},"#
                + #" {"id": 2, "user": null}, {"user": {"name": null}, "ok": true, "id": 3}]"#)
        #expect(
            loaded.types == [
                "id int", "user.id int", "user.name text", "user.at.city text", "tags text", "ok bool",
            ])
        #expect(loaded.cells("id") == [.int(1), .int(2), .int(3)])
        #expect(loaded.cells("user.name") == [.text("王芳"), .missing, .missing])
        #expect(loaded.cells("tags") == [.text(#"["a",{"b":1}]"#), .missing, .missing])
        #expect(loaded.cells("ok") == [.missing, .missing, .bool(true)])
        #expect(loaded.lines[0] == "data: 3 rows × 6 columns from data.json (UTF-8, JSON)")
        #expect(
            loaded.lines[3]
                == "  user.name     text      category  1 value; 1 without the key; 1 × \"null\" read as missing"
        )
        #expect(
            loaded.lines.last
                == "  1 array kept as JSON text: inside others, beside other values, or of values and objects"
        )
    }

    @Test(arguments: [
        (["1", "-2", "0"], "int"), (["1", "2.5"], "float"), (["1e2", "1"], "float"),
        (["true", "false"], "bool"),
        (["\"1\"", "\"2\""], "text"), (["1", "\"2\""], "text"), (["9223372036854775807"], "int"),
        (["9223372036854775808", "1"], "text"), (["1e999", "1"], "text"), (["null"], "text"),
        (["\"2025-01-31\"", "\"2024-02-29\""], "date"), (["\"2025-02-29\""], "text"),
        (["\"2025-01-31\"", "\"\"", "null"], "date"), (["\"31/01/2025\""], "text"),
        (["\"2025-01-31\"", "\"2025-01-31T08:45:00\""], "datetime"),
        (["\"Tue Oct 31 22:10:47 +0000 2017\"", "\"Wed Nov 01 06:05:00 +0000 2017\""], "datetime"),
        (["\"Mon, 14 May 2001 16:39:00 -0700\"", "\"Fri, 7 Dec 2001 10:06:42 -0800\""], "datetime"),
        (["\"2025-01-31T08:45Z\"", "\"2025-01-31T08:45+01:00\""], "text"), (["[1]", "[]"], "list of int"),
        (["[]", "null"], "list of text"), (["[1.5, 2]", "[null]"], "list of float"),
        (["[\"2025-01-31\"]"], "list of date"), (["[[1]]", "[]"], "list of text"),
        (["[1, \"a\"]"], "list of text"),
        (["[1]", "2"], "text"), (["[{}, 1]"], "text"), (["[{}]"], "text"),
        (["NaN", "1.5", "-Infinity"], "float"),
    ]) func typeOf(_ cells: [String], _ type: String) throws {
        let text = cells.map { "{\"x\": \($0)}\n" }.joined()
        #expect(try LoadedJSON(text, named: "data.jsonl").types == ["x \(type)"], "\(cells)")
    }

    @Test func valuesAreWhatIsWritten() throws {
        let loaded = try LoadedJSON(
            #"{"a": -9223372036854775808, "b": 0.1, "c": "a\u00e9\ud83d\ude00\n\"\/", "d": "2025-01-31T08:45:30+08:00"}"#
                + "\n" + #"{"a": 9223372036854775807, "b": -1e-3, "c": "", "d": null}"#)
        #expect(loaded.cells("a") == [.int(.min), .int(.max)])
        #expect(loaded.cells("b") == [.float(0.1), .float(-0.001)])
        #expect(loaded.cells("c") == [.text("aé😀\n\"/"), .text("")])
        #expect(loaded.table.schema["d"]?.type == .datetime(zone: "+08:00"))
        #expect(loaded.cells("d") == [.datetime(1_738_284_330_000_000), .missing])
    }

    @Test func mixedTypesAreTextAndCounted() throws {
        let text = (0..<30).map { "{\"n\": \($0 == 4 ? "\"ask\"" : "\($0)")}\n" }.joined()
        let loaded = try LoadedJSON(text, named: "data.jsonl", blockSize: 40)
        #expect(loaded.types == ["n text"])
        #expect(loaded.cells("n")[3...5] == [.text("3"), .text("ask"), .text("5")])
        #expect(
            loaded.lines[1].hasSuffix(
                "mixed: 29 numbers, 1 text, all as text: … | cast n=int on_error=missing"))
        #expect(loaded.source.problems.kept.map(\.line) == [5])
        #expect(loaded.source.problems.kept.map(\.row) == [5])
        #expect(loaded.source.problems.kept.map(\.found) == ["ask"])
        let named = try LoadedJSON(text, JSONOptions(missing: ["ask"]), named: "data.jsonl")
        #expect(named.types == ["n int"] && named.cells("n")[4] == .missing)
        #expect(named.lines[1].hasSuffix("1 × \"ask\" read as missing"))
    }

    @Test(arguments: [1, 40, 1 << 20], [1, 2])
    func arraysAreLists(_ blockSize: Int, _ width: Int) throws {
        let text = [
            #"{"id": 1, "tags": ["a", "b"], "items": [{"sku": "x", "at": {"day": "2025-01-31"}}, {"price": 2.5}]}"#,
            #"{"id": 2, "tags": [], "items": []}"#, #"{"id": 3, "tags": null}"#,
            #"{"id": 4, "tags": ["c", null], "tags": ["d"], "items": [null, {"price": 1, "price": 9, "l": [1]}]}"#,
        ].joined(separator: "\n")
        let loaded = try LoadedJSON(text, named: "a.jsonl", blockSize: blockSize, width: width)
        #expect(
            loaded.types == [
                "id int", "tags list of text", "items.sku list of text", "items.at.day list of date",
                "items.price list of float", "items.l list of text",
            ])
        #expect(
            loaded.cells("tags") == [
                .list([.text("a"), .text("b")]), .list([]), .missing, .list([.text("c"), .missing]),
            ])
        #expect(
            loaded.cells("items.price") == [
                .list([.missing, .float(2.5)]), .list([]), .missing, .list([.missing, .float(1)]),
            ])
        #expect(
            loaded.cells("items.l") == [
                .list([.missing, .missing]), .list([]), .missing, .list([.missing, .text("[1]")]),
            ])
        #expect(loaded.source.problems.kept.map(\.row) == [4, 4])
        let alone = try loaded.source.scan(ScanRequest(columns: ["items.price"]), work: Work(width: width))
        #expect(alone.table["items.price"]?.cells == loaded.cells("items.price"))
        #expect(loaded.lines.contains { $0.contains("list of text") && $0.contains("4 in lists") })
    }

    @Test func duplicateKeysAreProblems() throws {
        let loaded = try LoadedJSON(
            "{\"a\": 1}\n{\"a\": 2, \"a\": 3}\n\n{\"a\": null, \"a\": 4}\n", named: "d.ndjson")
        #expect(loaded.cells("a") == [.int(1), .int(2), .missing])
        #expect(loaded.source.problems.count == 2)
        #expect(loaded.source.problems.kept.map(\.line) == [2, 4])
        #expect(loaded.source.problems.kept.map(\.row) == [2, 3])
        #expect(throws: Diagnostic.self) {
            try LoadedJSON("{\"a\": 2, \"a\": 3}", JSONOptions(strict: true), named: "d.ndjson")
        }
    }

    @Test func recordsAreNamed() throws {
        let text =
            #"{"meta": {"n": [1, "]}"]}, "data": {"more": [{"z": 1}], "items": [{"id": 1}, {"id": 2}], "next": {}}, "x": "\""}"#
        for blockSize in [1, 1 << 20] {
            let loaded = try LoadedJSON(text, JSONOptions(records: "data.items"), blockSize: blockSize)
            #expect(loaded.cells("id") == [.int(1), .int(2)])
        }
        let whole = try LoadedJSON(text)
        #expect(whole.table.count == 1)
        #expect(whole.lines.contains { $0.contains("`records=\"data.more\"` reads the rows") })
        let file = try TemporaryFile(text, named: "data.json")
        do throws(Diagnostic) {
            _ = try JSONSource.open(path: file.path, options: JSONOptions(records: "data.item"), work: Work())
            Issue.record("expected an error")
        } catch {
            #expect(error.code == "json.records")
            #expect("\(error.help)".contains("data.items"))
        }
    }

    @Test func emptyForms() throws {
        #expect(try LoadedJSON("[]").table.columns.isEmpty)
        #expect(try LoadedJSON(" [ ] \n").table.count == 0)
        let empty = try LoadedJSON("[{}, {}]")
        #expect(empty.table.count == 2 && empty.table.columns.isEmpty)
        #expect(
            try LoadedJSON("\u{FEFF}{\"a\": 1}\r\n\r\n{\"a\": 2}", named: "d.jsonl").cells("a") == [
                .int(1), .int(2),
            ])
        let names = try LoadedJSON("[{\"\": 1, \"a\\nb\": 2, \"a b\": 3}]")
        #expect(names.table.schema.names == ["column_1", "a b", "a b_2"])
    }

    @Test func wideTextIsDecoded() throws {
        let wide: [UInt8] =
            [0xFF, 0xFE] + "[{\"name\": \"王芳\"}]".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let loaded = try LoadedJSON(wide)
        #expect(loaded.cells("name") == [.text("王芳")])
        #expect(loaded.lines[0].contains("UTF-16LE"))
    }

    /// The code, and where the message says it is.
    @Test(arguments: [
        ("", "json.empty", "is empty"), ("  \n ", "json.empty", "is empty"),
        ("[{\"a\": 1}", "json.truncated", "line 1, column 1"),
        ("[{\"a\": 1},\n {\"a\": ", "json.truncated", "line 2, column 2"),
        (
            "[{\"a\": 1},\n 5]", "json.syntax",
            "line 2, column 2: expected an object as record, found a number"
        ),
        ("[{\"a\": 01}]", "json.syntax", "line 1, column 8"), ("[{\"a\": 1.}]", "json.syntax", "column 8"),
        ("[{\"a\": +1}]", "json.syntax", "expected a value"),
        ("[{'a': 1}]", "json.syntax", "a key in quotes, found `'`"),
        ("[{\"a\" 1}]", "json.syntax", "expected `:`"), ("[{\"a\": 1,}]", "json.syntax", "a key in quotes"),
        ("[{\"a\": [1,]}]", "json.syntax", "column 11"),
        ("[{\"a\": 1]]", "json.syntax", "expected `,` or `}`"),
        ("[{\"a\": tru}]", "json.syntax", "expected a value"),
        ("[{\"a\": 1} {\"a\": 2}]", "json.syntax", "`,` or `]`"),
        ("[{\"a\": 1}] x", "json.syntax", "the end of the file"), ("5", "json.syntax", "an array of objects"),
        ("[{\"a\": \"x\ty\"}]", "json.syntax", "control character"),
        ("[{\"a\": \"\\x\"}]", "json.syntax", "escape"),
        ("[{\"a\": \"\\u12g4\"}]", "json.syntax", "escape"),
        ("{\"a\": 1}}", "json.syntax", "line 1, column 9"),
    ]) func refused(_ text: String, _ code: String, _ message: String) throws {
        let file = try TemporaryFile(text, named: "data.json")
        for blockSize in [1, 1 << 20] {
            do throws(Diagnostic) {
                _ = try JSONSource.open(path: file.path, blockSize: blockSize, work: Work())
                Issue.record("expected \(code) of \(text)")
            } catch {
                #expect("\(error.code)" == code, "\(text): \(error.message)")
                #expect(error.message.contains(message), "\(text): \(error.message)")
            }
        }
    }

    @Test func linesAreRefusedOnTheirLine() throws {
        for (text, code, message) in [
            (
                "{\"a\": 1}\n{\"a\":\n{\"a\": 2}\n", "json.syntax",
                "line 2, column 1: the record that begins here"
            ),
            ("{\"a\": 1} {\"a\": 2}\n", "json.syntax", "line 1, column 10: expected the end of the line"),
            ("{\"a\": 1}\n{\"a\": 2", "json.truncated", "line 2"),
            ("[{\"a\": 1}]\n", "json.syntax", "found an array"),
        ] {
            let file = try TemporaryFile(text, named: "data.jsonl")
            do throws(Diagnostic) {
                _ = try JSONSource.open(path: file.path, work: Work())
                Issue.record("expected \(code) of \(text)")
            } catch {
                #expect(
                    "\(error.code)" == code && error.message.contains(message), "\(text): \(error.message)")
            }
        }
    }

    @Test func invalidTextAndDepthAreRefused() throws {
        func refusal(_ bytes: [UInt8]) throws -> Diagnostic? {
            let file = try TemporaryFile(bytes, named: "data.jsonl")
            do throws(Diagnostic) {
                _ = try JSONSource.open(path: file.path, work: Work())
                return nil
            } catch {
                return error
            }
        }
        let invalid = try refusal(Array("{\"a\": 1}\n{\"a\": \"caf".utf8) + [0xE9] + Array("\"}\n".utf8))
        #expect(invalid?.code == "json.encoding")
        #expect(invalid?.message.contains("line 2, column 11") == true, "\(invalid?.message ?? "")")
        // Surrogates, overlong forms and what is cut short are no UTF-8 either.
        for bytes: [UInt8] in [[0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE7, 0x8E]] {
            #expect(
                try refusal(Array("{\"a\": \"".utf8) + bytes + Array("\"}".utf8))?.code == "json.encoding")
        }
        let deep = { (levels: Int) in
            "{\"a\": " + String(repeating: "[", count: levels) + String(repeating: "]", count: levels) + "}"
        }
        #expect(try refusal(Array(deep(190).utf8)) == nil)
        #expect(try refusal(Array(deep(100_000).utf8))?.code == "json.too-deep")
        let objects = String(repeating: "{\"a\": ", count: 100_000)
        #expect(try refusal(Array(objects.utf8))?.code == "json.too-deep")
        let keys = "{" + (0..<20_001).map { "\"k\($0)\": 1" }.joined(separator: ", ") + "}"
        #expect(try refusal(Array(keys.utf8))?.code == "json.too-many-columns")
    }

    @Test func aFilterAndALimit() throws {
        let text = (0..<1000).map { "{\"id\": \($0), \"g\": \"\($0 % 3)\"}\n" }.joined()
        let file = try TemporaryFile(text, named: "data.jsonl")
        let source = try JSONSource.open(path: file.path, blockSize: 100, work: Work())
        let filter: @Sendable (Table) throws(Diagnostic) -> FilterDecision = { table in
            FilterDecision(
                keep: Bitmap((0..<table.count).map { table.columns[0][$0] == .text("1") }), undecided: 0)
        }
        let all = try source.scan(
            ScanRequest(columns: ["id"], filterColumns: ["g"], filter: filter), work: Work())
        #expect(all.table["id"]?.cells == (0..<1000).filter { $0 % 3 == 1 }.map { .int(Int64($0)) })
        #expect(all.rowsRead == 1000 && all.isComplete)
        let some = try source.scan(
            ScanRequest(columns: ["id"], filterColumns: ["g"], filter: filter, limit: 4), work: Work())
        #expect(some.table["id"]?.cells == [1, 4, 7, 10].map { .int($0) })
        let first = try source.scan(ScanRequest(columns: [], limit: 7), work: Work())
        #expect(first.table.count == 7 && !first.isComplete && first.rowsRead == 7)
        #expect(throws: Diagnostic.self) { try source.scan(ScanRequest(columns: ["x"]), work: Work()) }
    }

    @Test func aFileThatChanges() throws {
        let file = try TemporaryFile("[{\"a\": 1}, {\"a\": 2}]", named: "data.json")
        let source = try JSONSource.open(path: file.path, work: Work())
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file.path))
        try handle.write(contentsOf: Data("[{\"a\": 1}, {\"b\": 2}]".utf8))
        try handle.close()
        do throws(Diagnostic) {
            _ = try source.scan(ScanRequest(), work: Work())
            Issue.record("expected an error")
        } catch {
            #expect(error.code == "file.changed")
        }
    }

    @Test func kindsAreGuessed() throws {
        let loaded = try LoadedJSON(
            (0..<60).map {
                "{\"user\": {\"id\": \($0)}, \"ok\": \($0 % 2 == 0), \"channel\": \"\(["web", "shop"][$0 % 2])\", \"amount\": \($0).5, \"at\": \"2025-01-\(10 + $0 % 20)\"}\n"
            }.joined(), named: "data.jsonl")
        #expect(loaded.source.schema.fields.map(\.kind) == [.id, .flag, .category, .measure, .time])
        #expect(loaded.lines[1].hasSuffix("unique"))
    }
}
