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
    case otherLanguage = "other language"
    /// Only stop words, numbers, single letters, addresses.
    case noWord = "no word left"
    /// Words, but none that the vocabulary has.
    case unknownWords = "no known word"
}

/// How texts become words: what each analysis of texts takes, as one value.
struct TextOptions: Sendable {
    let language: LanguageChoice
    let tokenizer: Tokenizer
    /// Whether terms of digits alone are kept.
    let numbers: Bool
    let stripQuotes: Bool
    let segmentation: Segmentation
    /// What was given beside the lists, to be kept with a model.
    let userWords: [ChineseDictionary.Word]
    let stopWords: StopWords

    /// How letters begin and end, helping verbs that the English list lacks, and what is left of them before an
    /// apostrophe (`hasn't`) or behind it (`we've`).
    private static let courtesies = [
        "does", "did", "hi", "hello", "dear", "please", "thank", "thanks", "regards", "advance",
        "您好", "你好", "请问", "麻烦", "谢谢", "感谢",
        "ain", "aren", "couldn", "didn", "doesn", "don", "hadn", "hasn", "haven", "isn", "ll", "mustn", "re",
        "shouldn", "ve", "wasn", "weren", "wouldn",
    ]

    /// - Throws: `parameter.range`, `file.unreadable`, `csv.row`, and so on.
    init(
        language: LanguageChoice, stopWords: Either<StopWordList, [String]>, ignoring: [String] = [],
        userDict: FilePath?, segmentation: Segmentation = .dictionary, numbers: Bool, stripQuotes: Bool,
        ngramRange: [Int]
    ) throws(Diagnostic) {
        guard ngramRange.count == 2, ngramRange[0] <= ngramRange[1] else {
            throw Diagnostic(
                "parameter.range",
                "`ngram_range` takes two whole numbers, the least and the most words of a term; "
                    + "found \(ngramRange.count == 2 ? "the larger one first" : "\(ngramRange.count)")",
                subject: .parameter("ngram_range"), help: ["`ngram_range=[1, 2]`"])
        }
        var stopped: StopWords =
            switch stopWords {
            case .first(.auto): StopWords.englishAndChinese.union(StopWords(Self.courtesies))
            case .first(.english): .english
            case .first(.chinese): .chinese
            case .first(.none): .none
            case .second(let words): StopWords(words.map { $0.lowercased() })
            }
        stopped = stopped.union(StopWords(ignoring.map { $0.lowercased() }))
        self.init(
            language: language, stopWords: stopped, userWords: try userDict.map(UserWords.read) ?? [],
            segmentation: segmentation, numbers: numbers, stripQuotes: stripQuotes,
            ngrams: ngramRange[0]...ngramRange[1])
    }

    init(
        language: LanguageChoice, stopWords: StopWords, userWords: [ChineseDictionary.Word],
        segmentation: Segmentation, numbers: Bool, stripQuotes: Bool, ngrams: ClosedRange<Int>
    ) {
        (self.language, self.numbers, self.stripQuotes) = (language, numbers, stripQuotes)
        (self.segmentation, self.userWords, self.stopWords) = (segmentation, userWords, stopWords)
        var tokenizer = Tokenizer()
        tokenizer.placeholders = true
        tokenizer.stopWords = stopWords
        tokenizer.ngrams = ngrams
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

    /// The text that is read: without quoted mail, where that is asked for; nil where it has another language.
    func read(_ text: String) -> String? {
        let own = stripQuotes ? text.withoutQuotedMail : text
        switch language {
        case .auto: return own
        case .en: return own.isChinese ? nil : own
        case .zh: return own.isChinese ? own : nil
        }
    }
}

extension String {
    /// Whether ideographs are three in ten of the letters or more, as they are read for feelings too.
    var isChinese: Bool { utf8.count > 0 && ScriptCount(Array(utf8).span).language == .language(.zh) }

    /// What the writer of a mail wrote, without the mail that it answers.
    var withoutQuotedMail: String {
        // Nothing is quoted in one line.
        guard utf8.contains(where: { $0 == 10 || $0 == 13 }) else { return self }
        var own: [UInt8] = []
        QuotedMail.appendOwnText(of: Array(utf8).span, to: &own)
        return String(decoding: own, as: UTF8.self)
    }
}
