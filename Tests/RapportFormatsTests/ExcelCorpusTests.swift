import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

/// Every file of `ExcelCorpus/` gives what stands beside it: types, report, cells and problems, or an error.
struct ExcelCorpusTests {
    static let folder = (packageRoot ?? "") + "/Tests/RapportFormatsTests/ExcelCorpus"
    static let files =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".xlsx") || $0.hasSuffix(".xls") }.sorted()

    @Test func theCorpusIsThere() { #expect(Self.files.count >= 39) }

    @Test(arguments: files)
    func isReadAsExpected(file: String) throws {
        let found = Self.described(Self.folder + "/" + file, ExcelOptions())
        let path = Self.folder + "/" + file + ".expected"
        // A new file's answer is written once, and looked through before it is committed.
        if ProcessInfo.processInfo.environment["RAPPORT_ACCEPT"] != nil {
            try found.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(found == (try String(contentsOfFile: path, encoding: .utf8)))
    }

    static func described(_ path: String, _ options: ExcelOptions) -> String {
        do throws(Diagnostic) {
            let source = try ExcelSource.open(path: path, options: options, work: Work(width: 2))
            let table = try source.scan(ScanRequest(), work: Work(width: 2)).table
            var text = source.loadReport.lines.joined(separator: "\n") + "\n---\n"
            text += String(decoding: CSVWriter.text(of: table), as: UTF8.self)
            if source.problems.count > 0 {
                text += "---\n" + String(decoding: CSVWriter.text(of: source.problems.table), as: UTF8.self)
            }
            return text
        } catch {
            return "error[\(error.code.name)]: \(error.message)\n"
                + error.help.map { "help: \($0.text)\n" }.joined()
        }
    }
}
