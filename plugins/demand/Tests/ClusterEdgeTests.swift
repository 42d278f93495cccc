import RapportPluginKit
import RapportTestKit
import Testing

/// The edge cases of the method (rows 22 to 26 of its matrix among them), and what is said of them.
@Suite struct ClusterEdgeTests {
    @Test func `texts that are empty or stop words alone leave no vocabulary`() async throws {
        let error = try await stage("cluster").refusal(
            of: messages(["", "  ", "the and of", "的 了", "12 34"]))
        #expect(error?.code == "text.empty-vocabulary")
        #expect(error?.help.first?.text == "`stop_words=none` keeps common words")
        #expect(try await stage("cluster").refusal(of: messages([nil, nil]))?.code == "column.all-missing")
    }

    @Test func `limits that no word meets say which to change`() async throws {
        let texts = (0..<20).map { "refund parcel \($0 % 2 == 0 ? "card" : "late") w\($0)" }
        let error = try await stage("cluster").refusal(of: messages(texts), ["min_df": .int(50)])
        #expect(error?.code == "text.empty-vocabulary")
        #expect(error?.help.first?.text == "lower `min_df` or raise `max_df`")
    }

    @Test func `a hundred identical texts are one group, and it is told`() async throws {
        let outcome = try await stage("cluster").outcome(
            of: messages(Array(repeating: "where is my parcel", count: 100)))
        #expect(Set(outcome.output.ints("cluster")) == [1])
        #expect(outcome.caveat("texts.one-distinct")?.text.hasPrefix("1 distinct text in 100 rows") == true)
        #expect(outcome.output.floats("similarity").allSatisfy { abs(($0 ?? 0) - 1) < 1e-12 })
    }

    @Test func `Chinese cut into pairs of characters says so, and names can be read`() async throws {
        let rows = [
            "发票抬头写错了", "请开发票，抬头写公司", "发票抬头不对", "快递一直没到", "快递延误了好几天", "我的快递在哪里",
        ]
        let outcome = try await stage("cluster").outcome(
            of: messages(rows), ["n_clusters": .int(2), "segmentation": .text("bigrams")])
        #expect(outcome.caveat("chinese.bigrams")?.count == 6)
        let labels = try outcome.table("clusters").texts("label").compactMap(\.self)
        #expect(labels.contains { $0.contains("发票") } && labels.contains { $0.contains("快递") })
        let words = try await stage("cluster").outcome(of: messages(rows), ["n_clusters": .int(2)])
        #expect(words.caveat("chinese.bigrams") == nil)
    }

    @Test func `a column of numbers is no text`() async throws {
        let table = Table(["note": .ints([1, 2, 3])])
        let error = try await stage("cluster").refusal(of: table, ["text": .column("note")])
        #expect(error?.code == "column.type")
        #expect(error?.help.first?.text.contains("cast") == true)
    }

