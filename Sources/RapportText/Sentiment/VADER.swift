/// English sentiment by the rules of VADER, to the letter of vaderSentiment 3.3.2: the same four numbers.
///
/// Source: C. Hutto & E. Gilbert, *VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text*,
/// ICWSM 2014; where paper and program differ, the program, its slips too. Works on UTF-8 and scalars, never on
/// characters: Python's strings are scalars. O(text) but for texts with "but" and very many words of feeling.
public struct VADER: Sendable {
    let vocabulary: VADERVocabulary
    private let emoji = EmojiNames.standard

    public static let standard = VADER()

    /// - Parameter words: Words of one's own with valences from -4 to 4; each one token, as VADER cuts them.
    public init(adding words: [(word: String, valence: Double)] = []) {
        vocabulary = VADERVocabulary(adding: words)
    }

    /// Room that one thread uses again for each of its texts.
    public struct Scratch: Sendable {
        var spelledOut: [UInt8] = []
        var tokens: [Token] = []
        /// Places of tokens that are not neutral, with their valences.
        var valences: [(token: Int, value: Double)] = []

        public init() {}
    }

    public func score(_ text: String) -> SentimentScore {
        var scratch = Scratch()
        return score(text.utf8Span.span, &scratch)
    }

    /// The score of a text, as UTF-8.
    public func score(_ text: Span<UInt8>, _ scratch: inout Scratch) -> SentimentScore {
        var spelledOut: [UInt8] = []
        swap(&spelledOut, &scratch.spelledOut)
        defer { swap(&spelledOut, &scratch.spelledOut) }
        return emoji.spellOut(text, into: &spelledOut)
            ? scoreSpelledOut(spelledOut.span, &scratch) : scoreSpelledOut(text, &scratch)
    }

    private func scoreSpelledOut(_ text: Span<UInt8>, _ scratch: inout Scratch) -> SentimentScore {
        let marks = tokenise(text, into: &scratch.tokens)
        let hits = weigh(scratch.tokens, into: &scratch.valences)
        weighByBut(&scratch)
        return SentimentScore(
            valences: scratch.valences.lazy.map(\.value), tokens: scratch.tokens.count,
            emphasis: SentimentScore.emphasis(exclamations: marks.exclamations, questions: marks.questions),
            hits: hits)
    }

    private func weighByBut(_ scratch: inout Scratch) {
        guard !scratch.valences.isEmpty, let but = ButRule.place(in: scratch.tokens, vocabulary) else {
            return
        }
        ButRule.apply(to: &scratch.valences, but: but)
    }

    // MARK: - Steps, for who wants to see them

    /// What VADER makes of a text on the way to its score.
    package struct Steps: Sendable, Equatable {
        package var tokens: [String] = []
        package var isMixedCase = false
        package var valencesBeforeBut: [Double] = []
        package var valencesAfterBut: [Double] = []
    }

    package func steps(_ text: String) -> Steps {
        var (steps, scratch, spelledOut) = (Steps(), Scratch(), [UInt8]())
        if !emoji.spellOut(text.utf8Span.span, into: &spelledOut) { spelledOut = Array(text.utf8) }
        _ = tokenise(spelledOut.span, into: &scratch.tokens)
        let tokens = scratch.tokens
        steps.tokens = tokens.map { String(decoding: spelledOut[$0.range], as: UTF8.self) }
        steps.isMixedCase = Self.isMixedCase(tokens)
        func valences() -> [Double] {
            var all = [Double](repeating: 0, count: tokens.count)
            for (token, value) in scratch.valences { all[token] = value }
            return all
        }
        _ = weigh(tokens, into: &scratch.valences)
        steps.valencesBeforeBut = valences()
        weighByBut(&scratch)
        steps.valencesAfterBut = valences()
        return steps
    }
}
