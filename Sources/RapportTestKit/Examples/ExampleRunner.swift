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

    /// Runs one line over a table that is bound as `given`.
    private func run(_ line: String, given: Table) async throws(Diagnostic) -> Table {
        let work = Work(width: 1)
        var catalog = ExampleCatalog(stages: stages, given: nil)
        let plan = try await bind(
            try pipeline("[{given: 1}]"), catalog: catalog, settings: QuerySettings(), work: work)
        // The literal row stands where a file would: the table is bound already, and never read from it.
        catalog.given = BoundTable(name: "given", table: given, plan: plan)
        let execution = await execute(
            try await bind(try pipeline(line), catalog: catalog, settings: QuerySettings(), work: work),
            catalog: catalog, settings: QuerySettings(), work: work)
        if let failure = execution.failure { throw failure }
        guard let table = execution.table else {
            throw Diagnostic("example.no-table", "the line gives no table", help: ["end it with a table"])
        }
        return table
    }

    private func pipeline(_ line: String) throws(Diagnostic) -> Pipeline {
        let script = parse(line)
        if let first = script.diagnostics.first { throw first }
        guard script.statements.count == 1, case .pipeline(_, let pipeline) = script.statements[0].form else {
            throw Diagnostic("example.line", "an example is one line that gives a table")
        }
        return pipeline
    }
}

/// A world with one table and no files.
private struct ExampleCatalog: Catalog {
    let stages: [any RapportContract.Stage]
    var given: BoundTable?

    func bound(_ name: String) -> BoundTable? { name == given?.name ? given : nil }
    var boundNames: [String] { given.map { [$0.name] } ?? [] }
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
