/// A zip archive whose parts are stored as they are.
struct StoredZip {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// A workbook of one sheet, a few styles and three shared texts.
    static func workbook(sheet: [UInt8]) -> [UInt8] {
        let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        func link(_ id: String, _ kind: String, _ target: String) -> String {
            "<Relationship Id=\"\(id)\" Type=\"\(base)/\(kind)\" Target=\"\(target)\"/>"
        }
        var zip = StoredZip()
        zip.add("_rels/.rels", "<Relationships>\(link("a", "officeDocument", "b.xml"))</Relationships>")
        zip.add(
            "_rels/b.xml.rels",
            "<Relationships>\(link("s", "worksheet", "s.xml"))\(link("t", "sharedStrings", "t.xml"))"
                + "\(link("u", "styles", "u.xml"))</Relationships>")
        zip.add("b.xml", "<workbook><sheets><sheet name=\"S\" id=\"s\"/></sheets></workbook>")
        zip.add(
            "t.xml",
            "<sst><si><t>a</t></si><si><t>007</t></si><si><r><t>31/01/</t></r><r><t>2025</t></r></si></sst>")
        zip.add(
            "u.xml",
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[h]:mm\"/></numFmts><cellXfs><xf/>"
                + "<xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"49\"/><xf numFmtId=\"164\"/>"
                + "<xf numFmtId=\"9\"/></cellXfs></styleSheet>")
        zip.add("s.xml", sheet)
        return zip.finish()
    }

    private mutating func add(_ name: String, _ text: String) { add(name, Array(text.utf8)) }

    private mutating func add(_ name: String, _ content: [UInt8]) {
        let (place, name) = (bytes.count, Array(name.utf8))
        let common =
            words(20, 0, 0, 0, 33) + long(Self.checksum(content)) + long(UInt32(content.count))
            + long(UInt32(content.count)) + words(UInt16(name.count), 0)
        bytes += long(0x0403_4B50) + common + name + content
        directory +=
            long(0x0201_4B50) + words(20) + common + words(0, 0, 0) + long(0) + long(UInt32(place)) + name
        count += 1
    }

    private func finish() -> [UInt8] {
        bytes + directory + long(0x0605_4B50) + words(0, 0, UInt16(count), UInt16(count))
            + long(UInt32(directory.count)) + long(UInt32(bytes.count)) + words(0)
    }

    private func words(_ values: UInt16...) -> [UInt8] {
        values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }
    private func long(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    /// CRC-32 of zip and PNG.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = .max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
