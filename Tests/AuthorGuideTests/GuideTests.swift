import Foundation
import RapportPluginKit
import RapportTestKit
import RapportWork
import Testing

/// Holds the guide for authors to what compiles and runs.
@Suite struct GuideTests {
    private let root: String

    init() throws { root = try #require(PackageFiles.root()) }

    /// The blocks of Swift in the guide, as lines without their indentation.
    private func blocks() throws -> [[String]] {
        let text = try #require(PackageFiles.text("\(root)/docs/authors.md"))
        var (blocks, open): ([[String]], Bool) = ([], false)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "```swift" {
                blocks.append([])
                open = true
            } else if line == "```" {
                open = false
            } else if open {
                blocks[blocks.count - 1].append(line.trimmingCharacters(in: .whitespaces))
            }
        }
        return blocks
    }

    @Test func `every block of Swift in the guide is a part of what is compiled here`() throws {
        let blocks = try blocks()
        #expect(blocks.count > 12)
        let sources = try ["Overdue", "OverdueTests", "Pieces"].map { name in
            let path = "\(root)/Tests/AuthorGuideTests/\(name).swift"
            return try #require(PackageFiles.text(path)).split(
                separator: "\n", omittingEmptySubsequences: false
            )
            .map { $0.trimmingCharacters(in: .whitespaces) }
        }
        for block in blocks {
            let isThere = sources.contains { lines in
                lines.indices.contains { start in
                    start + block.count <= lines.count
                        && block.elementsEqual(lines[start..<start + block.count])
                }
            }
            #expect(isThere, "\(block.prefix(3).joined(separator: "\n")) …")
        }
    }

    /// A reader who copies block after block has the whole analysis.
    @Test func `the guide leaves nothing of the analysis out`() throws {
        let source = try #require(PackageFiles.text("\(root)/Tests/AuthorGuideTests/Overdue.swift"))
        let shown = Set(try blocks().flatMap(\.self))
        for line in source.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) })
        where !line.isEmpty {
            let isShown = shown.contains(line)
            #expect(isShown, "\(line)")
        }
    }

    @Test func `algorithms that the guide names are there`() throws {
        let text = try #require(PackageFiles.text("\(root)/docs/authors.md"))
        let section = try #require(
            text.components(separatedBy: "## Algorithms that are there").last?
                .components(separatedBy: "\n## ").first)
        var declared = Set<Substring>()
        for module in ["RapportNumerics", "RapportText", "RapportGraph", "RapportPluginKit", "RapportTable"] {
            let files = FileManager.default.enumerator(atPath: "\(root)/Sources/\(module)")
            while let file = files?.nextObject() as? String {
                guard file.hasSuffix(".swift"),
                    let source = PackageFiles.text("\(root)/Sources/\(module)/\(file)")
                else { continue }
                for line in source.split(separator: "\n") {
                    let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
                    guard let place = words.firstIndex(of: "public"), words.count > place + 2 else {
                        continue
                    }
                    declared.insert(words[place + 2])
                }
            }
        }
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| ") }
        let named = rows.flatMap { row in
            row.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { $0.element.prefix { $0.isLetter || $0.isNumber } }
        }
        .filter { $0.first?.isUppercase == true }
        #expect(named.count > 40)
        for name in named { #expect(declared.contains(name), "\(name)") }
    }

    @Test func `files and names that the guide points to are there`() throws {
        let text = try #require(PackageFiles.text("\(root)/docs/authors.md"))
        for path in [
            "Sources/RapportContract/RoleAliases.swift", "Tests/AuthorGuideTests", "plugins/segmentation",
        ] {
            #expect(
                text.contains(path) && FileManager.default.fileExists(atPath: "\(root)/\(path)"), "\(path)")
        }
    }

    @Test func `the piece on long work gives the same on one thread and on two`() throws {
        let rows = (0..<20_000).map { Double($0) / 7 }
        let one = try LongWork.total(of: rows, work: Work(width: 1))
        #expect(try one == LongWork.total(of: rows, work: Work(width: 2)))
        #expect(abs(one - 20_000 * 19_999 / 14) < 1e-6)
    }
}
