internal import RapportContract
internal import RapportDiagnostics
internal import RapportFormats
internal import RapportReport
internal import RapportTable
internal import RapportWork

/// A format that is written: by the endings of files' names, and by the words of `format=`.
struct FileWriter: Sendable {
    /// The first is what the format is called.
    let formats: [String]
    /// Options of `save` that it takes.
    var options: Set<String> = []
    /// Whether a name may end in `.gz` or `.zst` as well.
    var mayBePacked = true
    /// Writes the table, and says what is particular about the file: each a part of one sentence.
    let write: @Sendable (Table, FileReplacement, [String: Value], Work) throws(Diagnostic) -> [String]
}

/// A line a format.
let fileWriters: [FileWriter] = [
    FileWriter(formats: ["csv"], options: ["for"]) { (table, file, options, work) throws(Diagnostic) in
        try writeCSV(table, to: file, options, work)
    },
    FileWriter(formats: ["tsv", "tab"]) { (table, file, _, work) throws(Diagnostic) in
        try CSVWriter.write(table, to: file, options: .init(delimiter: "\t"), work: work)
        return []
    },
    FileWriter(formats: ["json"]) { (table, file, _, work) throws(Diagnostic) in
        try JSONWriter.write(table, to: file, form: .array, work: work)
        return []
    },
    FileWriter(formats: ["jsonl", "ndjson"]) { (table, file, _, work) throws(Diagnostic) in
        try JSONWriter.write(table, to: file, form: .lines, work: work)
        return []
    },
    FileWriter(formats: ["arrow", "feather", "ipc"], mayBePacked: false) {
        (table, file, _, work) throws(Diagnostic) in
        try ArrowTableWriter.write(table, to: file, form: .file, work: work)
        return []
    },
    FileWriter(formats: ["arrows"], mayBePacked: false) { (table, file, _, work) throws(Diagnostic) in
        try ArrowTableWriter.write(table, to: file, form: .stream, work: work)
        return []
    },
    FileWriter(formats: ["xlsx"], options: ["sheet"], mayBePacked: false) {
        (table, file, options, work) throws(Diagnostic) in
        var name = "Sheet1"
        if case .text(let typed)? = options["sheet"] { name = typed }
        return try ExcelWriter.write([.init(name, table)], to: file, work: work)
    },
    FileWriter(formats: ["md"]) { (table, file, _, _) throws(Diagnostic) in
        var text = ""
        MarkdownTable.write(table, to: &text)
        try file.write(Array(text.utf8))
        return []
    },
]

/// Writes a table in the format that `format=` or the file's name says, and tells what is particular about it.
///
/// - Throws: `save.format`, `save.option`, `file.write`, and what the writer throws.
func writeTable(
    _ table: Table, to path: String, typed: String, options: [String: Value], work: Work
) throws(Diagnostic) -> String {
    var options = options.filter { $0.value != .missing }
    let packing = typed.split(separator: ".").last.flatMap { Packing(ending: $0) }
    var word = ending(of: typed)
    if case .text(let format)? = options.removeValue(forKey: "format") { word = format }
    guard let writer = fileWriters.first(where: { $0.formats.contains(word) }) else {
        throw Diagnostic(
            "save.format",
            word.isEmpty ? "`\(typed)` does not say its format" : "no writer for a file named `\(typed)`",
            help: [
                Diagnostic.Help(
                    fileWriters.flatMap(\.formats).map { "`.\($0)`" }.joined(separator: ", ")
                        + " are written, and `format=` says which under another name")
            ])
    }
    if packing != nil, !writer.mayBePacked {
        throw Diagnostic(
            "save.format", "a file of the format `\(writer.formats[0])` is packed in itself",
            help: ["a name without `.gz` or `.zst`"])
    }
    for option in options.keys.sorted() where !writer.options.contains(option) {
        let formats = fileWriters.filter { $0.options.contains(option) }.compactMap(\.formats.first)
        throw Diagnostic(
            "save.option",
            "`\(option)=` is of files of the format \(formats.map { "`\($0)`" }.joined(separator: ", ")), found a "
                + "file named `\(typed)`", subject: .parameter(option),
            help: formats.first.map { [Diagnostic.Help("`save \"….\($0)\" \(option)=…`")] } ?? [])
    }
    let file = try FileReplacement(path, typed: typed, packing: packing)
    let remarks = try writer.write(table, file, options, work)
    try file.commit()
    return remarks.map { "; " + $0 }.joined()
}

private func writeCSV(
    _ table: Table, to file: FileReplacement, _ options: [String: Value], _ work: Work
) throws(Diagnostic) -> [String] {
    guard options["for"] == .text("excel") else {
        try CSVWriter.write(table, to: file, work: work)
        return []
    }
    let safe = try SpreadsheetText.safe(table, work: work)
    try CSVWriter.write(safe.table, to: file, options: .init(hasByteOrderMark: true), work: work)
    return safe.formulas == 0
        ? [] : ["\(counted(safe.formulas, "text")) would run as formulas: an apostrophe in front"]
}
