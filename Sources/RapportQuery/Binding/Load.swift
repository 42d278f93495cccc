internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// `load "orders.csv"`: the one source that is told how to read.
enum Load {
    /// In the order in which a recipe prints them.
    static let options: [Signature.Parameter] = [
        option(
            "format", "By the name's ending where it is not given.", .choice(["csv", "tsv", "json", "jsonl"])),
        option("header", "Whether the first line names the columns.", .bool),
        option("delimiter", "What parts the cells: `,`, `;`, a tab, `|`.", .text),
        option("quote", "What encloses cells; `\"\"` for nothing.", .text),
        option("encoding", "`utf8`, `utf16`, `gb18030`, `big5`, `shift_jis`, `windows1252`.", .text),
        option("missing", "Cells that mean missing: `missing=[\"N/A\", \"-\"]`.", .list(.text)),
        option("dates", "How written dates are ordered.", .choice(["iso", "day_first", "month_first"])),
        option("decimal", "The decimal sign.", .text),
        option("skip", "Lines before the header.", .int(Bounds(0...))),
        option("comment", "A sign that begins lines to skip.", .text),
        option("columns", "Names, where the file has none or others.", .list(.text)),
        option(
            "records", "The keys that lead to a JSON file's array of records: `records=\"data.items\"`.",
            .text),
        option("strict", "Stop at the first row that does not fit.", .bool),
    ]

    private static func option(
        _ name: String, _ help: String, _ kind: Signature.ParameterKind
    ) -> Signature.Parameter {
        Signature.Parameter(name, help: help, kind: kind, standard: .missing)
    }

    static let description = VerbDescription(
        "load", "Read a file.", signature: #"load "FILE" as NAME"#, options: options, namedItems: .options,
        examples: [])

    static func file(_ stage: RapportLanguage.Stage, _ names: NameScope) throws(Diagnostic) -> FileSource {
        let call = VerbCall(
            stage: stage, description: description, input: Schema(), order: .source, names: names,
            isLast: false)
        let paths = call.items.filter { $0.name == nil }
        guard let first = paths.first else { throw call.missing("a file's name in quotes") }
        let path = try FilePath.text(of: first, after: stage.name.text)
        if paths.count > 1 {
            throw Diagnostic("verb.too-many", "`load` takes one file", at: paths[1].span)
        }
        try call.checkModifiers()
        var options = try call.options()
        var format: String?
        if case .text(let word)? = options.removeValue(forKey: "format") { format = word }
        return FileSource(path, format: format, options: options)
    }
}

/// What `load` says of itself, for help and completion.
public var loadDescription: VerbDescription { Load.description }
