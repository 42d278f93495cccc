internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable

/// An operation that reads no other step.
protocol SourceOperation: Operation {
    func rows(in context: inout StepContext) throws(Diagnostic) -> Table
}

extension SourceOperation {
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> { [] }
    func run(_ inputs: [Table], in context: inout StepContext) async throws(Diagnostic) -> Table {
        try rows(in: &context)
    }
}

/// Rows that stand in the line: `[{a: 1, b: "x"}]`.
struct LiteralTable: SourceOperation {
    var names: [String]
    var types: [ColumnType]
    /// A list a column.
    var cells: [[Scalar]]
    var rowCount: Int

    var printed: String {
        let rows = (0..<rowCount).map { row in
            let fields = names.indices.map { column in
                let zone: String? = if case .datetime(let zone) = types[column] { zone } else { nil }
                return LanguageText.name(names[column]) + ": "
                    + LanguageText.scalar(cells[column][row], zone: zone)
            }
            return "{" + fields.joined(separator: ", ") + "}"
        }
        return "[" + rows.joined(separator: ", ") + "]"
    }

    func rows(in context: inout StepContext) throws(Diagnostic) -> Table {
        let columns = zip(names, zip(types, cells)).map { ($0, Column($1.0, scalars: $1.1)) }
        return context.described(columns, count: rowCount)
    }
}

/// A further output of the analysis before it: `rfm.segments`.
struct OutputTable: Operation {
    var name: String

    var printed: String { name }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> { Set(input.names) }

    /// The executor hands it the output in the place of the analysis's table.
    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table { inputs[0] }
}

/// An output of a kept run: `run 12.centers`.
struct KeptRun: SourceOperation {
    var number: Int
    var output: String?

    var printed: String { "run \(number)" + (output.map { "." + $0 } ?? "") }

    func rows(in context: inout StepContext) throws(Diagnostic) -> Table {
        try context.catalog.run(number, output: output)
    }
}

/// A table about the session: `runs`, `tables`, `verbs`.
struct NounTable: SourceOperation {
    var name: String

    var printed: String { LanguageText.name(name) }

    func rows(in context: inout StepContext) throws(Diagnostic) -> Table {
        guard let table = try context.catalog.noun(name) else {
            throw .internalError("the noun `\(name)` is gone")
        }
        return table
    }
}

/// What became of the rows of a bound table: `ledger rfm`.
struct LedgerTable: SourceOperation {
    var name: String

    var printed: String { "ledger \(LanguageText.name(name))" }

    func rows(in context: inout StepContext) throws(Diagnostic) -> Table {
        guard let ledger = context.catalog.bound(name)?.ledger else {
            throw .internalError("the table `\(name)` is gone")
        }
        let table = try ledger.table(work: context.work)
        return table.selecting(context.schema.names)
    }
}
