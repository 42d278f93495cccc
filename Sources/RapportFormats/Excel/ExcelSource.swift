public import RapportDiagnostics
public import RapportTable
public import RapportWork
internal import Synchronization

/// One sheet of an Excel file (.xlsx, .xlsm) as a source of rows.
///
/// Opening it reads the sheet once, as a stream, into columns of cells; their types are decided over all of them, by
/// the rules of CSV: a number stored as text is a number, and text with leading zeros is text. What a cell holds
/// counts, not how wide it is shown: days and times are told by their number format. Of a formula the value that Excel
/// computed last is read. A scan makes columns of the cells, those asked for.
public final class ExcelSource: ReportingSource {
    let name: String
    let sheet: String
    let table: SheetTable
    let data: SheetData
    let ranks: RowRanks
    let columns: [ExcelColumn]
    let reading: Reading
    let notes: [Note]
    public let problems: Problems
    private let learnt = Mutex<[Int: (kind: Kind?, isUnique: Bool, distinct: Int?)]>([:])
    private let reserved: Reserved

    /// Opens a file and reads its sheet.
    ///
    /// - Throws: `file.not-found` and what else a file is refused for; `excel.not-excel`, `excel.old`,
    ///   `excel.encrypted`, `excel.binary`, `excel.ods`, `excel.damaged`, `excel.too-large`, `excel.empty`;
    ///   `excel.sheet` with the names of the sheets; `excel.currencies`; `excel.value-does-not-fit` where strict;
    ///   `memory.limit`, `run.cancelled`.
    public static func open(path: String, options: ExcelOptions = ExcelOptions(), work: Work)
        throws(Diagnostic)
        -> ExcelSource
    {
        try ExcelSource(path, options, work)
    }

    private init(_ path: String, _ options: ExcelOptions, _ work: Work) throws(Diagnostic) {
        let file = try ByteFile(path: path)
        name = file.name
        try ExcelRefusal.check(file)
        let archive = try ZipArchive(path: path, name: file.name)
        try ExcelRefusal.checkParts(archive)
        let reserved = Reserved(work, for: "loading `\(file.name)`")
        self.reserved = reserved
        work.begin("load \(file.name)", of: nil, unit: "cells")
        let found: SheetChoice
        do throws(Diagnostic) {
            found = try SheetChoice(archive, options.sheet, reserved, work)
        } catch {
            throw Self.named(error, file.name)
        }
        (data, sheet) = (found.data, found.name)
        let reading = Reading(codes: MissingCodes(options.missing))
        self.reading = reading
        let table = try SheetTable(found.data, options, reading, file: file.name)
        self.table = table
        let (data, ranks) = (found.data, found.data.ranks(from: table.first))
        self.ranks = ranks
        let misfits = found.misfits
        let decided = try work.map(table.places.count) { (index) throws(Diagnostic) in
            try work.check()
            let store = data.columns[table.places[index]]
            let place = table.places[index]
            var column = ExcelColumn(table.names[index], store, from: store.firstIndex(from: table.first))
            column.misfits = misfits.count { $0.column == place && $0.row >= table.first }
            column.decide(
                data, ranks, reading,
                DecisionContext(
                    column: column.name, file: file.name, dates: options.dates, reading: reading,
                    told: options.texts.contains(column.name) ? .text : nil))
            if let refusal = column.decision.refusal { throw refusal }
            return column
        }
        columns = decided
        try Self.checkCurrencies(decided, data.units, file.name)
        var problems = Problems(file: file.name)
        let places = Dictionary(
            table.places.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        problems.append(
            found.misfits.compactMap { misfit in
                guard misfit.row >= table.first else { return nil }
                return Problem(
                    line: misfit.row + 1, row: ranks.rank(misfit.row) + 1,
                    column: places[misfit.column].map { table.names[$0] }
                        ?? SheetReader.letters(misfit.column),
                    found: misfit.found, expected: misfit.expected)
            }, outOf: found.misfitCount)
        for column in decided {
            guard let misfits = column.decision.misfits else { continue }
            problems.append(
                misfits.cells.map {
                    Problem(
                        line: $0.line, row: $0.row + 1, column: column.name, found: $0.text,
                        expected: column.decision.expected)
                }, outOf: column.tally.present - max(column.tally.numbers, column.tally.times))
        }
        self.problems = problems
        notes = found.notes + table.notes + Self.notes(found, ranks, table)
        if options.strict, let first = problems.kept.first {
            throw Diagnostic(
                "excel.value-does-not-fit",
                "`\(file.name)`, row \(LoadReport.grouped(first.line)), column `\(first.column ?? "")`: expected "
                    + "\(first.expected), found another value",
                help: ["without `strict=true` such values are counted, and listed by `problems`"])
        }
    }

    /// A fault of a part, with the name of its file.
    private static func named(_ fault: Diagnostic, _ file: String) -> Diagnostic {
        guard fault.code == "excel.damaged" || fault.code == "excel.too-large", !fault.message.contains("`")
        else {
            return fault
        }
        return Diagnostic(fault.code, "`\(file)`: \(fault.message)", help: fault.help)
    }

    private static func checkCurrencies(_ columns: [ExcelColumn], _ units: [String], _ file: String)
        throws(Diagnostic)
    {
        for column in columns {
            let found = column.units.keys.sorted().map { units[$0] }.filter { !$0.isEmpty && $0 != "%" }
            guard found.count > 1 else { continue }
            throw Diagnostic(
                "excel.currencies",
                "`\(file)`, column `\(column.name)`: found \(found.map { "`\($0)`" }.joined(separator: " and ")) by the "
                    + "number formats, expected one currency",
                help: ["give each currency a column of its own"])
        }
    }

    public var schema: Schema {
        let learnt = kinds
        return Schema(
            columns.enumerated().map { index, column in
                Field(
                    column.name, column.type.type, kind: learnt[index]?.kind ?? column.kind,
                    unit: unit(column))
            })
    }

    /// The currency that all numbers of a column are shown in.
    func unit(_ column: ExcelColumn) -> String? {
        guard column.type.type.isNumber, column.units.count == 1, let only = column.units.keys.first else {
            return nil
        }
        return data.units[only].isEmpty || data.units[only] == "%" ? nil : data.units[only]
    }

    public var problemsByFile: [Problems] { [problems] }

    var kinds: [Int: (kind: Kind?, isUnique: Bool, distinct: Int?)] { learnt.withLock { $0 } }
    func learn(_ index: Int, from column: Column) {
        let found = columns[index].learn(from: column)
        learnt.withLock { $0[index] = found }
    }
}
