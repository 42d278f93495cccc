import Foundation
import RapportText
import SharedFiles
import Testing

@Suite struct SegmentationTests {
    @Test func aGivenDictionaryCutsAsJieba() throws {
        for golden in try GoldenCase.all("txt_maxprob_segment") {
            let counts = try #require(golden.input["dictionary"] as? [String: Int])
            let dictionary = ChineseDictionary(words: counts.map { .init($0.key, count: $0.value) })
            let text = try #require(golden.input["text"] as? String)
            #expect(dictionary.words(in: text) == (try golden.strings("words")), "\(text)")
        }
    }

    /// The cut dictionary lacks the words counted fewer than five times: where a case needs one it is added.
    @Test func theCutDictionaryCutsAsTheWhole() throws {
        let path = ProcessInfo.processInfo.environment["RAPPORT_JIEBA_DICTIONARY"]
        if path == nil {
            print("skipped: the whole dictionary; RAPPORT_JIEBA_DICTIONARY names jieba's dict.txt")
        }
        let whole = try path.map { try #require(FileManager.default.contents(atPath: $0)) }
            .map { ChineseDictionary(lines: $0) }
        var lacking: Set<String> = []
        for golden in try GoldenCase.all("txt_jieba_cut") {
            let text = try #require(golden.input["text"] as? String)
            let expected = try golden.strings("cut_hmm_false")
            let missing = expected.filter { word in
                word.unicodeScalars.count > 1 && word.hanShare == 1
                    && ChineseDictionary.general.count(of: word) == 0
            }
            lacking.formUnion(missing)
            let dictionary =
                missing.isEmpty ? .general : ChineseDictionary.general.adding(missing.map { .init($0) })
            #expect(dictionary.words(in: text) == expected)
            #expect(ChineseDictionary.standard.words(in: text).joined() == text)
            if let whole { #expect(whole.words(in: text) == expected) }
        }
        #expect(lacking.count <= 3, "\(lacking.sorted())")
    }

    @Test func theTradesWordsStayWhole() {
        let words = ChineseDictionary.standard.words(in: "应用闪退,优惠券不能用,支持七天无理由")
        #expect(words.contains("闪退") && words.contains("七天无理由"))
        #expect(ChineseDictionary.tradeWords.count > 250)
        for word in ChineseDictionary.tradeWords {
            #expect(ChineseDictionary.standard.words(in: word.text) == [word.text])
        }
    }

    @Test func wordsOfOnesOwnAreKeptTogether() {
        let general = ChineseDictionary.general
        #expect(general.words(in: "星云套餐甲很贵") != ["星云套餐甲", "很", "贵"])
        let mine = general.adding([.init("星云套餐甲"), .init("很贵", count: 100_000)])
        #expect(mine.words(in: "星云套餐甲很贵") == ["星云套餐甲", "很贵"])
        #expect(mine.count(of: "客服") == general.count(of: "客服"))
        #expect(mine.count(of: "很贵") == 100_000)
        // The words that were there stay as they were.
        let text = "物流太慢了但是产品质量非常好"
        #expect(mine.words(in: text) == general.words(in: text))
    }

    @Test func linesOfOtherProgramsAreRead() {
        let lines = "# mine\n客服 100 n\r\n回复\t80\n\nT恤 7\n很慢\n"
        let dictionary = ChineseDictionary(lines: Array(lines.utf8))
        #expect(dictionary.count(of: "客服") == 100)
        #expect(dictionary.count(of: "回复") == 80)
        #expect(dictionary.count(of: "很慢") == 1)
        #expect(dictionary.words(in: "T恤t恤") == ["T恤", "t恤"])
    }

    /// Dictionaries and texts by chance: of all ways to cut, none is more probable.
    @Test func noOtherCutIsMoreProbable() {
        let seed = UInt64.random(in: 0...9_999)
        var random = SeededRandom(seed: seed)
        let letters = Array("甲乙丙丁戊").map(String.init)
        for _ in 0..<200 {
            var counts: [String: Int] = [:]
            for _ in 0..<12 {
                let word = (0..<Int.random(in: 1...3, using: &random)).compactMap { _ in
                    letters.randomElement(using: &random)
                }.joined()
                counts[word] = Int.random(in: 1...50, using: &random)
            }
            let dictionary = ChineseDictionary(words: counts.map { .init($0.key, count: $0.value) })
            let total = Double(counts.values.reduce(0, +))
            let text = (0..<7).compactMap { _ in letters.randomElement(using: &random) }
            func score(_ words: [String]) -> Double {
                words.reduce(0) { $0 + log(Double(counts[$1] ?? 1)) - log(total) }
            }
            // A character that is no word stands alone only where no word begins with it.
            func isAllowed(_ words: [String]) -> Bool {
                words.indices.allSatisfy { index in
                    let rest = words[index...].joined()
                    return counts[words[index]] != nil
                        || words[index].count == 1 && !counts.keys.contains { rest.hasPrefix($0) }
                }
            }
            var best = -Double.infinity
            for cuts in 0..<64 {
                var (words, word) = ([String](), "")
                for (place, letter) in text.enumerated() {
                    word += letter
                    if place == 6 || cuts >> place & 1 == 1 {
                        words.append(word)
                        word = ""
                    }
                }
                if isAllowed(words) { best = max(best, score(words)) }
            }
            let found = dictionary.words(in: text.joined())
            #expect(abs(score(found) - best) < 1e-9, "seed \(seed): \(found)")
        }
    }
}
