import RapportPluginKit

/// The scores of all customers, and how they were cut.
struct Scores {
    var bins: Int
    /// 1 is the worst, ``bins`` the best, by measure.
    var scores: [Measure: [Int]]
    var points: [Measure: CutPoints]
    /// The values, ascending.
    var sorted: [Measure: [Double]]

    subscript(measure: Measure) -> [Int] { scores[measure] ?? [] }

    /// Whether all customers are the same.
    func isConstant(_ measure: Measure) -> Bool {
        let values = sorted[measure] ?? []
        return values.first == values.last
    }

    /// How many customers share their value with another.
    func tied(_ measure: Measure) -> Int {
        let values = sorted[measure] ?? []
        var (count, start) = (0, 0)
        for index in values.indices where index + 1 == values.count || values[index + 1] != values[index] {
            let run = index + 1 - start
            if run > 1 { count += run }
            start = index + 1
        }
        return count
    }

    /// Scores that nobody has.
    func empty(_ measure: Measure) -> [Int] {
        let used = Set(self[measure])
        return (1...bins).filter { !used.contains($0) }
    }
}

extension RFM {
    /// The cut points that come from outside: of an earlier run, or typed.
    func cutPoints(_ inputs: Inputs<Table>) throws(Diagnostic) -> [Measure: CutPoints]? {
        guard let cuts, let table = inputs.named[cuts] else { return nil }
        return try CutPoints.read(table)
    }

    func score(
        _ facts: CustomerFacts, with given: [Measure: CutPoints]?, work: Work
    ) throws(Diagnostic) -> Scores {
        let bins = given?[.recency]?.bins ?? nBins
        // Limits from outside need no minimum; limits from the customers need one for each score.
        let least = given == nil && scoring != .custom ? bins : 1
        guard facts.count >= least else {
            throw Diagnostic(
                "table.too-few-rows",
                "\(Wording.count(facts.count, "customer")) with a purchase; \(bins) scores need at least \(least)",
                subject: .parameter("n_bins"),
                help: [
                    facts.count >= 2
                        ? "`n_bins=\(facts.count)` or fewer" : "score more customers at once"
                ])
        }
        var scores = Scores(bins: bins, scores: [:], points: [:], sorted: [:])
        for measure in Measure.allCases {
            try work.check()
            let values = facts[measure]
            let sorted = values.sorted()
            scores.sorted[measure] = sorted
            var points = CutPoints(limits: [], mean: CutPoints.mean(of: sorted))
            switch scoring {
            case _ where given != nil: points = given?[measure] ?? points
            case .custom: points.limits = thresholds[measure.rawValue] ?? []
            case .quantile: points.limits = CutPoints.quantiles(of: sorted, bins: bins)
            case .ntile, .rankFirst:
                let ranks =
                    scoring == .ntile
                    ? try tiles(of: facts, measure, bins: bins, work: work)
                    : ranksFirst(of: values, measure, bins: bins)
                scores.scores[measure] = ranks
                points.limits = limits(of: values, ranks, measure, bins: bins)
                scores.points[measure] = points
                continue
            }
            scores.points[measure] = points
            scores.scores[measure] = values.map { points.score($0, measure) }
        }
        return scores
    }

    /// SQL's `NTILE(bins) OVER (ORDER BY x, id)`: ties split by id, the first tiles one larger.
    private func tiles(
        of facts: CustomerFacts, _ measure: Measure, bins: Int, work: Work
    ) throws(Diagnostic) -> [Int] {
        let byID = try sortOrder([SortKey(facts.customers)], count: facts.count, work: work)
        let values = facts[measure]
        // Sorting places in the order of ids is stable by id.
        var order = (0..<facts.count).map { (place: $0, row: Int(byID[$0])) }
        order.sort { a, b in
            let (x, y) = (values[a.row], values[b.row])
            return x == y ? a.place < b.place : measure.isReversed ? x > y : x < y
        }
        let (size, larger) = facts.count.quotientAndRemainder(dividingBy: bins)
        var tiles = [Int](repeating: 0, count: facts.count)
        for (rank, each) in order.enumerated() {
            let inLarger = larger * (size + 1)
            tiles[each.row] =
                rank < inLarger ? rank / (size + 1) + 1 : larger + (rank - inLarger) / max(size, 1) + 1
        }
        return tiles
    }

    /// `pandas.qcut(x.rank(method="first"), bins)`: ties split by the order of rows.
    private func ranksFirst(of values: [Double], _ measure: Measure, bins: Int) -> [Int] {
        let order = values.indices.sorted {
            values[$0] == values[$1] ? $0 < $1 : values[$0] < values[$1]
        }
        let points = CutPoints(
            limits: CutPoints.quantiles(of: values.indices.map { Double($0 + 1) }, bins: bins), mean: 0)
        var scores = [Int](repeating: 0, count: values.count)
        for (rank, row) in order.enumerated() { scores[row] = points.score(Double(rank + 1), measure) }
        return scores
    }

    /// Where ties are split no limit gives the same scores: these are the highest values of each score.
    private func limits(of values: [Double], _ scores: [Int], _ measure: Measure, bins: Int) -> [Double] {
        var highest = [Double](repeating: -.infinity, count: bins + 1)
        for (value, score) in zip(values, scores) {
            let rank = measure.isReversed ? bins + 1 - score : score
            highest[rank] = max(highest[rank], value)
        }
        return Array(highest[1..<bins])
    }
}
