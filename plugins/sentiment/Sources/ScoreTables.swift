import RapportNumerics
import RapportPluginKit
import RapportText

/// Lays the scores out as columns, tables, metrics and charts.
struct ScoreTables {
    let texts: Texts
    /// Of each cell of ``texts``.
    let scores: [Scorer.Scored?]
    let ratings: Ratings?
    let mentions: [Aspects.Mention]
    let shared: Aspects.Shared
    let scorer: Scorer
    let learning: Learning

    let rows: Rows
    let groups: [Group]
    let agreement: Agreement

    init(
        texts: Texts, scores: [Scorer.Scored?], ratings: Ratings?, mentions: [Aspects.Mention],
        shared: Aspects.Shared, scorer: Scorer, learning: Learning
    ) {
        (self.texts, self.scores, self.ratings, self.mentions) = (texts, scores, ratings, mentions)
        (self.shared, self.scorer, self.learning) = (shared, scorer, learning)
        let rows = Rows(texts, scores)
        self.rows = rows
        groups = TextLanguage.allCases.compactMap { Group($0, rows) }
        agreement = Agreement(rows, ratings)
    }

    /// What every row came to.
    struct Rows {
        /// Nil where nothing could be scored.
        var scores: [SentimentScore?] = []
        var means: [Scorer.Means?] = []
        var languages: [TextLanguage?] = []
        var reasons: [String?] = []
        var long = 0
        var (missing, blank, onlyQuoted, otherScript) = (0, 0, 0, 0)
        var (filledIn, saysNone) = (0, 0)

        init(_ texts: Texts, _ cells: [Scorer.Scored?]) {
            for row in 0..<texts.count {
                guard let cell = texts.cell(of: row) else {
                    add(nil, "no text")
                    missing += 1
                    continue
                }
                if let scored = cells[cell] {
                    scores.append(scored.score)
                    means.append(scored.means)
                    languages.append(scored.language)
                    reasons.append(nil)
                    if scored.sentences > 5 { long += 1 }
                    continue
                }
                switch texts.readings[cell] {
                case .otherScript(let script):
                    add(nil, script)
                    otherScript += 1
                case .onlyQuoted:
                    add(SentimentScore.none, "only quoted text")
                    onlyQuoted += 1
                case .placeholder(.filledIn):
                    add(nil, "placeholder")
                    filledIn += 1
                case .placeholder(.saysNone):
                    add(nil, "says none")
                    saysNone += 1
                case .blank, .language:
                    add(SentimentScore.none, "blank")
                    blank += 1
                }
            }
        }

        private mutating func add(_ score: SentimentScore?, _ reason: String) {
            scores.append(score)
            means.append(nil)
            languages.append(nil)
            reasons.append(reason)
        }

        /// Rows that have words of a language that is read.
        var read: [Int] { scores.indices.filter { languages[$0] != nil } }
        func compound(_ row: Int) -> Double? { scores[row]?.compound }
    }

    /// The texts of one language.
    struct Group {
        let language: TextLanguage
        let n: Int
        /// By feeling, in the order of its cases.
        let counts: [Int]
        let means: [Double?]
        let mean: Double
        /// With a word of the lexicon at least.
        let covered: Int

        init?(_ language: TextLanguage, _ rows: Rows) {
            let members = rows.scores.indices.filter { rows.languages[$0] == language }
            guard !members.isEmpty else { return nil }
            let scores = members.compactMap { rows.scores[$0] }
            (self.language, n) = (language, scores.count)
            let byFeeling = Feeling.allCases.map { feeling in scores.filter { $0.feeling == feeling } }
            counts = byFeeling.map(\.count)
            means = byFeeling.map {
                $0.isEmpty ? nil : $0.map(\.compound).compensatedSum() / Double($0.count)
            }
            mean = scores.lazy.map(\.compound).compensatedSum() / Double(scores.count)
            covered = scores.count { $0.hits > 0 }
        }
    }

    // MARK: - Numbers of all

    /// Rows with a score.
    var scored: Int { rows.scores.count { $0 != nil } }
    /// Rows with words of a language that is read.
    var read: Int { groups.reduce(0) { $0 + $1.n } }
    var covered: Int { groups.reduce(0) { $0 + $1.covered } }
    var coverage: Double? { read == 0 ? nil : Double(covered) / Double(read) }

    func count(of feeling: Feeling) -> Int {
        let place = Feeling.allCases.firstIndex(of: feeling) ?? 0
        return groups.reduce(0) { $0 + $1.counts[place] }
    }
    func share(of feeling: Feeling) -> Double? { read == 0 ? nil : Double(count(of: feeling)) / Double(read) }

    var mean: Double? {
        let compounds = rows.read.compactMap { rows.compound($0) }
        return compounds.isEmpty ? nil : compounds.compensatedSum() / Double(compounds.count)
    }

    // MARK: - Tables

