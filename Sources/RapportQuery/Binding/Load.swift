internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// `load "orders.csv"`: the one source that is told how to read.
enum Load {
    /// In the order in which a recipe prints them.
    static let options: [Signature.Parameter] = [
        option(
            "format", "By the name's ending where it is not given; `fixed`: cells at their places in a line.",
            .choice(["csv", "tsv", "fixed", "json", "jsonl", "arrow", "xlsx"])),
        option(
            "header",
            "Whether the first line names the columns, or which lines do: `header=[1, 2]` joins two.",
            .either(.bool, .either(.int(Bounds(1...)), .list(.int(Bounds(1...)))))),
        option("delimiter", "What parts the cells: `,`, `;`, a tab, `|`, `||`.", .text),
        option("quote", "What encloses cells; `\"\"` for nothing.", .text),
        option("escape", "What makes the quote behind it a letter: `\\`; `\"\"` for nothing.", .text),
        option("encoding", "`utf8`, `utf16`, `gb18030`, `big5`, `shift_jis`, `windows1252`.", .text),
        option("missing", "Cells that mean missing: `missing=[\"N/A\", \"-\"]`.", .list(.text)),
        option(
            "dates", "How written dates are ordered; `dmy` and `mdy` are short for the last two.",
            .choice(["iso", "day_first", "month_first", "ymd", "dmy", "mdy"])),
        option("decimal", "The decimal sign.", .text),
        option("thousands", "What stands between thousands; `\"\"` for nothing.", .text),
        option("skip", "Lines before the header.", .int(Bounds(0...))),
        option(
            "sheet", "Of an Excel file: its name or number; the first that has cells where it is not given.",
            .either(.int(Bounds(1...)), .text)),
        option("comment", "A sign that begins lines to skip.", .text),
        option(
            "columns",
            "Names for all columns, or the names of those to read; `{id: \"text\"}` gives types, and of a file of fixed "
                + "width `{id: 8, name: [9, 30]}` gives widths or first and last place.",
            .either(
                .list(.text),
                .map(.either(.text, .either(.int(Bounds(1...)), .list(.int(Bounds(1...)))))))),
        option(
            "records", "The keys that lead to a JSON file's array of records: `records=\"data.items\"`.",
            .text),
        option(
            "schema", "A file that `save schema=…` wrote: all is read as it says, or refused.", .text),
        option(
            "timezone",
            "The zone of times without one, such as \"Asia/Shanghai\"; `set timezone=\"Asia/Shanghai\"` by itself.",
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
        if case .text(let zone)? = options["timezone"] {
            do throws(Diagnostic) {
                _ = try Zone(zone)
            } catch {
                throw error.located(at: call.optionPlaces["timezone"] ?? stage.span)
            }
        } else if let zone = names.settings.timezone {
            options["timezone"] = .text(zone)
        }
        return FileSource(path, format: format, options: options)
    }
}

extension Load {
    /// The failure of a file with the change that mends it: where its help says `load … skip=3`, `fix` types that
    /// behind the file's name.
    static func mending(_ failure: Diagnostic, path: SourceSpan) -> Diagnostic {
        var mended = failure
        for index in mended.help.indices where mended.help[index].edit == nil {
            let text = mended.help[index].text
            guard let start = text.firstRange(of: "`load … "), let end = text.lastIndex(of: "`"),
                end > start.upperBound
            else { continue }
            let option = text[start.upperBound..<end]
            // One change: of two that are offered nobody can say which is meant.
            guard !option.contains("`"), !option.hasSuffix("…") else { continue }
            mended.help[index].edit = Diagnostic.Edit(SourceSpan(path.upper..<path.upper), " " + option)
        }
        return mended
    }
}

/// What `load` says of itself, for help and completion.
public var loadDescription: VerbDescription { Load.description }
