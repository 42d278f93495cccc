import Foundation
import Testing

/// One after another: they share two cores with the programs that they start, and some measure time.
@Suite(.serialized) struct ProgramTests {}

/// The built program, as a user starts it.
enum Program {
    struct Missing: Error, CustomStringConvertible {
        let looked: [String]
        var description: String {
            "the program is not built: no \(looked.joined(separator: ", no ")); "
                + "`swift build` makes it, RAPPORT_BINARY names another"
        }
    }

    /// Slow tests too: `make test-all`.
    static let testsAll = ProcessInfo.processInfo.environment["RAPPORT_TEST_ALL"] == "1"

    static let root: String? = {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            if FileManager.default.fileExists(atPath: folder.path + "/Package.swift") { return folder.path }
        }
        return nil
    }()

    /// `RAPPORT_BINARY`, else beside the test bundle, else in the package's debug build.
    static func path() throws -> String {
        if let named = ProcessInfo.processInfo.environment["RAPPORT_BINARY"] {
            guard FileManager.default.isExecutableFile(atPath: named) else { throw Missing(looked: [named]) }
            return named
        }
        let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }.map { argument in
            argument.components(separatedBy: ".xctest")[0]
        }
        var candidates = bundles.map {
            URL(fileURLWithPath: $0).deletingLastPathComponent().path + "/rapport"
        }
        candidates += root.map { [$0 + "/.build/debug/rapport"] } ?? []
        let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else { throw Missing(looked: candidates) }
        return found
    }

    /// A Python that has the module: `RAPPORT_PYTHON`, else that of the benchmarks, else the one in `PATH`; nil, with
    /// a printed reason, where none has it.
    static func python(with module: String) async throws -> String? {
        let named = ProcessInfo.processInfo.environment["RAPPORT_PYTHON"]
        let benchmarks = root.map { $0 + "/Benchmarks/.venv/bin/python" }
        let sandbox = try Sandbox()
        for candidate in [named, benchmarks, tool("python3")].compactMap(\.self)
        where FileManager.default.isExecutableFile(atPath: candidate) {
            let asked = try await sandbox.start(["-c", "import \(module)"], program: candidate).end(limit: 60)
            if asked.status == 0 { return candidate }
        }
        print("skipped: no Python with \(module); RAPPORT_PYTHON names one")
        return nil
    }

    /// The first of the folders in `PATH` that has the tool; nil, with a printed reason.
    static func tool(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let found = folders.map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        if found == nil { print("skipped: no \(name) on this machine") }
        return found
    }
}

/// What a program that ended has said.
struct Ended: Sendable {
    /// The exit code; 128 and the signal where one ended it.
    var status: Int32
    var output: String
    var errors: String
}
