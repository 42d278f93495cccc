internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable

/// Rows that SQL picks from tables: `sql "select …"`.
///
/// Its inputs are the tables that it names, in the order of ``tables``.
struct SQLQuery: Operation {
    var text: String
    /// As the text names them, each with the columns that it uses.
    var tables: [SQLOutline.Source]
    /// `$name`s of the text, without the sign.
    var parameters: [String]
    /// Those that the line gives itself: `sql "…" region="EMEA"`.
    var given: [String: Scalar] = [:]

    var printed: String { printed(tables: tables.map(\.name)) }

    /// The language, with the names under which the line knows the tables.
    func printed(tables names: [String]) -> String {
        var text = text
        let renamed = zip(tables, names).filter { $0.name != $1 }
        if !renamed.isEmpty {
            // The text stays as it was typed: its names are given to the tables around it.
            let aliases = renamed.map { "\(Self.quoted($0.name)) as (select * from \(Self.quoted($1)))" }
            text = "with \(aliases.joined(separator: ", ")) select * from (\(text)\n)"
        }
        let values = given.keys.sorted().map { name in
            " \(LanguageText.name(name))=\(LanguageText.scalar(given[name] ?? .missing))"
        }
        return "sql " + LanguageText.text(text) + values.joined()
    }

    private static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    var late: LateUse {
        let open = parameters.filter { given[$0] == nil }
        return LateUse(
            asOf: open.contains("as_of"), seed: open.contains("seed"),
            parameters: open.filter { !["as_of", "seed"].contains($0) })
    }

    func pinned(to values: LateValues) -> SQLQuery {
        var copy = self
        for name in parameters where given[name] == nil { copy.given[name] = Self.value(name, values) }
        return copy
    }

    private static func value(_ name: String, _ values: LateValues) -> Scalar {
        switch name {
        case "as_of": values.asOf.map { .datetime($0) } ?? .missing
        case "seed": .int(Int64(clamping: values.seed))
        default: values.parameters[name] ?? .missing
        }
    }

    /// SQL gives all of its columns, and reads of each table those that it names.
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        tables.first.map { Set($0.columns) } ?? []
    }
    func columns(ofSide side: Int, toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        tables.indices.contains(side + 1) ? Set(tables[side + 1].columns) : []
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let result = try answer(inputs, in: context)
        context.notes += result.notes
        let schema = result.table.schema
        let steps = context.plan.steps
        let isLast = context.step == steps.count - 1
        if isLast ? context.plan.isUnfinished.value : schema.fields != context.schema.fields {
            // The line behind it is bound again, with what came; it need not run again for that.
            context.catalog.keep(result, of: self)
            context.found.learnt = (.query(text), schema)
        } else if isLast, schema.fields != context.schema.fields {
            context.found.settled = (self, schema)
        }
        return result.table
    }

    private func answer(_ inputs: [Table], in context: StepContext) throws(Diagnostic) -> SQLResult {
        if let known = context.catalog.result(of: self) { return known }
        guard let engine = context.catalog.sql else { throw .noSQL }
        let step = context.plan.steps[context.step]
        let tables = zip(tables, zip(step.inputs, inputs)).map { source, input in
            SQLTable(source.name, schema: context.plan.steps[input.0].schema, input.1)
        }
        let late = pinned(to: context.late.values)
        do throws(Diagnostic) {
            return try engine.run(text, over: tables, parameters: late.given, work: context.work)
        } catch {
            // Places in the text were for the line that bound it; it ran, so only the whole is to blame.
            var failure = error
            failure.labels = []
            throw failure
        }
    }
}

extension Diagnostic {
    static let noSQL = Diagnostic("sql.none", "SQL does not run here")
}
