internal import RapportContract
internal import RapportDiagnostics
internal import RapportFormats
internal import RapportQuery
internal import RapportReport
internal import RapportTable
internal import RapportWork

/// Opens the file of a `load` with what its options say; a folder, or a pattern such as `orders/*.csv`, as one
/// table.
///
/// - Throws: `load.format`, `load.schema`, `load.no-files`, `parameter.choice`, and what the reader throws.
func openSource(_ file: FileSource, at path: String, work: Work) throws(Diagnostic) -> any TableSource {
    guard let paths = try pathsOfMany(path, typed: file.path) else {
        return try openFile(file, at: path, work: work)
    }
    let names = paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    // Files of one name in several folders are told apart by their paths.
    let areDifferent = Set(names).count == names.count
    var files: [FolderSource.File] = []
    for (name, path) in zip(names, paths) {
        try work.check()
        files.append(
            .init(name: areDifferent ? name : path, source: try openFile(file, at: path, work: work)))
    }
    return try FolderSource(files, folder: file.path)
}

private func openFile(_ file: FileSource, at path: String, work: Work) throws(Diagnostic)
    -> any ReportingSource
{
    switch file.format ?? ending(of: path) {
    case "csv", "tsv", "txt", "tab", "psv", "":
        return try CSVSource.open(path: path, options: try csvOptions(file), work: work)
    case "json", "jsonl", "ndjson":
        return try JSONSource.open(path: path, options: try jsonOptions(file), work: work)
    case let other:
        throw Diagnostic(
            "load.format", "no reader for `\(other)` files", subject: .parameter("format"),
            help: ["save it as CSV or JSON; if it is CSV under another name: `format=csv`"])
    }
}

private func jsonOptions(_ file: FileSource) throws(Diagnostic) -> JSONOptions {
    var options = JSONOptions(lines: file.format.map { $0 != "json" })
    for (name, value) in file.options.sorted(by: { $0.key < $1.key }) {
        switch (name, value) {
        case (_, .missing): break
        case ("records", .text(let path)): options.records = path
        case ("encoding", .text(let text)): options.encoding = try encoding(text, name)
        case ("missing", .list(let codes)):
            options.missing = codes.compactMap { if case .text(let code) = $0 { code } else { nil } }
        case ("missing", .text(let code)): options.missing = [code]
        case ("strict", .bool(let flag)): options.strict = flag
        default:
            throw Diagnostic(
                "load.option", "a JSON file takes no option `\(name)` of this form", subject: .parameter(name)
            )
        }
    }
    return options
}

private func encoding(_ text: String, _ option: String) throws(Diagnostic) -> TextEncoding {
    if let encoding = TextEncoding(name: text) { return encoding }
    let known = TextEncoding.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    throw Diagnostic(
        "parameter.choice", "no encoding named `\(text)`", subject: .parameter(option),
        help: [Diagnostic.Help("known: " + known)])
}

private func csvOptions(_ file: FileSource) throws(Diagnostic) -> CSVOptions {
    var options = CSVOptions()
    for (name, value) in file.options.sorted(by: { $0.key < $1.key }) {
        switch (name, value) {
        case (_, .missing): break
        case ("delimiter", .text(let text)): options.delimiter = try character(text, name)
        case ("quote", .text(let text)):
            options.quote = text.isEmpty ? .none : .character(try character(text, name))
        case ("header", .bool(let flag)): options.header = flag
        case ("encoding", .text(let text)):
            options.encoding = try encoding(text, name)
        case ("missing", .list(let codes)):
            options.missing = codes.compactMap { if case .text(let code) = $0 { code } else { nil } }
        case ("missing", .text(let code)): options.missing = [code]
        case ("dates", .text(let word)): options.dates = DateOrder(rawValue: word)
        case ("columns", .list(let names)):
            options.columns = names.compactMap { if case .text(let name) = $0 { name } else { nil } }
        case ("columns", .columns(let names)): options.columns = names
        case ("skip", .int(let lines)): options.skip = Int(lines)
        case ("comment", .text(let text)): options.comment = try character(text, name)
        case ("strict", .bool(let flag)): options.strict = flag
        case ("decimal", .text(let text)): options.decimal = try character(text, name)
        default:
            throw Diagnostic(
                "load.option", "a CSV file takes no option `\(name)` of this form", subject: .parameter(name))
        }
    }
    return options
}

private func character(_ text: String, _ option: String) throws(Diagnostic) -> Character {
    guard text.unicodeScalars.count == 1, let sign = text.first, sign.isASCII else {
        throw Diagnostic(
            "parameter.range", "`\(option)` takes one ASCII sign", subject: .parameter(option),
            help: ["such as \(option)=\";\""])
    }
    return sign
}

/// Writes a table in the format of the file's name, and says what is particular about it.
///
/// - Throws: `save.format`, `save.option`, `file.write`.
func writeTable(
    _ table: Table, to path: String, typed: String, options: [String: Value], work: Work
) throws(Diagnostic) -> String {
    // Written are files that are not packed, so `x.csv.gz` is one that no writer is for.
    let ending = typed.split(separator: "/").last?.split(separator: ".").dropFirst().last?.lowercased() ?? ""
    let isForExcel = options["for"] == .text("excel")
    if isForExcel, ending != "csv" {
        throw Diagnostic(
            "save.option", "`for=excel` is of CSV files, found a file named `\(typed)`",
            subject: .parameter("for"), help: ["`save \"….csv\" for=excel`"])
    }
    var text = ""
    switch ending {
    case "csv" where isForExcel:
        let safe = try SpreadsheetText.safe(table, work: work)
        let bytes = CSVWriter.text(of: safe.table, options: .init(hasByteOrderMark: true))
        try writeFile(bytes, to: path, typed: typed)
        return safe.formulas == 0
            ? "" : "; \(counted(safe.formulas, "text")) would run as formulas: an apostrophe in front"
    case "csv":
        try writeFile(CSVWriter.text(of: table), to: path, typed: typed)
        return ""
    case "jsonl", "ndjson":
        try writeFile(JSONLinesWriter.text(of: table), to: path, typed: typed)
        return ""
    case "json": JSONTable.write(table, to: &text)
    case "md": MarkdownTable.write(table, to: &text)
    default:
        throw Diagnostic(
            "save.format", "no writer for a file named `\(typed)`",
            help: ["`.csv`, `.json`, `.jsonl` and `.md` are written"])
    }
    try writeFile(Array(text.utf8), to: path, typed: typed)
    return ""
}
