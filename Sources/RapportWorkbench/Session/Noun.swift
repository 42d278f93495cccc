internal import RapportContract
internal import RapportDiagnostics
internal import RapportQuery
internal import RapportStore
internal import RapportTable
internal import RapportWork

/// Words that are tables about the session or the program, and pipe like tables.
enum Noun: String, CaseIterable {
    case tables, runs, metrics, analyses, verbs, functions, history, problems, settings, datasets, commands,
        ledger

    var summary: String {
        switch self {
        case .tables: "The bound tables, and those that the workspace keeps."
        case .runs: "The runs that the workspace keeps, oldest first."
        case .metrics: "The numbers of the kept runs."
        case .analyses: "The analyses of all plugins."
        case .verbs: "The verbs of the language."
        case .functions: "The functions and aggregates of the language."
        case .history: "Every line that was executed, failed ones too."
        case .problems: "Rows and cells of the loaded files that did not fit."
        case .settings: "What `set` sets, with its value."
        case .datasets: "The tables kept by `save table=…`."
        case .commands: "The commands of the prompt."
        case .ledger:
            "What became of the rows of a table (`ledger rfm`), stage by stage from the load: rows, customers, the sum of the measure, and why rows fell."
        }
    }

    /// One noun takes a name.
    var usage: String { self == .ledger ? "ledger TABLE" : rawValue }
    var example: String { self == .ledger ? "ledger orders" : rawValue }

    func table(
        stages: [any RapportContract.Stage], bindings: [SessionState.Binding], settings: Settings,
        parameters: [(name: String, value: Scalar)], problems: [Table], keptNames: [String],
        workspace: () throws(Diagnostic) -> Workspace
    ) throws(Diagnostic) -> Table {
        switch self {
        case .tables: return try Self.tables(bindings, kept: keptNames, workspace)
        case .runs: return try workspace().runs()
        case .metrics: return try workspace().metrics()
        case .history: return try workspace().history()
        case .datasets: return try workspace().datasets()
        case .analyses:
            return Table([
                "analysis": .texts(stages.map(\.signature.name)),
                "summary": .texts(stages.map(\.signature.summary)),
                "version": .ints(stages.map(\.signature.version)),
                "determinism": .texts(stages.map(\.signature.determinism.rawValue)),
            ])
        case .verbs:
            return Table([
                "verb": .texts(verbDescriptions.map(\.name)),
                "usage": .texts(verbDescriptions.map(\.signature)),
                "summary": .texts(verbDescriptions.map(\.summary)),
            ])
        case .functions: return Function.table()
        case .problems: return try Self.problems(problems)
        case .settings: return Self.settings(settings, parameters)
        case .ledger:
            throw Diagnostic(
                "ledger.name", "`ledger` takes a table's name",
                help: [.init(bindings.first.map { "`ledger \($0.name)`" } ?? "`ledger orders`")])
        case .commands:
            return Table([
                "command": .texts(allCommands.map { $0.name }), "usage": .texts(allCommands.map { $0.usage }),
                "summary": .texts(allCommands.map { $0.summary }),
            ])
        }
    }

    private static func tables(
        _ bindings: [SessionState.Binding], kept names: [String],
        _ workspace: () throws(Diagnostic) -> Workspace
    ) throws(Diagnostic) -> Table {
        // A bound table hides a kept one of its name.
        let names = names.filter { name in !bindings.contains { $0.name == name } }
        let latest = names.isEmpty ? [:] : try workspace().latestDatasets()
        let kept = names.compactMap { latest[$0] }
        return Table([
            "name": .texts(bindings.map(\.name) + kept.map(\.name)),
            "rows": .ints(bindings.map { $0.table.table?.count } + kept.map(\.rows)),
            "columns": .ints(bindings.map { $0.table.schema.fields.count } + kept.map(\.schema.fields.count)),
            "run": .ints(bindings.map { $0.table.run } + kept.map { _ in nil }),
            "made_by": .texts(
                bindings.map { $0.table.plan.printed }
                    + kept.map { "kept in the workspace, version \($0.version)" }),
        ])
    }

    private static func problems(_ all: [Table]) throws(Diagnostic) -> Table {
        guard !all.isEmpty else {
            return Table([
                "file": .texts([]), "line": .ints([]), "row": .ints([]), "column": .texts([]),
                "found": .texts([]), "expected": .texts([]),
            ])
        }
        return try Table.concatenated(all, work: Work())
    }

    private static func settings(_ settings: Settings, _ parameters: [(name: String, value: Scalar)]) -> Table
    {
        let rows: [(String, String?)] =
            [
                ("as_of", settings.asOf.map { Scalar.datetime($0).text() }), ("seed", "\(settings.seed)"),
                ("memory", settings.memory.map { "\($0) bytes" }),
                ("collation", settings.collation?.name), ("timezone", settings.timezone),
                ("include_private", settings.includePrivate),
            ] + parameters.map { ("$" + $0.name, $0.value.text()) }
        return Table(["name": .texts(rows.map(\.0)), "value": .texts(rows.map(\.1))])
    }
}
