public import RapportDiagnostics
public import RapportTable
public import RapportWork

extension CSVSource {
    public func scan(_ request: ScanRequest, work: Work) throws(Diagnostic) -> ScanResult {
        let wanted = try places(of: request.columns ?? picked.map { names[$0] })
        let filtering = request.filter == nil ? [] : try places(of: request.filterColumns)
        let scan = CSVScan(
            file: file, dialect: dialect, reading: reading, start: start, names: names, layout: layout,
            isStrict: options.strict)
        let isWhole = request.limit == nil || request.filter != nil
        while true {
            if isWhole { try settle(Set(wanted + filtering).sorted(), scan, work) }
            let known = knowledge.columns
            var plan = CSVScan.Plan()
            plan.columns = wanted.map { CSVScan.Plan.Column(index: $0, type: known[$0].type) }
            for index in filtering {
                if let place = wanted.firstIndex(of: index) {
                    plan.filterColumns.append(place)
                } else {
                    plan.filterColumns.append(plan.columns.count)
                    plan.columns.append(.init(index: index, type: known[index].type, isKept: false))
                }
            }
            (plan.filter, plan.limit) = (request.filter, request.limit)
            let outcome = try scan.run(plan, work: work)
            let contradicted = plan.columns.enumerated().filter { place, column in
                outcome.contradicts(known[column.index], names[column.index], place)
            }.map(\.element.index)
            if contradicted.isEmpty {
                remember(plan, outcome)
                return result(plan, outcome)
            }
            if let index = contradicted.first(where: { !known[$0].isSample }) {
                throw .internalError("column \(index) of `\(file.name)` is not what all of its cells are")
            }
            try recount(contradicted, scan, work)
            // A filter was made for the types that were promised; with others it must be planned anew.
            if !filtering.filter(contradicted.contains).isEmpty {
                let table = Table(
                    schema.selecting(wanted.map { names[$0] }),
                    wanted.map {
                        Column(knowledge.columns[$0].type.type, scalars: [])
                    })
                return ScanResult(table: table, schema: schema, rowsRead: 0, isComplete: false)
            }
        }
    }

    private func places(of wanted: [String]) throws(Diagnostic) -> [Int] {
        var places: [Int] = []
        for name in wanted {
            guard let place = place(of: name) else {
                let near = name.nearest(in: picked.map { names[$0] })
                throw Diagnostic(
                    "table.unknown-column", "no column named `\(name)` in `\(file.name)`",
                    subject: .column(name), help: near.map { ["`\($0)`"] } ?? [])
            }
            places.append(place)
        }
        return places
    }

    /// Counts all cells of the columns whose sample could not tell.
    private func settle(_ columns: [Int], _ scan: CSVScan, _ work: Work) throws(Diagnostic) {
        let known = knowledge.columns
        let open = columns.filter { known[$0].needsTally }
        if !open.isEmpty { try recount(open, scan, work) }
    }

    private func recount(_ columns: [Int], _ scan: CSVScan, _ work: Work) throws(Diagnostic) {
        var plan = CSVScan.Plan()
        plan.tallies = columns
        let outcome = try scan.run(plan, work: work)
        let decisions = columns.indices.map { place in
            outcome.tallies[place].decide(
                Self.context(file.name, names[columns[place]], reading, options))
        }
        if let refusal = decisions.lazy.compactMap(\.refusal).first { throw refusal }
        learn { knowledge in
            for (place, index) in columns.enumerated() {
                let (tally, decision) = (outcome.tallies[place], decisions[place])
                knowledge.columns[index] = Knowledge.Column(decision, isSample: false)
                guard let misfits = decision.misfits else { continue }
                let total = tally.present - max(tally.numbers, tally.times)
                knowledge.problems.append(
                    misfits.cells.map {
                        Problem(
                            line: $0.line, row: $0.row + 1, column: names[index], found: $0.text,
                            expected: decision.expected)
                    }, outOf: total)
            }
        }
    }

    private func remember(_ plan: CSVScan.Plan, _ outcome: ScanOutcome) {
        let isWhole = outcome.isComplete
        let growth = file.growth
        learn { knowledge in
            knowledge.grew = growth
            let hadRows = knowledge.rows != nil
            if isWhole {
                knowledge.rows = outcome.rowsRead
                knowledge.counts = outcome.counts
            }
            if !hadRows { knowledge.problems.append(outcome.problems.kept, outOf: outcome.problems.count) }
            guard isWhole else { return }
            for (place, column) in plan.columns.enumerated() {
                knowledge.columns[column.index].leftOut = outcome.leftOut[place]
                knowledge.columns[column.index].isProved = true
                knowledge.columns[column.index].stats = outcome.stats[place]
            }
        }
        guard isWhole, plan.filter == nil else { return }
        noteClosing(plan, outcome)
        for (place, column) in plan.columns.enumerated() {
            let (name, stats) = (names[column.index], outcome.stats[place])
            let kind = knowledge.columns[column.index].guess(name, stats)
            let isUnique = kind == .id && KindGuess.isUnique(outcome.columns[place], stats)
            let isIDByContent = KindGuess.isIDByContent(name: name, outcome.columns[place], stats)
            learn { knowledge in
                knowledge.columns[column.index].kind = isIDByContent ? .id : kind
                knowledge.columns[column.index].remarks = isUnique || isIDByContent ? ["unique"] : []
            }
        }
    }

    private func result(_ plan: CSVScan.Plan, _ outcome: ScanOutcome) -> ScanResult {
        let schema = schema
        let known = knowledge.columns
        let kept = plan.columns.filter(\.isKept).map { column in
            let name = names[column.index]
            return Field(
                name, column.type.type, kind: known[column.index].kind(name), unit: known[column.index].unit)
        }
        return ScanResult(
            table: Table(Schema(kept), outcome.columns, count: outcome.rows), schema: schema,
            rowsRead: outcome.rowsRead, undecided: outcome.undecided, isComplete: outcome.isComplete,
            notes: fileNotes)
    }
}

extension ScanOutcome {
    /// Whether the cells of a column are not all of the type it was read with.
    func contradicts(_ column: Knowledge.Column, _ name: String, _ place: Int) -> Bool {
        let stats = stats[place]
        let (type, decision) = (column.type, column.decision)
        if stats.misfits > 0 || stats.numbers.hasTwoCurrencies { return true }
        if column.isSample, stats.numbers.grouped > 0, !decision.hasOpenNumbers { return true }
        guard isComplete else { return false }
        switch type {
        case .date, .datetime: return stats.dates.open > 0 && stats.dates.proofs == 0 && !decision.isToldOrder
        case .int:
            // Ids of 16 digits and more.
            return column.isSample && stats.present > 0 && stats.smallest >= 1_000_000_000_000_000
        default: return false
        }
    }
}
