import Foundation
import SharedFiles
import Testing

@testable import RapportText

@Suite struct VADERTests {
    @Test func `the 81 texts of the reference come out the same in all four numbers`() throws {
        for each in try GoldenCase.all("sat_vader") {
            let text = try #require(each.input["text"] as? String)
            let score = VADER.standard.score(text)
            #expect(try score.negative == each.number("neg"), "\(text)")
            #expect(try score.neutral == each.number("neu"), "\(text)")
            #expect(try score.positive == each.number("pos"), "\(text)")
            #expect(try score.compound == each.number("compound"), "\(text)")
        }
    }

    @Test func `tokens, capitals and valences are the reference's, before and after but`() throws {
        for each in try GoldenCase.all("sat_vader_steps") {
            guard let text = each.input["text"] as? String else {
                try checkButAlone(each)
                continue
            }
            let steps = VADER.standard.steps(text)
            #expect(steps.tokens == each.expected["tokens"] as? [String], "\(text)")
            #expect(steps.isMixedCase == each.expected["is_cap_diff"] as? Bool, "\(text)")
            for (name, found) in [
                ("valence_before_but", steps.valencesBeforeBut),
                ("valence_after_but", steps.valencesAfterBut),
            ] {
                let wanted = try each.numbers(name)
                #expect(found.count == wanted.count, "\(text)")
                for (a, b) in zip(found, wanted) { #expect(abs(a - b) <= 1e-12, "\(name) of \(text)") }
            }
        }
    }

    /// Valences that are given, through the rule of "but" alone.
    private func checkButAlone(_ each: GoldenCase) throws {
        let tokens = try #require(each.input["tokens"] as? [String])
        let given = try #require(each.input["valences"] as? [NSNumber]).map(\.doubleValue)
        var valences = given.enumerated().filter { $0.element != 0 }.map {
            (token: $0.offset, value: $0.element)
        }
        ButRule.apply(to: &valences, but: try #require(tokens.firstIndex(of: "but")))
        var found = [Double](repeating: 0, count: given.count)
        for (token, value) in valences { found[token] = value }
        #expect(try found == each.numbers("valences"), "\(tokens)")
    }

    @Test func `lexicon and emoji are whole`() {
        let vocabulary = VADERVocabulary()
        #expect(vocabulary.entries.count { $0.isInLexicon } == 7488)
        #expect(EmbeddedLexicon.emojiNames.lines.count == 1212)
        #expect(EmojiNames.standard.count == 1212)
        #expect(VADERVocabulary.negators.count == 59)
        #expect(VADERVocabulary.boosters.count + VADERVocabulary.dampeners.count == 81)
    }

    @Test(arguments: ["", "   ", "\n\t\u{3000}\u{2028}"])
    func `a blank text is neutral`(_ text: String) {
        #expect(VADER.standard.score(text) == .none)
        #expect(VADER.standard.score(text).feeling == .neutral)
    }

    /// What the method is known to get wrong, and documented.
    @Test func `known failures are the reference's too`() {
        #expect(VADER.standard.score("e-mail was lost").compound == -0.3182)
        #expect(VADER.standard.score("service to die for").compound == -0.5994)
    }

    @Test func `a word of one's own comes before the lexicon's`() {
        let own = VADER(adding: [("lukewarm", -2), ("great", -1)])
        #expect(VADER.standard.score("the tea was lukewarm").hits == 0)
        #expect(own.score("the tea was Lukewarm").compound == -0.4588)
        #expect(own.score("great").compound < 0)
    }

    @Test func `decimals are rounded as Python rounds them`() {
        // Ties of the exact value go to the even digit; 2.675 and the like are no ties.
        #expect(0.0625.roundedAsDecimal(places: 3) == 0.062)
        #expect(0.1875.roundedAsDecimal(places: 3) == 0.188)
        #expect(0.0005.roundedAsDecimal(places: 3) == 0.001)
        #expect((-0.0625).roundedAsDecimal(places: 3) == -0.062)
        #expect(0.9995.roundedAsDecimal(places: 3) == 1.0)
        #expect(0.99949.roundedAsDecimal(places: 3) == 0.999)
        #expect(1.0.roundedAsDecimal(places: 4) == 1)
        #expect((-0.00001).roundedAsDecimal(places: 4).sign == .plus)
    }

    // MARK: - Against the rules written plainly

    private static let alphabet: [String] = {
        let lexicon = EmbeddedLexicon.vader.lines.enumerated().filter { $0.offset % 40 == 3 }.map {
            String($0.element.word)
        }
        let rules =
            VADERVocabulary.negators + VADERVocabulary.boosters + VADERVocabulary.dampeners
            + split(
                "no or nor never so this without doubt least at very but kind of sort just enough the shit bomb bad"
            )
            + split(
                "ass badass bus stop yeah right kiss death to die for beating heart No NO BUT But KIND Of don’t DON'T"
            )
        let others =
            split(
                "table I a Über ÄRGER ß ǅ ﬁne K\u{212A}ind o\u{212A} 好 Ⅷ x’n't :) :( ;-) :D <3 ok! (ok) !!! ??? ! ? -- … 😀"
            )
            + split("😡😡 👨‍👩‍👧‍👦 ❤️ 👍🏽 💘x © a😁b 🇩🇪 \u{301}")
        return lexicon + rules + rules + others
    }()
    private static func split(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `random texts come out as by the plain rules`(_ seed: UInt64) {
        let literal = LiteralVADER()
        var random = SplitMix(seed: seed)
        var scratch = VADER.Scratch()
        for round in 0..<2_000 {
            let length =
                round % 50 == 0
                ? Int.random(in: 60...300, using: &random) : Int.random(in: 0...14, using: &random)
            let text = Self.sentence(length, &random)
            let score = VADER.standard.score(text.utf8Span.span, &scratch)
            let wanted = literal.score(text)
            let found = [score.negative, score.neutral, score.positive, score.compound]
            let rounded = zip(wanted, [3, 3, 3, 4]).map { Self.rounded($0, $1) }
            #expect(found == rounded, "seed \(seed), round \(round): \(text)")
            if found != rounded { return }
        }
    }

    private static func sentence(_ length: Int, _ random: inout SplitMix) -> String {
        var text = ""
        for _ in 0..<length {
            var word = alphabet[Int.random(in: alphabet.indices, using: &random)]
            switch Int.random(in: 0..<10, using: &random) {
            case 0: word = word.uppercased()
            case 1: word += "!"
            case 2: word = "\"\(word)?,"
            default: break
            }
            let blanks = [" ", "  ", "\u{A0}", "\n", "\u{3000}", "", " ", " ", " "]
            text += word + blanks[Int.random(in: blanks.indices, using: &random)]
        }
        return text
    }

    /// By way of decimal text, which the C library rounds exactly.
    private static func rounded(_ value: Double, _ places: Int) -> Double {
        let text = Double(String(format: "%.\(places)f", value)) ?? .nan
        return text == 0 ? 0 : text
    }

    @Test(arguments: [11, 12] as [UInt64])
    func `texts of any scalars never trap, and stay within bounds`(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        var scratch = VADER.Scratch()
        let blocks: [ClosedRange<UInt32>] = [
            0...0x7F, 0x80...0x24F, 0x300...0x36F, 0x2000...0x206F, 0x2600...0x27BF, 0x4E00...0x4E80,
            0xFE00...0xFE0F,
            0x1F300...0x1FAFF, 0x1F1E6...0x1F1FF, 0xE000...0x10FFFF, 0x0...0xD7FF,
        ]
        for _ in 0..<5_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                let block = blocks[Int.random(in: blocks.indices, using: &random)]
                if let scalar = Unicode.Scalar(UInt32.random(in: block, using: &random)) {
                    text.append(scalar)
                }
                if Int.random(in: 0..<12, using: &random) == 0 { text.append("\u{200D}") }
            }
            for score in [
                VADER.standard.score(String(text).utf8Span.span, &scratch),
                ChineseSentiment.standard.score(String(text)),
            ] {
                #expect((-1...1).contains(score.compound))
                for part in [score.negative, score.neutral, score.positive] {
                    #expect((0...1).contains(part))
                }
            }
            _ = ScriptCount(String(text).utf8Span.span).language
            _ = Sentences.ranges(in: String(text).utf8Span.span)
        }
    }

    @Test(arguments: [21, 22] as [UInt64])
    func `many words around a but come out as by the plain search`(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        let words = ["good", "great", "bad", "GOOD", "very good", "not bad", "horrible"]
        let literal = LiteralVADER()
        for length in [65, 80, 200, 500] {
            var parts = (0..<length).map { _ in words[Int.random(in: words.indices, using: &random)] }
            parts.insert("but", at: Int.random(in: 0...length, using: &random))
            let text = parts.joined(separator: " ")
            let wanted = zip(literal.score(text), [3, 3, 3, 4]).map { Self.rounded($0, $1) }
            let score = VADER.standard.score(text)
            #expect(
                [score.negative, score.neutral, score.positive, score.compound] == wanted,
                "seed \(seed), \(length)")
        }
    }
}

/// Random numbers of a test: the same on every machine for one seed (SplitMix64).
struct SplitMix: RandomNumberGenerator {
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
