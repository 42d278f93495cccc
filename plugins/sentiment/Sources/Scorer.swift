import RapportPluginKit
import RapportText

/// What scores texts: rules with words of one's own, and for Chinese what rated texts taught.
struct Scorer: Sendable {
    let words: UserLexicon
    let classifier: SentimentClassifier?
    /// Of rated texts, trimmed: the probability by a fit that had not seen them.
    let unseen: [String: Double]

    private let english: VADER
    private let chinese: ChineseSentiment

    init(words: UserLexicon, classifier: SentimentClassifier?, unseen: [String: Double] = [:]) {
        (self.words, self.classifier, self.unseen) = (words, classifier, unseen)
        english = words.english.isEmpty ? .standard : VADER(adding: words.english)
        chinese = ChineseSentiment(adding: words.chinese)
    }

    enum Means: String, Sendable, CaseIterable { case vader, rules, trained }

    /// A text's score, and what gave it.
    struct Scored: Sendable {
        var score: SentimentScore
        var means: Means
        var language: TextLanguage
        /// Sentences of a text of which there are many; 0 where nobody counted.
        var sentences: Int
    }

    /// Of each cell; nil where its language is not known or it is blank.
    func scores(
        of texts: Texts, aggregate: Score.Aggregate, work: Work
    ) throws(Diagnostic) -> [Scored?] {
        work.begin("score texts", of: texts.cellCount, unit: "texts")
        let readings = texts.readings
        return try texts.map(work) { (cell, text, scratch) in
            guard case .language(let language) = readings[cell] else { return nil }
            let isLong = aggregate == .mean || text.count > 300
            let sentences = isLong ? Sentences.ranges(in: text) : []
            var scored = Scored(
                score: .none, means: means(of: language), language: language, sentences: sentences.count)
            if scored.means != .trained, aggregate == .mean, sentences.count > 1 {
                scored.score = mean(text, sentences, language, &scratch)
            } else {
                scored.score = score(text, language, &scratch, isWhole: true)
            }
            return scored
        }
    }

    func means(of language: TextLanguage) -> Means {
        language == .en ? .vader : classifier == nil ? .rules : .trained
    }

    /// The score of a text, or of a part of one; hits are the lexicon's whatever scores.
    func score(
        _ text: Span<UInt8>, _ language: TextLanguage, _ scratch: inout VADER.Scratch, isWhole: Bool
    ) -> SentimentScore {
        if language == .en { return english.score(text, &scratch) }
        let byRules = chinese.score(text)
        guard let classifier else { return byRules }
        var learnt = classifier.score(text)
        if isWhole, !unseen.isEmpty {
            let key = RatedComments.trimmed(String(decoding: text.indices.map { text[$0] }, as: UTF8.self))
            if let probability = unseen[key] {
                learnt = SentimentClassifier.score(probability: probability, hits: 0)
            }
        }
        learnt.hits = byRules.hits
        return learnt
    }

    /// The mean over sentences of each number; hits add up.
    private func mean(
        _ text: Span<UInt8>, _ sentences: [Range<Int>], _ language: TextLanguage,
        _ scratch: inout VADER.Scratch
    ) -> SentimentScore {
        var total = SentimentScore.none
        for sentence in sentences {
            let each = score(text.extracting(sentence), language, &scratch, isWhole: false)
            total.negative += each.negative
            total.neutral += each.neutral
            total.positive += each.positive
            total.compound += each.compound
            total.hits += each.hits
        }
        let n = Double(sentences.count)
        return SentimentScore(
            negative: (total.negative / n).roundedAsDecimal(places: 3),
            neutral: (total.neutral / n).roundedAsDecimal(places: 3),
            positive: (total.positive / n).roundedAsDecimal(places: 3),
            compound: (total.compound / n).roundedAsDecimal(places: 4), hits: total.hits)
    }
}
