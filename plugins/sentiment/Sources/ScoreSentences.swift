import RapportPluginKit
import RapportText

/// What a manager reads, and what not to trust.
struct ScoreSentences {
    let analysis: Score
    let tables: ScoreTables

    private var learning: Learning { tables.learning }
    private var agreement: Agreement { tables.agreement }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [mood, aspects ?? languages, ratings].compactMap(\.self) }

    private var mood: Outcome.Finding {
        guard let positive = tables.share(of: .positive), let negative = tables.share(of: .negative),
            let mean = tables.mean, tables.groups.contains(where: { $0.covered > 0 })
        else {
            return Outcome.Finding("sentiment.none", "No text has words that could be read.")
        }
        return Outcome.Finding(
            "sentiment.mood",
            "Of \(Wording.count(tables.read, "text")) \(Wording.percent(positive)) sound pleased, "
                + "\(Wording.percent(negative)) displeased and the rest neither; the mean is \(Self.signed(mean)) on a "
                + "scale from -1 to 1.",
            values: [
                .init("texts", .int(Int64(tables.read))), .init("positive_share", .float(positive)),
                .init("negative_share", .float(negative)), .init("mean_compound", .float(mean)),
            ])
    }

    /// The aspects that are spoken of worst and best, where they differ.
    private var aspects: Outcome.Finding? {
        let told = tables.mentions.map(MentionSummary.init).filter { $0.mean != nil }
        guard let worst = told.min(by: { ($0.mean ?? 0) < ($1.mean ?? 0) }),
            let best = told.max(by: { ($0.mean ?? 0) < ($1.mean ?? 0) }), let low = worst.mean,
            let high = best.mean
        else { return nil }
        func phrase(_ each: MentionSummary, _ mean: Double) -> String {
            "\(each.name) (\(Self.signed(mean)) in \(Wording.count(each.n, "text")))"
        }
        let text =
            worst.name == best.name
            ? "Only \(phrase(best, high)) is spoken of."
            : "Spoken of best is \(phrase(best, high)), worst \(phrase(worst, low))."
        return Outcome.Finding(
            "sentiment.aspects", text,
            values: [
                .init("best", .text(best.name)), .init("best_mean", .float(high)),
                .init("worst", .text(worst.name)),
                .init("worst_mean", .float(low)),
            ])
    }

    private var languages: Outcome.Finding? {
        guard tables.groups.count == 2 else { return nil }
        let names: [TextLanguage: String] = [.en: "English", .zh: "Chinese"]
        let parts = tables.groups.map { group in
            "\(names[group.language] ?? "") texts: \(Wording.count(group.n)), mean \(Self.signed(group.mean))"
        }
        return Outcome.Finding(
            "sentiment.languages", "\(parts.joined(separator: "; ")).",
            values: tables.groups.map { .init("mean_\($0.language.rawValue)", .float($0.mean)) })
    }

    private var ratings: Outcome.Finding? {
        guard let matching = agreement.matching, agreement.n >= 10 else { return nil }
        let correlation = agreement.spearman.map { "; rank correlation \(Self.signed($0))" } ?? ""
        return Outcome.Finding(
            "sentiment.ratings",
            "Where a text has a rating, the two agree in \(Wording.percent(matching)) of "
                + "\(Wording.count(agreement.n, "case"))\(correlation).",
            values: [.init("agreement", .float(matching)), .init("n", .int(Int64(agreement.n)))])
    }

    /// Two places, with its sign where it is below 0.
    static func signed(_ number: Double) -> String { Wording.number(number == 0 ? 0 : number) }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] { rows + trust + aspectCaveats + training }

    private var aspectCaveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        let shared = tables.shared
        if shared.sentences > 0 {
            caveats.append(
                .init(
                    "aspects.together", count: shared.sentences,
                    "\(Wording.count(shared.sentences, "sentence")) of several aspects could not be parted: what they "
                        + "say counts for each"))
        }
        if !shared.terms.isEmpty {
            let words = Wording.list(shared.terms.prefix(5).map { "`\($0)`" })
            caveats.append(
                .init(
                    "aspects.overlap", count: shared.terms.count,
                    "\(words)\(shared.terms.count > 5 ? " and others" : "") stand for more than one aspect: what is said "
                        + "with them counts for each"))
        }
        return caveats
    }

    private var rows: [Outcome.Caveat] {
        let rows = tables.rows
        var caveats: [Outcome.Caveat] = []
        func add(_ code: String, _ count: Int, _ text: (String) -> String) {
            if count > 0 { caveats.append(.init(code, count: count, text(Wording.count(count, "row")))) }
        }
        add("text.missing", rows.missing) { "\($0) without a text: no score, and kept" }
        add("text.blank", rows.blank) { "\($0) with a blank text: scored 0 and neutral, and in no share" }
        add("text.script", rows.otherScript) {
            "\($0) in another script than Latin or Chinese: no score, `reason` says which"
        }
        add("text.quotes", tables.texts.shortenedRows) {
            "\($0) shortened by what they quote, forward or sign with (strip_quotes)"
        }
        add("text.only-quoted", rows.onlyQuoted) {
            "\($0) with nothing but quoted text: scored 0 and neutral"
        }
        add("text.placeholder", rows.filledIn) {
            "\($0) with a shop's or form's words in place of the customer's (系统默认好评, [deleted]): no score, and in no "
                + "share; `skip_placeholders=false` scores them"
        }
        add("text.says-none", rows.saysNone) {
            "\($0) that only say there is nothing to say (无, N/A, no comment): an answer, but none with a tone; no score, "
                + "and in no share (skip_placeholders)"
        }
        if caveats.isEmpty { caveats.append(.init("rows.dropped", "all rows scored, none dropped")) }
        add("text.other-language", tables.texts.rows(.otherLanguage)) {
            "\($0) read as English, with accents and none of the commonest English words: they seem to be in another "
                + "language, in which nothing is read"
        }
        add("text.markup", tables.texts.rows(.markup)) {
            let name = analysis.text.asColumnName
            return "\($0) with marks of a web page (`<br>`, `&amp;`), which hide the words they touch: "
                + "`… | derive \(name) = strip_html(\(name))` before it takes them out"
        }
        add("text.mail-head", tables.texts.rows(.mailHead)) {
            let name = analysis.text.asColumnName
            return "\($0) with the head of a mail (`From:`, `Subject:`), whose words are scored too: "
                + "`… | derive \(name) = extract(\(name), \"(?s)\\r?\\n\\r?\\n(.*)\")` before it leaves it out"
        }
        if analysis.aggregate == .document {
            add("text.long", rows.long) {
                "\($0) of more than five sentences scored as a whole, which drives compounds to the ends: "
                    + "`aggregate=mean` takes the mean of their sentences"
            }
        }
        return caveats
    }

    private var trust: [Outcome.Caveat] {
        var caveats = [
            Outcome.Caveat(
                "method.words",
                "scores come from the words: irony, and what is only hinted at, is read by its words; means of many texts "
                    + "are safer than one")
        ]
        for group in tables.groups where group.covered * 2 < group.n {
            caveats.append(
                .init(
                    "coverage.low", count: group.n - group.covered,
                    "\(Wording.count(group.n - group.covered)) of \(Wording.count(group.n)) texts "
                        + "(\(group.language.rawValue)) have no word of the lexicon: they say nothing, rather than "
                        + "nothing bad",
                    values: [.init("language", .text(group.language.rawValue))]))
        }
        let byRules = tables.rows.means.count { $0 == .rules }
        if byRules > 0 {
            caveats.append(
                .init(
                    "chinese.rules", count: byRules,
                    "\(Wording.count(byRules, "Chinese text")) scored by this program's own lexicon and rules: no outside "
                        + "standard exists"))
        }
        let words = tables.scorer.words
        if words.count > 0 {
            caveats.append(
                .init(
                    "lexicon.user", count: words.count,
                    "\(Wording.count(words.count, "word")) of one's own come before the lexicon's"))
        }
        if words.phrases > 0 {
            caveats.append(
                .init(
                    "lexicon.phrases", count: words.phrases,
                    "\(Wording.count(words.phrases, "phrase")) of the user's lexicon left out: an English entry is one word"
                ))
        }
        if let ratings = tables.ratings {
            caveats.append(
                .init(
                    "rating.scale", count: agreement.n,
                    "ratings taken as from \(Wording.number(ratings.scale.lowerBound)) to "
                        + "\(Wording.number(ratings.scale.upperBound)), and compared by thirds of that"))
        }
        if agreement.isConstant {
            caveats.append(
                .init(
                    "agreement.unknown", count: agreement.n,
                    "whether scores and ratings go together cannot be told: all "
                        + "\(Wording.count(agreement.n)) ratings, or all scores, are the same"))
        }
        if let spearman = agreement.spearman, spearman < -0.2, agreement.n >= 10 {
            caveats.append(
                .init(
                    "agreement.reversed", count: agreement.n,
                    "the higher the rating, the more displeased the text (rank correlation \(Self.signed(spearman))): "
                        + "is a low rating the good one? `derive` a column turned round, such as 6 - rating"))
        } else if let spearman = agreement.spearman, spearman < 0.2 {
            caveats.append(
                .init(
                    "agreement.low", count: agreement.n,
                    "scores and ratings hardly go together (rank correlation \(Self.signed(spearman))): these texts tell "
                        + "little of how content their writers are"))
        }
        return caveats
    }

    private var training: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        let areas = learning.areas.map {
            "\($0.method == .logistic ? "logistic regression" : "naive Bayes") "
                + Self.signed($0.area)
        }
        switch learning.result {
        case .none: break
        case .tooFew(let rated, let positives):
            caveats.append(
                .init(
                    "training.too-few", count: rated,
                    "\(Wording.count(rated)) distinct Chinese texts with a clear rating, \(Wording.count(positives)) of them "
                        + "pleased: training needs \(Learning.leastComments), the rules scored"))
        case .tooWeak(let area):
            caveats.append(
                .init(
                    "training.weak", count: learning.rated,
                    "trained on \(Wording.count(learning.rated)) rated texts the area under the curve is "
                        + "\(Self.signed(area)), below \(Self.signed(Learning.leastArea)): the rules scored"))
        case .reversed:
            caveats.append(
                .init(
                    "training.reversed", count: learning.rated,
                    "not trained: of \(Wording.count(learning.rated)) rated Chinese texts those rated high sound more "
                        + "displeased than those rated low; is a low rating the good one? `derive` a column turned round, "
                        + "such as 6 - rating; the rules scored"))
        case .used:
            if learning.isReversed {
                caveats.append(
                    .init(
                        "training.reversed", count: learning.rated,
                        "trained though texts rated high sound more displeased than those rated low: if a low rating is "
                            + "the good one, every Chinese score has the wrong sign"))
            }
            caveats.append(
                .init(
                    "training.used", count: learning.rated,
                    "Chinese texts scored by what \(Wording.count(learning.rated)) rated ones taught (cross-validated area "
                        + "under the curve: \(areas.joined(separator: ", "))); a rated text by a fit that had not seen it"
                ))
        case .kept:
            caveats.append(
                .init("training.kept", "Chinese texts scored by what the ratings of an earlier run taught"))
        }
        // Where nothing was fitted, nothing taught once or not at all.
        guard !learning.areas.isEmpty else { return caveats }
        if learning.duplicates > 0 {
            caveats.append(
                .init(
                    "training.duplicates", count: learning.duplicates,
                    "\(Wording.count(learning.duplicates, "rated text")) that repeat another taught once"))
        }
        if learning.contradictions > 0 {
            caveats.append(
                .init(
                    "training.contradictions", count: learning.contradictions,
                    "\(Wording.count(learning.contradictions, "text")) rated low and high taught nothing"))
        }
        return caveats
    }
}
