import RapportNumerics
import RapportPluginKit

/// What the scores of all customers amount to, and how far they can be trusted.
struct ScoreSummary {
    enum Label: String, CaseIterable {
        case satisfied, neutral, dissatisfied
        case unknown = "not enough evidence"
    }

    /// The customers of a segment.
    struct Group {
        let name: String
        let n: Int
        let mean: MeanInterval?
        let dissatisfied: Int
    }

    /// What happens to the order of customers when a weight changes.
    struct Sensitivity {
        let component: Component
        let factor: Double
        let tau: Double?
        /// Customers whose label becomes another.
        let relabelled: Int
    }

    private let analysis: Score
    let evidence: Evidence
    let scores: CustomerScores
    let before: CustomerScores
    let labels: [Label]
    let confidences: [Double?]
    /// All customers with enough evidence, then each segment, ascending.
    let groups: [Group]
    let sensitivity: [Sensitivity]
    /// Of the survey and the tone of customers who have both.
    let agreement: Correlation?
    /// Customers who have a survey and a text.
    let withBoth: Int
    /// That one who left has a lower score than one who stayed; nil where nobody says who left.
    let separation: Double?
    let months: ScoreMonths

    init(
        _ analysis: Score, _ evidence: Evidence, _ scores: CustomerScores, _ before: CustomerScores,
        _ work: Work
    ) throws(Diagnostic) {
        (self.analysis, self.evidence, self.scores, self.before) = (analysis, evidence, scores, before)
        let thresholds = (analysis.thresholds[0], analysis.thresholds[1])
        let confidences = (0..<evidence.count).map { scores.confidence($0) }
        func label(_ customer: Int, _ score: Double?) -> Label {
            guard let score, let confidence = confidences[customer], confidence >= analysis.minConfidence
            else {
                return .unknown
            }
            return score < thresholds.0 ? .dissatisfied : score < thresholds.1 ? .neutral : .satisfied
        }
        let labels = scores.scores.enumerated().map(label)
        (self.labels, self.confidences) = (labels, confidences)
        let known = labels.indices.filter { labels[$0] != .unknown }

        func group(_ name: String, _ members: [Int]) -> Group {
            Group(
                name: name, n: members.count, mean: MeanInterval(members.compactMap { scores.scores[$0] }),
                dissatisfied: members.count { labels[$0] == .dissatisfied })
        }
        var groups = [group("all", known)]
        if let segments = evidence.groups.segments {
            var members: [String: [Int]] = [:]
            for customer in known { members[segments[customer] ?? "missing", default: []].append(customer) }
            let names = members.keys.sorted {
                $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
            }
            groups += names.map { group($0, members[$0] ?? []) }
        }
        self.groups = groups

        var sensitivity: [Sensitivity] = []
        let counting = scores.components.filter { scores.weight($0) > 0 }
        let scored = scores.scores.indices.filter { scores.scores[$0] != nil }
        for component in counting where counting.count > 1 {
            for factor in [0.5, 1.5] {
                try work.check()
                let changed = scores.scores(scaling: component, by: factor)
                let tau = KendallTau(
                    scored.compactMap { scores.scores[$0] }, scored.compactMap { changed[$0] })
                sensitivity.append(
                    Sensitivity(
                        component: component, factor: factor, tau: tau?.tau,
                        relabelled: scored.count { label($0, changed[$0]) != labels[$0] }))
            }
        }
        self.sensitivity = sensitivity

        let both = (0..<evidence.count).compactMap { customer -> (Double, Double)? in
            guard let survey = scores[.survey, customer], let tone = scores[.sentiment, customer] else {
                return nil
            }
            return (survey.raw, tone.raw)
        }
        withBoth = both.count
        agreement = Correlation.spearman(both.map(\.0), both.map(\.1))
        if let left = evidence.groups.left {
            let gone = scored.filter { left[$0] == true }.compactMap { scores.scores[$0] }
            let stayed = scored.filter { left[$0] == false }.compactMap { scores.scores[$0] }
            separation = MannWhitney(stayed, gone)?.superiority
        } else {
            separation = nil
        }
        months = ScoreMonths(evidence, scores)
    }

    // MARK: - What it is made of

    func weights(_ component: Component) -> Double { analysis.weight(component) }
    var priorStrength: Double { analysis.priorStrength }
    var halfLife: Double? { if case .days(let days) = analysis.halfLife { days } else { nil } }

