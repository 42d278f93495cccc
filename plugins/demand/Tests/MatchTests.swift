import Foundation
import RapportPluginKit
import RapportTestKit
import SharedFiles
import Testing

/// Needs find their solutions, or none; the scores are scikit-learn's.
@Suite struct MatchTests {
    static let solutions = Table([
        "方案编号": .texts(["S1", "S2", "S3"]), "标题": .texts(["Refund", "Parcel", "发票"]),
        "内容": .texts([
            "The refund reaches the card in five days", "Follow the tracking of a late parcel", "发票抬头可以修改",
        ]),
    ])

    private func match(_ needs: [String?], _ arguments: [String: Value] = [:]) async throws -> Outcome {
        try await stage("match").outcome(
            of: messages(needs), arguments.merging(["solutions": .table("kb")]) { $1 },
            named: ["solutions": Self.solutions])
    }

    @Test func `each need finds the one that shares its words, or none`() async throws {
        let outcome = try await match([
            "when does my refund come", "parcel tracking", "发票抬头写错了", "do you engrave", "", nil,
        ])
        #expect(outcome.output.texts("best_solution") == ["S1", "S2", "S3", nil, nil, nil])
        #expect(
            outcome.output.texts("match_status")
                == ["matched", "matched", "matched", "no_match", "no_match", "no_match"])
        #expect(outcome.output.texts("match_reason") == [nil, nil, nil, nil, "empty", "missing"])
        #expect(lists(outcome.output, "matched_terms")[1].sorted() == ["parcel", "tracking"])
        #expect(outcome.output.floats("match_score")[3] == 0)
        #expect(outcome.value(of: "coverage") == 0.5)
        #expect(outcome.value(of: "no_match_share") == 0.5)
        #expect(outcome.value(of: "mrr") == nil)
        #expect(outcome.rows == .init(input: 6, used: 4))
        #expect(try outcome.table("coverage").ints("needs") == [1, 1, 1])
    }

    @Test func `needs that cannot be read weigh no word`() async throws {
        let needs: [String?] = ["refund on a late card", "parcel tracking"]
        let alone = try await match(needs)
        let among = try await match(needs + ["", nil, "  ", "n/a"])
        let scores = alone.output.floats("match_score")
        #expect(Array(among.output.floats("match_score").prefix(2)) == scores)
        #expect(scores.allSatisfy { ($0 ?? 0) > 0 })
    }

    @Test func `what words add is the score`() async throws {
        for scorer in ["tfidf", "bm25"] {
            let outcome = try await match(
                ["the refund on my card is late", "late parcel tracking"], ["scorer": .text(scorer)])
            let (matches, parts) = (try outcome.table("matches"), try outcome.table("contributions"))
            for row in 0..<matches.count {
                let (need, solution) = (matches.ints("need")[row], matches.texts("solution")[row])
                let sum = (0..<parts.count).filter {
                    parts.ints("need")[$0] == need && parts.texts("solution")[$0] == solution
                }.reduce(0.0) { $0 + (parts.floats("contribution")[$1] ?? 0) }
                #expect(abs(sum - (matches.floats("score")[row] ?? 0)) < 1e-12)
            }
            let first = matches.floats("score").compactMap(\.self)
            #expect(abs((outcome.output.floats("margin")[0] ?? 0) - (first[0] - first[1])) < 1e-12)
        }
    }

    @Test func `a score below the limit is weak, and a solution may have a limit of its own`() async throws {
        let weak = try await match(["refund"], ["min_similarity": .float(0.9)])
        #expect(weak.output.texts("match_status") == ["weak"])
        #expect(weak.value(of: "weak_share") == 1)
        let strict = Self.solutions.adding(Field("min_score", .float), .floats([0.95, nil, nil]))
        let outcome = try await stage("match").outcome(
            of: messages(["refund", "parcel"]), ["solutions": .table("kb")], named: ["solutions": strict])
        #expect(outcome.output.texts("match_status") == ["weak", "matched"])
    }

    @Test func `with the right solution known it is measured how often it comes first`() async throws {
        let table = Table([
            "text": .texts(["refund on the card", "parcel", "late refund card", "发票", "refund"]),
            "right": .texts(["S1", "S2", "S2", "S9", nil]),
        ])
        let outcome = try await stage("match").outcome(
            of: table, ["solutions": .table("kb"), "expected": .column("right"), "top_k": .int(1)],
            named: ["solutions": Self.solutions])
        #expect(abs((outcome.value(of: "hit_at_1") ?? 0) - 2.0 / 3) < 1e-12)
        #expect(abs((outcome.value(of: "hit_at_k") ?? 0) - 2.0 / 3) < 1e-12)
        // The third need has S2 second, by the word "late".
        #expect(abs((outcome.value(of: "mrr") ?? 0) - 2.5 / 3) < 1e-12)
        #expect(abs((outcome.value(of: "ndcg") ?? 0) - 2.0 / 3) < 1e-12)
        #expect(outcome.caveat("expected.unknown")?.count == 1)
        let precision = try outcome.table("thresholds").floats("precision").compactMap(\.self)
        #expect(precision.first.map { abs($0 - 2.0 / 3) < 1e-12 } == true)
    }

    @Test func `tables of solutions that will not do are refused`() async throws {
        let needs = messages(["refund"])
        let call: [String: Value] = ["solutions": .table("kb")]
        let empty = try await stage("match").refusal(
            of: needs, call, named: ["solutions": Self.solutions.prefix(0)])
        #expect(empty?.code == "table.empty")
        let twice = Table(["id": .texts(["a", "a"]), "text": .texts(["refund", "parcel"])])
        #expect(
            try await stage("match").refusal(of: needs, call, named: ["solutions": twice])?.code
                == "table.duplicate-key")
        let noId = Table(["text": .texts(["refund"])])
        #expect(
            try await stage("match").refusal(of: needs, call, named: ["solutions": noId])?.code
                == "role.missing")
        let silent = Table(["id": .texts(["a"]), "text": .texts(["the of and"])])
        #expect(
            try await stage("match").refusal(of: needs, call, named: ["solutions": silent])?.code
                == "text.empty-vocabulary")
        let named = try await stage("match").refusal(
            of: needs, call.merging(["solution_text": .text("内荣")]) { $1 },
            named: ["solutions": Self.solutions])
        #expect(named?.code == "table.unknown-column")
    }

    @Test func `the columns of the solutions are told`() async throws {
        let outline = try await stage("match").outline(
            of: messages(["a"]).schema, ["solutions": .table("kb")],
            named: ["solutions": Self.solutions.schema])
        #expect(
            outline.warnings.contains {
                $0.text == "of `solutions`, `方案编号` is the id, `内容` the text and `标题` the title"
            })
    }

    // MARK: - Golden

    private struct Recorded: Decodable {
        struct Input: Decodable { var needs: [String]?, solutions: [String]? }
        struct Parameters: Decodable { var fit_on: String? }
        struct Expected: Decodable { var scores: [[Double]]? }
        var input: Input, params: Parameters, expected: Expected
    }

    @Test func `scores are those of scikit-learn`() async throws {
        let cases = try GoldenCase.all("txt_cosine_match", as: Recorded.self)
        if cases.isEmpty { return }
        var compared = 0
        for each in cases {
            guard let needs = each.input.needs, let solutions = each.input.solutions,
                let scores = each.expected.scores
            else { continue }
            let shelf = Table([
                "id": .ints(solutions.indices.map { $0 }), "text": .texts(solutions.map(Optional.some)),
            ])
            let outcome = try await stage("match").outcome(
                of: messages(needs.map(Optional.some)),
                [
                    "solutions": .table("kb"), "top_k": .int(100), "stop_words": .text("english"),
                    "fit_on": .text(each.params.fit_on == "solutions" ? "solutions" : "both"),
                ], named: ["solutions": shelf])
            let matches = try outcome.table("matches")
            var found = scores.map { $0.map { _ in 0.0 } }
            for row in 0..<matches.count {
                found[(matches.ints("need")[row] ?? 1) - 1][matches.ints("solution")[row] ?? 0] =
                    matches.floats("score")[row] ?? 0
            }
            for (mine, theirs) in zip(found, scores) {
                for (a, b) in zip(mine, theirs) { #expect(abs(a - b) < 1e-12) }
            }
            compared += 1
        }
        #expect(compared == 2)
    }
}
