import RapportNumerics
import RapportPluginKit

/// Lays what was found out as tables and metrics.
struct MatchTables {
    let matching: Matching
    let analysis: Match
    let input: Table
    let outline: Outline

    init(_ matching: Matching, analysis: Match, input: Table, outline: Outline) {
        (self.matching, self.analysis, self.input, self.outline) = (matching, analysis, input, outline)
    }

    private var needs: [NeedMatch] { matching.needs }
    private var shelf: SolutionShelf { matching.shelf }

    private func ids(_ solutions: [Int?]) -> Column {
        Column(shelf.ids.type, scalars: solutions.map { $0.map { shelf.ids[$0] } ?? .missing })
    }

    // MARK: - Tables

    func output() throws(Diagnostic) -> Table {
        let first = needs.map(\.best)
        let statuses = NeedMatch.Status.allCases
        let columns: [Column] = [
            ids(first.map { $0?.solution }), .texts(first.map { $0.flatMap { shelf.titles[$0.solution] } }),
            .categories(needs.map { statuses.firstIndex(of: $0.status) }, of: statuses.map(\.rawValue)),
            .floats(needs.map { $0.best?.score ?? ($0.reason == nil ? 0 : nil) }),
            .floats(needs.map(\.margin)),
            .lists(first.map { $0.map { $0.terms.map { .text($0.term) } } ?? [] }, of: .text),
            .categories(
                needs.map { $0.reason.flatMap { Unusable.allCases.firstIndex(of: $0) } },
                of: Unusable.allCases.map(\.rawValue)),
        ]
        var table = input
        for (field, column) in zip(MatchTables.declared[0].fields, columns) {
            var typed = field
            typed.type = column.type
            table = table.adding(typed, column)
        }
        return table
    }

    var named: [Outcome.NamedTable] {
        [
            .init("matches", matchTable), .init("contributions", contributionTable),
            .init("coverage", coverageTable), .init("thresholds", thresholdTable),
        ]
    }

    private func needIds(_ rows: [Int]) -> Column {
        guard let name = analysis.id, let column = input[name] else {
            return .ints(present: rows.map { $0 + 1 })
        }
        return Column(column.type, scalars: rows.map { column[$0] })
    }

    private var matchTable: Table {
        let cells = needs.enumerated().flatMap { row, need in
            need.ranked.indices.map { (row: row, place: $0) }
        }
        func ranked(_ cell: (row: Int, place: Int)) -> NeedMatch.Ranked { needs[cell.row].ranked[cell.place] }
        return Table(
            outline.tables[0].schema,
            [
                needIds(cells.map(\.row)), .ints(present: cells.map { $0.place + 1 }),
                ids(cells.map { ranked($0).solution }),
                .texts(cells.map { shelf.titles[ranked($0).solution] }),
                .floats(cells.map { ranked($0).score }), .floats(cells.map { ranked($0).likeness }),
                .floats(
                    cells.map { cell in
                        let all = needs[cell.row].ranked
                        if cell.place == 0 { return needs[cell.row].margin }
                        return cell.place + 1 < all.count
                            ? all[cell.place].score - all[cell.place + 1].score : nil
                    }),
                .texts(cells.map { $0.place == 0 ? needs[$0.row].status.rawValue : nil }),
            ])
    }

    private var contributionTable: Table {
        var rows: [(row: Int, place: Int, solution: Int, term: String, contribution: Double)] = []
        for (row, need) in needs.enumerated() {
            for (place, ranked) in need.ranked.enumerated() {
                rows += ranked.terms.map { (row, place, ranked.solution, $0.term, $0.contribution) }
            }
        }
        return Table(
            outline.tables[1].schema,
            [
                needIds(rows.map(\.row)), .ints(present: rows.map { $0.place + 1 }),
                ids(rows.map(\.solution)),
                .texts(rows.map(\.term)), .floats(rows.map(\.contribution)),
            ])
    }

    private var coverageTable: Table {
        var scores = [[Double]](repeating: [], count: shelf.count)
        var (matched, weak) = (
            [Int](repeating: 0, count: shelf.count), [Int](repeating: 0, count: shelf.count)
        )
        for need in needs {
            guard let best = need.best else { continue }
            scores[best.solution].append(best.score)
            if need.status == .matched { matched[best.solution] += 1 } else { weak[best.solution] += 1 }
        }
        // In ascending order, so that sums do not depend on the order of needs.
        let means = scores.map { $0.isEmpty ? nil : $0.sorted().compensatedSum() / Double($0.count) }
        return Table(
            outline.tables[2].schema,
            [
                shelf.ids, .texts(shelf.titles), .ints(present: matched), .ints(present: weak),
                .floats(matched.map { Double($0) / Double(needs.count) }), .floats(means),
            ])
    }

    private var thresholdTable: Table {
        let limits = (0...19).map { Double($0) * 0.05 }
        let answered = limits.map { limit in
            needs.filter { need in need.best.map { $0.likeness >= limit } ?? false }
        }
        return Table(
            outline.tables[3].schema,
            [
                .floats(limits), .ints(present: answered.map(\.count)),
                .floats(answered.map { Double($0.count) / Double(needs.count) }),
                .floats(
                    answered.map { found in
                        let known = found.filter(\.isLabelled)
                        return known.isEmpty
                            ? nil : Double(known.count { $0.expectedRank == 1 }) / Double(known.count)
                    }),
            ])
    }

    // MARK: - Metrics

    var metrics: [Outcome.Metric] {
        let margins = needs.compactMap(\.margin)
        func share(_ status: NeedMatch.Status) -> Double {
            Double(needs.count { $0.status == status }) / Double(needs.count)
        }
        let known = needs.filter(\.isLabelled)
        func mean(_ value: (Int) -> Double) -> Double? {
            guard !known.isEmpty else { return nil }
            return known.map { $0.expectedRank.map(value) ?? 0 }.sorted().compensatedSum()
                / Double(known.count)
        }
        let k = analysis.topK
        return [
            .init("needs", Double(needs.count)), .init("coverage", share(.matched), n: needs.count),
            .init("weak_share", share(.weak), n: needs.count),
            .init("no_match_share", share(.noMatch), n: needs.count),
            .init("margin_median", Quantile.type7(0.5, of: margins), n: margins.count),
            .init("margin_p10", Quantile.type7(0.1, of: margins), n: margins.count),
            .init("hit_at_1", mean { $0 == 1 ? 1 : 0 }, n: known.count),
            .init("hit_at_k", mean { $0 <= k ? 1 : 0 }, n: known.count),
            .init("mrr", mean { 1 / Double($0) }, n: known.count),
            .init("ndcg", mean { $0 <= k ? 1 / .log2(Double($0 + 1)) : 0 }, n: known.count),
        ]
    }
}