    /// The input with the new columns behind it.
    func output(_ input: Table, _ schema: Schema) -> Table {
        let scores = rows.scores
        let feelings = Feeling.allCases
        let columns: [Column] = [
            .categories(
                rows.languages.map { $0.flatMap { TextLanguage.allCases.firstIndex(of: $0) } },
                of: TextLanguage.allCases.map(\.rawValue)),
            .categories(
                rows.means.map { $0.flatMap { Scorer.Means.allCases.firstIndex(of: $0) } },
                of: Scorer.Means.allCases.map(\.rawValue)),
            .floats(scores.map { $0?.negative }), .floats(scores.map { $0?.neutral }),
            .floats(scores.map { $0?.positive }), .floats(scores.map { $0?.compound }),
            .categories(
                scores.map { score in score.flatMap { feelings.firstIndex(of: $0.feeling) } },
                of: feelings.map(\.rawValue)),
            .ints(scores.map { $0?.hits }), reasonColumn,
        ]
        return Table(schema, input.columns + columns, count: input.count)
    }

    private var reasonColumn: Column {
        let words = Set(rows.reasons.compactMap(\.self)).sorted()
        return .categories(rows.reasons.map { $0.flatMap { words.firstIndex(of: $0) } }, of: words)
    }

    var named: [Outcome.NamedTable] {
        [
            .init("summary", summary), .init("distribution", distribution), .init("aspects", aspects),
            .init("agreement", agreement.table), .init("model", KeptModel.table(scorer)),
        ]
    }

    private var summary: Table {
        let cells = groups.flatMap { group in Feeling.allCases.indices.map { (group, $0) } }
        return Table(
            Schema(Self.declared[1].fields),
            [
                .texts(cells.map { $0.0.language.rawValue }),
                .texts(cells.map { Feeling.allCases[$0.1].rawValue }),
                .ints(present: cells.map { $0.0.counts[$0.1] }),
                .floats(cells.map { Double($0.0.counts[$0.1]) / Double($0.0.n) }),
                .floats(cells.map { $0.0.means[$0.1] }),
            ])
    }

    /// Ten bins of a fifth; the last one holds 1.
    private var distribution: Table {
        var counts = [Int](repeating: 0, count: 10)
        for row in rows.read {
            guard let compound = rows.compound(row) else { continue }
            counts[min(max(Int(((compound + 1) * 5).rounded(.down)), 0), 9)] += 1
        }
        let limits = (0...10).map { (Double($0) / 5 - 1).roundedAsDecimal(places: 1) }
        return Table(
            Schema(Self.declared[2].fields),
            [
                .texts((0..<10).map { "\(limits[$0]) to \(limits[$0 + 1])" }),
                .floats((0..<10).map { limits[$0] }),
                .floats((0..<10).map { limits[$0 + 1] }), .ints(present: counts),
                .floats(counts.map { read == 0 ? nil : Double($0) / Double(read) }),
            ])
    }

    private var aspects: Table {
        let each = mentions.map(MentionSummary.init)
        return Table(
            Schema(Self.declared[3].fields),
            [
                .texts(each.map(\.name)), .ints(present: each.map(\.n)),
                .ints(present: each.map(\.sentences)),
                .floats(each.map(\.mean)), .floats(each.map(\.low)), .floats(each.map(\.high)),
                .floats(each.map(\.positiveShare)), .floats(each.map(\.negativeShare)),
            ])
    }
}

/// What the texts say of one aspect, as numbers.
struct MentionSummary {
    let name: String
    /// Texts that mention it.
    let n: Int
    let sentences: Int
    let mean: Double?
    /// The ends of the 95% interval of the mean, by Student's t; nil of one text.
    let low: Double?
    let high: Double?
    let positiveShare: Double?
    let negativeShare: Double?

    init(_ mention: Aspects.Mention) {
        // In ascending order: sums do not hang on the order of rows.
        let values = mention.compounds.sorted()
        (name, n, sentences) = (mention.name, values.count, mention.sentences)
        func share(_ feeling: Feeling) -> Double? {
            values.isEmpty
                ? nil : Double(values.count { Feeling(compound: $0) == feeling }) / Double(values.count)
        }
        (positiveShare, negativeShare) = (share(.positive), share(.negative))
        guard !values.isEmpty else {
            (mean, low, high) = (nil, nil, nil)
            return
        }
        let center = values.compensatedSum() / Double(n)
        mean = center
        let squares = values.lazy.map { ($0 - center) * ($0 - center) }.compensatedSum()
        guard n > 1, let t = StudentT.criticalValue(confidence: 0.95, df: Double(n - 1)) else {
            (low, high) = (nil, nil)
            return
        }
        let reach = t * (squares / Double(n - 1) / Double(n)).squareRoot()
        (low, high) = (max(center - reach, -1), min(center + reach, 1))
    }
}
