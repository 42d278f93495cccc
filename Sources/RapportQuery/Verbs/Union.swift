internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Puts the rows of other tables behind these.
enum Union: Verb {
    static let description = VerbDescription(
        "union",
        "Put the rows of other tables behind these, column by column of the same name; equal rows stay.",
        signature: "union TABLE, … source=NAME",
        options: [
            Signature.Parameter(
                "source", help: "A new column that says which table a row came from.", kind: .text,
                standard: .missing),
            Signature.Parameter(
                "labels", help: "What `source` calls the tables, where not by their names.",
                kind: .list(.text), standard: .missing),
        ], takesTables: true,
        examples: [
            Example(
                "The rows of the table on the left come first.", run: "given | where n > 1 | union given",
                given: "n\n1\n2", gives: "n\n2\n1\n2"),
            Example(
                "`source` names the tables.", run: "given | union given source=origin", given: "n\n1",
                gives: "n,origin\n1,given\n1,given"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard !call.sides.isEmpty else { throw call.missing("a table") }
        if call.input.isOpen { throw Diagnostic.openSchema(call.names.table, at: call.name.span) }
        let own = call.names.table ?? "it"
        var fields = call.input.fields
        for side in call.sides {
            if side.schema.isOpen { throw Diagnostic.openSchema(side.name, at: side.span) }
            for field in side.schema.fields {
                guard let index = fields.firstIndex(where: { $0.name == field.name }) else {
                    var field = field
                    if let role = field.role, fields.contains(where: { $0.role == role }) { field.role = nil }
                    fields.append(field)
                    continue
                }
                fields[index] = try met(fields[index], field, side)
            }
        }
        var operation = Appending(names: Incidental([own] + call.sides.map(\.name)))
        if let (name, span) = try sourceName(call) {
            guard !fields.contains(where: { $0.name == name }) else {
                throw Diagnostic.duplicateColumn(name, at: span)
            }
            operation.source = Appending.Source(column: name, tables: try labels(call, own))
            fields.append(Field(name, .text, kind: .category))
        }
        operation.lacking = lacking(fields.map(\.name), call, own)
        var bound = call.bound(operation, Schema(fields), order: .source)
        bound.isSameTable = false
        return bound
    }

    /// One field for both; an int meets a float.
    private static func met(
        _ a: Field, _ b: Field, _ side: VerbCall.Side
    ) throws(Diagnostic) -> Field {
        var field = a
        field.isPrivate = a.isPrivate || b.isPrivate
        field.isRepeated = a.isRepeated || b.isRepeated
        if a.grain != b.grain { field.grain = nil }
        if a.unit != b.unit { field.unit = nil }
        if a.type == b.type { return field }
        guard a.type.isNumber && b.type.isNumber else {
            let (table, column) = (LanguageText.name(side.name), LanguageText.name(a.name))
            throw Diagnostic(
                "union.types", "`\(a.name)` is \(phrase(a.type)), in `\(side.name)` \(phrase(b.type))",
                at: side.span,
                help: [.init("`\(table) = \(table) | cast \(column)=\(a.type.name)` before it")])
        }
        field.type = .float
        return field
    }

    private static func phrase(_ type: ColumnType) -> String {
        if case .datetime(let zone?) = type { return "a datetime of \(zone)" }
        if case .datetime = type { return "a datetime without a zone" }
        return type.phrase
    }

    /// `source=channel` names the column bare or in quotes.
    private static func sourceName(_ call: VerbCall) throws(Diagnostic) -> (String, SourceSpan)? {
        for case .option(let option, let value, _) in call.stage.arguments.modifiers
        where option.text == "source" {
            switch value.form {
            case .name(let name): return (name.text, value.span)
            case .literal(.text(let text)) where !text.isEmpty: return (text, value.span)
            default:
                throw Diagnostic(
                    "parameter.type", "`source` takes a new column's name, found `\(value.printed)`",
                    at: value.span, help: ["`source=channel`"])
            }
        }
        return nil
    }

    private static func labels(_ call: VerbCall, _ own: String) throws(Diagnostic) -> [String] {
        for case .option(let option, let value, _) in call.stage.arguments.modifiers
        where option.text == "labels" {
            let parameter = Signature.Parameter(
                "labels", help: "", kind: .list(.text), standard: nil)
            guard case .list(let values) = try Admission(call.input, call.names).admit(value, as: parameter)
            else { continue }
            let texts = values.compactMap { if case .text(let text) = $0 { text } else { nil } }
            guard texts.count == call.sides.count + 1 else {
                throw Diagnostic(
                    "parameter.range", "`labels` has \(texts.count) texts for \(call.sides.count + 1) tables",
                    at: value.span)
            }
            return texts
        }
        return [own] + call.sides.map(\.name)
    }

    /// Which columns each table has not.
    private static func lacking(
        _ names: [String], _ call: VerbCall, _ own: String
    ) -> Incidental<[String]> {
        let tables = [(own, call.input)] + call.sides.map { ($0.name, $0.schema) }
        let source = call.optionPlaces["source"] == nil ? names : Array(names.dropLast())
        return Incidental(
            tables.compactMap { table, schema in
                let absent = source.filter { schema[$0] == nil }.map { "`\($0)`" }
                guard !absent.isEmpty else { return nil }
                return "`\(table)` has no \(absent.joined(separator: ", ")): missing in its rows"
            })
    }
}

struct Appending: SideOperation {
    struct Source: Sendable, Hashable {
        var column: String
        /// The names of the tables, in the order of their rows.
        var tables: [String]
    }
    var source: Source?
    /// Of the tables, for messages.
    var names: Incidental<[String]>
    var lacking: Incidental<[String]> = Incidental([])

    init(names: Incidental<[String]>) { self.names = names }

    func printed(tables: [String]) -> String {
        var text = "union " + tables.joined(separator: ", ")
        if let source {
            let labels = source.tables.map(LanguageText.text).joined(separator: ", ")
            text += " source=\(LanguageText.name(source.column)) labels=[\(labels)]"
        }
        return text
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.intersection(input.names)
    }
    func columns(ofSide side: Int, toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.intersection(input.names)
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        for text in lacking.value { context.say("union.lacking", text) }
        var found: [(String, Column)] = []
        for field in context.schema.fields where field.name != source?.column {
            guard inputs.contains(where: { $0[field.name] != nil }) else { continue }
            var parts: [Column] = []
            for input in inputs {
                guard let column = input[field.name] else {
                    parts.append(.repeating(.missing, type: field.type, count: input.count))
                    continue
                }
                parts.append(try cast(column, to: field.type, work: context.work).column)
            }
            found.append((field.name, try Column.concatenated(parts, work: context.work)))
            if inputs.contains(where: { $0.repeatedColumns.contains(field.name) }) {
                context.repeated.insert(field.name)
            }
        }
        context.account(.appended, inputs.dropFirst().reduce(0) { $0 + $1.count })
        if let source {
            let parts = zip(source.tables, inputs).map {
                Column.repeating(.text($0), type: .text, count: $1.count)
            }
            found.append((source.column, try Column.concatenated(parts, work: context.work)))
        }
        return context.described(found, count: inputs.reduce(0) { $0 + $1.count })
    }
}
