internal import RapportContract
internal import RapportDiagnostics
internal import RapportFormats
internal import RapportQuery
internal import RapportTable
internal import RapportWork

/// Opens the file of a `load` with what its options say; a folder, or a pattern such as `orders/*.csv`, as one
/// table.
///
/// - Throws: `load.format`, `load.schema`, `load.no-files`, `parameter.choice`, and what the reader throws.
func openSource(_ pinned: PinnedFile, at path: String, work: Work) throws(Diagnostic) -> any TableSource {
    let source = try openUnpinned(pinned, at: path, work: work)
    guard let fields = pinned.fields else { return source }
    return try PinnedSource(source, to: fields)
}

private func openUnpinned(_ pinned: PinnedFile, at path: String, work: Work) throws(Diagnostic)
    -> any ReportingSource
{
    let file = pinned.file
    // Standard input, unless a path leads to a file of that name: `./-`.
    if file.path == "-" { return try openFile(pinned, at: file.path, work: work) }
    guard let paths = try pathsOfMany(path, typed: file.path) else {
        return try openFile(pinned, at: path, work: work)
    }
    let names = paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    // Files of one name in several folders are told apart by their paths.
    let areDifferent = Set(names).count == names.count
    var files: [FolderSource.File] = []
    for (name, path) in zip(names, paths) {
        try work.check()
        files.append(
            .init(name: areDifferent ? name : path, source: try openFile(pinned, at: path, work: work)))
    }
    return try FolderSource(files, folder: file.path)
}

private func openFile(_ pinned: PinnedFile, at path: String, work: Work) throws(Diagnostic)
    -> any ReportingSource
{
    let word = pinned.file.format ?? ending(of: path)
    guard
        let reader = word.isEmpty
            ? fileReaders.first : fileReaders.first(where: { $0.formats.contains(word) })
    else {
        throw Diagnostic(
            "load.format", "no reader for `\(word)` files", subject: .parameter("format"),
            help: [
                Diagnostic.Help(
                    fileReaders.flatMap(\.formats).map { "`.\($0)`" }.joined(separator: ", ") + " are read"),
                "if it is CSV under another name: `load … format=csv`",
            ])
    }
    // The zone is no matter of a format: what any of them read is the clock of one.
    var plain = pinned
    guard case .text(let zone)? = plain.file.options.removeValue(forKey: "timezone") else {
        return try reader.open(pinned, path, work)
    }
    return try ZonedSource(try reader.open(plain, path, work), zone: zone)
}

/// A format that is read: by the endings of files' names, and by the words of `format=`.
struct FileReader: Sendable {
    let formats: [String]
    let open: @Sendable (PinnedFile, String, Work) throws(Diagnostic) -> any ReportingSource
}

/// A line a format; a file without an ending is read as the first.
let fileReaders: [FileReader] = [
    FileReader(formats: ["csv", "tsv", "fixed", "txt", "tab", "psv", "dat", "data", "edges"]) {
        (file, path, work) throws(Diagnostic) in
        try CSVSource.open(path: path, options: try csvOptions(file), work: work)
    },
    FileReader(formats: ["json", "jsonl", "ndjson"]) { (file, path, work) throws(Diagnostic) in
        try JSONSource.open(path: path, options: try jsonOptions(file.file), work: work)
    },
    // The old and foreign ones are refused, with what to do.
    FileReader(formats: ["xlsx", "xlsm", "xltx", "xls", "xlsb", "ods"]) {
        (file, path, work) throws(Diagnostic) in
        try ExcelSource.open(path: path, options: try excelOptions(file), work: work)
    },
    FileReader(formats: ["arrow", "feather", "arrows", "ipc"]) { (file, path, work) throws(Diagnostic) in
        try ArrowSource.open(path: path, options: try arrowOptions(file.file), work: work)
    },
]

