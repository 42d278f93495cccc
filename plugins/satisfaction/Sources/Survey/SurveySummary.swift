import RapportNumerics
import RapportPluginKit

/// The answers of one group to one question, summed up.
struct SurveyCell {
    /// Places of the question, the breakdown and its label.
    let question: Int
    let breakdown: Int
    let level: Int
    let n: Int
    /// (Σw)² / Σw²: how many equally weighted answers tell as much; `n` without weights.
    let effective: Double
    /// The share that counts, or the net promoter score.
    let value: Double
    let low: Double
    let high: Double
    /// Of the answers, the effort scale turned round where it is reversed.
    let mean: Double
    /// Counts of the effective number: those that count (of the NPS the promoters), and the detractors.
    let hits: Double
    let detractors: Double
    var shrunkMean = 0.0
    /// Among the groups of its breakdown, 1 the best; nil for the whole and for periods.
    var rank: Int?

    var netPromoters: NetPromoterScore? {
        NetPromoterScore(promoters: hits, detractors: detractors, answers: effective)
    }
}

/// A group against the rest, a period against the one before.
struct SurveyComparison {
    let question: Int
    let breakdown: Int
    let group: String
    let other: String
    let difference: Double
    let low: Double
    let high: Double
    /// Nil where one side has too few answers to compare.
    var z: Double?
    var p: Double?
    var adjusted: Double?
    let test: String
}

/// All that is computed of the answers.
struct SurveySummary {
    let analysis: Survey
    let answers: SurveyAnswers
    let breakdowns: [Breakdown]
    /// By question, breakdown and label; groups without answers are left out.
    private(set) var cells: [SurveyCell] = []
    private(set) var comparisons: [SurveyComparison] = []
    /// Groups with answers that all weigh nothing: they have no value, and no cell.
    private(set) var weightless = 0

    init(
        _ analysis: Survey, _ answers: SurveyAnswers, _ breakdowns: [Breakdown], _ work: Work
    ) throws(Diagnostic) {
        (self.analysis, self.answers, self.breakdowns) = (analysis, answers, breakdowns)
        for question in answers.each.indices {
            var whole: Totals?
            for (place, breakdown) in breakdowns.enumerated() {
                try work.check()
                let totals = self.totals(question, breakdown)
                if place == 0 { whole = totals.first }
                weightless += totals.count { $0.n > 0 && $0.weight.total <= 0 }
                var found = totals.enumerated().compactMap { cell($1, question, place, $0) }
                if let whole { shrink(&found, to: whole.mean) }
                if place > 0, !breakdown.isPeriod { rank(&found) }
                cells += found
                if place > 0 {
                    comparisons += compare(totals, found, question, place)
                }
            }
        }
    }

    /// Whether it tells too little to compare: by the effective number, which weights make smaller.
    func isSmall(_ cell: SurveyCell) -> Bool { cell.effective < Double(analysis.minAnswers) - 1e-9 }

    func cell(question: Int) -> SurveyCell? { cells.first { $0.question == question && $0.breakdown == 0 } }

    // MARK: - Sums

    /// Running sums of a group's answers.
    struct Totals {
        var n = 0
        var weight = CompensatedSum()
        var squares = CompensatedSum()
        var sum = CompensatedSum()
        var hits = CompensatedSum()
        var detractors = CompensatedSum()

        var mean: Double { sum.total / weight.total }
        var effective: Double { weight.total * weight.total / squares.total }
        /// What a sum of weights is of the effective number.
        func scaled(_ part: CompensatedSum) -> Double {
            min(max(part.total / weight.total, 0), 1) * effective
        }

        mutating func add(_ answer: Double, weight w: Double, threshold: Double, isNPS: Bool) {
            n += 1
            weight.add(w)
            squares.add(w * w)
            sum.add(w * answer)
            if answer >= threshold { hits.add(w) }
            if isNPS, answer <= 6 { detractors.add(w) }
        }

        mutating func add(_ other: Totals) {
            n += other.n
            weight.add(other.weight)
            squares.add(other.squares)
            sum.add(other.sum)
            hits.add(other.hits)
            detractors.add(other.detractors)
        }

        func without(_ other: Totals) -> Totals {
            var rest = self
            rest.n -= other.n
            rest.weight.add(-other.weight.total)
            rest.squares.add(-other.squares.total)
            rest.sum.add(-other.sum.total)
            rest.hits.add(-other.hits.total)
            rest.detractors.add(-other.detractors.total)
            return rest
        }
    }

    private func totals(_ question: Int, _ breakdown: Breakdown) -> [Totals] {
        let each = answers.each[question]
        let threshold = analysis.threshold(each.question.scale)
        let isNPS = each.question.scale == .nps
        var totals = [Totals](repeating: Totals(), count: breakdown.labels.count)
        for (row, value) in zip(each.rows, each.values) {
            guard let level = breakdown.levels[row] else { continue }
            totals[level].add(value, weight: answers.weight(row), threshold: threshold, isNPS: isNPS)
        }
        return totals
    }

