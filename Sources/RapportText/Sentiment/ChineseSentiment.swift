/// Chinese sentiment by rules in the manner of VADER, over an own lexicon of what is said of shops and services.
///
/// No outside standard exists: lexicon and rules are this project's. Words are found by the longest match; characters
/// that are in no word count as neutral words of two. Within a clause, and up to three words in front of a word of
/// feeling:
///
/// | word | does |
/// |---|---|
/// | 不 没 没有 未 无 不是 … | ×(-.74); a second one restores: ×.55 in all; 从来没有这么 ×1.25 |
/// | 不太 不怎么 不算 … | ×(-.5) |
/// | 没有…那么 up to six words apart | ×(-.5): 没有想象中那么好 |
/// | 非常 很 太 极其 超 …; behind it 极了 得很 | .293 more, at the second word .95 of it, at the third .9 |
/// | 好 right before the word | .293 more, and says nothing itself: 好慢 |
/// | 有点 稍微 一般 … | .293 less |
/// | 但是 但 不过 | within a sentence: ×.5 before it, ×1.5 behind it |
///
/// An emoji is a clause of its own. ！ and ？ count as ! and ?; the sum is brought to -1…1 as VADER does. What is asked as
/// 好不好, 满不满意 says nothing.
public struct ChineseSentiment: Sendable {
    let lexicon: ChineseLexicon

    public static let standard = ChineseSentiment(lexicon: .standard)

    private init(lexicon: ChineseLexicon) { self.lexicon = lexicon }

    /// - Parameter words: Words of one's own with valences from -4 to 4.
    public init(adding words: [(word: String, valence: Double)]) {
        lexicon = words.isEmpty ? .standard : ChineseLexicon(adding: words)
    }

    public func score(_ text: String) -> SentimentScore { score(text.utf8Span.span) }

    /// The score of a text, as UTF-8.
    public func score(_ text: Span<UInt8>) -> SentimentScore {
        let reading = ChineseReading(lexicon.folded(text), lexicon)
        var valences = [Double](repeating: 0, count: reading.tokens.count)
        var hits = 0
        for place in reading.tokens.indices {
            guard let value = reading.valence(place) else { continue }
            hits += 1
            valences[place] = value
        }
        reading.weighByBut(&valences)
        return SentimentScore(
            valences: valences, tokens: valences.count,
            emphasis: SentimentScore.emphasis(
                exclamations: reading.exclamations, questions: reading.questions),
            hits: hits)
    }
}

/// A text cut into words.
struct ChineseReading {
    struct Token {
        var meaning: ChineseLexicon.Meaning
        var clause: Int32
        var sentence: Int32
        /// 这么, 如此: of them 从来没有… makes praise.
        var isSo = false
        /// 从来没有, 从未.
        var isNever = false
        /// 没有, 没: with 那么 behind it, it compares.
        var isLack = false
        /// 那么.
        var isThatMuch = false
    }

    private(set) var tokens: [Token] = []
    private(set) var exclamations = 0
    private(set) var questions = 0

    private static let so = Set(["这么", "那么", "如此", "这样"].map { $0.unicodeScalars.map(\.value) })
    private static let never = Set(["从来没有", "从来没", "从未", "从没"].map { $0.unicodeScalars.map(\.value) })

    private static let lack = Set(["没有", "没", "并没有"].map { $0.unicodeScalars.map(\.value) })
    private static let thatMuch = "那么".unicodeScalars.map(\.value)

    init(_ text: [UInt32], _ lexicon: ChineseLexicon) {
        var (clause, sentence): (Int32, Int32) = (0, 0)
        var unknown = 0
        tokens.reserveCapacity(text.count / 2 + 1)
        func token(_ meaning: ChineseLexicon.Meaning) -> Token {
            Token(meaning: meaning, clause: clause, sentence: sentence)
        }
        func flush() {
            for _ in 0..<(unknown + 1) / 2 { tokens.append(token(.init(valence: 0))) }
            unknown = 0
        }
        var place = 0
        while place < text.count {
            let scalar = text[place]
            if Self.isLatin(scalar) {
                flush()
                var end = place + 1
                while end < text.count, Self.isLatin(text[end]) { end += 1 }
                let found = lexicon.longest(in: text, at: place)
                tokens.append(
                    token(found?.length == end - place ? found?.meaning ?? .init() : .init(valence: 0)))
                place = end
            } else if Self.isAsked(text, at: place) {
                flush()
                tokens.append(token(.init(valence: 0)))
                place += 2 + (lexicon.longest(in: text, at: place + 2)?.length ?? 1)
            } else if let (length, meaning) = lexicon.longest(in: text, at: place) {
                flush()
                // A face says of the whole what the writer feels: 不 in front of it turns the words, not the face.
                let isFace = Self.isPictograph(scalar)
                if isFace { clause += 1 }
                var found = token(meaning)
                if isFace { clause += 1 }
                if meaning.role == .more {
                    let word = Array(text[place..<place + length])
                    (found.isSo, found.isThatMuch) = (Self.so.contains(word), word == Self.thatMuch)
                }
                if meaning.role == .not {
                    let word = Array(text[place..<place + length])
                    (found.isNever, found.isLack) = (Self.never.contains(word), Self.lack.contains(word))
                }
                tokens.append(found)
                place += length
            } else if Self.isIdeograph(scalar) {
                unknown += 1
                place += 1
            } else {
                flush()
                switch scalar {
                case 0x21: exclamations += 1
                case 0x3F: questions += 1
                default: break
                }
                switch scalar {
                // A blank between characters is no pause.
                case 0x20, 0x3000, 0x27: break
                case 0x21, 0x3F, 0x3002, 0x0A, 0x0D, 0x2026:
                    clause += 1
                    sentence += 1
                default: clause += 1
                }
                place += 1
            }
        }
        flush()
    }

