/// How texts become words: the choices that every count, cluster and search over texts shares.
///
/// A word is a run of letters, digits and `_` (`\b\w\w+\b` of scikit-learn, over scalars), in the normal form NFKC and
/// lower case; runs of ideographs are cut into words. A model keeps the tokenizer it was made with.
public struct Tokenizer: Sendable {
    /// NFKC: full-width signs become ASCII, ligatures letters.
    public var normalizes = true
    public var lowercases = true
    /// Shorter words are left out, counted in scalars.
    public var minimumLength = 2
    /// Whether "can't" is one word; otherwise "can".
    public var keepsApostrophes = false
    /// Whether addresses, links and telephone numbers become `_url_`, `_email_` and `_phone_`, so that no vocabulary
    /// grows by them and no person is named.
    public var placeholders = false
    public var segmentation = ChineseSegmentation.dictionary(.standard)
    public var stopWords = StopWords.none
    public var stemming = Stemming.none
    /// Terms of so many words side by side, joined by a space.
    public var ngrams = 1...1

    public init() {}

    /// What is done to the endings of English words.
    public enum Stemming: String, Sendable, Hashable, CaseIterable {
        case none
        /// M. F. Porter's algorithm of 1980.
        case porter
    }

    /// The terms of a text in their order; longer ones behind shorter ones.
    public func terms(of text: String) -> [String] {
        var reader = TermReader(self)
        var ids: [Int32] = []
        reader.read(text, into: &ids)
        return ids.map { reader.terms.string(Int($0)) }
    }

    /// Words of a text after which something was left out or punctuation stands end a phrase.
    ///
    /// Stop words are left out and end one as well; n-grams and stemming are not made.
    public func phrases(of text: String) -> [[String]] {
        var scanner = TokenScanner(self)
        scanner.read(text)
        var (phrases, current) = ([[String]](), [String]())
        for token in scanner.tokens {
            let word = String(decoding: scanner.bytes[scanner.range(token)], as: UTF8.self)
            let isStopped = stopWords.contains(word)
            if token.isAfterBreak || isStopped, !current.isEmpty {
                phrases.append(current)
                current = []
            }
            if !isStopped { current.append(word) }
        }
        if !current.isEmpty { phrases.append(current) }
        return phrases
    }
}

/// How runs of ideographs become words.
public enum ChineseSegmentation: Sendable {
    /// A run is one word.
    case none
    /// Every two ideographs side by side are a word: without a dictionary, and to be told to whoever reads.
    case bigrams
    case dictionary(ChineseDictionary)

    var isOn: Bool {
        if case .none = self { return false }
        return true
    }
}
