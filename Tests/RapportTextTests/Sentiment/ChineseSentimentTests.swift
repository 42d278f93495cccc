import SharedFiles
import Testing

@testable import RapportText

@Suite struct ChineseSentimentTests {
    private func compound(_ text: String) -> Double { ChineseSentiment.standard.score(text).compound }

    @Test(arguments: [
        ("客服很好,非常满意", Feeling.positive), ("质量太差了,再也不买了", .negative), ("退款一直没到账", .negative),
        ("物流很快，包装完好", .positive), ("等了很久都没人回复", .negative), ("联系不上客服", .negative),
        ("不太满意", .negative), ("不是不满意", .positive), ("请问快递单号是多少", .neutral),
        ("我想查一下订单", .neutral), ("客服態度很好，謝謝", .positive), ("質量太差，非常失望", .negative), ("👍👍", .positive),
        ("还会再来！", .positive), ("性价比高，值得推荐", .positive), ("服务一般", .negative), ("垃圾，骗人的", .negative),
        ("超时一个半小时，取消不了订单😡", .negative), ("不用等很久😊", .positive),
        ("送错了，打电话也不接😡", .negative),
        ("好慢", .negative), ("物流好慢啊", .negative), ("好失望", .negative), ("好喜欢", .positive), ("不好失望", .negative),
        ("好不好用", .neutral), ("满不满意", .neutral), ("没有想象中那么好", .negative), ("没有宣传的那么好用", .negative),
        ("没见过这么差的服务", .negative), ("从来没有这么满意过", .positive), ("别提多差了", .negative), ("不如以前", .negative),
        ("问题很多", .negative), ("怎么还没发货", .negative), ("不得不说服务很好", .positive), ("一点都不好", .negative),
        ("不是不好", .positive), ("还行", .positive), ("无功无过", .neutral), ("好像没有货", .neutral),
        ("没有问题，很顺利", .positive),
    ])
    func `plain sentences of service feel as they should`(_ text: String, _ feeling: Feeling) {
        #expect(ChineseSentiment.standard.score(text).feeling == feeling, "\(text): \(compound(text))")
    }

    /// Valences by hand, through the rules of the table: 适中 has 1, 满意 2.5, 失望 -2.
    static let sums: [(String, Double)] = [
        ("满意", 2.5), ("不适中", -0.74), ("没有得到解决", -0.74), ("非常适中", 1.293), ("不太适中", -0.5),
        ("不非常适中", -0.95682), ("非常不适中", -1.01835), ("不是不适中", 0.55), ("适中极了", 1.293),
        ("有点适中", 0.707), ("从来没有这么适中", 1.61625), ("一般适中", 0.707), ("好适中", 1.293), ("没有说的那么适中", -0.6465),
        ("好不好适中", 1), ("一般", -0.8), ("不，适中", 1),
        ("适中但是失望", -2.5), ("适中。但是失望", -2), ("快递", 0),
    ]

    @Test(arguments: sums)
    func `the sum of valences is that of the rules`(_ text: String, _ sum: Double) {
        let expected = SentimentScore.compound(of: sum).roundedAsDecimal(places: 4)
        #expect(compound(text) == expected, "\(text)")
    }

    /// A classifier of book reviews takes "客服很好,非常满意" for blame: a fact of the peer, which is no oracle.
    @Test func `plain praise that a peer takes for blame is praise`() throws {
        let feelings: [String: Feeling] = [
            "客服很好,非常满意": .positive, "质量太差了,再也不买了": .negative, "一般般吧": .negative, "不是不喜欢,只是不太好用": .negative,
            "退款一直没到账": .negative,
        ]
        let cases = try GoldenCase.all("txt_snownlp_sentiment")
        for golden in cases {
            let text = try #require(golden.input["text"] as? String)
            #expect(
                ChineseSentiment.standard.score(text).feeling == feelings[text], "\(text): \(compound(text))")
            if feelings[text] == .positive { #expect(try golden.number("p_positive") < 0.5) }
        }
    }

    @Test func `marks of both widths stress`() {
        #expect(compound("满意！！") == compound("满意!!"))
        #expect(compound("满意！") > compound("满意"))
        #expect(compound("失望？？？") < compound("失望"))
    }

    @Test(arguments: ["", "  ", "\u{3000}"])
    func `a blank text is neutral`(_ text: String) { #expect(ChineseSentiment.standard.score(text) == .none) }

    @Test func `words of one's own are found, in both scripts`() {
        let own = ChineseSentiment(adding: [("回甘", 2.5), ("很好", -1)])
        #expect(ChineseSentiment.standard.score("茶有回甘").hits == 0)
        #expect(own.score("茶有回甘").hits == 1)
        #expect(own.score("很好").compound < 0)
    }

    @Test func `the lexicon is whole`() {
        let lines = EmbeddedLexicon.chineseSentiment.lines
        #expect(lines.count == 1_760)
        #expect(Set(lines.map(\.word)).count == lines.count)
        for (word, meaning) in lines {
            for part in meaning.split(separator: " ") {
                if let valence = Double(part) {
                    #expect((-4...4).contains(valence), "\(word)")
                } else {
                    #expect(ChineseLexicon.Role(rawValue: String(part)) != nil, "\(word): \(part)")
                }
            }
        }
        #expect(ChineseLexicon.standard.counts.all == lines.count)
        // Every word is found where it stands alone.
        for (word, _) in lines {
            let scalars = ChineseLexicon.standard.folded(word.utf8Span.span)
            #expect(ChineseLexicon.standard.longest(in: scalars, at: 0)?.length == scalars.count, "\(word)")
        }
    }
}

@Suite struct RoutingTests {
    @Test(arguments: [
        ("很好", ScriptCount.Routing.language(.zh)), ("good", .language(.en)),
        ("买了 iPad mini", .otherScript("")),
        ("iPhone 很好用", .language(.zh)), ("", .language(.en)), ("😀 123", .language(.en)),
        ("очень хорошо", .otherScript("neither Latin nor Chinese letters")),
        ("とても良い", .otherScript("Japanese")),
        ("좋아요", .otherScript("Korean")), ("Übergröße", .language(.en)), ("table 好", .language(.en)),
    ])
    func `a text goes where its letters say`(_ text: String, _ routing: ScriptCount.Routing) {
        let found = ScriptCount(text.utf8Span.span).language
        if text.hasPrefix("买") {
            #expect(found == .language(.en))  // 2 of 10 letters
        } else {
            #expect(found == routing, "\(text)")
        }
    }
}

@Suite struct SentenceTests {
    @Test(arguments: [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]), ("No stop", ["No stop"]), ("", []), (" \n ", []),
        ("Mr. Smith paid 3.50 e.g. today. Fine.", ["Mr. Smith paid 3.50 e.g. today.", "Fine."]),
        ("很好。但是贵！真的？", ["很好。", "但是贵！", "真的？"]), ("a\nb\r\nc", ["a", "b", "c"]),
        ("He said \"no.\" Then left...  So what?!", ["He said \"no.\"", "Then left...", "So what?!"]),
        ("It was I. You know.", ["It was I.", "You know."]), ("好.不好", ["好.", "不好"]),
    ])
    func `sentences end where readers see it`(_ text: String, _ sentences: [String]) {
        let bytes = Array(text.utf8)
        let found = Sentences.ranges(in: bytes.span).map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(found == sentences)
    }
}
