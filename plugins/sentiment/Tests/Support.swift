import RapportPluginKit
import RapportTestKit
import Testing

@testable import SentimentPlugin

let score = sentiment.stages[0]

func cells(_ table: Table, _ name: String) -> [Scalar] { (0..<table.count).compactMap { table[name]?[$0] } }

func texted(_ texts: [String?]) -> Table { Table(["text": .texts(texts)]) }

/// Chinese comments that hold no word of the lexicon, whose ratings a reader of characters can learn.
func ratedComments(_ n: Int, seed: UInt64 = 3) -> Table {
    var random = SeededRandom(seed: seed)
    let (good, bad, plain) = (Array("甲乙丙丁"), Array("子午寅卯"), Array("天地玄黄宇宙洪荒"))
    var (texts, ratings): ([String?], [Int?]) = ([], [])
    for place in 0..<n {
        let isGood = place % 2 == 0
        var text = ""
        for _ in 0..<10 { text.append(plain[Int.random(in: plain.indices, using: &random)]) }
        for _ in 0..<2 {
            text.append((isGood ? good : bad)[Int.random(in: 0..<4, using: &random)])
        }
        texts.append(text)
        ratings.append(isGood ? Int.random(in: 4...5, using: &random) : Int.random(in: 1...2, using: &random))
    }
    return Table(["text": .texts(texts), "rating": .ints(ratings)])
}
