internal import RapportContract
internal import RapportDiagnostics
internal import RapportFormats
internal import RapportQuery
internal import RapportReport
internal import RapportTable
internal import RapportWork

/// Opens the file of a `load` with what its options say.
///
/// - Throws: `load.format`, `parameter.choice`, and what the reader throws.
func openSource(_ file: FileSource, at path: String, work: Work) throws(Diagnostic) -> any TableSource {
    let ending = path.split(separator: "/").last?.split(separator: ".").dropFirst().last?.lowercased() ?? ""
    switch file.format ?? ending {
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

/// Writes a table in the format of the file's name.
///
/// - Throws: `save.format`, `file.write`.
func writeTable(_ table: Table, to path: String, typed: String, options: [String: Value]) throws(Diagnostic) {
    let ending = typed.split(separator: "/").last?.split(separator: ".").dropFirst().last?.lowercased() ?? ""
    var text = ""
    switch ending {
    case "csv": return try writeFile(CSVWriter.text(of: table), to: path, typed: typed)
    case "json": JSONTable.write(table, to: &text)
    case "md": MarkdownTable.write(table, to: &text)
    default:
        throw Diagnostic(
            "save.format", "no writer for a file named `\(typed)`",
            help: ["`.csv`, `.json` and `.md` are written"])
    }
    try writeFile(Array(text.utf8), to: path, typed: typed)
}
