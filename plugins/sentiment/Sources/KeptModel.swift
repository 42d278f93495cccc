import RapportPluginKit
import RapportText

/// What scored the texts, as a table: the next month is scored by the same.
struct KeptModel {
    let words: UserLexicon
    let classifier: SentimentClassifier?

    static let fields = [
        Field(
            "part", .text, kind: .category,
            meaning:
                "rules; word: one of one's own; logistic or naive_bayes: what was learnt; weight: of a character or pair"
        ),
        Field("term", .text, kind: .category, meaning: "the word, character or pair of characters"),
        Field(
            "value", .float, kind: .measure,
            meaning:
                "of rules their version, of a word its valence, of what was learnt its intercept and weights"),
    ]
    /// Goes up when lexicon or rules change.
    private static let rules = 1.0

    static func table(_ scorer: Scorer) -> Table {
        var rows: (parts: [String?], terms: [String?], values: [Double?]) = (["rules"], [nil], [rules])
        func add(_ part: String, _ term: String?, _ value: Double) {
            rows.parts.append(part)
            rows.terms.append(term)
            rows.values.append(value)
        }
        for (word, valence) in scorer.words.entries { add("word", word, valence) }
        if let classifier = scorer.classifier {
            add(classifier.method.rawValue, nil, classifier.intercept)
            for (gram, weight) in zip(classifier.grams, classifier.weights) {
                add("weight", CharacterGrams.text(of: gram), weight)
            }
        }
        return Table(Schema(fields), [.texts(rows.parts), .texts(rows.terms), .floats(rows.values)])
    }

    static let kept = KeptTable("model", of: Score.name, fields: fields)

    init(_ table: Table) throws(Diagnostic) {
        try Self.kept.check(table.schema)
        let (parts, terms) = (try table.texts(in: "part"), try table.texts(in: "term"))
        let values = try table.optionalNumbers(in: "value")
        var words: [(word: String, valence: Double)] = []
        var weights: [(gram: UInt64, weight: Double)] = []
        var learnt: (method: SentimentClassifier.Method, intercept: Double)?
        var version: Double?
        for row in parts.indices {
            guard let part = parts[row], let value = values[row] else {
                throw Self.kept.misshapen("has a row without a value")
            }
            switch (part, terms[row]) {
            case ("rules", _): version = value
            case ("word", let word?): words.append((word, value))
            case ("weight", let term?):
                guard let gram = CharacterGrams.gram(of: term) else {
                    throw Self.kept.misshapen("has a weight of more than two characters")
                }
                weights.append((gram, value))
            default:
                guard let method = SentimentClassifier.Method(rawValue: part) else {
                    throw Self.kept.misshapen("has a part that is none of a model")
                }
                learnt = (method, value)
            }
        }
        guard version == Self.rules else {
            throw Diagnostic(
                "model.version",
                "the model's rules have version \(version.map { Wording.number($0) } ?? "none"); "
                    + "these are \(Wording.number(Self.rules))",
                subject: .parameter("model"), help: ["score the earlier texts again, and take that run"])
        }
        guard (learnt == nil) == weights.isEmpty else {
            throw Self.kept.misshapen("has only a part of what was learnt")
        }
        self.words = UserLexicon(entries: words)
        weights.sort { $0.gram < $1.gram }
        classifier = learnt.map { method, intercept in
            SentimentClassifier(
                method: method, grams: weights.map(\.gram), weights: weights.map(\.weight),
                intercept: intercept)
        }
    }
}