    /// 好不好, 满不满意: a character, 不, and the same one again.
    private static func isAsked(_ text: [UInt32], at place: Int) -> Bool {
        place + 2 < text.count && text[place + 1] == 0x4E0D && text[place] == text[place + 2]
            && isIdeograph(text[place])
    }

    private static func isLatin(_ scalar: UInt32) -> Bool { scalar &- 97 < 26 || scalar &- 48 < 10 }
    private static func isPictograph(_ scalar: UInt32) -> Bool {
        (0x1F000..<0x20000).contains(scalar) || (0x2600..<0x27C0).contains(scalar)
    }
    private static func isIdeograph(_ scalar: UInt32) -> Bool {
        (0x4E00..<0xA000).contains(scalar) || (0x3400..<0x4DC0).contains(scalar)
            || (0x20000..<0x323B0).contains(scalar)
    }

    // MARK: - Rules

    private func isValued(_ place: Int) -> Bool { (tokens[place].meaning.valence ?? 0) != 0 }

    /// What a word says with those around it; nil of neutral ones.
    func valence(_ place: Int) -> Double? {
        let token = tokens[place]
        guard var value = token.meaning.valence, value != 0 else { return nil }
        // 一般 before a word of feeling only weakens it, and 好 only stresses it.
        if isDegree(place) { return nil }
        if place + 1 < tokens.count, tokens[place + 1].clause == token.clause,
            tokens[place + 1].meaning.role == .after
        {
            value += value > 0 ? VADER.degree : -VADER.degree
        }
        var factor = 1.0
        for distance in 0..<3 {
            let other = place - distance - 1
            guard other >= 0, tokens[other].clause == token.clause else { break }
            switch tokens[other].meaning.role {
            case .more where isValued(other) && !isDegree(other): continue
            case .more: value += (value > 0 ? 1 : -1) * VADER.degree * Self.fading[distance]
            case .less: value -= (value > 0 ? 1 : -1) * VADER.degree * Self.fading[distance]
            case .not where tokens[other].isNever && tokens[other + 1].isSo && distance > 0:
                value *= 1.25
            case .not, .hardly:
                let compares = tokens[other].isLack && distance > 0 && tokens[place - 1].isThatMuch
                let next = Self.turned(factor, isHalf: compares || tokens[other].meaning.role == .hardly)
                value *= next / factor
                factor = next
            case .after, .but, nil: break
            }
        }
        return factor == 1 && isLess(place) ? value * Self.turned(1, isHalf: true) : value
    }

    /// Whether a word that has a valence too is but a degree here: right before a word of feeling, 好 unless it is
    /// itself weighed (不好, 很好).
    private func isDegree(_ place: Int) -> Bool {
        let token = tokens[place]
        guard token.meaning.role == .less || token.meaning.role == .more, isValued(place),
            place + 1 < tokens.count, tokens[place + 1].clause == token.clause, isValued(place + 1)
        else { return false }
        if token.meaning.role == .less || place == 0 || tokens[place - 1].clause != token.clause {
            return true
        }
        return tokens[place - 1].meaning.role == nil
    }

    /// 没有想象中那么好: what is compared by 没有 and 那么 is less than that.
    private func isLess(_ place: Int) -> Bool {
        guard place > 0, tokens[place - 1].isThatMuch, tokens[place - 1].clause == tokens[place].clause
        else { return false }
        for other in stride(from: place - 2, through: max(place - 7, 0), by: -1) {
            if tokens[other].clause != tokens[place].clause { return false }
            if tokens[other].isLack { return true }
        }
        return false
    }

    private static let fading = [1, 0.95, 0.9]

    /// Negations in all: one turns, a second one restores.
    private static func turned(_ factor: Double, isHalf: Bool) -> Double {
        if factor == 1 { return isHalf ? -0.5 : VADER.negation }
        return factor < 0 ? 0.55 : 0.55 * VADER.negation
    }

    /// In each sentence, from its first 但是 on.
    func weighByBut(_ valences: inout [Double]) {
        var start = 0
        while start < tokens.count {
            let end = tokens[start...].firstIndex { $0.sentence != tokens[start].sentence } ?? tokens.count
            if let but = tokens[start..<end].firstIndex(where: { $0.meaning.role == .but }) {
                for place in start..<end where place != but { valences[place] *= place < but ? 0.5 : 1.5 }
            }
            start = end
        }
    }
}
