import RapportPluginKit

/// What the points of an answer mean.
enum Scale: String, Choice {
    /// Satisfaction, 1 to 5.
    case csat
    /// Would recommend, 0 to 10.
    case nps
    /// Effort, 1 to 7.
    case ces
    /// 0 bad, 1 good.
    case good

    var range: ClosedRange<Double> {
        switch self {
        case .csat: 1...5
        case .nps: 0...10
        case .ces: 1...7
        case .good: 0...1
        }
    }

    /// The least answer that counts as satisfied, easy, a promoter, or good.
    var usualThreshold: Double {
        switch self {
        case .csat: 4
        case .nps: 9
        case .ces: 5
        case .good: 1
        }
    }

    /// As sentences name it.
    var title: String {
        switch self {
        case .csat: "satisfaction, 1 to 5"
        case .nps: "would recommend, 0 to 10"
        case .ces: "effort, 1 to 7"
        case .good: "good or bad, 1 or 0"
        }
    }

    /// The answer as a part of the scale, from the worst to the best.
    func portion(_ answer: Double, isReversed: Bool) -> Double {
        let portion = (answer - range.lowerBound) / (range.upperBound - range.lowerBound)
        return isReversed ? 1 - portion : portion
    }

    /// The answer with the scale turned round: 7 becomes 1.
    func reversed(_ answer: Double) -> Double { range.lowerBound + range.upperBound - answer }
}

/// How the scale of a column became known.
enum ScaleOrigin: Sendable, Hashable {
    case given
    case name
    /// By the least and the greatest answer.
    case values(Double, Double)
    /// By the words in which it was answered.
    case words
}

extension Scale {
    private static let hints: [(scale: Scale, words: [String])] = [
        (.nps, ["nps", "recommend", "promoter", "净推荐", "推荐"]),
        (.ces, ["ces", "effort", "easy", "费力", "省力"]),
        (.csat, ["csat", "satisf", "stars", "满意"]),
        (.good, ["goodbad", "thumb", "好评"]),
    ]

    /// By the column's name; nil where it says nothing (`score`), or two things.
    static func named(_ column: String) -> Scale? {
        let name = RoleAliases.folded(column)
        let found = hints.filter { hint in hint.words.contains { name.contains($0) } }
        // "dissatisfaction" and "unsatisfied" are no satisfaction.
        if name.contains("dissatisf") || name.contains("unsatisf") || name.contains("不满") { return nil }
        return found.count == 1 ? found[0].scale : nil
    }

    /// The smallest scale of surveys that holds all answers; nil where none does.
    static func holding(_ least: Double, _ greatest: Double) -> Scale? {
        [.csat, .ces, .nps].first { $0.range.contains(least) && $0.range.contains(greatest) }
    }

    /// What the values alone say; nil where they fit no scale, or two of which the numbers mean something else.
    static func told(by answers: some Sequence<Double>, _ least: Double, _ greatest: Double) -> Scale? {
        // The worst of five points, and the good one of two.
        if least == 1, greatest == 1 { return nil }
        guard least < 1, greatest <= 5 else { return holding(least, greatest) }
        // Up to 5 from 0 or from half a star are stars more often than a recommendation that nobody gave a 6.
        return least == 0 && greatest == 1 && answers.allSatisfy({ $0 == 0 || $0 == 1 }) ? .good : nil
    }
}
