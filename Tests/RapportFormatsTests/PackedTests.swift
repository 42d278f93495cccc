import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

/// Files that the system's own `gzip` and `zstd` packed.
struct PackedTests {
    static let text = "id,name\n" + (0..<200_000).map { "\($0),name \($0 * 7919 % 100_003)\n" }.joined()

    /// The text as the command packs it; nil, with a reason, where the system has no such command.
    private func packed(_ text: String, by command: String) throws -> [UInt8]? {
        let file = try TemporaryFile(text)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command, "-c", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            print("skipped: no \(command) here")
            return nil
        }
        return bytes
    }

    @Test(arguments: ["gzip", "zstd"]) func packedIsAsUnpacked(_ command: String) throws {
        let plain = try Loaded(Self.text)
        guard let bytes = try packed(Self.text, by: command) else { return }
        let loaded = try Loaded(bytes)
        #expect(loaded.table.count == 200_000)
        for (one, other) in zip(plain.table.columns, loaded.table.columns) {
            #expect(one.cells == other.cells)
        }
        // Two packed parts, one behind the other, are one file.
        guard let head = try packed("id\n1\n", by: command), let tail = try packed("2\n", by: command) else {
            return
        }
        #expect(try Loaded(head + tail).cells("id") == [.int(1), .int(2)])
        guard let json = try packed("{\"id\": 1}\n{\"id\": 2}\n", by: command) else { return }
        #expect(try LoadedJSON(json, named: "x.jsonl.gz").cells("id") == [.int(1), .int(2)])
    }

    @Test(arguments: ["gzip", "zstd"]) func damageIsRefused(_ command: String) throws {
        guard let bytes = try packed(Self.text, by: command) else { return }
        func code(_ bytes: [UInt8]) throws -> Diagnostic.Code? {
            let file = try TemporaryFile(bytes)
            do throws(Diagnostic) {
                _ = try CSVSource.open(path: file.path, work: Work())
                return nil
            } catch {
                return error.code
            }
        }
        for cut in [10, bytes.count / 2, bytes.count - 1] {
            #expect(try code(Array(bytes[..<cut])) == "file.cut-short", "cut at \(cut)")
        }
        var damaged = bytes
        for place in bytes.count / 2..<bytes.count / 2 + 200 { damaged[place] ^= 0x5A }
        #expect(try code(damaged) == "file.packed")
    }
}
