internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// `sql "select …"`: the source that speaks another language.
enum SQL {
    static let description = VerbDescription(
        "sql", "Run a select of SQLite's SQL over the bound and the kept tables, which it only reads.",
        signature: #"sql "select …" NAME=VALUE"#,
        examples: [
            Example(
                "Tables are named as they are bound; a column keeps its type.",
                run: #"sql "select region, sum(amount) as total from given group by region order by region""#,
                given: "region,amount\nnorth,1\nsouth,2\nnorth,4", gives: "region,total\nnorth,5\nsouth,2"),
            Example(
                "A value from outside is `$name`, set by `let` or behind the text; verbs may follow.",
                run:
                    #"sql "select id, n from given where n >= $least order by n" least=2 | derive twice = n * 2"#,
                given: "id,n\na,1\nb,3\nc,2", gives: "id,n,twice\nc,2,4\nb,3,6"),
        ])
}

/// What `sql` says of itself, for help and completion.
public var sqlDescription: VerbDescription { SQL.description }

extension PipelineBinder {
    mutating func bindSQL(_ stage: RapportLanguage.Stage) throws(Diagnostic) {
        guard let engine = catalog.sql else { throw Diagnostic.noSQL.located(at: stage.span) }
        let (text, span) = try sqlText(stage)
        let place = SQLPlace(text: text, span: span)
        var given = try sqlValues(stage)
        let names = sqlNames + keptVersions(in: text)
        let tables = try sqlTables(names, in: text)
        let outline: SQLOutline
        do throws(Diagnostic) {
            outline = try engine.outline(of: text, tables: tables, names: names)
        } catch {
            throw place.moved(error)
        }
        for name in outline.parameters where given[name] == nil {
            try checkParameter(name, in: text, place)
        }
        given = given.filter { outline.parameters.contains($0.key) }
        var inputs: [Int] = []
        for source in outline.sources { inputs.append(try sqlStep(source.name)) }
        let query = SQLQuery(
            text: text, tables: outline.sources, parameters: outline.parameters, given: given)
        let known = learnt[.query(text)]
        append(
            Plan.Step(
                query, inputs: inputs, schema: known ?? outline.schema,
                places: .init(stage: stage.span, name: span)))
        table = nil
        if known == nil, !outline.openColumns.isEmpty { openColumns = outline.openColumns }
    }

    /// The source's columns have types that are known when it runs.
    var isUnsettled: Bool { openColumns != nil }

    /// The plan up to the source: its rows settle the rest.
    func unsettled(_ pipeline: Pipeline) -> Plan {
        var plan = Plan(steps, aliases: aliases, syntax: pipeline)
        plan.isUnfinished = Incidental(true)
        let names = (openColumns ?? []).map { "`\($0)`" }.joined(separator: ", ")
        plan.notes = Incidental(
            notes + [
                Note(
                    "sql.open",
                    "the type of \(names) shows when it runs, and the stages behind are checked then")
            ])
        return plan
    }

    // MARK: - What was typed

    private func sqlText(_ stage: RapportLanguage.Stage) throws(Diagnostic) -> (String, SourceSpan) {
        let items = stage.arguments.items.filter { $0.name == nil }
        let usage: Diagnostic.Help = "`sql \"select … from …\"`; over several lines between `\"\"\"`"
        guard let item = items.first else {
            throw Diagnostic("verb.missing", "`sql` needs a select in quotes", at: stage.span, help: [usage])
        }
        guard case .literal(.text(let text)) = item.value.form else {
            throw Diagnostic(
                "sql.text", "`sql` takes its select in quotes, found `\(item.value.printed)`", at: item.span,
                help: [usage])
        }
        if items.count > 1 {
            throw Diagnostic("verb.too-many", "`sql` takes one text", at: items[1].span, help: [usage])
        }
        for case .clause(let word, _, let span) in stage.arguments.modifiers {
            throw Diagnostic(
                "verb.clause", "`sql` takes no `\(word.text)` outside of its text", at: span, help: [usage])
        }
        return (text, item.value.span)
    }

    /// `region="EMEA"` behind the text.
    private func sqlValues(_ stage: RapportLanguage.Stage) throws(Diagnostic) -> [String: Scalar] {
        let admission = Admission(Schema(), names)
        var values: [String: Scalar] = [:]
        func take(_ name: Name, _ syntax: Expression) throws(Diagnostic) {
            if values[name.text] != nil {
                throw Diagnostic("parameter.twice", "`\(name.text)` is given twice", at: name.span)
            }
            if case .literal(.missing) = syntax.form {
                values[name.text] = .missing
                return
            }
            values[name.text] = try admission.scalar(syntax)
        }
        for item in stage.arguments.items { if let name = item.name { try take(name, item.value) } }
        for case .option(let name, let value, _) in stage.arguments.modifiers { try take(name, value) }
        return values
    }

    private func checkParameter(_ name: String, in text: String, _ place: SQLPlace) throws(Diagnostic) {
        if ["as_of", "seed"].contains(name) || settings.parameters[name] != nil { return }
        let near = name.nearest(in: ["as_of", "seed"] + settings.parameters.keys.sorted())
        let span = place.span(of: "$" + name)
        throw Diagnostic(
            "parameter.unknown", "no parameter named `$\(name)`", at: span ?? place.whole,
            help: [
                near.map { near in .init("`$\(near)`", edit: span.map { .init($0, "$" + near) }) }
                    ?? "`let \(name)=…` sets it"
            ])
    }

