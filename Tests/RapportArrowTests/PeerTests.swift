import Foundation
import RapportArrow
import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

/// What we write is read by pyarrow and polars, and what they write of it is the same table to us.
struct PeerTests {
    @Test(arguments: [(0, 0), (1, 1), (1, 0), (5, 2), (1000, 3), (65_537, 4)])
    func peersReadAndWriteTheSameTable(rows: Int, every: Int) throws {
        guard let python = Self.python else { return }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var table = Sample.table(rows: rows, missingEvery: every, seed: 11)
        if rows > 1000 { table = table.selecting(["flag", "n", "文本", "code", "at"]) }
        try Data(Sample.file(table)).write(to: folder.appendingPathComponent("ours.arrow"))
        try Data(Sample.stream([table], of: table.schema)).write(
            to: folder.appendingPathComponent("ours.arrows"))
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "peers.py")
        let (status, output, errors) = try Self.run(python, [script.path, folder.path])
        try #require(status == 0, "\(errors)")
        let names = output.split(separator: "\n")
        #expect(names.count == 10)
        for name in names {
            let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(String(name))))
            let back = try ArrowReader(BytesElsewhere(held: bytes)).table(work: Work())
            #expect(back.isIdentical(to: table), "\(name)")
            // polars keeps no metadata of fields.
            if name.hasPrefix("pyarrow") { #expect(back.schema == table.schema, "\(name)") }
        }
    }

    /// A Python with both: `RAPPORT_PYTHON`, else that of the benchmarks, else the one in `PATH`; nil, with a printed
    /// reason, where none has them.
    private static let python: String? = {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let named = ProcessInfo.processInfo.environment["RAPPORT_PYTHON"]
        for candidate in [named, root + "/Benchmarks/.venv/bin/python", "/usr/bin/env"].compactMap(\.self) {
            let arguments = ["-c", "import pyarrow, polars"]
            let asked = try? run(candidate, candidate == "/usr/bin/env" ? ["python3"] + arguments : arguments)
            if asked?.status == 0 { return candidate == "/usr/bin/env" ? "python3" : candidate }
        }
        print("skipped: no Python with pyarrow and polars; RAPPORT_PYTHON names one")
        return nil
    }()

    private static func run(
        _ program: String, _ arguments: [String]
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        let isPath = program.contains("/")
        process.executableURL = URL(fileURLWithPath: isPath ? program : "/usr/bin/env")
        process.arguments = isPath ? arguments : [program] + arguments
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        let complained = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: said, as: UTF8.self),
            String(decoding: complained, as: UTF8.self)
        )
    }
}
