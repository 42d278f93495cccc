public import RapportDiagnostics
import RapportNumerics
public import RapportWork

/// Rated comments, each text once, in an order that does not depend on how they came.
public struct RatedComments: Sendable {
    public private(set) var texts: [String] = []
    public private(set) var isPositive: [Bool] = []
    /// Comments that repeat another.
    public private(set) var duplicates = 0
    /// Distinct texts that came once as pleased and once as displeased; they teach nothing and are left out.
    public private(set) var contradictions = 0

    /// - Parameter comments: Texts with whether the writer is content.
    public init(_ comments: [(text: String, isPositive: Bool)]) {
        var kinds: [String: (positive: Int, negative: Int)] = [:]
        for (text, isPositive) in comments {
            let key = Self.trimmed(text)
            if key.isEmpty { continue }
            var kind = kinds[key] ?? (0, 0)
            if isPositive { kind.positive += 1 } else { kind.negative += 1 }
            kinds[key] = kind
        }
        for (text, kind) in kinds.sorted(by: { Self.place($0.key) < Self.place($1.key) }) {
            duplicates += kind.positive + kind.negative - 1
            if kind.positive > 0, kind.negative > 0 {
                contradictions += 1
                continue
            }
            texts.append(text)
            isPositive.append(kind.positive > 0)
        }
    }

    public var count: Int { texts.count }
    public var positives: Int { isPositive.count { $0 } }

    public static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars))
    }

    /// A place that looks like chance and is the same for a text wherever it stands.
    private static func place(_ text: String) -> (UInt64, String) {
        var hash = text.utf8.reduce(VADERVocabulary.basis) { VADERVocabulary.mixed($0, $1) }
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        return (hash ^ hash >> 31, text)
    }
}

/// What came of training on rated comments.
public struct SentimentTraining: Sendable {
    public var classifier: SentimentClassifier
    /// The area under the curve of each method, of comments that the fit had not seen.
    public var areas: [(method: SentimentClassifier.Method, area: Double)]
    /// Of each comment, by the text: the probability from a fit that had not seen it.
    public var unseen: [String: Double]

    /// The area of the method that was taken.
    public var area: Double { areas.first { $0.method == classifier.method }?.area ?? 0 }

    public static let folds = 5

    /// Fits both methods on four fifths at a time, takes the one that tells the last fifth apart better (logistic
    /// regression where they are equal), and fits it on all.
    ///
    /// Logistic regression has length-1 rows and C = 10, naive Bayes α = 1; grams that fewer than two comments have are
    /// left out. Folds are stratified; a comment's fold depends on its text alone.
    /// - Throws: `class.single` where a class has fewer comments than there are folds; `run.cancelled`.
    public init(_ comments: RatedComments, work: Work) throws(Diagnostic) {
        let (positives, negatives) = (comments.positives, comments.count - comments.positives)
        guard min(positives, negatives) >= Self.folds else {
            throw Diagnostic(
                "class.single",
                "of the rated comments \(positives) are pleased and \(negatives) displeased; training needs "
                    + "\(Self.folds) of each",
                help: ["more rated comments, or `method=rules`"])
        }
        let reader = CharacterGrams()
        let grams = try work.map(comments.count) { (place) throws(Diagnostic) in
            reader.grams(of: comments.texts[place].utf8Span.span)
        }
        let (isPositive, folds) = (comments.isPositive, Self.folds(of: comments.isPositive))
        let fits = SentimentClassifier.Method.allCases.flatMap { method in
            (0..<Self.folds).map { (method: method, fold: $0) }
        }
        work.begin("train on rated comments", of: fits.count + 1, unit: "fits")
        let probabilities = try work.map(fits.count) { (fit) throws(Diagnostic) in
            let (method, fold) = fits[fit]
            let train = folds.indices.filter { folds[$0] != fold }
            let classifier = try Self.fitted(
                method, train.map { grams[$0] }, train.map { isPositive[$0] }, work)
            work.advance(by: 1)
            return folds.indices.filter { folds[$0] == fold }.map {
                ($0, classifier.probability(of: grams[$0]))
            }
        }
        var best: (method: SentimentClassifier.Method, area: Double, unseen: [Double])?
        areas = []
        for method in SentimentClassifier.Method.allCases {
            var scores = [Double](repeating: 0, count: comments.count)
            for (fit, found) in zip(fits, probabilities) where fit.method == method {
                for (comment, probability) in found { scores[comment] = probability }
            }
            let area = Separation.areaUnderCurve(scores, isPositive: isPositive) ?? 0
            areas.append((method, area))
            if area > best?.area ?? -1 { best = (method, area, scores) }
        }
        classifier = try Self.fitted(best?.method ?? .logistic, grams, isPositive, work)
        unseen = Dictionary(zip(comments.texts, best?.unseen ?? []), uniquingKeysWith: { first, _ in first })
        work.advance(by: 1)
    }

    /// Each class dealt out in turn.
    private static func folds(of isPositive: [Bool]) -> [Int] {
        var seen = (positive: 0, negative: 0)
        return isPositive.map { isPositive in
            defer { if isPositive { seen.positive += 1 } else { seen.negative += 1 } }
            return (isPositive ? seen.positive : seen.negative) % Self.folds
        }
    }

    /// One fit on all of these comments.
    public static func classifier(
        _ method: SentimentClassifier.Method, on comments: RatedComments, work: Work
    ) throws(Diagnostic) -> SentimentClassifier {
        let reader = CharacterGrams()
        return try fitted(
            method, comments.texts.map { reader.grams(of: $0.utf8Span.span) }, comments.isPositive, work)
    }

    private static func fitted(
        _ method: SentimentClassifier.Method, _ texts: [[UInt64]], _ isPositive: [Bool], _ work: Work
    ) throws(Diagnostic) -> SentimentClassifier {
        var frequencies: [UInt64: Int] = [:]
        for text in texts { for gram in text { frequencies[gram, default: 0] += 1 } }
        let grams = frequencies.filter { $0.value >= 2 }.keys.sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(grams, 0..<Int32(grams.count)))
        var (offsets, columns, values) = ([0], [Int32](), [Double]())
        for text in texts {
            let known = text.compactMap { places[$0] }
            columns += known
            values += Array(repeating: SentimentClassifier.value(of: known.count, method), count: known.count)
            offsets.append(columns.count)
        }
        let rows = SparseMatrix(
            columnCount: grams.count, offsets: offsets, columns: columns, values: values)
        switch method {
        case .logistic:
            let fit = try LogisticRegression.fit(rows, isPositive: isPositive, c: 10, work: work)
            return SentimentClassifier(
                method: method, grams: grams, weights: fit.weights, intercept: fit.intercept)
        case .naiveBayes:
            let fit = MultinomialNaiveBayes(rows, classes: isPositive.map { $0 ? 1 : 0 }, classCount: 2)
            return SentimentClassifier(
                method: method, grams: grams,
                weights: zip(fit.logProbabilities[1], fit.logProbabilities[0]).map { $0 - $1 },
                intercept: fit.logPriors[1] - fit.logPriors[0])
        }
    }
}

extension SentimentClassifier {
    /// Of a text's grams.
    func probability(of grams: [UInt64]) -> Double { probability(grams.compactMap { places[$0] }) }
}
