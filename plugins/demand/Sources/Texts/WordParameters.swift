import RapportPluginKit
import RapportText

/// How texts become words: the parameters of every analysis that reads texts.
struct WordParameters: ParameterGroup {
    @Parameter("Which texts to take: all, or those in English or Chinese.") var language = LanguageChoice.auto
    @Parameter(
        "Words that say nothing: of both languages and greetings, of one, none, or a list of your own.")
    var stopWords: Either<StopWordList, [String]> = .first(.auto)
    @Parameter("Further words to leave out.") var ignoreWords: [String] = []
    @Parameter("A CSV file of Chinese words that belong together: columns word and freq, or word alone.")
    var userDict: FilePath? = nil
    @Parameter("How Chinese is cut: into words, or into every two characters side by side.", advanced: true)
    var segmentation = Segmentation.dictionary
    @Parameter(
        "Least and most words of a term: [1, 2] takes pairs too. `method=rake` and `textrank` take single words.",
        in: 1...5)
    var ngramRange = [1, 1]
    @Parameter(
        "Whether English words lose their endings (Porter): `refunds` and `refunded` become `refund`.",
        advanced: true)
    var stem = Stemming.none
    @Parameter("Whether `can't` is one word; otherwise it is `can`.", advanced: true)
    var keepApostrophe = false
    @Parameter("Whether numbers count as words.", advanced: true) var numbers = false
    @Parameter("Whether quoted mail below an answer is left out.", advanced: true) var stripQuotes = true
    @Parameter(
        "Whether texts that are none are left out: a shop's or form's words (系统默认好评, [deleted]), and that there is nothing to say (无, N/A).",
        advanced: true)
    var skipPlaceholders = true

    /// - Throws: `parameter.range`, `file.unreadable`, `csv.row`, and so on.
    func options(singleWords: Bool = false) throws(Diagnostic) -> TextOptions {
        guard ngramRange.count == 2, ngramRange[0] <= ngramRange[1] else {
            throw Diagnostic(
                "parameter.range",
                "`ngram_range` takes two whole numbers, the least and the most words of a term; "
                    + "found \(ngramRange.count == 2 ? "the larger one first" : "\(ngramRange.count)")",
                subject: .parameter("ngram_range"), help: ["`ngram_range=[1, 2]`"])
        }
        var stopped: StopWords =
            switch stopWords {
            case .first(.auto): StopWords.englishAndChinese.union(TextOptions.courtesies)
            case .first(.english): .english
            case .first(.chinese): .chinese
            case .first(.none): .none
            case .second(let words): StopWords(words.map { $0.lowercased() })
            }
        stopped = stopped.union(StopWords(ignoreWords.map { $0.lowercased() }))
        return TextOptions(
            language: language, stopWords: stopped, userWords: try userDict.map(UserWords.read) ?? [],
            segmentation: segmentation, numbers: numbers, stripQuotes: stripQuotes,
            skipsPlaceholders: skipPlaceholders, stemming: stem,
            keepsApostrophes: keepApostrophe, ngrams: singleWords ? 1...1 : ngramRange[0]...ngramRange[1])
    }
}

/// What is left of English words.
enum Stemming: String, Choice { case none, porter }

/// Which words count.
struct VocabularyParameters: ParameterGroup {
    @Parameter(
        "In how many texts a word must be; auto: 2 from 50 different texts, else 1.", in: 1...1_000_000)
    var minDf: Auto<Int> = .auto
    @Parameter(
        "In which part of the texts a word may be; auto: half from 50 different texts, else all.",
        in: 0.01...1)
    var maxDf: Auto<Double> = .auto
    @Parameter(
        "How many words to keep at most: those that stand most often.", in: 1...10_000_000, advanced: true)
    var maxFeatures: Int? = nil
}

/// How much words weigh (TF-IDF).
struct WeightParameters: ParameterGroup {
    @Parameter("Whether a word's second use counts less than its first.", advanced: true)
    var sublinearTf = false
    @Parameter("Whether a word counts once a text, however often it stands there.", advanced: true)
    var binary = false
    @Parameter("Whether rare words weigh more than common ones.", advanced: true) var useIdf = true
    @Parameter("Whether rarity is reckoned as if one text more had every word.", advanced: true)
    var smoothIdf = true

    var options: TFIDF.Options {
        var options = TFIDF.Options()
        (options.usesIDF, options.smooths, options.isSublinear) = (useIdf, smoothIdf, sublinearTf)
        return options
    }
}
