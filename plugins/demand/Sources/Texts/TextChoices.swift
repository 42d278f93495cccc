import RapportPluginKit
import RapportText

/// Which texts are taken, by the letters that most of a text is in.
enum LanguageChoice: String, Choice { case auto, en, zh }

/// Lists of words that say nothing.
enum StopWordList: String, Choice { case auto, english, chinese, none }

/// How runs of Chinese become words.
enum Segmentation: String, Choice { case dictionary, bigrams }

/// Why a row takes part in nothing.
enum Unusable: String, Sendable, CaseIterable {
    case missing
    case empty
    /// A shop's or form's words in place of the customer's.
    case placeholder
    /// That there is nothing to say.
    case saysNone = "says none"
    case otherLanguage = "other language"
    /// Only stop words, numbers, single letters, addresses.
    case noWord = "no word left"
    /// Words, but none that the vocabulary has.
    case unknownWords = "no known word"
    /// Words, but none of the directions that ``LatentSpace`` kept.
    case noDirection = "no direction"
}

extension Unusable {
    /// So many rows, in a list of why rows are left out.
    func counted(_ rows: Int) -> String {
        switch self {
        case .placeholder: "\(Wording.count(rows, "placeholder")) of a shop or form"
        case .saysNone: "\(Wording.count(rows)) \(rows == 1 ? "says" : "say") there is nothing to say"
        default: "\(Wording.count(rows)) \(rawValue)"
        }
    }
}

/// How texts become words: what each analysis of texts takes, as one value.
struct TextOptions: Sendable {
    let language: LanguageChoice
    let tokenizer: Tokenizer
    /// Whether terms of digits alone are kept.
    let numbers: Bool
    let stripQuotes: Bool
    let skipsPlaceholders: Bool
    let segmentation: Segmentation
    /// What was given beside the lists, to be kept with a model.
    let userWords: [ChineseDictionary.Word]
    let stopWords: StopWords

    /// How letters begin and end, helping verbs that the English list lacks, and what is left of them before an
    /// apostrophe (`hasn't`) or behind it (`we've`); the whole of them, for where apostrophes are kept.
    static let courtesies = StopWords([
        "does", "did", "hi", "hello", "dear", "please", "thank", "thanks", "regards", "advance",
        "您好", "你好", "请问", "麻烦", "谢谢", "感谢",
        "ain", "aren", "couldn", "didn", "doesn", "don", "hadn", "hasn", "haven", "isn", "ll", "mustn", "re",
        "shouldn", "ve", "wasn", "weren", "wouldn",
        "ain't", "aren't", "couldn't", "didn't", "doesn't", "don't", "hadn't", "hasn't", "haven't", "isn't",
        "mustn't", "shouldn't", "wasn't", "weren't", "wouldn't", "i'm", "i've", "i'll", "i'd", "you're",
        "you've",
        "you'll", "you'd", "he's", "she's", "it's", "we're", "we've", "we'll", "we'd", "they're", "they've",
        "they'll", "they'd", "that's", "there's", "what's", "let's",
    ])

    init(
        language: LanguageChoice, stopWords: StopWords, userWords: [ChineseDictionary.Word],
        segmentation: Segmentation, numbers: Bool, stripQuotes: Bool, skipsPlaceholders: Bool,
        stemming: Stemming = .none, keepsApostrophes: Bool = false, ngrams: ClosedRange<Int>
    ) {
        (self.language, self.numbers, self.stripQuotes) = (language, numbers, stripQuotes)
        (self.segmentation, self.userWords, self.stopWords) = (segmentation, userWords, stopWords)
        self.skipsPlaceholders = skipsPlaceholders
        var tokenizer = Tokenizer()
        tokenizer.placeholders = true
        tokenizer.stopWords = stopWords
        tokenizer.ngrams = ngrams
        tokenizer.keepsApostrophes = keepsApostrophes
        if stemming == .porter { tokenizer.stemming = .porter }
        switch segmentation {
        case .bigrams: tokenizer.segmentation = .bigrams
        case .dictionary:
            tokenizer.segmentation = .dictionary(
                userWords.isEmpty ? .standard : ChineseDictionary.standard.adding(userWords))
        }
        self.tokenizer = tokenizer
    }

    /// Whether a term may stand in the vocabulary: no address and, unless asked for, no number.
    func keeps(_ term: String) -> Bool {
        term.split(separator: " ").allSatisfy { word in
            if ["_url_", "_email_", "_phone_"].contains(word) { return false }
            return numbers || !word.unicodeScalars.allSatisfy { $0.properties.numericType != nil }
        }
    }

    // MARK: - Reading

    /// What there is to read in a row.
    enum Reading: Sendable {
        case text(String, isChinese: Bool)
        case unusable(Unusable)

        /// Empty where there is none.
        var text: String { if case .text(let text, _) = self { text } else { "" } }
        var reason: Unusable? { if case .unusable(let reason) = self { reason } else { nil } }
    }

    func read(_ texts: [String?], work: Work) throws(Diagnostic) -> [Reading] {
        let size = 2_048
        return try work.map((texts.count + size - 1) / size) { (piece) throws(Diagnostic) -> [Reading] in
            var found: [Reading] = []
            for row in piece * size..<min(texts.count, (piece + 1) * size) {
                if row % 256 == 0 { try work.check() }
                found.append(read(texts[row]))
            }
            try work.check()
            return found
        }.flatMap(\.self)
    }

    /// Without quoted mail, where that is asked for, and in the language that is.
    private func read(_ text: String?) -> Reading {
        guard let text else { return .unusable(.missing) }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            return .unusable(.empty)
        }
        let own = stripQuotes ? text.withoutQuotedMail : text
        if skipsPlaceholders {
            switch PlaceholderText(own) {
            case .filledIn?: return .unusable(.placeholder)
            case .saysNone?: return .unusable(.saysNone)
            case nil: break
            }
        }
        let isChinese = own.isChinese
        switch language {
        case .auto: return .text(own, isChinese: isChinese)
        case .en: return isChinese ? .unusable(.otherLanguage) : .text(own, isChinese: false)
        case .zh: return isChinese ? .text(own, isChinese: true) : .unusable(.otherLanguage)
        }
    }
}

extension String {
    /// Whether ideographs are three in ten of the letters or more, as they are read for feelings too.
    var isChinese: Bool { utf8.count > 0 && ScriptCount(utf8Span.span).language == .language(.zh) }

    /// What the writer of a mail wrote, without the mail that it answers.
    var withoutQuotedMail: String {
        // Nothing is quoted in one line.
        guard utf8.contains(where: { $0 == 10 || $0 == 13 }) else { return self }
        var own: [UInt8] = []
        QuotedMail.appendOwnText(of: utf8Span.span, to: &own)
        return String(decoding: own, as: UTF8.self)
    }
}