    @Test func `more groups than different texts is an error that says how many will do`() async throws {
        let texts = ["refund card", "refund card!", "parcel late", "REFUND card", "invoice"]
        let error = try await stage("cluster").refusal(of: messages(texts), ["n_clusters": .int(4)])
        #expect(error?.code == "table.too-few-rows")
        #expect(error?.message == "3 distinct texts; 4 groups need at least as many")
        #expect(error?.help.first?.text == "`n_clusters=3` or fewer, or `auto`")
        #expect(
            try await stage("cluster").refusal(of: messages(["refund", ""]))?.code == "table.too-few-rows")
    }

    @Test func `rows without a group stay and say why`() async throws {
        let outcome = try await stage("cluster").outcome(
            of: messages(["refund card", nil, " \n", "the", "parcel late", "发票抬头", "parcel tracking"]),
            ["n_clusters": .int(2), "language": .text("en")])
        #expect(
            outcome.output.texts("reason")
                == [nil, "missing", "empty", "no word left", nil, "other language", nil])
        #expect(outcome.rows == .init(input: 7, used: 3))
        #expect(outcome.caveat("rows.empty")?.count == 1)
        #expect(outcome.caveat("rows.other-language")?.count == 1)
        let groups = outcome.output.ints("cluster")
        #expect(zip(groups, outcome.output.texts("reason")).allSatisfy { ($0 == nil) != ($1 == nil) })
    }

    @Test func `groups without a text in the language are left out of a fit for each, and named`()
        async throws
    {
        let texts = ["refund card", "parcel late", "parcel tracking", "发票抬头", "快递到了"]
        let table = Table([
            "text": .texts(texts.map(Optional.some)),
            "channel": .texts(["mail", "mail", "mail", "wechat", "wechat"]),
        ])
        let english: [String: Value] = ["n_clusters": .int(2), "language": .text("en")]
        let outcome = try await stage("cluster").outcome(
            of: table, english.merging(["by": .columns(["channel"])]) { $1 })
        #expect(outcome.output.count == 3)
        #expect(outcome.caveat("groups.too-small")?.text.contains("wechat") == true)
        #expect(
            try await stage("cluster").refusal(of: messages(["发票抬头", "快递"]), english)?.code
                == "table.too-few-rows")
    }

    @Test func `equal texts count once for the groups and each for their sizes`() async throws {
        let rows =
            Array(repeating: "refund to my card", count: 40) + [
                "refund card quickly", "parcel late", "late parcel today",
            ]
        let outcome = try await stage("cluster").outcome(of: messages(rows), ["n_clusters": .int(2)])
        #expect(try outcome.table("clusters").ints("n") == [41, 2])
        #expect(outcome.caveat("texts.repeated")?.count == 39)
    }

    @Test func `a word of one's own keeps together`() async throws {
        let file = try temporaryFile("word,freq\n柳壶,\n品茗杯,3\n")
        let rows = ["柳壶的品茗杯碎了", "品茗杯破了", "柳壶发货慢", "柳壶快递慢"]
        let outcome = try await stage("cluster").outcome(
            of: messages(rows), ["n_clusters": .int(2), "user_dict": .file(file)])
        let words = Set(try outcome.table("model").texts("term").compactMap(\.self))
        #expect(words.contains("柳壶") && words.contains("品茗杯"))
        let wrong = try temporaryFile("term\n柳壶\n")
        #expect(
            try await stage("cluster").refusal(of: messages(rows), ["user_dict": .file(wrong)])?.code
                == "file.columns")
        let number = try temporaryFile("word,freq\n柳壶,often\n")
        #expect(
            try await stage("cluster").refusal(of: messages(rows), ["user_dict": .file(number)])?.code
                == "file.number")
    }

    @Test func `pairs of words and lists of stop words are taken`() async throws {
        let rows = ["green tea pot", "green tea cup", "black tea pot", "black tea cup"]
        let pairs = Value.list([.int(1), .int(2)])
        let outcome = try await stage("cluster").outcome(
            of: messages(rows),
            ["n_clusters": .int(2), "ngram_range": pairs, "stop_words": .list([.text("cup")])])
        let words = Set(try outcome.table("terms").texts("term").compactMap(\.self))
        #expect(words.contains("green tea") && !words.contains("cup"))
        let wrong = Value.list([.int(2), .int(1)])
        #expect(
            try await stage("cluster").refusal(of: messages(rows), ["ngram_range": wrong])?.code
                == "parameter.range")
    }

    @Test func `no error holds what a customer wrote`() async throws {
        let secret = "zanzibarsecret"
        for arguments in [["n_clusters": Value.int(9)], ["min_df": .int(9)], ["max_df": .float(0.01)]] {
            let error = try #require(
                try await stage("cluster").refusal(
                    of: messages([secret, "\(secret) two", "other words"]), arguments))
            #expect(!"\(error)".contains(secret))
        }
    }
}
