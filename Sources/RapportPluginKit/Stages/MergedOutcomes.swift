/// The cells that make a group.
struct GroupKey: Sendable {
    let cells: [Scalar]
    /// As sentences and metrics name the group: by its number where a key is private, as sentences are not masked.
    let label: String

    init(_ columns: [Column], row: Int, alias: String?) {
        cells = columns.map { $0[row] }
        label =
            alias ?? columns.map { $0[row].isMissing ? "missing" : $0.text(at: row) }.joined(separator: ", ")
    }
}

/// The outcomes of the groups of `by`, on their way to be one.
///
/// Tables are stacked with the keys in front; findings and metrics are marked with their group; caveats
/// of one code become one, with the sum of their counts.
struct MergedOutcomes: Sendable {
    let keys: [Field]
    let groups: Int
    private var fitted: [(key: GroupKey, outcome: Outcome)] = []
    private var skipped: [(key: GroupKey, rows: Int, reason: Diagnostic)] = []

    init(keys: [Field], groups: Int) { (self.keys, self.groups) = (keys, groups) }

    mutating func add(_ outcome: Outcome, of key: GroupKey) { fitted.append((key, outcome)) }
    mutating func skip(_ key: GroupKey, rows: Int, because reason: Diagnostic) {
        skipped.append((key, rows, reason))
    }

    /// - Throws: Why the first group could not be fitted, where none could.
    func outcome(scope: String, work: Work) throws(Diagnostic) -> Outcome {
        guard let first = fitted.first?.outcome else {
            throw skipped.first?.reason ?? .internalError("no group to fit")
        }
        var merged = Outcome(
            try stacked(work) { $0.output }, caveats: caveats(scope),
            rows: Outcome.RowCount(
                input: fitted.reduce(0) { $0 + $1.outcome.rows.input }
                    + skipped.reduce(0) { $0 + $1.rows },
                used: fitted.reduce(0) { $0 + $1.outcome.rows.used }))
        for (index, each) in first.tables.enumerated() {
            merged.tables.append(Outcome.NamedTable(each.name, try stacked(work) { $0.tables[index].table }))
        }
        merged.charts = charts(of: first)
        for (key, outcome) in fitted {
            merged.findings += outcome.findings.map { finding in
                Outcome.Finding(
                    finding.code, "\(key.label): \(finding.text)",
                    values: [Outcome.NamedValue("group", .text(key.label))] + finding.values)
            }
            merged.metrics += outcome.metrics.map { metric in
                var marked = metric
                marked.group = metric.group.isEmpty ? key.label : "\(key.label) / \(metric.group)"
                return marked
            }
        }
        return merged
    }

    private func stacked(
        _ work: Work, _ table: (Outcome) -> Table
    ) throws(Diagnostic) -> Table {
        let parts = fitted.map { key, outcome in
            let part = table(outcome)
            let columns = zip(keys, key.cells).map { field, cell in
                Column.repeating(cell, type: field.type, count: part.count)
            }
            return Table(
                Schema(keys + part.schema.fields, isOpen: part.schema.isOpen), columns + part.columns,
                count: part.count)
        }
        return try Table.concatenated(parts, work: work)
    }

    /// Bars split by the group; a heat map of several groups would draw one over the other.
    private func charts(of outcome: Outcome) -> [ChartSpecification] {
        guard fitted.count > 1 else { return outcome.charts }
        return outcome.charts.compactMap { chart in
            guard chart.form == .bar || chart.form == .line, chart.split == nil, keys.count == 1 else {
                return nil
            }
            var copy = chart
            copy.split = keys[0].name
            return copy
        }
    }

    private func caveats(_ scope: String) -> [Outcome.Caveat] {
        var codes: [String] = []
        var byCode: [String: [(group: String, caveat: Outcome.Caveat)]] = [:]
        for (key, outcome) in fitted {
            for caveat in outcome.caveats {
                if byCode[caveat.code] == nil { codes.append(caveat.code) }
                byCode[caveat.code, default: []].append((key.label, caveat))
            }
        }
        var merged = codes.compactMap { code -> Outcome.Caveat? in
            guard let found = byCode[code], let first = found.first else { return nil }
            let count = found.reduce(0) { $0 + $1.caveat.count }
            let places =
                found.count == 1
                ? "" : " (as in \(found.count) of \(groups) groups, \(Wording.count(count)) in all)"
            return Outcome.Caveat(
                code, count: count, "\(first.group): \(first.caveat.text)\(places)",
                values: [Outcome.NamedValue("groups", .int(Int64(found.count)))])
        }
        if let first = skipped.first {
            let rows = skipped.reduce(0) { $0 + $1.rows }
            let names = Wording.list(skipped.prefix(5).map(\.key.label))
            let more = skipped.count > 5 ? ", and \(skipped.count - 5) more" : ""
            merged.append(
                Outcome.Caveat(
                    "groups.too-small", count: skipped.count,
                    "\(skipped.count) of \(groups) groups, with \(Wording.count(rows)) rows, are too small "
                        + "and left out: \(names)\(more); \(first.reason.message)"))
        }
        merged.append(
            Outcome.Caveat(
                "fit.scope", count: fitted.count, "fitted: \(scope) (\(Wording.count(fitted.count)) groups)"))
        return merged
    }
}