    // MARK: - Tables

    /// All that SQL may name: bound tables, their further outputs, kept tables, tables about the session.
    private var sqlNames: [String] {
        var names: [String] = []
        for name in catalog.boundNames {
            names.append(name)
            for output in catalog.bound(name)?.outputSchemas ?? [] { names.append("\(name).\(output.name)") }
        }
        for name in catalog.savedNames + catalog.nouns where !names.contains(name) { names.append(name) }
        return names
    }

    /// `"vip@2"`: earlier versions of kept tables that the text names; they are too many to list unasked.
    private func keptVersions(in text: String) -> [String] {
        var versions: [String] = []
        for name in catalog.savedNames {
            var rest = text[...]
            while let found = rest.firstRange(of: name + "@") {
                rest = rest[found.upperBound...]
                let digits = rest.prefix { $0.isASCII && $0.isNumber }
                let version = "\(name)@\(digits)"
                if !digits.isEmpty, !versions.contains(version) { versions.append(version) }
            }
        }
        return versions
    }

    /// Those of them that the text mentions; which of them it reads, SQLite says.
    private func sqlTables(
        _ names: [String], in text: String
    ) throws(Diagnostic) -> [(name: String, schema: Schema)] {
        let lowered = text.lowercased()
        var tables: [(name: String, schema: Schema)] = []
        for name in names where lowered.contains(name.lowercased()) {
            if let bound = catalog.bound(name) {
                tables.append((name, bound.schema))
            } else if let dot = name.firstIndex(of: "."), let bound = catalog.bound(String(name[..<dot])),
                let output = bound.outputSchemas.first(where: { $0.name == name[name.index(after: dot)...] })
            {
                tables.append((name, output.schema))
            } else if let noun = try catalog.noun(name) {
                tables.append((name, noun.schema))
            }
        }
        return tables
    }

    private mutating func sqlStep(_ name: String) throws(Diagnostic) -> Int {
        let word = Name(name, span: SourceSpan(0..<0))
        if let step = try namedTable(word) { return step }
        guard let noun = try catalog.noun(name) else { throw .internalError("no table `\(name)`") }
        append(Plan.Step(NounTable(name: name), inputs: [], schema: noun.schema))
        return current
    }
}

/// Where the bytes of an SQL text stand in the typed line.
struct SQLPlace {
    let text: String
    /// The literal, quotes included.
    let whole: SourceSpan
    /// Bytes before the text's first; nil where escapes move what follows.
    private let offset: Int?
    /// By byte of the text its byte in the literal, where escapes were typed as they are printed.
    private let escaped: [Int]?

    init(text: String, span: SourceSpan) {
        (self.text, whole) = (text, span)
        let extra = span.range.count - text.utf8.count
        let printed = Array(LanguageText.text(text).utf8)
        // `"""…"""` and four escapes in `"…"` are as long as each other: then only the whole is known.
        let isAmbiguous = extra == 6 && printed.count == span.range.count
        offset = extra == 2 ? 1 : extra == 6 && !isAmbiguous ? 3 : nil
        guard offset == nil, !isAmbiguous, printed.count == span.range.count else {
            escaped = nil
            return
        }
        var (places, place) = ([Int](), 1)
        for byte in text.utf8 {
            places.append(place)
            place +=
                printed[place] == UInt8(ascii: "\\")
                    && (byte != UInt8(ascii: "\\") || printed[place + 1] == byte) ? 2 : 1
        }
        places.append(place)
        escaped = place == printed.count - 1 ? places : nil
    }

    /// The place in the line of a place in the text.
    func span(_ inner: SourceSpan) -> SourceSpan? {
        if let offset {
            return SourceSpan(whole.lower + offset + inner.lower..<whole.lower + offset + inner.upper)
        }
        guard let escaped, escaped.indices.contains(inner.lower), escaped.indices.contains(inner.upper) else {
            return nil
        }
        return SourceSpan(whole.lower + escaped[inner.lower]..<whole.lower + escaped[inner.upper])
    }

    func span(of word: String) -> SourceSpan? {
        let (bytes, wanted) = (Array(text.utf8), Array(word.utf8))
        guard bytes.count >= wanted.count else { return nil }
        let found = (0...bytes.count - wanted.count).first { Array(bytes[$0..<$0 + wanted.count]) == wanted }
        return found.flatMap { span(SourceSpan($0..<$0 + wanted.count)) }
    }

    /// A failure with places in the text as one with places in the line.
    func moved(_ failure: Diagnostic) -> Diagnostic {
        var copy = failure
        copy.labels = failure.labels.map { .init(span($0.span) ?? whole, $0.text) }
        if copy.labels.isEmpty { copy.labels = [.init(whole)] }
        copy.help = failure.help.map { help in
            guard let edit = help.edit else { return help }
            // A quote inside the literal would have to be escaped.
            let isSafe = !edit.replacement.contains { "\"'\\".contains($0) }
            let moved = isSafe ? span(edit.span).map { Diagnostic.Edit($0, edit.replacement) } : nil
            return .init(help.text, edit: moved)
        }
        return copy
    }
}
