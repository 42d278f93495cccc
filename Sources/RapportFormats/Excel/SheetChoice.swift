internal import RapportDiagnostics
internal import RapportWork

/// The sheet that is read: the one that was named, else the first that has cells.
struct SheetChoice {
    let name: String
    let data: SheetData
    let counts: SheetReader.Counts
    let misfits: [(row: Int, column: Int, found: String, expected: String)]
    let misfitCount: Int
    var notes: [Note] = []

    /// - Throws: `excel.sheet`, `excel.empty`, `excel.damaged`, `memory.limit`.
    init(_ archive: ZipArchive, _ wanted: ExcelOptions.Sheet?, _ reserved: Reserved, _ work: Work)
        throws(Diagnostic)
    {
        let workbook = try Workbook(archive, work: work)
        let sheets = workbook.sheets
        let tried: [Workbook.Sheet]
        if let wanted {
            tried = [try Self.sheet(wanted, sheets, archive.name)]
        } else {
            // What is hidden was not meant to be seen first.
            tried =
                sheets.filter { $0.part != nil && !$0.isHidden }
                + sheets.filter { $0.part != nil && $0.isHidden }
        }
        var pool = TextPool()
        if let part = workbook.sharedStrings, archive.has(part) {
            let reader = SharedStringsReader(work, reserved)
            try archive.parse(part, into: reader, work: work)
            pool = reader.take()
        }
        var read: (sheet: Workbook.Sheet, reader: SheetReader)?
        for sheet in tried {
            guard let part = sheet.part else { continue }
            let reader = SheetReader(pool, workbook.styles, workbook.dates, reserved)
            try archive.parse(part, into: reader, work: work)
            reader.finish()
            if reader.counts.cells > 0 || wanted != nil {
                read = (sheet, reader)
                break
            }
            pool = reader.take()
        }
        guard let (sheet, reader) = read else {
            throw Diagnostic(
                "excel.empty", "no sheet of `\(archive.name)` has a cell",
                help: [Diagnostic.Help("its sheets: " + Self.listed(sheets))])
        }
        (name, counts) = (sheet.name, reader.counts)
        (misfits, misfitCount) = (reader.misfits, reader.misfitCount)
        data = SheetData(reader, workbook.dates, units: workbook.styles.units)
        let others = sheets.filter { $0.name != sheet.name }
        if wanted == nil, !others.isEmpty {
            notes.append(
                Note(
                    "excel.sheets",
                    "sheet `\(sheet.name)` read, the first that has cells; not read: \(Self.listed(others)) "
                        + "(`sheet=\"…\"` names one)",
                    isWarning: others.contains { $0.part != nil && !$0.isHidden }))
        }
        if sheet.isHidden { notes.append(Note("excel.hidden-sheet", "the sheet `\(sheet.name)` is hidden")) }
    }

    private static func sheet(_ wanted: ExcelOptions.Sheet, _ sheets: [Workbook.Sheet], _ file: String)
        throws(Diagnostic) -> Workbook.Sheet
    {
        let found: Workbook.Sheet?
        let said: String
        switch wanted {
        case .name(let name):
            found = sheets.first { $0.name == name }
            said = "`\(name)`"
        case .number(let number):
            found = number >= 1 && number <= sheets.count ? sheets[number - 1] : nil
            said = "number \(number)"
        }
        guard let found else {
            throw Diagnostic(
                "excel.sheet", "`\(file)` has no sheet \(said)", subject: .parameter("sheet"),
                help: [Diagnostic.Help("its sheets: " + listed(sheets))])
        }
        guard found.part != nil else {
            throw Diagnostic(
                "excel.sheet", "the sheet \(said) of `\(file)` is a chart, and has no cells",
                subject: .parameter("sheet"), help: [Diagnostic.Help("its sheets: " + listed(sheets))])
        }
        return found
    }

    private static func listed(_ sheets: [Workbook.Sheet]) -> String {
        let words = sheets.prefix(20).map { sheet in
            "`\(sheet.name)`" + (sheet.part == nil ? " (a chart)" : sheet.isHidden ? " (hidden)" : "")
        }
        return words.joined(separator: ", ") + (sheets.count > 20 ? ", …" : "")
    }
}
