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
        _ catalog: SessionCatalog,
        _ work: Work
    ) -> (runs: [Int], warning: Note?) {
        let isCancelled = execution.failure?.code == Diagnostic.cancelled.code
        let files = execution.plan.files.map { configuration.readPath($0.path) }
        // What is kept of a cancelled line must not stop because the line was.
        let keeping = isCancelled ? newWork() : work
        var runs: [RunRecord] = []
        for run in execution.runs {
            do throws(Diagnostic) {
                runs.append(try runRecord(run, files: files, isCancelled: isCancelled, work: keeping))
            } catch {
                response.notes.append(
                    Note(error.code, "the run is not kept: \(error.message)", isWarning: true))
            }
        }
        return recorder.write(
            StatementRecord(
                line: response.text, at: momentText(configuration.clock()), ok: ok, cell: cell, runs: runs,
                audits: catalog.audits))
    }

    private func runRecord(_ run: StageRun, files: [String], isCancelled: Bool, work: Work) throws(Diagnostic)
        -> RunRecord
    {
        let status: RunRecord.Status = isCancelled ? .cancelled : run.outcome == nil ? .failed : .ok
        let outcome = status == .ok ? run.outcome : nil
        var inputs: [RunRecord.Input] = []
        for input in run.inputs {
            // One file behind the plan: its bytes are the input's. Of several the digest of the content says enough.
            let sha256 = files.count == 1 ? try recorder.stamps.sha256(files[0], work: work) : nil
            inputs.append(
                RunRecord.Input(
                    role: input.parameter, tableName: input.name, rows: input.rows, schema: input.schema,
                    contentDigest: try ContentDigest(of: input.table, work: work).hex, source: input.source,
                    sha256: sha256, parentRun: input.run))
        }
        var outputs: [RunRecord.Output] = []
        for named in outcome?.allTables ?? [] {
            let kept =
                named.name == "output"
                ? Self.kept(named.table, of: run.inputs.first?.table)
                : state.settings.includePrivate == nil ? Self.withoutPrivate(named.table) : named.table
            outputs.append(
                RunRecord.Output(
                    named.name, named.table, kept: kept,
                    contentDigest: try ContentDigest(of: named.table, work: work).hex))
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
            inputs: inputs,
            outputs: outputs, charts: outcome?.charts ?? [], metrics: outcome?.metrics ?? [],
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
