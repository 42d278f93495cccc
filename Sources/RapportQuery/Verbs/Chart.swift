internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Draws the table, and passes it on.
enum Chart: Verb {
    static let description = VerbDescription(
        "chart", "Draw the table; the rows pass on unchanged.",
        signature:
            "chart line|bar|heatmap|scatter|network x=COLUMN y=COLUMN split=COLUMN value=COLUMN title=TEXT",
        options: [
            Signature.Parameter(
                "x", help: "Horizontal: categories, a number or a time; of a network one end of a tie.",
                kind: .column(ColumnRequirement()),
                standard: nil),
            Signature.Parameter(
                "y",
                help:
                    "Vertical: a number; of a heat map a second category, of a network the other end: a row without one is a "
                    + "member.",
                kind: .column(ColumnRequirement()), standard: nil),
            Signature.Parameter(
                "split", help: "One series a value; of a network a colour.",
                kind: .column(ColumnRequirement()), standard: .missing),
            Signature.Parameter(
                "value",
                help:
                    "Colour of a heat map's cells; of a network the weight of a tie and the size of a member.",
                kind: .column(ColumnRequirement(types: [.number])), standard: .missing),
            Signature.Parameter("title", help: "Above the chart.", kind: .text, standard: .missing),
        ],
        namedItems: .options,
        examples: [
            Example(
                "A line over months.", run: "given | chart line x=month y=revenue",
                given: "month,revenue\n2025-01-01,5\n2025-02-01,7",
                gives: "month,revenue\n2025-01-01,5\n2025-02-01,7")
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        let form = try form(call)
        let options = try call.options()
        func column(_ name: String) -> String? {
            if case .column(let column)? = options[name] { column } else { nil }
        }
        guard let x = column("x") else { throw call.missing("`x`", help: help(call, "x")) }
        guard let y = column("y") else { throw call.missing("`y`", help: help(call, "y")) }
        let chosen = form ?? (call.input[x]?.type.isTime ?? false ? .line : .bar)
        if ![.heatmap, .network].contains(chosen) { try requireNumber(y, option: "y", call) }
        if chosen == .scatter, !(call.input[x]?.type.isTime ?? false) {
            try requireNumber(x, option: "x", call)
        }
        if chosen == .heatmap, column("value") == nil {
            throw call.missing("`value`, the number that colours a cell", help: help(call, "value"))
        }
        if ![.heatmap, .network].contains(chosen), let place = call.optionPlaces["value"],
            column("value") != nil
        {
            throw Diagnostic(
                "verb.unknown-option", "`chart \(chosen.rawValue)` has no option `value`", at: place,
                help: ["`chart heatmap x=… y=… value=…`"])
        }
        var title = ""
        if case .text(let text)? = options["title"] { title = text }
        let specification = ChartSpecification(
            chosen, title: title, x: x, y: y, split: column("split"), value: column("value"),
            xLabel: label(x, call.input), yLabel: label(y, call.input))
        return call.bound(ChartAnnotation(specification: specification), call.input)
    }

    /// The first word, where there is one.
    private static func form(_ call: VerbCall) throws(Diagnostic) -> ChartSpecification.Form? {
        let words = call.items.filter { $0.name == nil }
        guard let first = words.first else { return nil }
        guard words.count == 1 else {
            throw Diagnostic("verb.too-many", "`chart` takes one form", at: words[1].span)
        }
        let known = ChartSpecification.Form.allCases.map(\.rawValue)
        guard case .name(let word) = first.value.form else {
            throw Diagnostic(
                "parameter.choice", "expected one of \(alternatives(known.map { "`\($0)`" }))", at: first.span
            )
        }
        if let form = ChartSpecification.Form(rawValue: word.text) { return form }
        let near = word.text.nearest(in: known)
        throw Diagnostic(
            "parameter.choice", "no chart named `\(word.text)`", at: word.span,
            help: [
                near.map { .init("`\($0)`", edit: .init(word.span, $0)) }
                    ?? .init("charts: " + known.map { "`\($0)`" }.joined(separator: ", "))
            ])
    }

    private static func requireNumber(
        _ column: String, option: String, _ call: VerbCall
    ) throws(Diagnostic) {
        guard let type = call.input[column]?.type, !type.isNumber, type != .duration else { return }
        throw Diagnostic(
            "column.type", "`\(option)` takes a number, `\(column)` is \(type.phrase)",
            at: call.optionPlaces[option], help: help(forNumber: call.input))
    }

    private static func help(forNumber schema: Schema) -> [Diagnostic.Help] {
        let numbers = schema.fields.filter(\.type.isNumber).map { "`\($0.name)`" }
        return numbers.isEmpty ? [] : [.init("numbers here: " + numbers.joined(separator: ", "))]
    }

    private static func help(_ call: VerbCall, _ option: String) -> Diagnostic.Help {
        .init(
            "`\(option)=…`, one of " + call.input.names.prefix(12).map { "`\($0)`" }.joined(separator: ", "))
    }

    private static func label(_ column: String, _ schema: Schema) -> String {
        schema[column]?.unit.map { "\(column) (\($0))" } ?? column
    }
}

struct ChartAnnotation: Operation {
    var specification: ChartSpecification

    var printed: String {
        var words = ["chart", specification.form.rawValue]
        words.append("x=\(LanguageText.name(specification.x))")
        words.append("y=\(LanguageText.name(specification.y))")
        if let split = specification.split { words.append("split=\(LanguageText.name(split))") }
        if let value = specification.value { words.append("value=\(LanguageText.name(value))") }
        if !specification.title.isEmpty { words.append("title=\(LanguageText.text(specification.title))") }
        return words.joined(separator: " ")
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.union([specification.x, specification.y])
            .union([specification.split, specification.value].compactMap(\.self))
    }
    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        context.found.charts.append(Execution.Chart(specification, inputs[0]))
        return inputs[0]
    }
}
