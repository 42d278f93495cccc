internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Writes the table, and passes it on.
enum Save: Verb {
    static let description = VerbDescription(
        "save", "Write the table to a file or keep it in the workspace; the rows pass on unchanged.",
        signature: #"save "FILE" for=excel · save table=NAME mode=append · save schema="FILE.yml""#,
        options: [
            Signature.Parameter(
                "table", help: "The name under which the workspace keeps it.", kind: .name,
                standard: .missing),
            Signature.Parameter(
                "format", help: "By the name's ending where it is not given.",
                kind: .choice(["csv", "tsv", "json", "jsonl", "arrow", "xlsx", "md"]), standard: .missing),
            Signature.Parameter(
                "for",
                help: "`excel` writes CSV that Excel reads as UTF-8, with ids as text and no formula run.",
                kind: .choice(["excel"]), standard: .missing),
            Signature.Parameter(
                "schema",
                help: "Writes how the table's file is read, and its columns, for `load … schema=`.",
                kind: .text, standard: .missing),
            Signature.Parameter(
                "sheet", help: "What the sheet of an Excel file is called; `Sheet1` where it is not given.",
                kind: .text, standard: .missing),
            Signature.Parameter(
                "mode",
                help:
                    "How rows come to a kept table: `append` after what is there, `upsert` in the place of rows with "
                    + "the same `key`, `replace_period` in the place of the rows of the same `period`.",
                kind: .choice(["append", "upsert", "replace_period"]), standard: .missing),
            Signature.Parameter(
                "key", help: "The columns that tell rows apart, for `mode=upsert`.",
                kind: .columns(ColumnRequirement()), standard: .missing),
            Signature.Parameter(
                "period",
                help:
                    "The column of time or of periods, for `mode=replace_period`: of dates all days from the first to "
                    + "the last are replaced, of other values the same ones.",
                kind: .column(ColumnRequirement()), standard: .missing),
        ],
        namedItems: .options,
        examples: [
            Example(
                "The rows pass on.", run: #"given | save "out.csv" | take 1"#, given: "n\n1\n2", gives: "n\n1"
            )
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        let paths = call.items.filter { $0.name == nil }
        if paths.count > 1 {
            throw Diagnostic("verb.too-many", "`save` takes one file", at: paths[1].span)
        }
        let dataset = try tableName(call)
        // `table=vip` is no text in quotes, and would not be admitted among the options.
        if dataset == nil, paths.isEmpty, case .text(let schema)? = try call.options()["schema"] {
            return call.bound(Saving(target: .schema(schema, of: [])), call.input)
        }
        guard let path = paths.first else {
            guard let dataset else { throw call.missing("a file's name in quotes, or `table=…`") }
            return call.bound(
                Saving(target: .dataset(dataset, options: try datasetOptions(call))), call.input)
        }
        if dataset != nil {
            throw Diagnostic(
                "verb.too-many", "`save` takes a file or `table=…`, found both", at: path.span,
                help: ["two stages: `save \"…\" | save table=…`"])
        }
        let file = try FilePath.text(of: path, after: "save")
        var options = try call.options()
        options["table"] = nil
        if options["schema"] != nil {
            throw Diagnostic(
                "verb.too-many", "`save` takes a file or `schema=…`, found both", at: path.span,
                help: ["two stages: `save \"…\" | save schema=\"…\"`"])
        }
        for name in ["mode", "key", "period"] where options[name] ?? .missing != .missing {
            throw Diagnostic(
                "parameter.unexpected", "`\(name)` is of tables in the workspace, not of files",
                at: call.optionPlaces[name], help: ["`save table=NAME \(name)=…`"])
        }
        var bound = call.bound(Saving(target: .file(file, options: options)), call.input)
        bound.places["path"] = path.span
        return bound
    }

    /// `mode`, and the `key` or `period` that it needs.
    private static func datasetOptions(_ call: VerbCall) throws(Diagnostic) -> [String: Value] {
        var options: [String: Value] = [:]
        let admission = Admission(call.input, call.names)
        for (name, syntax) in call.typedOptions {
            guard let parameter = description.options.first(where: { $0.matches(name.text) }),
                parameter.name != "table"
            else { continue }
            let value = try admission.admit(syntax, as: parameter)
            if value != .missing { options[parameter.name] = value }
        }
        let needs: [(option: String, mode: String, usage: String)] = [
            ("key", "upsert", "mode=upsert key=[…]"),
            ("period", "replace_period", "mode=replace_period period=…"),
        ]
        for (option, mode, usage) in needs {
            if options["mode"] == .text(mode), options[option] == nil {
                throw Diagnostic(
                    "parameter.missing", "`mode=\(mode)` needs `\(option)`", at: call.optionPlaces["mode"],
                    help: ["`\(usage)`"])
            }
            if options[option] != nil, options["mode"] != .text(mode) {
                throw Diagnostic(
                    "parameter.unexpected", "`\(option)` is of `mode=\(mode)`", at: call.optionPlaces[option],
                    help: ["`\(usage)`"])
            }
        }
        for name in ["for", "format", "sheet", "schema"] where options[name] != nil {
            throw Diagnostic(
                "parameter.unexpected", "`\(name)` is of files, not of tables in the workspace",
                at: call.optionPlaces[name], help: ["`save \"….csv\" \(name)=…`"])
        }
        return options
    }

    /// `table=vip` names the dataset bare or in quotes.
    private static func tableName(_ call: VerbCall) throws(Diagnostic) -> String? {
        var values = call.items.filter { $0.name?.text == "table" }.map(\.value)
        for case .option(let name, let value, _) in call.stage.arguments.modifiers where name.text == "table"
        {
            values.append(value)
        }
        guard let value = values.first else { return nil }
        switch value.form {
        case .name(let name) where !name.text.contains("."): return name.text
        case .literal(.text(let text)) where !text.isEmpty: return text
        default:
            throw Diagnostic(
                "parameter.type", "`table` takes a name, found `\(value.printed)`", at: value.span,
                help: ["`save table=vip`"])
        }
    }
}

struct Saving: Operation {
    var target: SaveTarget

    var printed: String {
        switch target {
        case .dataset(let name, let options):
            return words(["save", "table=\(LanguageText.name(name))"], options)
        case .schema(let path, _): return "save schema=\(LanguageText.text(path))"
        case .file(let path, let options): return words(["save", LanguageText.text(path)], options)
        }
    }

    private func words(_ first: [String], _ options: [String: Value]) -> String {
        var words = first
        for parameter in Save.description.options {
            guard let value = options[parameter.name] else { continue }
            words.append("\(parameter.name)=\(LanguageText.value(value, of: parameter.kind))")
        }
        return words.joined(separator: " ")
    }
    /// Everything is written.
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> { Set(input.names) }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        do throws(Diagnostic) {
            var target = target
            if case .schema(let path, _) = target { target = .schema(path, of: context.plan.files) }
            context.notes.append(try context.catalog.save(inputs[0], to: target))
        } catch {
            throw error.located(at: context.places.parameters["path"] ?? context.places.name)
        }
        return inputs[0]
    }
}
