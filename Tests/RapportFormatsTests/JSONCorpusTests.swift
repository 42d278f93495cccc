import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

/// Each file of `JSONCorpus/` beside what it must give: its columns and rows, what the load says, and its problems;
/// or the error's code and message.
struct JSONCorpusTests {
    static let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "JSONCorpus")

    static let files: [String] = {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return all.filter { $0.hasSuffix(".json") || $0.hasSuffix(".jsonl") }.sorted()
    }()

    @Test func isThere() { #expect(Self.files.count >= 40) }

    @Test(arguments: files)
    func gives(_ file: String) throws {
        let expected = try String(
            contentsOf: Self.folder.appending(path: file + ".expected"), encoding: .utf8)
        for (blockSize, width) in [(1 << 20, 1), (1, 2), (16, 2)] {
            let found = Self.read(file, blockSize: blockSize, width: width)
            #expect(found == expected, "\(file) in blocks of \(blockSize): \(found)")
        }
    }

    static func read(_ file: String, blockSize: Int, width: Int) -> String {
        do throws(Diagnostic) {
            let source = try JSONSource.open(
                path: folder.appending(path: file).path(), blockSize: blockSize, work: Work(width: width))
            let table = try source.scan(ScanRequest(), work: Work(width: width)).table
            var lines = [table.schema.fields.map { "`\($0.name)` \($0.type)" }.joined(separator: ", ")]
            lines.append(String(decoding: JSONWriter.lines(of: table), as: UTF8.self) + "--")
            lines += source.loadReport.lines
            lines += source.problems.kept.map {
                "problem: line \($0.line), row \($0.row ?? 0), `\($0.column ?? "")`: \($0.found); \($0.expected)"
            }
            return lines.joined(separator: "\n") + "\n"
        } catch {
            return "\(error.code): \(error.message)\n"
        }
    }
}
