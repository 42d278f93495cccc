import RapportNumerics
import RapportPluginKit
import RapportText

/// The model as a table, which a workspace keeps.
extension DemandModel {
    static let fields = [
        Field("part", .text, kind: .category, meaning: "setting, stop_word, user_word, group, idf or center"),
        Field("cluster", .int, kind: .category, meaning: "of a group or center"),
        Field("term", .text, meaning: "the word, the setting's name, or the group's label"),
        Field("value", .float, kind: .measure, meaning: "the weight, count, share or setting"),
        Field(
            "values", .list(of: .float),
            meaning: "with `lsa`: a word's part of each direction, or where a group's center lies"),
    ]

    static let kept = KeptTable(
        "model", of: Cluster.name, fields: fields,
        help: "`model=run 12`, with the number of that run; one of a run with `by` needs the same `by`")

    /// Models of earlier releases have no directions.
    static func check(_ schema: Schema) throws(Diagnostic) { try kept.check(schema, later: ["values"]) }

    private enum Part: String, CaseIterable {
        case setting, group, idf, center
        case stopWord = "stop_word"
        case userWord = "user_word"

        var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    private enum Setting: String, CaseIterable {
        case spherical, sublinear, binary, stem, apostrophes, numbers, stripQuotes = "strip_quotes", bigrams,
            language
        case skipPlaceholders = "skip_placeholders"
        case ngramLeast = "ngram_least", ngramMost = "ngram_most"
        case outlierLimit = "outlier_limit", unknownRate = "unknown_rate"
    }

    var table: Table {
        var rows: [Row] = []
        func flag(_ value: Bool) -> Double { value ? 1 : 0 }
        for setting in Setting.allCases {
            let value: Double =
                switch setting {
                case .spherical: flag(isSpherical)
                case .sublinear: flag(weighting.isSublinear)
                case .binary: flag(weighting.isBinary)
                case .stem: flag(options.tokenizer.stemming == .porter)
                case .apostrophes: flag(options.tokenizer.keepsApostrophes)
                case .numbers: flag(options.numbers)
                case .stripQuotes: flag(options.stripQuotes)
                case .skipPlaceholders: flag(options.skipsPlaceholders)
                case .bigrams: flag(options.segmentation == .bigrams)
                case .language: Double(LanguageChoice.allCases.firstIndex(of: options.language) ?? 0)
                case .ngramLeast: Double(options.tokenizer.ngrams.lowerBound)
                case .ngramMost: Double(options.tokenizer.ngrams.upperBound)
                case .outlierLimit: outlierLimit
                case .unknownRate: unknownRate
                }
            rows.append(Row(.setting, setting.rawValue, value))
        }
        rows += options.stopWords.sorted.map { Row(.stopWord, $0) }
        rows += options.userWords.map { Row(.userWord, $0.text, $0.count.map(Double.init)) }
        rows += labels.indices.map { group in
            Row(
                .group, labels[group], shares[group], cluster: group + 1,
                values: space == nil ? [] : centers[group])
        }
        rows += zip(weighting.vocabulary, weighting.idf).enumerated().map { term, each in
            Row(.idf, each.0, each.1, values: space.map { Array($0.directions.row(term)) } ?? [])
        }
        if space == nil {
            for (group, center) in centers.enumerated() {
                for (term, weight) in center.enumerated() where weight != 0 {
                    rows.append(Row(.center, weighting.vocabulary[term], weight, cluster: group + 1))
                }
            }
        }
        return Table(
            Schema(Self.fields),
            [
                .categories(rows.map { $0.part.place }, of: Part.allCases.map(\.rawValue)),
                .ints(rows.map { $0.cluster }), .texts(rows.map { $0.term }),
                .floats(rows.map { $0.value }),
                .lists(
                    rows.map { $0.values.isEmpty ? nil : $0.values.map(Scalar.float) }, of: .float),
            ])
    }

    private struct Row {
        let part: Part
        let cluster: Int?
        let term: String
        let value: Double?
        let values: [Double]

        init(_ part: Part, _ term: String, _ value: Double? = nil, cluster: Int? = nil, values: [Double] = [])
        {
            (self.part, self.term, self.value, self.cluster) = (part, term, value, cluster)
            self.values = values
        }
    }

    /// - Throws: `model.shape`.
    init(reading table: Table) throws(Diagnostic) {
        try Self.check(table.schema)
        let parts = try Parts(reading: table)
        let dimensions = try parts.dimensions()
        space = dimensions > 0 ? LatentSpace(directions: Matrix(parts.directions)) : nil
        centers = try dimensions > 0 ? parts.reduced : parts.centers()
        guard !parts.labels.isEmpty, parts.places.count == parts.vocabulary.count, !parts.vocabulary.isEmpty
        else { throw Self.kept.misshapen("is not whole") }
        options = try parts.options()
        weighting = TermWeighting(
            vocabulary: parts.vocabulary, idf: parts.idf, isSublinear: try parts.setting(.sublinear) == 1,
            isBinary: parts.settings[Setting.binary.rawValue] == 1)
        isSpherical = try parts.setting(.spherical) == 1
        (labels, shares) = (parts.labels, parts.shares)
        (outlierLimit, unknownRate) = (try parts.setting(.outlierLimit), try parts.setting(.unknownRate))
    }

