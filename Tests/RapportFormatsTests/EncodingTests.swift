import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

struct EncodingTests {
    /// Text, and its bytes as Python's codecs write them.
    static let samples: [(TextEncoding, String, [UInt8])] = [
        (.big5, "中文", [0xA4, 0xA4, 0xA4, 0xE5]),
        (.shiftJIS, "漢字テスト", [0x8A, 0xBF, 0x8E, 0x9A, 0x83, 0x65, 0x83, 0x58, 0x83, 0x67]),
        (.gb18030, "王芳", [0xCD, 0xF5, 0xB7, 0xBC]),
        (.windows1252, "€ café", [0x80, 0x20, 0x63, 0x61, 0x66, 0xE9]),
        (.utf16BigEndian, "王😀", [0x73, 0x8B, 0xD8, 0x3D, 0xDE, 0x00]),
        (.utf16LittleEndian, "王😀", [0x8B, 0x73, 0x3D, 0xD8, 0x00, 0xDE]),
    ]

    static func ascii(_ text: String, _ encoding: TextEncoding) -> [UInt8] {
        switch encoding {
        case .utf16BigEndian: text.utf8.flatMap { [0, $0] }
        case .utf16LittleEndian: text.utf8.flatMap { [$0, 0] }
        default: Array(text.utf8)
        }
    }

    @Test(arguments: samples.indices) func eachIsRead(_ index: Int) throws {
        let (encoding, text, bytes) = Self.samples[index]
        let cell = bytes + Self.ascii("\n", encoding)
        // More than a stretch, so that characters are cut in two at every place of one.
        var file = Self.ascii("id,name\n", encoding)
        for row in 0..<120_000 { file += Self.ascii("\(row % 1000),", encoding) + cell }
        let loaded = try Loaded(file, CSVOptions(encoding: encoding))
        #expect(loaded.table.count == 120_000)
        #expect(loaded.report.encoding == encoding.rawValue)
        #expect(loaded.source.problems.count == 0)
        guard case .codes(let codes)? = loaded.table["name"]?.layout else {
            Issue.record("expected one value in the column")
            return
        }
        #expect(
            codes.dictionary.count == 1 && codes.dictionary[0] == text
                && loaded.table["name"]?.missingCount == 0)
        let json = Self.ascii("[{\"name\": \"", encoding) + bytes + Self.ascii("\"}]", encoding)
        #expect(try LoadedJSON(json, JSONOptions(encoding: encoding)).cells("name") == [.text(text)])
    }

    /// A file larger than what is kept in memory.
    @Test func aLargeFileIsDecodedToDisk() throws {
        var file: [UInt8] = Array("id,name\n".utf8)
        let line =
            Array(",".utf8) + [UInt8](repeating: 0xCD, count: 0)
            + (0..<500).flatMap { _ in [0xCD, 0xF5] as [UInt8] }
        for row in 0..<20_000 { file += Array("\(row)".utf8) + line + [10] }
        let loaded = try Loaded(file)
        #expect(loaded.report.encoding == "GB18030")
        #expect(loaded.table.count == 20_000)
        #expect(loaded.table["id"]?[19_999] == .int(19_999))
        #expect(loaded.table["name"]?[19_999] == .text(String(repeating: "王", count: 500)))
    }

    @Test func whatIsNoTextIsAProblemWithItsLine() throws {
        let bytes =
            Array("id,name\n1,".utf8) + [0xCD, 0xF5] + Array("\n2,x".utf8) + [0xFF] + Array("y\n3,".utf8) + [
                0x81
            ]
        let loaded = try Loaded(bytes, CSVOptions(encoding: .gb18030))
        #expect(loaded.cells("name") == [.text("王"), .text("x\u{FFFD}y"), .text("\u{FFFD}")])
        #expect(loaded.source.problems.kept.map(\.line) == [3, 4])
        #expect(loaded.source.problems.kept.map(\.found) == ["bytes FF", "bytes 81"])
        #expect(loaded.report.encoding == "GB18030, 2 places that are no text in it")
        #expect(throws: Diagnostic.self) { try Loaded(bytes, CSVOptions(encoding: .gb18030, strict: true)) }
    }

    @Test func theMarkDecidesTheOrder() throws {
        let bytes = [0xFE, 0xFF] + Self.ascii("id,name\n1,x\n", .utf16BigEndian)
        let named = try Loaded(bytes, CSVOptions(encoding: TextEncoding(name: "utf16")))
        #expect(named.cells("name") == [.text("x")] && named.report.encoding == "UTF-16BE")
    }

    @Test func theSamplesAreTheSame() throws {
        guard let root = packageRoot else {
            Issue.record("no package root")
            return
        }
        let plain = try Loaded(path: root + "/samples/customers.csv")
        let converted = try Loaded(path: root + "/samples/customers.gb18030.csv")
        #expect(converted.report.encoding == "GB18030")
        #expect(plain.table.schema == converted.table.schema)
        for (one, other) in zip(plain.table.columns, converted.table.columns) {
            #expect(one.cells == other.cells)
        }
    }
}
