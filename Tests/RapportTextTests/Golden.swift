import Foundation
import RapportNumerics
import RapportText
import RapportWork
import SharedFiles
import Testing

extension GoldenCase {
    func texts(_ name: String = "documents") throws -> [String] { try #require(input[name] as? [String]) }
    func number(_ name: String) throws -> Double { try #require((expected[name] as? NSNumber)?.doubleValue) }
    func numbers(_ name: String) throws -> [Double] { try Self.numbers(expected[name]) }
    func rows(_ name: String) throws -> [[Double]] { try Self.rows(expected[name]) }
    func strings(_ name: String) throws -> [String] { try #require(expected[name] as? [String]) }

    static func numbers(_ value: Any?) throws -> [Double] {
        try #require(value as? [Any]).map { try #require($0 as? NSNumber).doubleValue }
    }
    static func rows(_ value: Any?) throws -> [[Double]] {
        try #require(value as? [Any]).map { try numbers($0) }
    }

    /// scikit-learn's parameters, on tokens as scikit-learn makes them.
    func vectorizer(stopWords: Bool? = nil) -> CountVectorizer {
        var vectorizer = CountVectorizer(.scikitLearn)
        let usesStopWords = stopWords ?? (params["stop_words"] as? String == "english")
        if usesStopWords { vectorizer.tokenizer.stopWords = .english }
        if let range = params["ngram_range"] as? [Int], range.count == 2 {
            vectorizer.tokenizer.ngrams = range[0]...range[1]
        }
        if let least = params["min_df"] as? Int { vectorizer.minimumDocuments = .count(least) }
        if let most = params["max_df"] as? Double { vectorizer.maximumDocuments = .share(most) }
        vectorizer.maximumFeatures = params["max_features"] as? Int
        vectorizer.isBinary = params["binary"] as? Bool ?? false
        vectorizer.tokenizer.lowercases = params["lowercase"] as? Bool ?? true
        if params["token_pattern"] as? String == "(?u)\\b\\w+\\b" { vectorizer.tokenizer.minimumLength = 1 }
        return vectorizer
    }

    func weighting() -> TFIDF.Options {
        var options = TFIDF.Options()
        options.smooths = params["smooth_idf"] as? Bool ?? true
        options.usesIDF = params["use_idf"] as? Bool ?? true
        options.isSublinear = params["sublinear_tf"] as? Bool ?? false
        if params["norm"] is NSNull { options.norm = .none }
        if let norm = params["norm"] as? String { options.norm = norm == "l1" ? .l1 : .l2 }
        return options
    }
}

extension Tokenizer {
    /// Without normal forms and Chinese words, which scikit-learn does not know.
    static var scikitLearn: Tokenizer {
        var tokenizer = Tokenizer()
        tokenizer.segmentation = .none
        return tokenizer
    }
}

extension SparseMatrix {
    var dense: [[Double]] { (0..<rowCount).map(denseRow) }
}

/// A small generator with a printed seed.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

func expectClose(
    _ found: [Double], _ expected: [Double], within tolerance: Double, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.count == expected.count, "\(what)", sourceLocation: sourceLocation)
    for (place, pair) in zip(found, expected).enumerated() where !(abs(pair.0 - pair.1) <= tolerance) {
        Issue.record(
            "\(what): at \(place): \(pair.0), expected \(pair.1)", sourceLocation: sourceLocation)
        return
    }
}
