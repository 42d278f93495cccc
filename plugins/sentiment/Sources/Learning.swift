import RapportNumerics
import RapportPluginKit
import RapportText

/// What became of training on rated comments.
struct Learning: Sendable {
    enum Result: Sendable {
        /// No ratings, or nobody asked for it.
        case none
        case tooFew(rated: Int, positives: Int)
        /// Tells comments apart no better than the rules may.
        case tooWeak(area: Double)
        /// The words of comments rated high sound worse than of those rated low.
        case reversed
        case used
        case kept
    }
    var result = Result.none
    var rated = 0
    var duplicates = 0
    var contradictions = 0
    var areas: [(method: SentimentClassifier.Method, area: Double)] = []
    /// How often of two comments the one rated higher sounds more pleased by the rules; nil where too few tell.
    var byRules: Double?

    var area: Double? { areas.map(\.area).max() }

    static let leastComments = 200
    static let leastArea = 0.7
    /// Below it ratings and words contradict each other: a scale on which 1 is the best.
    static let reversedArea = 0.4

    var isReversed: Bool { (byRules ?? 1) < Self.reversedArea }
}

extension Score {
    /// What scores the texts: an earlier run's model, or the words given and what the ratings teach.
    func scorer(
        _ inputs: Inputs<Table>, _ texts: Texts, _ ratings: Ratings?, _ work: Work
    ) throws(Diagnostic) -> (Scorer, Learning) {
        if let model, let table = inputs.named[model] {
            let kept = try KeptModel(table)
            return (
                Scorer(words: kept.words, classifier: kept.classifier),
                Learning(result: kept.classifier == nil ? .none : .kept)
            )
        }
        let words =
            try userLexicon.map { (file) throws(Diagnostic) in try UserLexicon(file: file) } ?? UserLexicon()
        guard let ratings, method != .rules else {
            return (Scorer(words: words, classifier: nil), Learning())
        }
        var comments: [(text: String, isPositive: Bool)] = []
        for row in 0..<texts.count {
            if row % 4_096 == 0 { try work.check() }
            guard let cell = texts.cell(of: row), texts.readings[cell] == .language(.zh) else { continue }
            switch ratings.third(of: row) {
            case .low: comments.append((texts.string(cell), false))
            case .high: comments.append((texts.string(cell), true))
            case .middle, nil: continue
            }
        }
        let rated = RatedComments(comments)
        var learning = Learning(
            rated: rated.count, duplicates: rated.duplicates, contradictions: rated.contradictions)
        let isEnough =
            rated.count >= Learning.leastComments
            && min(rated.positives, rated.count - rated.positives) >= SentimentTraining.folds
        guard isEnough || method == .trained else {
            if !comments.isEmpty { learning.result = .tooFew(rated: rated.count, positives: rated.positives) }
            return (Scorer(words: words, classifier: nil), learning)
        }
        learning.byRules = Self.areaByRules(rated, words)
        // What runs against the words would be learnt as willingly, and turn every score round.
        if learning.isReversed, method != .trained {
            learning.result = .reversed
            return (Scorer(words: words, classifier: nil), learning)
        }
        let training = try SentimentTraining(rated, work: work)
        learning.areas = training.areas
        guard training.area >= Learning.leastArea || method == .trained else {
            learning.result = .tooWeak(area: training.area)
            return (Scorer(words: words, classifier: nil), learning)
        }
        learning.result = .used
        return (Scorer(words: words, classifier: training.classifier, unseen: training.unseen), learning)
    }

    /// The area under the curve of the rules, over rated comments with a word of the lexicon; nil of fewer than twenty
    /// pleased or displeased ones.
    private static func areaByRules(_ rated: RatedComments, _ words: UserLexicon) -> Double? {
        let rules = ChineseSentiment(adding: words.chinese)
        var (scores, isPositive): ([Double], [Bool]) = ([], [])
        for (text, isPleased) in zip(rated.texts, rated.isPositive) {
            let score = rules.score(text)
            guard score.hits > 0 else { continue }
            scores.append(score.compound)
            isPositive.append(isPleased)
        }
        let pleased = isPositive.count { $0 }
        guard min(pleased, isPositive.count - pleased) >= 20 else { return nil }
        return Separation.areaUnderCurve(scores, isPositive: isPositive)
    }
}
