internal import RapportDiagnostics

/// Files that are called or look like Excel's, and are not read.
enum ExcelRefusal {
    /// Looks at the beginning of a file that should be a zip archive.
    static func check(_ file: ByteFile) throws(Diagnostic) {
        guard file.size > 0 else {
            throw Diagnostic("excel.empty", "`\(file.name)` is empty", help: ["fetch it once more"])
        }
        let head = try file.bytes(0..<min(file.size, 512))
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            // Either old Excel, or a new one inside an encrypted package: the names of its streams tell.
            let names =
                try file.bytes(0..<min(file.size, 4 << 20))
                + file.bytes(max(file.size - (1 << 20), 0)..<file.size)
            let word = Array("EncryptedPackage".utf8).flatMap { [$0, 0] as [UInt8] }
            throw contains(names, word) ? encrypted(file.name) : old(file.name)
        }
        if head.starts(with: [0x50, 0x4B]) { return }
        if head.starts(with: [0x1F, 0x8B]) || head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            throw Diagnostic(
                "excel.not-excel",
                "`\(file.name)` is packed once more, and an Excel file is packed in itself",
                help: ["unpack it first: `gunzip`, `unzstd`"])
        }
        let text = String(decoding: head, as: UTF8.self).lowercased()
        if text.contains("<html") || text.contains("<table") || text.contains("<!doctype html") {
            throw Diagnostic(
                "excel.not-excel", "`\(file.name)` is a web page under the name of an Excel file",
                help: ["open it in Excel, and save it as .xlsx"])
        }
        if text.contains("<?xml"), text.contains("workbook") || text.contains("excel.sheet") {
            throw Diagnostic(
                "excel.not-excel", "`\(file.name)` is an XML spreadsheet of 2003",
                help: ["open it in Excel, and save it as .xlsx"])
        }
        throw Diagnostic(
            "excel.not-excel", "`\(file.name)` is no Excel file",
            help: head.contains(0) ? [] : ["if it is text: `load \"\(file.name)\" format=csv`"])
    }

    static func encrypted(_ name: String) -> Diagnostic {
        Diagnostic(
            "excel.encrypted", "`\(name)` is locked with a password",
            help: ["open it in Excel, and save it without one"])
    }

    private static func old(_ name: String) -> Diagnostic {
        Diagnostic(
            "excel.old", "`\(name)` is of Excel 97 to 2003 (.xls), expected .xlsx",
            help: ["open it in Excel or LibreOffice, and save it as .xlsx or CSV"])
    }

    static func checkParts(_ archive: ZipArchive) throws(Diagnostic) {
        if archive.has("_rels/.rels"), !archive.has("xl/workbook.bin") { return }
        if archive.has("xl/workbook.bin") {
            throw Diagnostic(
                "excel.binary", "`\(archive.name)` is a binary workbook (.xlsb), expected .xlsx",
                help: ["open it in Excel, and save it as .xlsx or CSV"])
        }
        if archive.has("content.xml"), archive.has("mimetype") {
            throw Diagnostic(
                "excel.ods", "`\(archive.name)` is an OpenDocument spreadsheet (.ods), expected .xlsx",
                help: ["open it in LibreOffice, and save it as .xlsx or CSV"])
        }
        if archive.has("Index/Document.iwa") {
            throw Diagnostic(
                "excel.numbers", "`\(archive.name)` is of Apple Numbers, expected .xlsx",
                help: ["export it from Numbers as Excel or CSV"])
        }
        throw Diagnostic(
            "excel.not-excel", "`\(archive.name)` is a zip archive, and none of Excel",
            help: ["unpack it, and `load` what is in it"])
    }

    private static func contains(_ bytes: [UInt8], _ word: [UInt8]) -> Bool {
        guard bytes.count >= word.count else { return false }
        return (0...bytes.count - word.count).contains { place in
            bytes[place] == word[0] && bytes[place..<place + word.count].elementsEqual(word)
        }
    }
}
