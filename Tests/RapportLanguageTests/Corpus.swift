import Foundation
import Testing

/// Lines of the language, each with the tree that it must give or the message it must be refused with.
///
///     === B104: an optional reason
///     orders | unpivot to to name, value
///     ---
///     orders | <bad>
///     ---
///     error[syntax.comma]: …
///     ---
///     the line that `fix` makes of it, where the help of the first error is an edit
struct CorpusCase: CustomTestStringConvertible, Sendable {
    var name: String
    var source: String
    var tree: String
    var errors: String
    var fixed: String

    var testDescription: String { name }

    static let all: [CorpusCase] = {
        let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "Corpus")
        let files =
            (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.flatMap { file in
            cases(in: (try? String(contentsOf: file, encoding: .utf8)) ?? "")
        }
    }()

    private static func cases(in text: String) -> [CorpusCase] {
        var cases: [CorpusCase] = []
        var part = 0
        func add(_ line: Substring, to text: inout String) { text += (text.isEmpty ? "" : "\n") + line }
        var isFirst = true
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("=== ") {
                cases.append(
                    CorpusCase(name: String(line.dropFirst(4)), source: "", tree: "", errors: "", fixed: ""))
                (part, isFirst) = (0, true)
            } else if line == "---" {
                part += 1
            } else if let last = cases.indices.last {
                switch part {
                case 0:
                    cases[last].source += (isFirst ? "" : "\n") + line
                    isFirst = false
                case 1: add(line, to: &cases[last].tree)
                case 2: add(line, to: &cases[last].errors)
                default: add(line, to: &cases[last].fixed)
                }
            }
        }
        // The last line end of the file.
        for index in cases.indices {
            while cases[index].fixed.hasSuffix("\n") { cases[index].fixed.removeLast() }
            while cases[index].errors.hasSuffix("\n") { cases[index].errors.removeLast() }
            while cases[index].tree.hasSuffix("\n") { cases[index].tree.removeLast() }
        }
        return cases
    }
}
