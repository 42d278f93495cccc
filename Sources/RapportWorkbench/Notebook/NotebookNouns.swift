internal import RapportTable

extension Noun {
    /// The noun's table as a notebook may show it: its own runs under its own numbers, and nothing that the clock or
    /// the history of the workspace decides, so that a replay gives the same bytes.
    func replayable(_ table: Table, sessionRuns: [Int], lines: [String]) -> Table {
        switch self {
        case .runs: Self.owned(table, "id", sessionRuns).without("started", "seconds")
        case .metrics: Self.owned(table, "run", sessionRuns)
        case .tables: table.mapping("run") { number in Self.place(of: number, in: sessionRuns) }
        case .datasets: table.without("created_at")
        case .history:
            Table(
                table.schema,
                [
                    .ints(Array(1...max(lines.count, 1)).prefix(lines.count).map { $0 }),
                    .datetimes([Int64?](repeating: nil, count: lines.count), zone: "UTC"), .texts(lines),
                    .bools([Bool?](repeating: true, count: lines.count)),
                ])
        case .analyses, .verbs, .functions, .problems, .settings, .commands, .ledger: table
        }
    }

    private static func place(of number: Int, in runs: [Int]) -> Int? {
        runs.firstIndex(of: number).map { $0 + 1 }
    }

    /// The rows of this session's runs, under the notebook's own numbers.
    private static func owned(_ table: Table, _ column: String, _ runs: [Int]) -> Table {
        guard let ids = table[column] else { return table }
        let rows = (0..<table.count).filter { row in
            if case .int(let id) = ids[row] { runs.contains(Int(id)) } else { false }
        }
        let columns = table.columns.map { column in Column(column.type, scalars: rows.map { column[$0] }) }
        return Table(table.schema, columns, count: rows.count)
            .mapping(column) { number in place(of: number, in: runs) }
    }
}

extension Table {
    /// The same table with no value in the named columns.
    fileprivate func without(_ names: String...) -> Table {
        var copy = self
        for name in names {
            guard let field = schema[name] else { continue }
            let nothing = [Scalar](repeating: .missing, count: count)
            copy = copy.adding(field, Column(field.type, scalars: nothing))
        }
        return copy
    }

    /// The same table with the ints of a column put through `change`.
    fileprivate func mapping(_ name: String, _ change: (Int) -> Int?) -> Table {
        guard let field = schema[name], let column = self[name] else { return self }
        let changed = (0..<count).map { row -> Scalar in
            guard case .int(let value) = column[row], let new = change(Int(value)) else { return .missing }
            return .int(Int64(new))
        }
        return adding(field, Column(field.type, scalars: changed))
    }
}
