internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable
internal import RapportWork
internal import Synchronization

/// A file's rows: `load "orders.csv" dates=day_first`.
struct Scan: SourceOperation {
    var file: FileSource

    var printed: String {
        var words = ["load", LanguageText.text(file.path)]
        if let format = file.format { words.append("format=\(LanguageText.text(format))") }
        for option in Load.options {
            guard let value = file.options[option.name] else { continue }
            words.append("\(option.name)=\(LanguageText.value(value, of: option.kind))")
        }
        return words.joined(separator: " ")
    }

    /// What a reading gave.
    struct Found: Sendable {
        var result: ScanResult
        /// By pushed filter: rows left out because a value was missing.
        var undecided: [Int]
        /// By pushed filter: rows that stayed.
        var kept: [Int] = []
        /// The measure's sum before the pushed filters and after each; empty where it is not added up.
        var amounts: [Double] = []
        var counts: EvaluationCounts
    }

    func rows(in context: inout StepContext) throws(Diagnostic) -> Table {
        let source = try context.catalog.source(for: file)
        let (planned, pushed) = (context.schema, context.pushed)
        let found = try read(source, planned, pushed, in: context)
        let result = found.result
        if result.schema != planned { context.found.learnt = (.file(file), result.schema) }
        context.notes += result.notes
        for (filter, undecided) in zip(pushed.filters, found.undecided) {
            let read = result.isComplete ? nil : result.rowsRead
            context.notes += Filter.notes(
                lost: undecided, by: filter.condition, ofFirst: read, at: filter.span)
        }
        context.notes += found.counts.notes
        try sayOtherCapitals(found, source, in: &context)
        context.found.reading = found
        context.found.scans.append(
            Execution.Scan(
                file: file, source: source, columnsRead: result.table.schema.names, schema: result.schema,
                rowsRead: result.rowsRead, isComplete: result.isComplete))
        return result.table
    }

    /// Where a filter left nothing, its column is read once more to see why; as later filters met no row, only
    /// the first that left none can say it.
    private func sayOtherCapitals(
        _ found: Found, _ source: any TableSource, in context: inout StepContext
    ) throws(Diagnostic) {
        guard found.result.table.count == 0, found.result.isComplete, found.result.rowsRead > 0,
            let place = found.kept.firstIndex(of: 0), place == 0, !context.pushed.filters.isEmpty
        else { return }
        let filter = context.pushed.filters[place]
        let cases = CaseNotes([filter.condition])
        guard !cases.columns.isEmpty else { return }
        let table = try source.scan(ScanRequest(columns: cases.columns), work: context.work).table
        context.notes += try cases.notes(
            about: table.described(by: context.schema.selecting(cases.columns)), at: filter.span,
            work: context.work)
    }

    private func read(
        _ source: any TableSource, _ planned: Schema, _ pushed: Pushdown, in context: StepContext
    ) throws(Diagnostic) -> Found {
        let columns = planned.names.filter { pushed.columns?.contains($0) ?? true }
        let conditions = pushed.filters.map(\.condition)
        // Read anyway, so that adding it up costs little.
        let measure = conditions.isEmpty ? nil : pushed.measure.flatMap { columns.contains($0) ? $0 : nil }
        let reading = StatementCatalog.Reading(
            file: file, columns: columns, filters: conditions, limit: pushed.limit, measure: measure)
        if var found = context.catalog.found(by: reading) {
            // The kinds of the columns may be known better now.
            found.result.table = found.result.table.described(by: planned.selecting(columns))
            return found
        }
        let losses = FilterLosses(conditions.count, measure: measure)
        var request = ScanRequest(columns: columns, limit: pushed.limit)
        if !conditions.isEmpty {
            let used = Set(conditions.flatMap(\.usedColumns) + (measure.map { [$0] } ?? []))
            request.filterColumns = planned.names.filter(used.contains)
            // Blocks are filtered on the reader's threads, one thread each.
            var alone = context.late
            alone.work = Work(width: 1, memory: context.work.memory)
            let late = alone
            request.filter = { (block) throws(Diagnostic) in
                try FilterLosses.decide(conditions, over: block, late, losses)
            }
        }
        let result: ScanResult
        do throws(Diagnostic) {
            result = try source.scan(request, work: context.work)
        } catch {
            guard let path = context.places.name else { throw error }
            throw Load.mending(error, path: path)
        }
        let found = Found(
            result: result, undecided: losses.undecided, kept: losses.kept, amounts: losses.amounts,
            counts: losses.counts)
        let types = columns.map { result.schema[$0]?.type }
        if result.table.schema.fields.map({ $0.type }) == types,
            conditions.isEmpty || types == columns.map({ planned[$0]?.type })
        {
            context.catalog.keep(found, of: reading)
        }
        return found
    }
}
