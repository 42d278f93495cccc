import FuzzDriver
import RapportArrow
import RapportDiagnostics
import RapportTable
import RapportWork

/// What must hold for all bytes whatsoever: they are read, or refused by a diagnostic; as a file and as a stream, in
/// memory and by place, the same rows come out; a part of the rows is that part of the whole; and what is written
/// of a table reads back as the same table.
enum ArrowTest {
    static func run(_ input: [UInt8]) {
        switch (read(ArrowMemory(input)), read(Elsewhere(held: input))) {
        case (.success(let one), .success(let two)):
            Fuzzer.expect(one.isIdentical(to: two), "memory and file give the same table")
            check(one, ArrowMemory(input))
        case (.failure(let one), .failure(let two)):
            Fuzzer.expect(one.code == two.code, "one failure: \(one.code) and \(two.code)")
            Fuzzer.expect(one.code != "internal.error", "a failure of the file: \(one.message)")
        case (.failure(let error), .success), (.success, .failure(let error)):
            Fuzzer.broken("memory and file both fail or do not: \(error.code)")
        }
        stream(input)
    }

    private static func read(_ bytes: some ArrowBytes) -> Result<Table, Diagnostic> {
        do throws(Diagnostic) {
            let reader = try ArrowReader(bytes)
            // Rows that no bytes stand behind take only time.
            guard reader.rows < 1 << 20 else { return .failure(Diagnostic("fuzz.large", "large")) }
            return .success(try reader.table(work: Work(width: 2)))
        } catch {
            return .failure(error)
        }
    }

    private static func check(_ table: Table, _ bytes: ArrowMemory) {
        Fuzzer.expect(Set(table.schema.names).count == table.schema.names.count, "names are unique")
        Fuzzer.expect(!table.schema.names.contains(""), "no name is empty")
        for (field, column) in zip(table.schema.fields, table.columns) {
            for row in 0..<column.count {
                if case .float(let number) = column[row] {
                    Fuzzer.expect(number.isFinite, "`\(field.name)` holds numbers alone")
                }
            }
            if case .text(let text) = column.layout { checkText(text, field.name) }
        }
        do throws(Diagnostic) {
            let work = Work(width: 1)
            let reader = try ArrowReader(bytes)
            let rows = table.count / 3..<table.count - table.count / 4
            for (index, column) in reader.columns.enumerated() {
                let part = try reader.read(column, rows: rows, work: work).column
                Fuzzer.expect(
                    part.isIdentical(to: table.columns[index][rows]), "some rows are those of the whole")
            }
            let output = ArrowMemoryOutput()
            try ArrowFileWriter.write(table, to: output, work: work)
            let back = try ArrowReader(ArrowMemory(output.bytes)).table(work: work)
            Fuzzer.expect(back.isIdentical(to: table), "what is written reads back")
        } catch {
            Fuzzer.broken("what was read once is read again, and written: \(error.code)")
        }
    }

    /// Offsets ascend, a missing row has no text, and each text is one.
    private static func checkText(_ text: TextColumn, _ name: String) {
        for row in 0..<text.count {
            let (lower, upper) = (text.offsets[row], text.offsets[row + 1])
            Fuzzer.expect(lower <= upper, "offsets of `\(name)` ascend")
            if let validity = text.validity, !validity[row] {
                Fuzzer.expect(lower == upper, "a missing row of `\(name)` has no text")
            }
            let bytes = (lower..<upper).map { text.bytes[Int($0)] }
            Fuzzer.expect(String(validating: bytes, as: UTF8.self) != nil, "texts of `\(name)` are UTF-8")
        }
    }

    private static func stream(_ input: [UInt8]) {
        do throws(Diagnostic) {
            var reader = try ArrowStreamReader(Drip(rest: input[...]))
            while let table = try reader.next(work: Work(width: 1)) {
                if table.count > 1 << 20 { return }
                Fuzzer.expect(table.schema == reader.tableSchema, "each batch has the stream's schema")
            }
        } catch {
            Fuzzer.expect(error.code != "internal.error", "a failure of the stream: \(error.message)")
        }
    }
}

/// Bytes that are not in memory, as those of a file.
private struct Elsewhere: ArrowBytes {
    let held: [UInt8]
    var name: String { "the stream" }
    var count: Int { held.count }

    @unsafe func read(_ range: Range<Int>, into target: UnsafeMutableRawPointer) throws(Diagnostic) {
        Fuzzer.expect(range.lowerBound >= 0 && range.upperBound <= held.count, "no place outside is read")
        unsafe held.withUnsafeBytes { source in
            guard let base = source.baseAddress, !range.isEmpty else { return }
            // SAFETY: the range was checked; the caller has room for it.
            unsafe target.copyMemory(from: base + range.lowerBound, byteCount: range.count)
        }
    }
}

/// Hands out a few bytes at a time, as a pipe may.
private struct Drip: ArrowInput {
    var rest: ArraySlice<UInt8>

    @unsafe mutating func read(into room: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
        let count = min(61, rest.count, room.count)
        unsafe room.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
    }
}