    /// The rows of the table, by the part of a model that they are of.
    private struct Parts {
        private(set) var settings: [String: Double] = [:]
        private(set) var labels: [String] = []
        private(set) var shares: [Double] = []
        /// Of each group its center in directions; empty where groups are of words.
        private(set) var reduced: [[Double]] = []
        private(set) var vocabulary: [String] = []
        private(set) var idf: [Double] = []
        /// Of each word of the vocabulary.
        private(set) var places: [String: Int] = [:]
        private(set) var directions: [[Double]] = []
        private var (stopWords, userWords): ([String], [ChineseDictionary.Word]) = ([], [])
        private var entries: [(group: Int, term: String, weight: Double)] = []

        init(reading table: Table) throws(Diagnostic) {
            let (parts, terms) = (try table.texts(in: "part"), try table.texts(in: "term"))
            let (clusters, values) = (
                try table.optionalNumbers(in: "cluster"), try table.optionalNumbers(in: "value")
            )
            let lists = table["values"]
            func list(_ row: Int) -> [Double] {
                guard let lists, case .list(let elements) = lists[row] else { return [] }
                return elements.compactMap { if case .float(let value) = $0 { value } else { nil } }
            }
            for (row, name) in parts.enumerated() {
                guard let part = name.flatMap(Part.init), let term = terms[row] else {
                    throw DemandModel.kept.misshapen("has a row \(row + 1) that is no part of a model")
                }
                guard take(part, term, values[row], clusters[row], { list(row) }) else {
                    throw DemandModel.kept.misshapen("has a row \(row + 1) without its number")
                }
            }
        }

        /// False where the row lacks a number that its part needs.
        private mutating func take(
            _ part: Part, _ term: String, _ value: Double?, _ number: Double?, _ list: () -> [Double]
        ) -> Bool {
            switch part {
            case .stopWord: stopWords.append(term)
            case .userWord: userWords.append(.init(term, count: value.flatMap { Int(exactly: $0) }))
            case .setting:
                guard let value else { return false }
                settings[term] = value
            case .group:
                guard let value, number == Double(labels.count + 1) else { return false }
                labels.append(term)
                shares.append(value)
                reduced.append(list())
            case .idf:
                guard let value else { return false }
                places[term] = vocabulary.count
                vocabulary.append(term)
                idf.append(value)
                directions.append(list())
            case .center:
                guard let value, let number else { return false }
                entries.append((Int(exactly: number) ?? 0, term, value))
            }
            return true
        }

        func setting(_ name: Setting) throws(Diagnostic) -> Double {
            guard let value = settings[name.rawValue] else {
                throw DemandModel.kept.misshapen("has no setting `\(name.rawValue)`")
            }
            return value
        }

        /// 0 where groups are of words themselves.
        func dimensions() throws(Diagnostic) -> Int {
            let dimensions = reduced.first?.count ?? 0
            guard (reduced + directions).allSatisfy({ $0.count == dimensions }) else {
                throw DemandModel.kept.misshapen("has directions that do not fit together")
            }
            return dimensions
        }

        /// By group and word.
        func centers() throws(Diagnostic) -> [[Double]] {
            var centers = [[Double]](
                repeating: [Double](repeating: 0, count: vocabulary.count), count: labels.count)
            for entry in entries {
                guard centers.indices.contains(entry.group - 1), let term = places[entry.term] else {
                    throw DemandModel.kept.misshapen("has a center of a word or group that it does not have")
                }
                centers[entry.group - 1][term] = entry.weight
            }
            return centers
        }

        /// Models of earlier releases lack settings that came later: all were off.
        func options() throws(Diagnostic) -> TextOptions {
            guard let least = Int(exactly: try setting(.ngramLeast)),
                let most = Int(exactly: try setting(.ngramMost)),
                (1...5).contains(least), (least...5).contains(most),
                let language = Int(exactly: try setting(.language)),
                LanguageChoice.allCases.indices.contains(language)
            else { throw DemandModel.kept.misshapen("is not whole") }
            return TextOptions(
                language: LanguageChoice.allCases[language], stopWords: StopWords(stopWords),
                userWords: userWords,
                segmentation: try setting(.bigrams) == 1 ? .bigrams : .dictionary,
                numbers: try setting(.numbers) == 1, stripQuotes: try setting(.stripQuotes) == 1,
                skipsPlaceholders: settings[Setting.skipPlaceholders.rawValue] == 1,
                stemming: settings[Setting.stem.rawValue] == 1 ? .porter : .none,
                keepsApostrophes: settings[Setting.apostrophes.rawValue] == 1, ngrams: least...most)
        }
    }
}
