import RapportArrow
import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

/// Bytes that nobody should send: each gives a table or a diagnostic, and none a trap.
struct HostileTests {
    /// Reads both ways; whether either gave a table.
    static func readBothWays(_ bytes: [UInt8]) -> Bool {
        let work = Work(width: 1)
        var gaveTable = false
        do throws(Diagnostic) {
            let table = try ArrowReader(ArrowMemory(bytes)).table(work: work)
            for column in table.columns { for row in 0..<min(column.count, 50) { _ = column[row] } }
            gaveTable = true
        } catch {
            #expect(!error.message.isEmpty && error.code != "internal.error", "\(error.message)")
        }
        do throws(Diagnostic) {
            var reader = try ArrowStreamReader(Drip(rest: bytes[...], most: 1000))
            while let table = try reader.next(work: work) { gaveTable = gaveTable || table.count > 0 }
        } catch {
            #expect(!error.message.isEmpty && error.code != "internal.error", "\(error.message)")
        }
        return gaveTable
    }

    @Test(arguments: ["nanoseconds.arrow", "polars.arrows", "dictionaries.arrows", "lists.arrow"])
    func truncatedAtEveryByte(name: String) throws {
        let bytes = try Golden.bytes(name)
        for count in 0..<bytes.count { _ = Self.readBothWays(Array(bytes[..<count])) }
        // A file ends in its footer, so that none of its parts is a file.
        if name.hasSuffix(".arrow") {
            for count in 0..<bytes.count {
                #expect(throws: Diagnostic.self) { try ArrowReader(ArrowMemory(Array(bytes[..<count]))) }
            }
        }
    }

    @Test(arguments: [
        "types.arrows", "types.arrow", "types_lz4.arrow", "types_zstd.arrows", "polars.arrow", "lists.arrow",
    ])
    func flippedBits(name: String) throws {
        let bytes = try Golden.bytes(name)
        let seed = UInt64(20_251_122)
        var random = SeededGenerator(seed: seed)
        for round in 0..<250 {
            var flipped = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                flipped[Int.random(in: 0..<bytes.count, using: &random)] ^=
                    1 << UInt8.random(in: 0..<8, using: &random)
            }
            _ = (Self.readBothWays(flipped), "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: ["types.arrows", "polars.arrow"])
    func extremeWords(name: String) throws {
        let bytes = try Golden.bytes(name)
        var random = SeededGenerator(seed: 5)
        for place in stride(from: 0, to: bytes.count - 8, by: 12) {
            var changed = bytes
            let words: [UInt64] = [.max, 1 << 63, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000, 0x7FFF_FFFF, 0]
            let word = words.randomElement(using: &random) ?? 0
            for index in 0..<(Bool.random(using: &random) ? 8 : 4) {
                changed[place + index] = UInt8(truncatingIfNeeded: word >> UInt64(8 * index))
            }
            _ = Self.readBothWays(changed)
        }
    }

    @Test func textThatIsNoUTF8IsRefused() throws {
        let table = Table(["t": .texts(["plain", "xx"])])
        var bytes = try Sample.file(table)
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("plainxx".utf8)) })
        bytes[place] = 0xFF
        #expect(throws: Diagnostic.self) { try Sample.read(bytes) }
        // Both rows are valid together, and neither alone.
        bytes.replaceSubrange(place..<place + 7, with: Array("abcd".utf8) + [0xE7] + [0x8E, 0x8B])
        let failure = #expect(throws: Diagnostic.self) { try Sample.read(bytes) }
        #expect(failure?.code == "arrow.encoding")
    }

    @Test func otherFormatsAreNamed() throws {
        let feather = #expect(throws: Diagnostic.self) { try Sample.read(Array("FEA1....".utf8)) }
        #expect(feather?.code == "arrow.feather-1")
        let csv = #expect(throws: Diagnostic.self) { try Sample.read(Array("a,b\n1,2\n".utf8)) }
        #expect(csv?.code == "file.cut-short" || csv?.code == "arrow.damaged")
    }
}
