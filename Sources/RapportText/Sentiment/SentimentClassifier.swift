#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What rated comments taught: a weight for each character and pair of characters.
public struct SentimentClassifier: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable, CaseIterable {
        case logistic
        case naiveBayes = "naive_bayes"
    }

    public var method: Method
    /// Ascending; see ``CharacterGrams``.
    public let grams: [UInt64]
    /// Of each gram.
    public let weights: [Double]
    public let intercept: Double
    let places: [UInt64: Int32]
    private let reader = CharacterGrams()

    /// Of grams that ascend, each once, and as many weights.
    public init(method: Method, grams: [UInt64], weights: [Double], intercept: Double) {
        (self.method, self.grams, self.weights, self.intercept) = (method, grams, weights, intercept)
        places = Dictionary(
            zip(grams, 0..<Int32(min(grams.count, weights.count))), uniquingKeysWith: { first, _ in first })
    }

    /// The score of a text: compound is 2p − 1 for the probability p that its writer is content, the neutral part how
    /// far p is from certain.
    ///
    /// A text that has no known gram is neutral.
    public func score(_ text: Span<UInt8>) -> SentimentScore {
        let known = reader.grams(of: text).compactMap { places[$0] }
        guard !known.isEmpty else { return .none }
        return Self.score(probability: probability(known), hits: known.count)
    }

    /// A probability as a score.
    public static func score(probability: Double, hits: Int) -> SentimentScore {
        let compound = (2 * probability - 1).roundedAsDecimal(places: 4)
        return SentimentScore(
            negative: max(-compound, 0).roundedAsDecimal(places: 3),
            neutral: (1 - abs(compound)).roundedAsDecimal(places: 3),
            positive: max(compound, 0).roundedAsDecimal(places: 3), compound: compound, hits: hits)
    }

    func probability(_ known: [Int32]) -> Double {
        let value = Self.value(of: known.count, method)
        let odds = known.reduce(intercept) { $0 + weights[Int($1)] * value }
        return 1 / (1 + exp(-odds))
    }

    /// Of each gram that a text has: 1 of counts, or so that the text has length 1.
    static func value(of count: Int, _ method: Method) -> Double {
        method == .naiveBayes || count == 0 ? 1 : 1 / Double(count).squareRoot()
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.method == b.method && a.grams == b.grams && a.weights == b.weights && a.intercept == b.intercept
    }
    public func hash(into hasher: inout Hasher) {
        hasher.combine(method)
        hasher.combine(grams)
    }
}
