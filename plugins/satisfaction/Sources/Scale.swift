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

    /// The smallest scale that holds all answers; nil where none does.
    static func holding(_ least: Double, _ greatest: Double) -> Scale? {
        [.csat, .ces, .nps].first { $0.range.contains(least) && $0.range.contains(greatest) }
    }
}

/// A column of answers and its scale.
struct Question: Sendable {
    let name: String
    let scale: Scale
    let origin: ScaleOrigin
    let isReversed: Bool

    /// An answer is nil where there is none; at least one is there.
    /// - Throws: `column.range` where an answer is outside the scale, `survey.scale` where no scale holds all.
    init(
        _ name: String, answers: [Double?], scale given: Auto<Scale>, isReversed: Bool
    ) throws(Diagnostic) {
        let present = answers.lazy.compactMap(\.self)
        let (least, greatest) = (present.min() ?? 0, present.max() ?? 0)
        self.name = name
        if let scale = given.given {
            (self.scale, origin) = (scale, .given)
        } else if let scale = Scale.named(name) {
            (self.scale, origin) = (scale, .name)
        } else if let scale = Scale.holding(least, greatest) {
            (self.scale, origin) = (scale, .values(least, greatest))
        } else {
            throw Diagnostic(
                "survey.scale", "the answers of `\(name)` fit no scale: neither 1 to 5, 1 to 7 nor 0 to 10",
                subject: .column(name),
                help: ["`derive` a column on one of these scales, or name another column in its place"])
        }
        self.isReversed = isReversed && self.scale == .ces
        try Self.check(answers, name, self.scale, least, greatest)
    }

    private static func check(
        _ answers: [Double?], _ name: String, _ scale: Scale, _ least: Double, _ greatest: Double
    ) throws(Diagnostic) {
        func isOutside(_ answer: Double?) -> Bool { answer.map { !scale.range.contains($0) } ?? false }
        guard let row = answers.firstIndex(where: isOutside) else { return }
        let range = scale.range
        let ends = "\(Wording.number(range.lowerBound)) to \(Wording.number(range.upperBound))"
        var help = [
            "`… | where \(name.asColumnName) >= \(Wording.number(range.lowerBound)) and "
                + "\(name.asColumnName) <= \(Wording.number(range.upperBound))` before it leaves them out"
        ]
        if let other = Scale.holding(least, greatest), other != scale {
            help.insert(
                "`scale=\(other.rawValue)`: all answers lie within \(other.title)", at: 0)
        }
        let count = answers.count(where: isOutside)
        let side = answers[row].map { $0 < range.lowerBound } ?? false ? "below" : "above"
        throw Diagnostic(
            "column.range",
            "\(Wording.count(count, "answer")) of `\(name)` \(count == 1 ? "lies" : "lie") outside \(scale.title) "
                + "(scale=\(scale.rawValue)), the first, in row \(row + 1), \(side) it; expected \(ends)",
            subject: .column(name), help: help.map { .init($0) })
    }
}
