internal import RapportContract
internal import RapportDiagnostics
internal import RapportQuery
internal import RapportStore
internal import RapportTable
internal import RapportWork

extension Workbench {
    /// Keeps a line that ran no query: a command, a failure.
    func keep(_ response: inout Response, ok: Bool, cell: CellRecord?, audits: [AuditRecord] = []) {
        let (_, warning) = recorder.write(
            StatementRecord(
                line: response.text, at: momentText(configuration.clock()), ok: ok, cell: cell, audits: audits
            ))
        if let warning { response.notes.append(warning) }
    }

    /// Keeps a query with the analyses that ran, in one transaction.
    ///
    /// After a cancel all of its runs are kept as cancelled only; where a later stage failed, the finished ones
    /// are kept whole.
    func record(
        _ execution: Execution, in response: inout Response, ok: Bool, cell: CellRecord?,
        _ catalog: SessionCatalog
    ) -> (runs: [Int], warning: Note?) {
        let isCancelled = execution.failure?.code == Diagnostic.cancelled.code
        let files = execution.plan.files.map { configuration.readPath($0.path) }
        let sha256 = recorder.stamps.sha256(ofOnly: files)
        return recorder.write(
            StatementRecord(
                line: response.text, at: momentText(configuration.clock()), ok: ok, cell: cell,
                runs: execution.runs.map { runRecord($0, sha256: sha256, isCancelled: isCancelled) },
                audits: catalog.audits))
    }

    private func runRecord(
        _ run: StageRun, sha256: @escaping @Sendable () -> String?, isCancelled: Bool
    ) -> RunRecord {
        let status: RunRecord.Status = isCancelled ? .cancelled : run.outcome == nil ? .failed : .ok
        let outcome = status == .ok ? run.outcome : nil
        let inputs = run.inputs.map { input in
            RunRecord.Input(
                role: input.parameter, tableName: input.name, rows: input.rows, schema: input.schema,
                table: input.table, source: input.source, sha256: sha256, parentRun: input.run)
        }
        let outputs = (outcome?.allTables ?? []).map { named in
            RunRecord.Output(
                named.name, named.table,
                kept: named.name == "output"
                    ? Self.kept(named.table, of: run.inputs.first?.table)
                    : state.settings.includePrivate == nil ? Self.withoutPrivate(named.table) : named.table)
        }
        let plugin = run.signature.name.split(separator: ".").first.map(String.init) ?? run.signature.name
        return RunRecord(
            analysis: run.signature.name, analysisVersion: run.signature.version, plugin: plugin,
            pluginVersion: configuration.origin.appVersion, recipe: run.recipe, seed: run.seed,
            asOf: run.asOf.map { Scalar.datetime($0).text() }, startedAt: momentText(run.startedAt),
            durationMilliseconds: Int((run.seconds * 1000).rounded()), status: status,
            errorCode: run.failure?.code.name, error: run.failure?.message, rowsIn: run.rowsIn,
            rowsUsed: outcome?.rows.used,
            parameters: run.arguments.map { .init($0.name, $0.value, isDefault: $0.isDefault) },
            inputs: inputs, outputs: outputs, charts: outcome?.charts ?? [], metrics: outcome?.metrics ?? [],
            findings: outcome?.findings ?? [], caveats: outcome?.caveats ?? [])
    }

    /// Of "the input plus new columns" the id and time columns and the new ones: texts, names and amounts of
    /// customers stay out of the workspace.
    static func kept(_ output: Table, of input: Table?) -> Table {
        guard let input, input.count == output.count,
            input.schema.names.allSatisfy({ output.schema[$0] != nil })
        else { return output }
        let identifying = output.schema.fields.filter { field in
            input.schema[field.name] == nil || field.kind == .id || field.kind == .time
                || ["customer", "time", "order"].contains(field.role)
        }
        return output.selecting(identifying.map(\.name))
    }

    /// Of the further tables what is not marked as private: a cluster's example is a customer's own words.
    static func withoutPrivate(_ table: Table) -> Table {
        table.schema.fields.contains { $0.isPrivate }
            ? table.selecting(table.schema.fields.filter { !$0.isPrivate }.map(\.name)) : table
    }
}

extension Outcome {
    /// The table that flows on, and the further ones.
    var allTables: [NamedTable] { [NamedTable("output", output)] + tables }
}
