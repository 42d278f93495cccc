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
        let labelling = Labelling(analysis, evidence, scores)
        confidences = labelling.confidences
        let labels = scores.scores.enumerated().map { labelling.label($0.offset, $0.element) }
        self.labels = labels
        groups = Self.groups(evidence, scores, labels)
        sensitivity = try Self.sensitivity(scores, labels, labelling, work)
        let both = Self.surveyAndTone(evidence, scores)
        withBoth = both.count
        agreement = Correlation.spearman(both.map(\.survey.asRanked), both.map(\.tone.asRanked))
        separation = evidence.groups.left.flatMap { Self.separation(of: $0, scores) }
        months = try ScoreMonths(evidence, scores, work)
    }

    /// Which score has which label, where there is enough evidence.
    private struct Labelling {
        let confidences: [Double?]
        private let (least, lower, upper): (Double, Double, Double)

        init(_ analysis: Score, _ evidence: Evidence, _ scores: CustomerScores) {
            confidences = (0..<evidence.count).map { scores.confidence($0) }
            (least, lower, upper) = (analysis.minConfidence, analysis.thresholds[0], analysis.thresholds[1])
        }

        func label(_ customer: Int, _ score: Double?) -> Label {
            guard let score, let confidence = confidences[customer], confidence >= least else {
                return .unknown
            }
            return score < lower ? .dissatisfied : score < upper ? .neutral : .satisfied
        }
    }

    private static func groups(_ evidence: Evidence, _ scores: CustomerScores, _ labels: [Label]) -> [Group] {
        func group(_ name: String, _ members: [Int]) -> Group {
            Group(
                name: name, n: members.count,
                mean: MeanInterval(
                    members.compactMap { scores.scores[$0] }, within: 0...100),
                dissatisfied: members.count { labels[$0] == .dissatisfied })
        }
        let known = labels.indices.filter { labels[$0] != .unknown }
        guard let segments = evidence.groups.segments else { return [group("all", known)] }
        var members: [String: [Int]] = [:]
        for customer in known { members[segments[customer] ?? "missing", default: []].append(customer) }
        let names = members.keys.sorted { $0.precedes($1) }
        return [group("all", known)] + names.map { group($0, members[$0] ?? []) }
    }

    /// Each weight that counts half as large, and half as large again.
    private static func sensitivity(
        _ scores: CustomerScores, _ labels: [Label], _ labelling: Labelling, _ work: Work
    ) throws(Diagnostic) -> [Sensitivity] {
        let counting = scores.components.filter { scores.weight($0) > 0 }
        guard counting.count > 1 else { return [] }
        let scored = scores.scores.indices.filter { scores.scores[$0] != nil }
        var found: [Sensitivity] = []
        for component in counting {
            for factor in [0.5, 1.5] {
                try work.check()
                let changed = scores.scores(scaling: component, by: factor)
                let tau = KendallTau(
                    scored.compactMap { scores.scores[$0]?.asRanked },
                    scored.compactMap { changed[$0]?.asRanked })
                found.append(
                    Sensitivity(
                        component: component, factor: factor, tau: tau?.tau,
                        relabelled: scored.count { labelling.label($0, changed[$0]) != labels[$0] }))
            }
        }
        return found
    }

    /// Of the customers who have both, before they are drawn to the mean.
    private static func surveyAndTone(
        _ evidence: Evidence, _ scores: CustomerScores
    ) -> [(survey: Double, tone: Double)] {
        (0..<evidence.count).compactMap { customer in
            guard let survey = scores[.survey, customer], let tone = scores[.sentiment, customer] else {
                return nil
            }
            return (survey.raw, tone.raw)
        }
    }

    private static func separation(of left: [Bool?], _ scores: CustomerScores) -> Double? {
        func scored(_ hasLeft: Bool) -> [Double] {
            scores.scores.indices.filter { left[$0] == hasLeft }.compactMap { scores.scores[$0]?.asRanked }
        }
        return MannWhitney(scored(false), scored(true))?.superiority
    }

    // MARK: - What it is made of

    func weight(_ component: Component) -> Double { analysis.weight(component) }
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

extension Double {
    /// To ten decimals, for ranks: a mean of equal answers under other weights differs in its last bit, and is a tie.
    fileprivate var asRanked: Double { (self * 1e10).rounded() / 1e10 }
}
