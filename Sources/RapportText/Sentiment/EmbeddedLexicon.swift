import CLexicons

/// A list of words that stands in the program: lines of a word, a tab, and what is said of it.
enum EmbeddedLexicon {
    case vader, emojiNames, chineseSentiment, simplified

    /// Every line, in order.
    var lines: [(word: Substring, meaning: Substring)] {
        text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
    }

    private var text: String {
        // SAFETY: these take nothing and give what the program itself holds.
        let lexicon =
            switch self {
            case .vader: unsafe rp_lexicon_vader()
            case .emojiNames: unsafe rp_lexicon_emoji_names()
            case .chineseSentiment: unsafe rp_lexicon_zh_sentiment()
            case .simplified: unsafe rp_lexicon_zh_simplified()
            }
        // SAFETY: `bytes` points to `length` bytes of the program's read-only pages.
        let bytes = unsafe UnsafeRawBufferPointer(start: lexicon.bytes, count: lexicon.length)
        return unsafe String(decoding: bytes, as: UTF8.self)
    }
}
