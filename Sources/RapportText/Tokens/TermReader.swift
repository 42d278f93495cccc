/// Turns one text after another into numbered terms: words without stop words, stemmed, joined into n-grams.
///
/// A word is looked at as text when it is met first; from then on it is a number. For one thread.
struct TermReader: ~Copyable {
    private var scanner: TokenScanner
    private let stopWords: StopWords
    private let stems: Bool
    private let ngrams: ClosedRange<Int>
    private let isUnigram: Bool
    private var words = TermTable()
    /// The single term of each word of ``words``, -1 for a stop word.
    private var unitOfWord: [Int32] = []
    private var units = TermTable()
    private var longer = TermTable()
    /// The single terms of the text at hand, for n-grams.
    private var current: [Int32] = []
    private var joined: [UInt8] = []

    /// All terms met so far.
    var terms: TermTable { isUnigram ? units : longer }

    init(_ tokenizer: Tokenizer) {
        scanner = TokenScanner(tokenizer)
        stopWords = tokenizer.stopWords
        ngrams = max(tokenizer.ngrams.lowerBound, 1)...max(tokenizer.ngrams.upperBound, 1)
        stems = tokenizer.stemming == .porter
        isUnigram = ngrams == 1...1
    }

    /// Appends the terms of a text, as numbers in ``terms``.
    mutating func read(_ text: String, into ids: inout [Int32]) {
        scanner.read(text)
        current.removeAll(keepingCapacity: true)
        for token in scanner.tokens {
            let word = words.intern(scanner.bytes, scanner.range(token))
            if word == unitOfWord.count { unitOfWord.append(makeUnit(scanner.range(token))) }
            let unit = unitOfWord[word]
            if unit < 0 { continue }
            if isUnigram { ids.append(unit) } else { current.append(unit) }
        }
        if !isUnigram { appendJoined(to: &ids) }
    }

    /// The single term of a word met for the first time.
    private mutating func makeUnit(_ range: Range<Int>) -> Int32 {
        let word = String(decoding: scanner.bytes[range], as: UTF8.self)
        if stopWords.contains(word) { return -1 }
        guard stems else { return Int32(truncatingIfNeeded: units.intern(scanner.bytes, range)) }
        let stem = Array(PorterStemmer.stem(word).utf8)
        return Int32(truncatingIfNeeded: units.intern(stem, 0..<stem.count))
    }

    private mutating func appendJoined(to ids: inout [Int32]) {
        for length in ngrams where length <= current.count {
            for first in 0...current.count - length {
                joined.removeAll(keepingCapacity: true)
                for unit in current[first..<first + length] {
                    if !joined.isEmpty { joined.append(0x20) }
                    units.append(Int(unit), to: &joined)
                }
                ids.append(Int32(truncatingIfNeeded: longer.intern(joined, 0..<joined.count)))
            }
        }
    }
}