private func excelOptions(_ pinned: PinnedFile) throws(Diagnostic) -> ExcelOptions {
    var options = ExcelOptions()
    options.texts = pinned.texts
    for (name, value) in pinned.file.options.sorted(by: { $0.key < $1.key }) {
        switch (name, value) {
        case (_, .missing): break
        case ("sheet", .int(let number)): options.sheet = .number(Int(number))
        case ("sheet", .text(let text)): options.sheet = .name(text)
        case ("header", .bool(let flag)): options.header = flag
        case ("header", .int(let row)): options.headerRows = [Int(row)]
        case ("header", .list(let rows)):
            options.headerRows = rows.compactMap { if case .int(let row) = $0 { Int(row) } else { nil } }
        case ("skip", .int(let rows)): options.skip = Int(rows)
        case ("missing", .list(let codes)):
            options.missing = codes.compactMap { if case .text(let code) = $0 { code } else { nil } }
        case ("missing", .text(let code)): options.missing = [code]
        case ("dates", .text(let word)): options.dates = DateOrder(name: word)
        case ("columns", .list(let names)):
            options.columns = names.compactMap { if case .text(let name) = $0 { name } else { nil } }
        case ("columns", .columns(let names)): options.columns = names
        case ("columns", .map(let entries)):
            for entry in entries {
                guard case .text(let name) = entry.key, entry.value == .text("text") else {
                    throw Diagnostic(
                        "load.option", "of an Excel file `columns` takes names, or columns that are text",
                        subject: .parameter(name),
                        help: ["`columns={id: \"text\"}`; `| cast` gives other types"])
                }
                options.texts.insert(name)
            }
        case ("strict", .bool(let flag)): options.strict = flag
        default:
            throw Diagnostic(
                "load.option", "an Excel file takes no option `\(name)` of this form",
                subject: .parameter(name))
        }
    }
    return options
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

private func arrowOptions(_ file: FileSource) throws(Diagnostic) -> ArrowOptions {
    var options = ArrowOptions()
    for (name, value) in file.options.sorted(by: { $0.key < $1.key }) {
        switch (name, value) {
        case (_, .missing): break
        case ("columns", .list(let names)):
            options.columns = names.compactMap { if case .text(let name) = $0 { name } else { nil } }
        case ("columns", .columns(let names)): options.columns = names
        default:
            throw Diagnostic(
                "load.option", "an Arrow file takes no option `\(name)` of this form",
                subject: .parameter(name), help: ["its columns, types and missing values stand in the file"])
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

private func csvOptions(_ pinned: PinnedFile) throws(Diagnostic) -> CSVOptions {
    var options = CSVOptions()
    options.texts = pinned.texts
    let file = pinned.file
    switch file.format {
    case "fixed": options.format = .fixed
    case "csv", "tsv": options.format = .csv
    default: break
    }
    for (name, value) in file.options.sorted(by: { $0.key < $1.key }) {
        switch (name, value) {
        case (_, .missing): break
        case ("delimiter", .text(let text)): options.delimiter = try delimiter(text)
        case ("quote", .text(let text)):
            options.quote = text.isEmpty ? .none : .character(try character(text, name))
        case ("escape", .text(let text)):
            options.escape = text.isEmpty ? .some(0) : try character(text, name).asciiValue
        case ("header", .bool(let flag)): options.header = flag ? .rows([1]) : .none
        case ("header", .int(let row)): options.header = .rows([Int(row)])
        case ("header", .list(let rows)):
            options.header = .rows(rows.compactMap { if case .int(let row) = $0 { Int(row) } else { nil } })
        case ("encoding", .text(let text)):
            options.encoding = try encoding(text, name)
        case ("missing", .list(let codes)):
            options.missing = codes.compactMap { if case .text(let code) = $0 { code } else { nil } }
        case ("missing", .text(let code)): options.missing = [code]
        case ("dates", .text(let word)): options.dates = DateOrder(name: word)
        case ("columns", .list(let names)):
            options.columns = names.compactMap { if case .text(let name) = $0 { name } else { nil } }
        case ("columns", .columns(let names)): options.columns = names
        case ("columns", .map(let entries)): try tell(entries, &options)
        case ("skip", .int(let lines)): options.skip = Int(lines)
        case ("comment", .text(let text)): options.comment = try character(text, name)
        case ("strict", .bool(let flag)): options.strict = flag
        case ("decimal", .text(let text)): options.decimal = try character(text, name)
        case ("thousands", .text(let text)):
            options.thousands = text.isEmpty ? .none : .sign(try character(text, name))
        default:
            throw Diagnostic(
                "load.option", "a CSV file takes no option `\(name)` of this form", subject: .parameter(name))
        }
    }
    return options
}

/// `columns={id: "text"}` tells types; `{id: 8, name: [9, 30]}` widths, or first and last place, of fixed width.
private func tell(_ entries: [Value.Entry], _ options: inout CSVOptions) throws(Diagnostic) {
    var names: [String] = []
    var places: [Range<Int>] = []
    func refusal(_ what: String, _ help: Diagnostic.Help) -> Diagnostic {
        Diagnostic("parameter.type", "`columns` \(what)", subject: .parameter("columns"), help: [help])
    }
    for entry in entries {
        guard case .text(let name) = entry.key else {
            throw refusal("takes names as keys", "such as `columns={id: \"text\"}`")
        }
        switch entry.value {
        case .text(let word):
            guard let type = CSVOptions.ToldType(rawValue: word) else {
                let known = CSVOptions.ToldType.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
                throw refusal("has no type `\(word)`", .init("one of \(known)"))
            }
            options.types[name] = type
        case .int(let width):
            let start = places.last?.upperBound ?? 0
            places.append(start..<start + Int(min(width, 1 << 20)))
            names.append(name)
        case .list(let ends):
            guard ends.count == 2, case .int(let first) = ends[0], case .int(let last) = ends[1],
                first <= last,
                last < 1 << 30
            else { throw refusal("takes the first and the last place", "such as `{name: [9, 30]}`") }
            places.append(Int(first) - 1..<Int(last))
            names.append(name)
        default: throw refusal("takes types, widths or places", "such as `columns={id: \"text\"}`")
        }
    }
    guard !places.isEmpty else { return }
    guard options.types.isEmpty else {
        throw refusal("takes types or places, not both", "`… | cast id=text` gives a type afterwards")
    }
    (options.columns, options.places, options.format) = (names, places, .fixed)
}

private func delimiter(_ text: String) throws(Diagnostic) -> [UInt8] {
    let bytes = Array(text.utf8)
    let isLineEnd = bytes.contains { $0 == 0 || $0 == 10 || $0 == 13 }
    guard !bytes.isEmpty, bytes.count <= 8, !isLineEnd else {
        throw Diagnostic(
            "parameter.range", "`delimiter` takes one to eight signs, and no line ends",
            subject: .parameter("delimiter"), help: ["such as delimiter=\";\" or delimiter=\"||\""])
    }
    return bytes
}

private func character(_ text: String, _ option: String) throws(Diagnostic) -> Character {
    guard text.unicodeScalars.count == 1, let sign = text.first, sign.isASCII else {
        throw Diagnostic(
            "parameter.range", "`\(option)` takes one ASCII sign", subject: .parameter(option),
            help: ["such as \(option)=\";\""])
    }
    return sign
}
