import Foundation
import RapportArrow
import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

/// Files that pyarrow and polars wrote; `golden.py` makes them.
enum Golden {
    static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("Golden")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    static func reader(_ name: String) throws -> ArrowReader {
        try ArrowReader(ArrowMemory(bytes(name), name: name))
    }

    static func table(_ name: String) throws -> Table { try reader(name).table(work: Work()) }

    static var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }
}

extension Table {
    func cells(_ name: String) -> [Scalar] {
        self[name].map { column in (0..<count).map { column[$0] } } ?? []
    }
}

struct GoldenTests {
    private static let long = "a longer text of more than twelve bytes"
    /// 2025-01-31, and 09:30:00.123456 of it.
    private static let day: Int32 = 20_119
    private static let at = Int64(day) * 86_400_000_000 + 34_200_123_456

    private static let expected: [(name: String, type: ColumnType, first: Scalar, third: Scalar)] =
        ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"].map {
            ($0, .int, .int(7), .int(100))
        } + [
            ("float16", .float, .float(1.5), .float(-0.25)), ("float32", .float, .float(1.5), .missing),
            ("float64", .float, .float(1.1), .missing), ("bool", .bool, .bool(true), .bool(false)),
            ("null", .text, .missing, .missing), ("string", .text, .text("王芳"), .text(long)),
            ("large_string", .text, .text("王芳"), .text(long)),
            ("string_view", .text, .text("王芳"), .text(long)),
            ("dictionary8", .text, .text("王芳"), .text(long)),
            ("dictionary_u16", .text, .text("a"), .text("b")),
            ("dictionary_of_int", .int, .int(20), .int(10)),
            ("dictionary_loose", .text, .text("a"), .text("a")),
            ("date32", .date, .date(day), .date(day)), ("date64", .date, .date(day), .date(day)),
            ("timestamp_s", .datetime(zone: nil), .datetime(at - 123_456), .datetime(at - 123_456)),
            ("timestamp_ms", .datetime(zone: nil), .datetime(at - 456), .datetime(at - 456)),
            ("timestamp_us", .datetime(zone: nil), .datetime(at), .datetime(at)),
            ("timestamp_ns", .datetime(zone: nil), .datetime(at), .datetime(at)),
            ("timestamp_utc", .datetime(zone: "UTC"), .datetime(at), .datetime(at)),
            ("timestamp_zone", .datetime(zone: "+08:00"), .datetime(at - 456), .datetime(at - 456)),
            ("duration_s", .duration, .duration(-5_000_000), .duration(1_500_000_000)),
            ("duration_ms", .duration, .duration(-5000), .duration(1_500_000)),
            ("duration_us", .duration, .duration(-5), .duration(1500)),
            ("duration_ns", .duration, .duration(-1), .duration(1)),
            ("time32", .duration, .duration(1_000_000), .duration(86_399_000_000)),
            ("time64", .duration, .duration(1), .duration(86_399_000_000)),
            ("decimal128", .float, .float(12.34), .float(-0.01)),
            ("decimal128_int", .int, .int(12), .int(-7)),
            ("decimal256", .float, .float(12.5), .float(-1e40)),
            ("struct.id", .int, .int(1), .missing), ("struct.in.name", .text, .text("A"), .missing),
        ]

    @Test(arguments: [
        "types.arrow", "types.arrows", "types_lz4.arrow", "types_zstd.arrows", "types_v4.arrow",
        "types_before_0_15.arrows", "sliced.arrow", "empty.arrow",
    ])
    func everyType(name: String) throws {
        let reader = try Golden.reader(name)
        let table = try reader.table(work: Work())
        let rows = name == "empty.arrow" ? [] : name == "sliced.arrow" ? [1, 2, 2] : [0, 1, 2]
        #expect(table.count == rows.count)
        #expect(reader.form == (name.hasSuffix("s") ? .stream : .file))
        #expect(reader.packing == (name.contains("lz4") ? ["LZ4"] : name.contains("zstd") ? ["zstd"] : []))
        let isOld = name.contains("v4") || name.contains("before")
        let expected = Self.expected.filter { !isOld || $0.name != "string_view" }
        #expect(table.schema.names.sorted() == expected.map(\.name).sorted())
        for (name, type, first, third) in expected {
            #expect(table.schema[name]?.type == type, "\(name)")
            #expect(table.cells(name) == rows.map { [first, .missing, third][$0] }, "\(name)")
        }
        // By place, and not from memory.
        let elsewhere = try ArrowReader(BytesElsewhere(held: Golden.bytes(name))).table(work: Work(width: 1))
        #expect(elsewhere.isIdentical(to: table))
    }

    @Test func whatWasLostIsCounted() throws {
        func facts(_ file: String, _ name: String) throws -> ArrowFacts {
            let reader = try Golden.reader(file)
            let column = try #require(reader.columns.first { $0.name == name })
            return try reader.read(column, rows: 0..<reader.rows, work: Work()).facts
        }
        #expect(try facts("types.arrow", "float64").notNumbers == 1)
        #expect(try facts("types.arrow", "float64").missing == 1)
        #expect(try facts("types.arrow", "struct.id").missing == 2)
        #expect(try facts("types.arrow", "decimal128").rounded == 0)
        #expect(try facts("types.arrow", "decimal256").rounded == 1)
        #expect(try facts("nanoseconds.arrow", "t").cut == 2)
        #expect(
            try Golden.table("nanoseconds.arrow").cells("t") == [
                .datetime(1), .datetime(2), .missing, .datetime(-1),
            ])
    }

    @Test func batchesOfFeather() throws {
        let reader = try Golden.reader("batches.feather")
        #expect(reader.batchRows == [32, 32, 32, 4])
        let table = try reader.table(work: Work())
        #expect(table.cells("n") == (0..<100).map { .int($0) })
        #expect(table.cells("s") == (0..<100).map { .text("text \($0 % 7)") })
    }

    @Test func dictionariesGrowAndAreReplaced() throws {
        let table = try Golden.table("dictionaries.arrows")
        #expect(
            table.cells("d") == ["a", nil, "b", "a", "y", "x", "x"].map { $0.map { .text($0) } ?? .missing })
        var reader = try ArrowStreamReader(Drip(rest: try Golden.bytes("dictionaries.arrows")[...], most: 7))
        #expect(try reader.rest(work: Work()).isIdentical(to: table))
    }

    @Test(arguments: ["polars.arrow", "polars.arrows", "polars_zstd.arrow", "polars_oldest.arrow"])
    func filesOfPolars(name: String) throws {
        let table = try Golden.table(name)
        #expect(table.cells("id") == [.int(1), .missing, .int(3)])
        #expect(table.cells("名") == [.text("王芳"), .missing, .text(Self.long)])
        for name in ["cat", "enum"] { #expect(table.cells(name) == [.text("u"), .missing, .text("v")]) }
        #expect(table.cells("day") == [.date(Self.day), .missing, .date(-1)])
        #expect(table.schema["at"]?.type == .datetime(zone: "Asia/Shanghai"))
        // Polars took 09:30 for one of UTC.
        #expect(table.cells("at")[0] == .datetime(Int64(Self.day) * 86_400_000_000 + 34_200_000_000))
        #expect(table.cells("span") == [.duration(1_000_000), .missing, .duration(-86_400_000_000)])
        #expect(table.cells("flag") == [.bool(true), .missing, .bool(false)])
        #expect(table.cells("x") == [.float(0.5), .missing, .missing])
    }

    @Test func whatNoColumnHoldsIsRefusedByName() throws {
        let reader = try Golden.reader("refused.arrow")
        let failure = #expect(throws: Diagnostic.self) { try reader.table(work: Work()) }
        #expect(failure?.code == "arrow.unsupported")
        for part in [
            "6 columns", "`bytes` (binary)", "`map` (map)", "`interval` (interval)", "`union` (sparse_union)",
        ] {
            #expect(failure?.message.contains(part) == true, "\(part): \(failure?.message ?? "")")
        }
        #expect(failure?.help.first?.text == "read the others: columns=[\"ok\", \"after\"]")
        // The ones around them are read all the same.
        for (name, cell) in [("ok", Scalar.int(1)), ("after", .text("z"))] {
            let column = try #require(reader.columns.first { $0.name == name })
            #expect(try reader.read(column, rows: 0..<1, work: Work()).column[0] == cell)
        }
    }

    @Test func numbersBeyondAnIntAreAnError() throws {
        let failure = #expect(throws: Diagnostic.self) { try Golden.table("too_large.arrow") }
        #expect(failure?.code == "arrow.out-of-range")
        #expect(failure?.message.contains("column `n` of `too_large.arrow`: 2 of 4 values of uint64") == true)
    }

    @Test func lists() throws {
        let table = try Golden.table("lists.arrow")
        #expect(table.schema["ints"]?.type == .list(of: .int))
        #expect(
            table.cells("ints") == [
                .list([.int(1), .int(2)]), .missing, .list([]), .list([.missing, .int(3)]),
            ])
        #expect(
            table.cells("texts") == [
                .list([.text("a")]), .list([.text("王"), .text("")]), .missing, .list([]),
            ])
        #expect(
            table.cells("fixed") == [
                .list([.float(1.5), .float(2.5)]), .missing, .list([.missing, .float(0)]),
                .list([.float(1), .float(2)]),
            ])
        #expect(
            table.cells("codes") == [
                .list([.text("x"), .text("y")]), .list([.text("x")]), .missing, .list([]),
            ])
        if case .list(let fixed)? = table["fixed"]?.layout {
            #expect(fixed.elements.count == 6, "nothing is left under the missing row")
        }
        #expect(try Sample.read(Sample.file(table)).isIdentical(to: table))
        let rows = table[1..<3]
        #expect(try Sample.read(Sample.file(rows)).isIdentical(to: rows))
    }

    @Test func noColumns() throws {
        #expect(try Golden.table("no_columns.arrow").schema.names == [])
    }
}
