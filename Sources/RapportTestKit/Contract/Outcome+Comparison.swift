internal import RapportContract
internal import RapportTable

extension Outcome {
    /// Where two outcomes differ; rows are compared in any order, and floats to 1e-9, where `anyOrder`.
    func differences(from other: Outcome, _ circumstance: String, anyOrder: Bool = false) -> [String] {
        var found: [String] = []
        let mine = [NamedTable("output", output)] + tables
        let theirs = [NamedTable("output", other.output)] + other.tables
        if mine.map(\.name) != theirs.map(\.name) { found.append("gives other tables \(circumstance)") }
        for (a, b) in zip(mine, theirs) {
            let agree = anyOrder ? a.table.agrees(with: b.table) : a.table.isIdentical(to: b.table)
            if !agree { found.append("`\(a.name)` is another \(circumstance)") }
        }
        let metricsAgree =
            metrics.count == other.metrics.count
            && zip(metrics, other.metrics).allSatisfy { a, b in
                guard a.name == b.name, a.group == b.group else { return false }
                return anyOrder ? isClose(a.value, b.value) : a.value == b.value
            }
        if !metricsAgree { found.append("metrics are others \(circumstance)") }
        if findings.map(\.text) != other.findings.map(\.text) {
            found.append("findings are others \(circumstance)")
        }
        if caveats.map(\.text) != other.caveats.map(\.text) {
            found.append("caveats are others \(circumstance)")
        }
        return found
    }

    func without(_ columns: [String]) -> Outcome {
        var copy = self
        func keep(_ table: Table) -> Table {
            table.selecting(table.schema.names.filter { !columns.contains($0) })
        }
        copy.output = keep(output)
        for index in copy.tables.indices { copy.tables[index].table = keep(copy.tables[index].table) }
        return copy
    }
}

private func isClose(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))
}

extension Table {
    /// Whether the same rows are there in some order, floats within 1e-9.
    fileprivate func agrees(with other: Table) -> Bool {
        guard schema.names == other.schema.names, count == other.count else { return false }
        return zip(sortedRows, other.sortedRows).allSatisfy { a, b in
            a.key == b.key && zip(a.floats, b.floats).allSatisfy { isClose($0, $1) }
        }
    }

    /// Rows by the text of what is no float, then by the floats.
    private var sortedRows: [(key: [String], floats: [Double?])] {
        let floats = columns.filter { $0.type == .float }
        let others = columns.filter { $0.type != .float }
        return (0..<count).map { row in
            (
                key: others.map { $0[row].isMissing ? "missing" : "=" + $0.text(at: row) },
                floats: floats.map { $0[row].number }
            )
        }
        .sorted { a, b in
            if a.key != b.key { return a.key.lexicographicallyPrecedes(b.key) }
            for (x, y) in zip(a.floats, b.floats) where x != y {
                return (x ?? -.infinity) < (y ?? -.infinity)
            }
            return false
        }
    }
}
