import BundledPlugins
import Foundation
import RapportPluginKit
import RapportStore
import RapportWorkbench
import Testing

/// Every document of the project is what it prints.
///
/// `RAPPORT_ACCEPT=1` (`make accept`) writes what the documents print now; read the diff.
@Suite struct ReplayTests {
    static let root: String = {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
            folder.deleteLastPathComponent()
        }
        return folder.path
    }()

    static let documents: [String] = {
        let plugins = (try? FileManager.default.contentsOfDirectory(atPath: root + "/plugins")) ?? []
        let readmes = plugins.map { "plugins/\($0)/README.md" }
        return (["README.md"] + readmes).filter { FileManager.default.fileExists(atPath: root + "/" + $0) }
            .sorted()
    }()

    static func configuration(beside document: String) -> Configuration {
        let folder = (root + "/" + document as NSString).deletingLastPathComponent
        return Configuration(
            workspacePath: ":memory:", origin: Workspace.Origin(mode: .repl, appVersion: "test"),
            readFolders: [folder, root], writeFolder: NSTemporaryDirectory(), clock: { 1_767_225_600_000_000 }
        )
    }

    @Test(arguments: documents)
    func `a document prints what it shows`(document: String) async throws {
        let path = Self.root + "/" + document
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let now = try await Replay.replayed(
            text, configuration: Self.configuration(beside: document),
            stages: bundledPlugins.flatMap(\.stages))
        if ProcessInfo.processInfo.environment["RAPPORT_ACCEPT"] != nil {
            try now.write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            #expect(now == text, "if the change is meant, run `make accept` and read the diff of \(document)")
        }
    }

    @Test func `the README is short, and shows outputs`() throws {
        let text = try String(contentsOfFile: Self.root + "/README.md", encoding: .utf8)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 150)
        #expect(!text.contains("```output\n```"))
    }

    /// Each notebook runs to its end, and twice to the same bytes.
    @Test(
        arguments: ((try? FileManager.default.contentsOfDirectory(atPath: root + "/notebooks")) ?? [])
            .sorted())
    func `a notebook replays`(name: String) async throws {
        func bytes() async throws -> [[UInt8]] {
            let file = NotebookFile(Self.root + "/notebooks/" + name)
            let run = try await NotebookRunner.run(
                file.read(), given: [], configuration: Self.configuration(beside: "notebooks/" + name),
                stages: bundledPlugins.flatMap(\.stages))
            #expect(run.failure == nil, "\(String(describing: run.failure))")
            return ReportFile.reports(of: run, stem: file.stem, in: "out").map(\.bytes)
        }
        let first = try await bytes()
        #expect(try await bytes() == first)
        #expect(!String(decoding: first[0], as: UTF8.self).contains(Self.root), "a path of this machine")
    }
}
