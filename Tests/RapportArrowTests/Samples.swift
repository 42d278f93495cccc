import Foundation
import RapportArrow
import RapportDiagnostics
import RapportTable
import RapportWork

/// SplitMix64: the same rows for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

enum Sample {
    static let words = ["", "a", "王芳", "naïve 🙂", "a longer text of more than twelve bytes", "x\u{0}y", "\n"]

    /// A column of every type and layout, with missing values in one of `every` rows (0: none).
    static func table(rows: Int, missingEvery every: Int, seed: UInt64) -> Table {
        var random = SeededGenerator(seed: seed)
        func cells<Value>(_ make: (inout SeededGenerator) -> Value) -> [Value?] {
            (0..<rows).map { _ in
                let value = make(&random)
                return every > 0 && Int.random(in: 0..<every, using: &random) == 0 ? nil : value
            }
        }
        let codes = Column.texts(cells { Sample.words.randomElement(using: &$0) ?? "" })
        let schema = Schema(
            [
                Field("flag", .bool, kind: .flag),
                Field("n", .int, kind: .measure, role: "amount", unit: "CNY"),
                Field("x", .float), Field("文本", .text, isPrivate: true, meaning: "what was said"),
                Field("code", .text, kind: .category, role: "customer"),
                Field("day", .date, kind: .time, grain: .month),
                Field("at", .datetime(zone: "+08:00"), kind: .time), Field("wall", .datetime(zone: nil)),
                Field("span", .duration, isRepeated: true), Field("tags", .list(of: .text)),
                Field("ns", .list(of: .int)),

            ], rowGrain: ["code", "n"])
        let columns: [Column] = [
            .bools(cells { Bool.random(using: &$0) }),
            .ints(cells { Int(truncatingIfNeeded: $0.next()) >> Int.random(in: 0..<64, using: &$0) }),
            .floats(cells { Double.random(in: -1e9...1e9, using: &$0) }),
            .texts(cells { (Sample.words.randomElement(using: &$0) ?? "") + String($0.next() % 1000) }),
            (try? codes.encoded(limit: .max, work: Work())) ?? codes,
            .dates(cells { Int32.random(in: -100_000...100_000, using: &$0) }),
            .datetimes(cells { Int64.random(in: -1 << 50...1 << 50, using: &$0) }, zone: "+08:00"),
            .datetimes(cells { Int64.random(in: -1 << 50...1 << 50, using: &$0) }),
            .durations(cells { Int64.random(in: -1 << 50...1 << 50, using: &$0) }),
            Column(
                .list(of: .text),
                .list(
                    ListColumn(
                        cells { random in
                            (0..<Int.random(in: 0..<3, using: &random)).map { _ in
                                .text(Sample.words.randomElement(using: &random) ?? "")
                            }
                        }, of: .text))),
            Column(
                .list(of: .int),
                .list(
                    ListColumn(
                        cells { random in
                            (0..<Int.random(in: 0..<3, using: &random)).map { _ in
                                Bool.random(using: &random)
                                    ? .missing : .int(Int64(truncatingIfNeeded: random.next()))
                            }
                        }, of: .int))),
        ]
        return Table(schema, columns, count: rows)
    }

    static func file(_ table: Table, width: Int = 2) throws -> [UInt8] {
        let output = ArrowMemoryOutput()
        try ArrowFileWriter.write(table, to: output, work: Work(width: width))
        return output.bytes
    }

    static func stream(_ tables: [Table], of schema: Schema, width: Int = 2) throws -> [UInt8] {
        let output = ArrowMemoryOutput()
        var writer = ArrowStreamWriter(schema, to: output)
        for table in tables { try writer.write(table, work: Work(width: width)) }
        try writer.finish()
        return output.bytes
    }

    static func read(_ bytes: [UInt8], width: Int = 2) throws(Diagnostic) -> Table {
        try ArrowReader(ArrowMemory(bytes)).table(work: Work(width: width))
    }
}

/// Bytes that are not in memory, as those of a file.
struct BytesElsewhere: ArrowBytes {
    let held: [UInt8]
    var name: String { "data.arrow" }
    var count: Int { held.count }

    @unsafe func read(_ range: Range<Int>, into target: UnsafeMutableRawPointer) throws(Diagnostic) {
        precondition(range.lowerBound >= 0 && range.upperBound <= held.count)
        unsafe held.withUnsafeBytes { source in
            guard let base = source.baseAddress, !range.isEmpty else { return }
            unsafe target.copyMemory(from: base + range.lowerBound, byteCount: range.count)
        }
    }
}

/// Hands out a few bytes at a time, as a pipe may.
struct Drip: ArrowInput {
    var rest: ArraySlice<UInt8>
    var most: Int

    @unsafe mutating func read(into room: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
        let count = min(most, rest.count, room.count)
        unsafe room.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
    }
}
