import RapportText
import RapportWork
import Testing

@Suite struct TrainingTests {
    /// Every second distinct review of each file teaches, the others judge; none of the one half is in the other.
    @Test(arguments: SentimentClassifier.Method.allCases)
    func `Chinese reviews are told apart by what the other half taught`(
        _ method: SentimentClassifier.Method
    ) throws {
        let positive = sharedLines("data/sentiment/zh_positive_2000.txt")
        let negative = sharedLines("data/sentiment/zh_negative_2000.txt")
        guard !positive.isEmpty, !negative.isEmpty else { return }
        let all = RatedComments(positive.map { ($0, true) } + negative.map { ($0, false) })
        #expect(all.duplicates > 0)
        let halves = [0, 1].map { half in
            RatedComments(
                all.texts.indices.filter { $0 % 2 == half }.map { (all.texts[$0], all.isPositive[$0]) })
        }
        let classifier = try SentimentTraining.classifier(method, on: halves[0], work: Work())
        var right = 0
        for (text, isPositive) in zip(halves[1].texts, halves[1].isPositive)
        where (classifier.score(text.utf8Span.span).compound > 0) == isPositive {
            right += 1
        }
        let accuracy = Double(right) / Double(halves[1].count)
        print(
            "\(method.rawValue): accuracy \(accuracy) of \(halves[1].count), \(classifier.grams.count) grams")
        #expect(accuracy > 0.90)

        var (rulesRight, rulesTold) = (0, 0)
        for (text, isPositive) in zip(halves[1].texts, halves[1].isPositive) {
            let compound = ChineseSentiment.standard.score(text).compound
            if compound == 0 { continue }
            rulesTold += 1
            if (compound > 0) == isPositive { rulesRight += 1 }
        }
        print("rules: \(rulesRight) right of \(rulesTold) told of \(halves[1].count)")
        // Lexicon and rules know nothing of these reviews of books and hotels.
        #expect(Double(rulesRight) / Double(rulesTold) > 0.7)
    }

    private let comments: [(text: String, isPositive: Bool)] = (0..<300).map { place in
        (["很好", "满意", "快", "差", "失望", "慢"][place % 6] + "\(place)号", place % 6 < 3)
    }

    @Test func `the order of comments and the number of threads change nothing`() throws {
        var random = SplitMix(seed: 5)
        let plain = try SentimentTraining(RatedComments(comments), work: Work(width: 1))
        for width in [1, 2] {
            let other = try SentimentTraining(
                RatedComments(comments.shuffled(using: &random)), work: Work(width: width))
            #expect(plain.classifier == other.classifier)
            #expect(plain.unseen == other.unseen)
            #expect(plain.areas.map(\.area) == other.areas.map(\.area))
        }
        #expect(plain.area > 0.99)
        #expect(plain.unseen.count == 300)
    }

    @Test func `a comment is judged by a fit that had not seen it`() throws {
        // Labels by chance: a fit that saw them would know most by heart.
        var random = SplitMix(seed: 6)
        let chance = (0..<400).map { place in
            (
                text: String((0..<12).map { _ in "天地玄黄宇宙洪荒日月盈昃".randomElement(using: &random) ?? "天" }),
                isPositive: place % 2 == 0
            )
        }
        let training = try SentimentTraining(RatedComments(chance), work: Work())
        #expect(abs(training.area - 0.5) < 0.12)
    }

    @Test func `repeated and contradicting comments are counted`() {
        let comments = RatedComments([
            ("好", true), (" 好 ", true), ("差", false), ("怪", true), ("怪", false), ("", true),
        ])
        #expect(comments.count == 2)
        #expect(comments.duplicates == 2)
        #expect(comments.contradictions == 1)
        #expect(comments.positives == 1)
    }

    @Test func `too few of a class is an error that says how many`() {
        #expect {
            _ = try SentimentTraining(RatedComments([("好", true), ("差", false)]), work: Work())
        } throws: {
            "\($0)".contains("1 are pleased and 1 displeased")
        }
    }

    @Test func `grams are characters and neighbours`() {
        let grams = CharacterGrams().grams(of: "服務 OK!".utf8Span.span).map(CharacterGrams.text(of:))
        #expect(Set(grams) == ["服", "务", "服务", "o", "k", "ok", "!", "k!"])
        for gram in grams { #expect(CharacterGrams.gram(of: gram).map(CharacterGrams.text(of:)) == gram) }
    }
}
