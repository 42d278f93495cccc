import RapportNumerics
import RapportPluginKit
import RapportText

/// What a run of `demand.cluster` learnt, so that later messages fall into the same groups.
struct DemandModel: Sendable {
    let options: TextOptions
    let weighting: TermWeighting
    let isSpherical: Bool
    let labels: [String]
    /// By group and term: means of vectors.
    let centers: [[Double]]
    /// The part of the messages that each group had.
    let shares: [Double]
    let outlierLimit: Double
    /// The part of all words that the vocabulary did not have when it was made.
    let unknownRate: Double

    init(_ analysis: Cluster, _ subject: ClusterSubject, _ fit: ClusterFit, _ groups: [ClusterSummary]) {
        (options, weighting) = (subject.options, subject.weighting)
        isSpherical = analysis.algorithm != .kmeans
        (labels, centers) = (groups.map(\.label), fit.centers)
        shares = groups.map(\.share)
        (outlierLimit, unknownRate) = (fit.outlierLimit, subject.unknownRate)
    }
}

// MARK: - As a table

extension DemandModel {
    static let fields = [
        Field("part", .text, kind: .category, meaning: "setting, stop_word, user_word, group, idf or center"),
        Field("cluster", .int, kind: .category, meaning: "of a group or center"),
        Field("term", .text, meaning: "the word, the setting's name, or the group's label"),
        Field("value", .float, kind: .measure, meaning: "the weight, count, share or setting"),
    ]

    private enum Part: String {
        case setting, group, idf, center
        case stopWord = "stop_word"
        case userWord = "user_word"
    }

    private enum Setting: String, CaseIterable {
        case spherical, sublinear, numbers, stripQuotes = "strip_quotes", bigrams, language
        case ngramLeast = "ngram_least", ngramMost = "ngram_most"
        case outlierLimit = "outlier_limit", unknownRate = "unknown_rate"
    }

    var table: Table {
        var rows: [(part: Part, cluster: Int?, term: String, value: Double?)] = []
        func flag(_ value: Bool) -> Double { value ? 1 : 0 }
        for setting in Setting.allCases {
            let value: Double =
                switch setting {
                case .spherical: flag(isSpherical)
                case .sublinear: flag(weighting.isSublinear)
                case .numbers: flag(options.numbers)
                case .stripQuotes: flag(options.stripQuotes)
                case .bigrams: flag(options.segmentation == .bigrams)
                case .language: Double(LanguageChoice.allCases.firstIndex(of: options.language) ?? 0)
                case .ngramLeast: Double(options.tokenizer.ngrams.lowerBound)
                case .ngramMost: Double(options.tokenizer.ngrams.upperBound)
                case .outlierLimit: outlierLimit
                case .unknownRate: unknownRate
                }
            rows.append((.setting, nil, setting.rawValue, value))
        }
        rows += options.stopWords.sorted.map { (.stopWord, nil, $0, nil) }
        rows += options.userWords.map { (.userWord, nil, $0.text, $0.count.map(Double.init)) }
        rows += labels.indices.map { (.group, $0 + 1, labels[$0], shares[$0]) }
        rows += zip(weighting.vocabulary, weighting.idf).map { (.idf, nil, $0, $1) }
        for (group, center) in centers.enumerated() {
            for (term, weight) in center.enumerated() where weight != 0 {
                rows.append((.center, group + 1, weighting.vocabulary[term], weight))
            }
        }
        return Table(
            Schema(Self.fields),
            [
                .texts(rows.map(\.part.rawValue)), .ints(rows.map(\.cluster)), .texts(rows.map(\.term)),
                .floats(rows.map(\.value)),
            ])
    }

    static func check(_ schema: Schema) throws(Diagnostic) {
        for field in fields where schema[field.name]?.type != field.type {
            throw misshapen("has no \(field.type.name) column `\(field.name)`")
        }
    }

    /// - Throws: `model.shape`.
    init(reading table: Table) throws(Diagnostic) {
        try Self.check(table.schema)
        let (parts, terms) = (try table.texts(in: "part"), try table.texts(in: "term"))
        let (clusters, values) = (
            try table.optionalNumbers(in: "cluster"), try table.optionalNumbers(in: "value")
        )
        var settings: [String: Double] = [:]
        var (stopWords, userWords): ([String], [ChineseDictionary.Word]) = ([], [])
        var (labels, shares): ([String], [Double]) = ([], [])
        var (vocabulary, idf): ([String], [Double]) = ([], [])
        var places: [String: Int] = [:]
        var entries: [(group: Int, term: String, weight: Double)] = []
        for (row, name) in parts.enumerated() {
            guard let part = name.flatMap(Part.init), let term = terms[row] else {
                throw Self.misshapen("has a row \(row + 1) that is no part of a model")
            }
            switch (part, values[row], clusters[row]) {
            case (.setting, let value?, _): settings[term] = value
            case (.stopWord, _, _): stopWords.append(term)
            case (.userWord, let value, _):
                userWords.append(.init(term, count: value.flatMap { Int(exactly: $0) }))
            case (.group, let share?, let number?) where number == Double(labels.count + 1):
                labels.append(term)
                shares.append(share)
            case (.idf, let weight?, _):
                places[term] = vocabulary.count
                vocabulary.append(term)
                idf.append(weight)
            case (.center, let weight?, let number?):
                entries.append((Int(exactly: number) ?? 0, term, weight))
            default: throw Self.misshapen("has a row \(row + 1) without its number")
            }
        }
        var centers = [[Double]](
            repeating: [Double](repeating: 0, count: vocabulary.count), count: labels.count)
        for entry in entries {
            guard centers.indices.contains(entry.group - 1), let term = places[entry.term] else {
                throw Self.misshapen("has a center of a word or group that it does not have")
            }
            centers[entry.group - 1][term] = entry.weight
        }
        func setting(_ name: Setting) throws(Diagnostic) -> Double {
            guard let value = settings[name.rawValue] else {
                throw Self.misshapen("has no setting `\(name.rawValue)`")
            }
            return value
        }
        guard !labels.isEmpty, places.count == vocabulary.count, !vocabulary.isEmpty,
            let least = Int(exactly: try setting(.ngramLeast)),
            let most = Int(exactly: try setting(.ngramMost)),
            (1...5).contains(least), (least...5).contains(most),
            let language = Int(exactly: try setting(.language)),
            LanguageChoice.allCases.indices.contains(language)
        else { throw Self.misshapen("is not whole") }
        options = TextOptions(
            language: LanguageChoice.allCases[language], stopWords: StopWords(stopWords),
            userWords: userWords,
            segmentation: try setting(.bigrams) == 1 ? .bigrams : .dictionary,
            numbers: try setting(.numbers) == 1, stripQuotes: try setting(.stripQuotes) == 1,
            ngrams: least...most)
        weighting = TermWeighting(
            vocabulary: vocabulary, idf: idf, isSublinear: try setting(.sublinear) == 1)
        isSpherical = try setting(.spherical) == 1
        (self.labels, self.shares, self.centers) = (labels, shares, centers)
        (outlierLimit, unknownRate) = (try setting(.outlierLimit), try setting(.unknownRate))
    }

    private static func misshapen(_ what: String) -> Diagnostic {
        Diagnostic(
            "model.shape",
            "the table of `model` \(what); expected the output `model` of a run of `\(Cluster.name)`",
            subject: .parameter("model"),
            help: ["`model=run 12`, with the number of that run; one of a run with `by` needs the same `by`"])
    }
}
