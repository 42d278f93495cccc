import FuzzDriver
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork

/// What must hold for every file whatsoever: it is read, or refused by a diagnostic; one block in one thread and
/// blocks of a few bytes in two give the same table, report and problems; a column read alone is the one that is
/// read with all others; a limit gives the first rows.
///
/// The first two bytes of the input choose options and the size of a block, the rest is the file.
enum CSVTest {
    private static let path = FuzzFile.path

    static func run(_ input: [UInt8]) {
        guard input.count >= 2, FuzzFile.write(input[2...]) else { return }
        let options = options(input[0])
        let blockSize = Int(input[1]) + 1
        let (whole, report) = read(options, blockSize: 512 << 10, width: 1)
        let (blocks, other) = read(options, blockSize: blockSize, width: 2)
        switch (whole, blocks) {
        case (.failure(let one), .failure(let two)):
            // Of two faults a strict scan names the one that it meets first, and blocks meet them in another order.
            Fuzzer.expect(
                options.strict || one.code == two.code, "one failure: \(one.code.name) and \(two.code.name)")
        case (.success(let one), .success(let two)):
            Fuzzer.expect(
                one.isIdentical(to: two), "blocks of \(blockSize) bytes give the same table as one block")
            Fuzzer.expect(report == other, "the same report:\n\(report)\nand of blocks:\n\(other)")
            checkParts(of: one, options, blockSize)
        case (.failure(let error), .success), (.success, .failure(let error)):
            Fuzzer.broken("blocks of \(blockSize) bytes fail as one block does: \(error.code.name)")
        }
    }

    private static func options(_ bits: UInt8) -> CSVOptions {
        var options = CSVOptions()
        switch bits & 3 {
        case 0: options.header = .rows([1])
        case 1: options.header = .none
        default: break
        }
        if bits & 4 != 0 { options.strict = true }
        if bits & 8 != 0 { options.comment = "#" }
        if bits & 16 != 0 { options.decimal = "," }
        if bits & 32 != 0 { options.quote = .none }
        if bits & 64 != 0 { options.dates = .dayFirst }
        if bits & 128 != 0 { options.delimiter = [UInt8(ascii: ";")] }
        return options
    }

    /// All columns, and all that is said of them.
    private static func read(
        _ options: CSVOptions, blockSize: Int, width: Int
    ) -> (table: Result<Table, Diagnostic>, report: String) {
        do throws(Diagnostic) {
            let work = Work(width: width)
            let source = try CSVSource.open(path: path, options: options, blockSize: blockSize, work: work)
            let scanned = try source.scan(ScanRequest(), work: work)
            check(scanned, of: source)
            let problems = source.problems
            let places = problems.kept.map { "\($0.line) \($0.row ?? 0) \($0.column ?? "") \($0.found)" }
            return (
                .success(scanned.table),
                (source.loadReport.lines + ["\(problems.count) problems"] + places).joined(separator: "\n")
            )
        } catch {
            return (.failure(error), "")
        }
    }

    private static func check(_ scanned: ScanResult, of source: CSVSource) {
        let table = scanned.table
        Fuzzer.expect(scanned.isComplete && scanned.rowsRead == table.count, "all rows are read")
        Fuzzer.expect(table.schema == source.schema, "the table has the schema of the source")
        Fuzzer.expect(Set(table.schema.names).count == table.schema.names.count, "names are unique")
        Fuzzer.expect(!table.schema.names.contains(""), "no name is empty")
        for (field, column) in zip(table.schema.fields, table.columns) {
            Fuzzer.expect(
                column.count == table.count && column.type == field.type, "`\(field.name)` is as promised")
            // Each cell can be read; floats are numbers.
            for row in 0..<column.count {
                if case .float(let number) = column[row] {
                    Fuzzer.expect(number.isFinite, "`\(field.name)` holds numbers alone")
                }
            }
        }
        Fuzzer.expect(source.problems.count >= source.problems.kept.count, "problems are counted")
    }

    /// One column alone, then the first rows.
    private static func checkParts(of table: Table, _ options: CSVOptions, _ blockSize: Int) {
        do throws(Diagnostic) {
            let work = Work(width: 2)
            let source = try CSVSource.open(path: path, options: options, blockSize: blockSize, work: work)
            if let name = table.schema.names.last, let wanted = table[name] {
                let alone = try source.scan(ScanRequest(columns: [name]), work: work).table
                Fuzzer.expect(
                    alone[name]?.isIdentical(to: wanted) == true, "`\(name)` read alone is the same column")
            }
            let none = try source.scan(ScanRequest(columns: []), work: work).table
            Fuzzer.expect(none.count == table.count, "no column at all has as many rows")
            _ = try source.scan(ScanRequest(), work: work)
            let limit = table.count / 2
            let first = try source.scan(ScanRequest(limit: limit), work: work).table
            Fuzzer.expect(
                first.isIdentical(to: table.prefix(limit)), "a limit of \(limit) gives the first rows")
        } catch {
            // A strict scan of fewer columns may meet the first misfit elsewhere, but not where there is none.
            Fuzzer.broken("what was read once is read again: \(error.code.name)")
        }
    }
}
