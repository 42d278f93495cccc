import FoundationEssentials
import Testing

@testable import RapportQuery

/// A verb is a file and a line in the catalogue; this finds a file whose line was forgotten.
@Suite struct VerbCatalogSweepTests {
    @Test func `every file of a verb is in the catalogue`() throws {
        var folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) {
            try #require(folder.path != "/")
            folder.deleteLastPathComponent()
        }
        let verbs = folder.appending(path: "Sources/RapportQuery/Verbs")
        let files = try FileManager.default.contentsOfDirectory(atPath: verbs.path)
        let machinery: Set = ["Verb.swift", "VerbCall.swift", "Catalog.swift"]
        let named = Set(VerbCatalog.all.map { "\($0).swift" })
        #expect(Set(files).subtracting(machinery).filter { !$0.contains("+") } == named)
    }
}
