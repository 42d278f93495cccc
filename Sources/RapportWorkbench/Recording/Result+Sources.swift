internal import RapportContract
internal import RapportDiagnostics
internal import RapportQuery
internal import RapportStore
internal import RapportTable

extension Result {
    /// An analysis that just ran; the charts that the line asked for come before its own.
    init?(_ run: StageRun, run number: Int?, charts: [Execution.Chart]) {
        guard let outcome = run.outcome else { return nil }
        self.init(
            run: number, analysis: run.signature.name, version: run.signature.version, recipe: run.recipe,
            asOf: run.asOf.map { Scalar.datetime($0).text() } ?? "",
            seed: run.signature.determinism == .seeded ? run.seed : nil,
            inputs: run.inputs.map { Input(name: $0.name, rows: $0.rows, digest: "") },
            parameters: run.arguments.map {
                Parameter(
                    name: $0.name, value: $0.value.written(of: run.signature[parameter: $0.name]?.kind),
                    isDefault: $0.isDefault)
            },
            rows: outcome.rows, findings: outcome.findings, caveats: outcome.caveats,
            metrics: outcome.metrics,
            charts: outcome.charts, tables: outcome.allTables)
    }

    /// A run of the workspace, with the tables that it kept.
    /// - Throws: `run.unknown`, `run.failed`.
    init(_ kept: KeptRun, from workspace: Workspace) throws(Diagnostic) {
        guard kept.status == "ok" else {
            throw Diagnostic("run.failed", "run \(kept.id) is kept as \(kept.status): it has no result")
        }
        var tables: [Outcome.NamedTable] = []
        for name in kept.tables {
            tables.append(Outcome.NamedTable(name, try workspace.output(ofRun: kept.id, named: name)))
        }
        self.init(
            run: kept.id, analysis: kept.analysis, version: kept.analysisVersion, recipe: kept.recipe,
            asOf: kept.asOf ?? "", seed: kept.seed,
            inputs: kept.inputs.map {
                Input(
                    name: $0.tableName, rows: $0.rows,
                    digest: $0.sha256.map { "sha256 " + $0 } ?? $0.contentDigest.map { "digest " + $0 } ?? "")
            },
            parameters: kept.parameters.map {
                Parameter(name: $0.name, value: $0.value ?? "missing", isDefault: $0.isDefault)
            },
            rows: kept.rowsUsed.map { Outcome.RowCount(input: kept.rowsIn, used: $0) },
            findings: kept.findings,
            caveats: kept.caveats, metrics: kept.metrics, charts: kept.charts, tables: tables)
    }
}
