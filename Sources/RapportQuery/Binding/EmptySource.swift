internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// Whether the rows of a step are known to be none.
///
/// A file with a header alone has columns of text, whatever they are called: a complaint about their types sends
/// the analyst the wrong way. Asked only where something has failed, for it may open a file once more.
struct EmptySource {
    let steps: [Plan.Step]
    let catalog: any Catalog

    enum Cause: Equatable {
        /// The file has none.
        case file(String)
        /// The lines before left none.
        case left
    }

    /// Why the step has no rows; nil where it has some, or where that cannot be told without running it.
    func cause(at step: Int) -> Cause? {
        var (index, isEmpty) = (step, false)
        while steps.indices.contains(index) {
            let each = steps[index]
            let held = each.holder.value.flatMap { catalog.bound($0)?.table }
            if let held {
                guard held.count == 0 else { return isEmpty ? .left : nil }
                isEmpty = true
            }
            if let scan = each.operation as? Scan {
                return held != nil || hasNoRows(scan) ? .file(scan.file.path) : isEmpty ? .left : nil
            }
            guard each.operation.keepsNone, let first = each.inputs.first else { break }
            index = first
        }
        return isEmpty ? .left : nil
    }

    /// Looks for the first row.
    private func hasNoRows(_ scan: Scan) -> Bool {
        guard let source = try? catalog.source(for: scan.file),
            let found = try? source.scan(ScanRequest(columns: [], limit: 1), work: Work(width: 1))
        else { return false }
        return found.table.count == 0
    }
}

extension EmptySource.Cause {
    /// What to do about it; nil where the usual words will do.
    var help: Diagnostic.Help? {
        guard case .file(let path) = self else { return nil }
        return .init("`\(path)` has no rows: load a file that has some")
    }
}

extension Operation {
    /// Whether none comes out where none goes in.
    fileprivate var keepsNone: Bool {
        switch self {
        case is Filter, is Projection, is ColumnRemoval, is Renaming, is Derivation, is TypeChange,
            is Recoding,
            is Filling, is Carrying, is Windowing, is Sorting, is Taking, is Sampling, is Deduplication,
            is Explosion, is Unpivoting, is RoleStatement, is MaskingStep:
            true
        default: passesRowsOn
        }
    }
}

extension PipelineBinder {
    /// What an analysis complains of at a table without rows is that it has none.
    func tellingOfNoRows(
        _ error: Diagnostic, in analysis: String, piped: Int, sides: [(parameter: String, step: Int)] = []
    ) -> Diagnostic {
        guard ["role.missing", "role.ambiguous", "column.type"].contains(error.code) else { return error }
        let source = EmptySource(steps: steps, catalog: catalog)
        var empty: Diagnostic
        if case .parameter(let name) = error.subject, let side = sides.first(where: { $0.parameter == name })
        {
            guard let cause = source.cause(at: side.step) else { return error }
            empty = Diagnostic(
                "table.empty", "the table of `\(name)` has no rows; expected one at least",
                subject: error.subject, help: [cause.help ?? "see what it holds: type its name"])
        } else {
            guard let cause = source.cause(at: piped) else { return error }
            empty = cause.help.map { .emptyTable(for: analysis, help: $0) } ?? .emptyTable(for: analysis)
        }
        empty.labels = error.labels
        return empty
    }

    /// A verb that does not suit the types of a file without rows may suit those that it will have.
    func tellingOfNoRows(_ error: Diagnostic, inVerbOver piped: Int) -> Diagnostic {
        guard error.code.name.hasPrefix("type.") || error.code == "column.type",
            let help = EmptySource(steps: steps, catalog: catalog).cause(at: piped)?.help
        else { return error }
        var told = error
        told.help = [help]
        return told
    }
}
