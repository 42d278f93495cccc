import Foundation
import Testing

/// Holds the direction of imports that ARCHITECTURE.md draws.
///
/// The build refuses what is not reachable; this table refuses what is reachable by chance: products of packages
/// and targets of targets.
@Suite struct ImportTests {
    /// What each target may import of ours and of packages; the standard library, the C library and FoundationEssentials
    /// (where ``foundation`` says so) come on top.
    static let allowed: [String: Set<String>] = [
        "RapportDiagnostics": [],
        "RapportWork": ["RapportDiagnostics", "Dispatch"],
        "RapportNumerics": ["RapportDiagnostics", "RapportWork"],
        "RapportText": ["RapportDiagnostics", "RapportWork", "RapportNumerics", "CUnicode", "CLexicons"],
        "RapportGraph": ["RapportDiagnostics", "RapportWork", "RapportNumerics"],
        "RapportLanguage": ["RapportDiagnostics"],
        "RapportTable": ["RapportDiagnostics", "RapportWork", "RapportNumerics", "CUnicode"],
        "RapportContract": ["RapportDiagnostics", "RapportWork", "RapportTable"],
        "RapportArrow": ["RapportDiagnostics", "RapportWork", "RapportTable", "CCompression"],
        "RapportFormats": [
            "RapportDiagnostics", "RapportWork", "RapportTable", "RapportArrow", "CCompression",
            "CZip", "CExpat", "CXlsxWriter",
        ],
        "RapportQuery": [
            "RapportDiagnostics", "RapportWork", "RapportNumerics", "RapportText", "RapportTable",
            "RapportContract", "RapportLanguage", "CPCRE2",
        ],
        "RapportPluginKit": [
            "RapportDiagnostics", "RapportWork", "RapportTable", "RapportContract", "RapportGraph",
        ],
        "RapportStore": [
            "RapportDiagnostics", "RapportWork", "RapportTable", "RapportContract", "GRDB", "GRDBSQLite",
            "Crypto",
        ],
        "RapportReport": ["RapportDiagnostics", "RapportTable", "RapportContract", "Mustache"],
        "RapportWorkbench": [
            "RapportDiagnostics", "RapportWork", "RapportTable", "RapportContract", "RapportFormats",
            "RapportLanguage",
            "RapportQuery", "RapportStore", "RapportReport", "Yams", "Crypto", "Dispatch",
        ],
        "RapportShell": [
            "RapportDiagnostics", "RapportWork", "RapportTable", "RapportReport", "RapportWorkbench",
            "CLineEditor",
            "Dispatch",
        ],
        "RapportTestKit": [
            "RapportDiagnostics", "RapportWork", "RapportNumerics", "RapportTable", "RapportContract",
            "RapportFormats",
            "RapportLanguage", "RapportQuery", "RapportPluginKit",
        ],
        "BundledPlugins": ["RapportContract", "RapportPluginKit"],
        "rapport": [
            "RapportDiagnostics", "RapportWork", "RapportTable", "RapportContract", "RapportFormats",
            "RapportReport",
            "RapportStore", "RapportWorkbench", "RapportShell", "RapportPluginKit", "BundledPlugins",
            "ArgumentParser",
        ],
    ]
    static let plugin: Set<String> = [
        "RapportPluginKit", "RapportNumerics", "RapportText", "RapportGraph", "RapportContract",
        "RapportTable",
        "RapportDiagnostics", "RapportWork",
    ]
    static let anywhere: Set<String> = ["Glibc", "Darwin", "Synchronization"]

    /// Where files may be read or JSON be made; everywhere else plain Swift does, so that the program starts at once.
    static let foundation: Set<String> = [
        "RapportStore", "RapportWorkbench", "RapportFormats", "RapportReport", "RapportLanguage",
        "RapportTestKit", "RapportPluginKit", "RapportShell",
    ]

    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    static func swiftFiles(under folder: String) -> [URL] {
        let all = FileManager.default.enumerator(
            at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
        return (all?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }.sorted {
            $0.path < $1.path
        }
    }

    static func imports(of file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 2, words.count > place + 1,
                words[..<place].allSatisfy({
                    ["public", "internal", "package", "@_exported", "@testable"].contains($0)
                })
            else { return nil }
            return String(words[place + 1])
        }
    }

    @Test(arguments: allowed.keys.sorted())
    func `a target imports what the table allows`(target: String) throws {
        let files = Self.swiftFiles(under: "Sources/\(target)")
        #expect(!files.isEmpty, "no sources of \(target)")
        var wanted = Self.allowed[target, default: []].union(Self.anywhere)
        if Self.foundation.contains(target) { wanted.insert("FoundationEssentials") }
        if target == "BundledPlugins" { wanted.formUnion(try Self.pluginModules()) }
        for file in files {
            for module in try Self.imports(of: file) where !wanted.contains(module) {
                Issue.record("\(file.lastPathComponent) imports \(module), which \(target) may not")
            }
        }
    }

    static func pluginModules() throws -> Set<String> {
        let folders = try FileManager.default.contentsOfDirectory(atPath: root.path + "/plugins")
        return Set(
            folders.filter { FileManager.default.fileExists(atPath: root.path + "/plugins/\($0)/Sources") }
                .map { $0.prefix(1).uppercased() + $0.dropFirst() + "Plugin" })
    }

    @Test func `a plugin imports the kit and the libraries of algorithms alone`() throws {
        for folder in try FileManager.default.contentsOfDirectory(atPath: Self.root.path + "/plugins") {
            for file in Self.swiftFiles(under: "plugins/\(folder)/Sources") {
                for module in try Self.imports(of: file)
                where !Self.plugin.union(Self.anywhere).contains(module) {
                    Issue.record("plugins/\(folder): \(file.lastPathComponent) imports \(module)")
                }
            }
        }
    }

    @Test func `every target of ours stands in the table`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.path + "/Sources")
        let swift = folders.filter { !Self.swiftFiles(under: "Sources/\($0)").isEmpty }
        #expect(Set(swift) == Set(Self.allowed.keys))
    }

    @Test func `the page on the architecture names every folder and every target`() throws {
        let page = try String(
            contentsOf: Self.root.appendingPathComponent("ARCHITECTURE.md"), encoding: .utf8)
        for folder in ["", "Sources"] {
            let path = Self.root.appendingPathComponent(folder).path
            for name in try FileManager.default.contentsOfDirectory(atPath: path) {
                var isFolder: ObjCBool = false
                let there = unsafe FileManager.default.fileExists(
                    atPath: "\(path)/\(name)", isDirectory: &isFolder)
                guard !name.hasPrefix("."), name != "out", there, isFolder.boolValue else { continue }
                #expect(page.contains("`\(name)") || page.contains("\(name)/`"), "\(name)")
            }
        }
    }

    @Test func `nothing that ships imports Testing, and the test can see an import`() throws {
        var seen = 0
        for file in Self.swiftFiles(under: "Sources") + Self.swiftFiles(under: "plugins")
        where !file.path.contains("/Tests/") {
            let modules = try Self.imports(of: file)
            seen += modules.count
            #expect(!modules.contains("Testing") && !modules.contains("XCTest"), "\(file.path)")
        }
        #expect(seen > 100)
    }
}
