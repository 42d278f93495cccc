import FuzzDriver
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What must hold for every file whatsoever: it is read, or refused by a diagnostic; one thread and two give the same
/// table, report and problems; the table has the schema of the source; a limit gives the first rows.
///
/// The first byte of the input chooses options. The rest is a whole archive where it begins like one, else the XML of
/// one sheet, which an archive is made of: so that what is changed is not lost behind a checksum.
enum ExcelTest {
    private static let path: String = {
        let folder = unsafe access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        atexit { unsafe unlink(ExcelTest.path) }
        return "\(folder)/rapport-fuzz-\(getpid()).xlsx"
    }()

    static func run(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let rest = Array(input[1...])
        guard write(rest.starts(with: [0x50, 0x4B]) ? rest : StoredZip.workbook(sheet: rest)) else { return }
        let options = options(first)
        let (one, report) = read(options, width: 1)
        let (two, other) = read(options, width: 2)
        switch (one, two) {
        case (.failure(let one), .failure(let two)):
            Fuzzer.expect(one.code == two.code, "one failure: \(one.code.name) and \(two.code.name)")
        case (.success(let one), .success(let two)):
            Fuzzer.expect(one.isIdentical(to: two), "two threads give the same table")
            Fuzzer.expect(report == other, "the same report:\n\(report)\nand with two threads:\n\(other)")
        case (.failure(let error), .success), (.success, .failure(let error)):
            Fuzzer.broken("a width that fails alone: \(error.code.name)")
        }
    }

    private static func options(_ bits: UInt8) -> ExcelOptions {
        var options = ExcelOptions()
        if bits & 3 == 0 { options.header = true }
        if bits & 3 == 1 { options.header = false }
        if bits & 4 != 0 { options.strict = true }
        if bits & 8 != 0 { options.skip = 1 }
        if bits & 16 != 0 { options.dates = .dayFirst }
        if bits & 32 != 0 { options.sheet = .number(1) }
        if bits & 64 != 0 { options.missing = ["a", "1"] }
        return options
    }

    private static func read(_ options: ExcelOptions, width: Int) -> (Result<Table, Diagnostic>, String) {
        do throws(Diagnostic) {
            // A few cells far apart make columns of a million rows; more than this is refused.
            let work = Work(width: width, memory: MemoryBudget(limit: 256 << 20))
            let source = try ExcelSource.open(path: path, options: options, work: work)
            let scanned = try source.scan(ScanRequest(), work: work)
            let table = scanned.table
            Fuzzer.expect(scanned.isComplete && scanned.rowsRead == table.count, "all rows are read")
            Fuzzer.expect(table.schema == source.schema, "the table has the schema of the source")
            Fuzzer.expect(Set(table.schema.names).count == table.schema.names.count, "names are unique")
            for (field, column) in zip(table.schema.fields, table.columns) {
                Fuzzer.expect(
                    column.count == table.count && column.type == field.type, "`\(field.name)` is as promised"
                )
                for row in 0..<min(column.count, 1000) {
                    if case .float(let number) = column[row] {
                        Fuzzer.expect(number.isFinite, "`\(field.name)` holds numbers alone")
                    }
                }
            }
            let first = try source.scan(ScanRequest(limit: table.count / 2), work: work).table
            Fuzzer.expect(
                first.isIdentical(to: table.prefix(table.count / 2)), "a limit gives the first rows")
            let places = source.problems.kept.map {
                "\($0.line) \($0.row ?? 0) \($0.column ?? "") \($0.found)"
            }
            return (.success(table), (source.loadReport.lines + places).joined(separator: "\n"))
        } catch {
            return (.failure(error), "")
        }
    }

    private static func write(_ bytes: [UInt8]) -> Bool {
        let descriptor = unsafe open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return unsafe bytes.withUnsafeBytes { all in
            // SAFETY: the buffer holds `count` bytes for the length of the call.
            unsafe systemWrite(descriptor, all.baseAddress, all.count) == all.count
        }
    }
}

/// `write` of the system, which the method of that name would hide.
@unsafe private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe write(descriptor, bytes, count)
}