    // MARK: - Of one customer

    /// Score now less score before, where both are known.
    func change(_ customer: Int) -> Double? {
        guard let now = scores.scores[customer], let then = before.scores[customer] else { return nil }
        return now - then
    }

    /// The last day of any item that counts.
    func lastDay(_ customer: Int) -> Int32? {
        guard evidence.hasTime else { return nil }
        return scores.components.compactMap { scores[$0, customer]?.day }.max()
    }

    /// Why there is no score, or not all of it; nil where nothing is missing.
    func reason(_ customer: Int) -> String? {
        var reasons: [String] = []
        let counting = evidence.offered.filter { analysis.weight($0) > 0 }
        for component in counting where scores[component, customer] == nil {
            reasons.append(component.lack)
        }
        if labels[customer] == .unknown, scores.scores[customer] != nil {
            reasons.append("little or old evidence")
        }
        return reasons.isEmpty ? nil : reasons.joined(separator: ", ")
    }

    /// The part that lies furthest from its mean, by weight, in the direction of the score.
    func driver(_ customer: Int) -> String? {
        let distances = scores.components.compactMap { component -> (String, Double)? in
            guard let part = scores[component, customer], let mean = scores.means[component] else {
                return nil
            }
            return (component.rawValue, scores.weight(component) * (part.value - mean))
        }
        let total = distances.reduce(0) { $0 + $1.1 }
        guard total != 0, let most = distances.max(by: { $0.1 * total < $1.1 * total }), most.1 != 0 else {
            return nil
        }
        return "\(most.0) \(most.1 < 0 ? "below" : "above") the mean"
    }

    // MARK: - Counts

    func count(_ label: Label) -> Int { labels.count { $0 == label } }

    /// Part of the scored customers whose score is less their own than the mean's.
    var unsureShare: Double? {
        let found = confidences.compactMap(\.self)
        return found.isEmpty ? nil : Double(found.count { $0 < 0.5 }) / Double(found.count)
    }

    var leastTau: Double? { sensitivity.compactMap(\.tau).min() }
}

/// What was said and written month by month, with the limits between which a steady series moves.
struct ScoreMonths {
    /// First days, ascending; months without an item are left out.
    let months: [Int32]
    let scores: [Double]
    let counts: [Int]
    /// By component, one a month; nil where it has no item.
    let parts: [Component: [Double?]]
    /// Nil for fewer than two months.
    let chart: ControlChart?

    init(_ evidence: Evidence, _ scores: CustomerScores) {
        guard evidence.hasTime else {
            (months, self.scores, counts, parts, chart) = ([], [], [], [:], nil)
            return
        }
        let counting = scores.components.filter { scores.weight($0) > 0 }
        func month(_ item: Evidence.Item) -> Int32 { Grain.month.start(of: item.day) }
        let months = Set(counting.flatMap { evidence.items($0).map(month) }).sorted()
        let place = Dictionary(uniqueKeysWithValues: months.enumerated().map { ($1, $0) })
        var parts: [Component: [Double?]] = [:]
        var counts = [Int](repeating: 0, count: months.count)
        for component in counting {
            var sums = [CompensatedSum](repeating: .init(), count: months.count)
            var n = [Int](repeating: 0, count: months.count)
            for item in evidence.items(component) {
                guard let month = place[month(item)] else { continue }
                sums[month].add(item.value)
                n[month] += 1
                counts[month] += 1
            }
            parts[component] = months.indices.map { n[$0] > 0 ? sums[$0].total / Double(n[$0]) : nil }
        }
        let values = months.indices.map { month -> Double in
            var (sum, total) = (0.0, 0.0)
            for component in counting {
                guard let value = parts[component]?[month] else { continue }
                sum += scores.weight(component) * value
                total += scores.weight(component)
            }
            return 100 * sum / total
        }
        (self.months, self.scores, self.counts, self.parts) = (months, values, counts, parts)
        chart = ControlChart(individuals: values)
    }

    /// Whether the months rise or fall; nil for fewer than eight.
    func trend(_ work: Work = Work(width: 1)) -> MannKendall? {
        guard scores.count >= 8 else { return nil }
        return try? MannKendall(scores, work: work)
    }
}
