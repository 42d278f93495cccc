public import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportPluginKit
internal import RapportQuery
internal import RapportTable
internal import RapportWork

/// Runs the examples of analyses as an analyst would type them.
public struct ExampleRunner: Sendable {
    private let stages: [any RapportContract.Stage]

    /// - Parameter stages: The analyses that the lines may use.
    public init(_ stages: [any RapportContract.Stage]) { self.stages = stages }

    /// What an example gives in truth, where that is not what it says; nil where it holds.
    public func violation(of example: Example) async -> String? {
        do throws(Diagnostic) {
            let given = try Table(exampleCSV: example.given)
            let table = try await run(example.line, given: given)
            guard let difference = table.difference(from: try CSVText(example.gives)) else { return nil }
            return "\(example.title) `\(example.line)`: \(difference)\n\(table.exampleCSV())"
        } catch {
            return "\(example.title) `\(example.line)`: \(error.code): \(error.message)"
        }
    }

    /// Runs the lines over a table that is bound as `given`; the last line's table.
    func run(_ lines: String, given: Table) async throws(Diagnostic) -> Table {
        let work = Work(width: 1)
        var catalog = ExampleCatalog(stages: stages)
        // The literal row stands where a file would: the table is bound already, and never read from it.
        let literal = try pipelines("[{given: 1}]")
        let plan = try await bind(
            literal[0].pipeline, catalog: catalog, settings: QuerySettings(), work: work)
        catalog.tables = [BoundTable(name: "given", table: given, plan: plan)]
        var last: Table?
        for line in try pipelines(lines) {
            let plan = try await bind(line.pipeline, catalog: catalog, settings: QuerySettings(), work: work)
            let execution = await execute(plan, catalog: catalog, settings: QuerySettings(), work: work)
            if let failure = execution.failure { throw failure }
            guard let table = execution.table else {
                throw Diagnostic("example.no-table", "the line gives no table", help: ["end it with a table"])
            }
            if let name = line.name {
                catalog.tables.append(
                    BoundTable(name: name, table: table, plan: execution.plan, outputs: execution.outputs))
            }
            last = table
        }
        guard let last else { throw Diagnostic("example.line", "an example has a line that gives a table") }
        return last
    }

    private func pipelines(_ lines: String) throws(Diagnostic) -> [(name: String?, pipeline: Pipeline)] {
        let script = parse(lines)
        if let first = script.diagnostics.first { throw first }
        var pipelines: [(name: String?, pipeline: Pipeline)] = []
        for statement in script.statements {
            guard case .pipeline(let name, let pipeline) = statement.form else {
                throw Diagnostic("example.line", "each line of an example gives a table")
            }
            pipelines.append((name?.text, pipeline))
        }
        return pipelines
    }
}

/// A world with the tables of an example and no files.
private struct ExampleCatalog: Catalog {
    let stages: [any RapportContract.Stage]
    /// The given one, and those that lines have bound.
    var tables: [BoundTable] = []

    func bound(_ name: String) -> BoundTable? { tables.last { $0.name == name } }
    var boundNames: [String] { tables.map(\.name) }
    func noun(_ name: String) throws(Diagnostic) -> Table? { nil }
    var nouns: [String] { [] }
    func run(_ number: Int, output: String?) throws(Diagnostic) -> Table {
        throw Diagnostic("run.unknown", "no run \(number): an example keeps none")
    }
    func source(for file: FileSource) throws(Diagnostic) -> any TableSource {
        throw Diagnostic("file.unreadable", "an example reads no file")
    }
    func save(_ table: Table, to target: SaveTarget) throws(Diagnostic) -> Note {
        throw Diagnostic("file.unwritable", "an example writes no file")
    }
}