    private func cell(_ totals: Totals, _ question: Int, _ breakdown: Int, _ level: Int) -> SurveyCell? {
        guard totals.n > 0, totals.weight.total > 0 else { return nil }
        let (hits, detractors) = (totals.scaled(totals.hits), totals.scaled(totals.detractors))
        let effective = totals.effective
        let bounds: (value: Double, low: Double, high: Double)?
        if answers.each[question].question.scale == .nps {
            let score = NetPromoterScore(promoters: hits, detractors: detractors, answers: effective)
            bounds = score.map {
                let interval = $0.adjustedWald(confidence: analysis.confidence)
                return ($0.value, interval.low, interval.high)
            }
        } else {
            bounds = ProportionInterval(
                successes: hits, trials: effective, confidence: analysis.confidence,
                ProportionInterval.Method(rawValue: analysis.interval.rawValue) ?? .wilson
            )
            .map { ($0.portion, $0.low, $0.high) }
        }
        guard let bounds else { return nil }
        return SurveyCell(
            question: question, breakdown: breakdown, level: level, n: totals.n, effective: effective,
            value: bounds.value, low: bounds.low, high: bounds.high, mean: totals.mean, hits: hits,
            detractors: detractors)
    }

    // MARK: - Ranks

    /// Towards the mean of all, the more the fewer answers: (n·mean + m·μ) / (n + m).
    private func shrink(_ cells: inout [SurveyCell], to mean: Double) {
        let prior = analysis.priorAnswers
        for index in cells.indices {
            let n = cells[index].effective
            cells[index].shrunkMean = (n * cells[index].mean + prior * mean) / (n + prior)
        }
    }

    /// Equal ones share the better rank.
    private func rank(_ cells: inout [SurveyCell]) {
        let keys = cells.map { analysis.rankBy == .lower ? $0.low : $0.shrunkMean }
        for index in cells.indices {
            cells[index].rank = 1 + keys.count { $0 > keys[index] }
        }
    }

    // MARK: - Comparisons

    /// Periods with the one before; of two groups the second with the first; of more each with the rest.
    private func compare(
        _ totals: [Totals], _ cells: [SurveyCell], _ question: Int, _ place: Int
    ) -> [SurveyComparison] {
        guard cells.count > 1 else { return [] }
        let breakdown = breakdowns[place]
        var found: [SurveyComparison] = []
        func add(_ level: Int, _ name: String, _ other: Totals) {
            guard let a = cell(other, question, place, level),
                let b = cell(totals[level], question, place, level),
                let comparison = comparison(a, b, labels: (breakdown.labels[level], name))
            else { return }
            found.append(comparison)
        }
        if breakdown.isPeriod || cells.count == 2 {
            for (before, after) in zip(cells, cells.dropFirst()) {
                add(after.level, breakdown.labels[before.level], totals[before.level])
            }
        } else {
            var all = Totals()
            for each in totals { all.add(each) }
            for each in cells { add(each.level, "the rest", all.without(totals[each.level])) }
        }
        let tested = found.indices.filter { found[$0].p != nil }
        let adjusted = MultipleTesting.holm(tested.compactMap { found[$0].p })
        for (index, p) in zip(tested, adjusted) { found[index].adjusted = p }
        return found
    }

    private func comparison(
        _ first: SurveyCell, _ second: SurveyCell, labels: (group: String, other: String)
    ) -> SurveyComparison? {
        let isLarge = !isSmall(first) && !isSmall(second)
        func made(
            _ difference: Double, _ low: Double, _ high: Double, _ z: Double?, _ p: Double, _ test: String
        ) -> SurveyComparison {
            SurveyComparison(
                question: first.question, breakdown: second.breakdown, group: labels.group,
                other: labels.other, difference: difference, low: low, high: high, z: isLarge ? z : nil,
                p: isLarge ? p : nil, test: isLarge ? test : "too few answers")
        }
        if let a = first.netPromoters, let b = second.netPromoters,
            answers.each[first.question].question.scale == .nps
        {
            let found = NetPromoterScore.comparison(a, b)
            let half =
                NormalDistribution.criticalValue(confidence: analysis.confidence) * found.standardError
            return made(
                found.difference, max(found.difference - half, -200), min(found.difference + half, 200),
                found.z, found.p, "z")
        }
        guard
            let found = ProportionComparison(
                first: (first.hits, first.effective), second: (second.hits, second.effective),
                confidence: analysis.confidence)
        else { return nil }
        var (z, p, test) = (Optional(found.z), found.p, "pooled z")
        if found.leastExpected < 5, answers.weights == nil {
            let counts = [
                first.hits, first.effective - first.hits, second.hits, second.effective - second.hits,
            ]
            .map { Int($0.rounded()) }
            (z, test) = (nil, "Fisher's exact")
            p = FisherExact.p(counts[0], counts[1], counts[2], counts[3]) ?? p
        }
        return made(found.difference, found.newcombe.low, found.newcombe.high, z, p, test)
    }

    // MARK: - Response

    /// Whether response rates differ between the groups of a breakdown: χ² of sent and answered.
    func unevenResponse(_ breakdown: Breakdown) -> (p: Double, least: Int, most: Int)? {
        guard let sent = breakdown.sent, let answered = breakdown.answered else { return nil }
        let levels = sent.indices.filter { sent[$0] >= analysis.minAnswers }
        let total = levels.reduce(0) { $0 + sent[$1] }
        let all = levels.reduce(0) { $0 + answered[$1] }
        guard levels.count > 1, all > 0, all < total else { return nil }
        let share = Double(all) / Double(total)
        let statistic = levels.map { level -> Double in
            let expected = share * Double(sent[level])
            let distance = Double(answered[level]) - expected
            return distance * distance / (expected * (1 - share))
        }
        .compensatedSum()
        func rate(_ level: Int) -> Double { Double(answered[level]) / Double(sent[level]) }
        guard let p = ChiSquared.upperTail(statistic, df: Double(levels.count - 1)),
            let least = levels.min(by: { (rate($0), $0) < (rate($1), $1) }),
            let most = levels.max(by: { (rate($0), -$0) < (rate($1), -$1) })
        else { return nil }
        return (p, least, most)
    }
}
