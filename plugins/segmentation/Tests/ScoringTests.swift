import Foundation
import RapportPluginKit
import RapportTestKit
import Testing

@testable import SegmentationPlugin

@Suite struct ScoringTests {
    @Test func `a quantile that falls on a value is that value`() {
        #expect(CutPoints.quantiles(of: (1...11).map(Double.init), bins: 5) == [3, 5, 7, 9])
        #expect(CutPoints.quantiles(of: [1, 2], bins: 4) == [1.25, 1.5, 1.75])
        #expect(CutPoints.quantiles(of: [0.1, 0.1, 0.1], bins: 2) == [0.1])
    }

    /// The definition, written out: 1 + the number of quantiles below the value.
    @Test("scores never fall where values rise", arguments: 0..<40)
    func monotonic(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let values = (0..<Int.random(in: 2...60, using: &random))
            .map { _ in Double(Int.random(in: -5...15, using: &random)) / 4 }
        let bins = Int.random(in: 2...9, using: &random)
        let points = CutPoints(limits: CutPoints.quantiles(of: values.sorted(), bins: bins), mean: 0)
        for (a, b) in zip(values.sorted(), values.sorted().dropFirst()) {
            #expect(points.score(a, .monetary) <= points.score(b, .monetary), "seed \(seed)")
            #expect(points.score(a, .recency) >= points.score(b, .recency), "seed \(seed)")
        }
        #expect(values.allSatisfy { (1...bins).contains(points.score($0, .frequency)) }, "seed \(seed)")
    }

    @Test func `custom limits score as they are typed`() async throws {
        let arguments: [String: Value] = [
            "scoring": .text("custom"), "n_bins": .int(3),
            "thresholds": .map([
                .init(.text("recency"), .list([.int(2), .int(4)])),
                .init(.text("frequency"), .list([.int(1), .int(3)])),
                .init(.text("monetary"), .list([.float(9.5), .int(30)])),
            ]),
        ]
        let outcome = try await rfm.outcome(of: ladder(5), arguments)
        // Recency 5, 4, 3, 2, 1; frequency 1…5; monetary 10…50: a limit belongs to the score below it.
        #expect(outcome.output.ints("r") == [1, 2, 2, 3, 3])
        #expect(outcome.output.ints("f") == [1, 2, 2, 3, 3])
        #expect(outcome.output.ints("m") == [2, 2, 2, 3, 3])
        #expect(outcome.caveat("scores.empty")?.text.contains("M = 1") == true)
    }

    @Test func `a later month is scored with an earlier one's cuts`() async throws {
        let june = try await rfm.outcome(of: ladder(10), ["n_bins": .int(4), "scheme": .text("cn8")])
        let cuts = try june.table("cuts")
        #expect(cuts.count == 12)
        // The same customers, scored by themselves and by their own cuts.
        let again = try await rfm.outcome(
            of: ladder(10), ["cuts": .table("run 1"), "scheme": .text("cn8")], named: ["cuts": cuts])
        #expect(again.output.isIdentical(to: june.output))
        #expect(try again.table("cuts").isIdentical(to: cuts))
        #expect(again.caveat("cuts.given") != nil)
        // Three customers are too few for four quantiles, and enough for limits that are given.
        let few = try await rfm.outcome(
            of: ladder(3), ["cuts": .table("run 1"), "scheme": .text("cn8")], named: ["cuts": cuts])
        #expect(few.output.ints("f") == [1, 1, 1])
        let mean = try #require(june.output["frequency"]).count
        #expect(mean == 10)
        // The mean frequency of the yardstick is 5.5; nobody here reaches it.
        #expect(
            few.output.texts("segment").compactMap(\.self).allSatisfy {
                $0.hasSuffix("发展客户") || $0.hasSuffix("挽留客户")
            })
    }

    @Test func `cuts of another shape are refused`() async {
        let wrong = await rfm.refusal(
            of: ladder(6), ["cuts": .table("run 1")], named: ["cuts": Table(["measure": .texts(["recency"])])]
        )
        #expect(wrong?.code == "model.shape")
        let torn = Table([
            "measure": .texts(["recency", "recency"]), "score": .ints([1, 2]), "above": .floats([nil, nil]),
            "up_to": .floats([nil, nil]), "mean": .floats([1, 1]),
        ])
        let refused = await rfm.refusal(of: ladder(6), ["cuts": .table("run 1")], named: ["cuts": torn])
        #expect(refused?.code == "model.shape")
        let both = await rfm.refusal(
            of: ladder(6), ["cuts": .table("run 1"), "scoring": .text("ntile")], named: ["cuts": torn])
        #expect(both?.code == "parameter.conflict")
    }
}

@Suite struct SchemeTests {
    /// Eight customers, one a corner: recency, frequency and money far above or far below the mean.
    @Test func `cn8 names the corners`() async throws {
        let corners = [
            ("重要价值客户", 1, 9, 90.0), ("重要发展客户", 1, 1, 90), ("重要保持客户", 99, 9, 90), ("重要挽留客户", 99, 1, 90),
            ("一般价值客户", 1, 9, 1), ("一般发展客户", 1, 1, 1), ("一般保持客户", 99, 9, 1), ("一般挽留客户", 99, 1, 1),
        ]
        let table = Table([
            "customer": .texts(corners.map(\.0)), "recency": .ints(corners.map(\.1)),
            "frequency": .ints(corners.map(\.2)), "monetary": .floats(corners.map(\.3)),
        ])
        let outcome = try await rfm.outcome(of: table, ["scheme": .text("cn8")])
        #expect(outcome.output.texts("segment") == corners.map(\.0))
        #expect(try outcome.table("segments").texts("segment") == corners.map(\.0))
        #expect(try outcome.table("segments").ints("n") == Array(repeating: 1, count: 8))
    }

    @Test func `all at the mean are the best cell`() async throws {
        let table = Table([
            "customer": .texts(["a", "b", "c"]), "recency": .ints([3, 3, 3]), "frequency": .ints([1, 1, 1]),
            "monetary": .floats([0.1, 0.1, 0.1]),
        ])
        let outcome = try await rfm.outcome(of: table, ["scheme": .text("cn8"), "n_bins": .int(2)])
        #expect(Set(outcome.output.texts("segment")) == ["重要价值客户"])
    }

    @Test func `other numbers of scores are scaled to five`() throws {
        let scheme = try SegmentScheme(.first(.rfGrid), scores: 4)
        // 4 → 5, 3 → 4, 2 → 3, 1 → 2.
        #expect(scheme.names[scheme.segment(4, 4, 1, bins: 4)] == "Champions")
        #expect(scheme.names[scheme.segment(1, 1, 1, bins: 4)] == "Hibernating")
        #expect(scheme.names[scheme.segment(2, 2, 1, bins: 4)] == "Need Attention")
        #expect(scheme.names[scheme.segment(3, 1, 1, bins: 4)] == "Potential Loyalists")
    }

    @Test func `a file names groups of one's own`() async throws {
        let outcome = try await rfm.outcome(
            of: ladder(6),
            ["n_bins": .int(3), "scheme": .file(try file("r,f,m,segment\n3,3,*,best\n1-2,*,,rest\n"))])
        #expect(outcome.output.texts("segment") == ["rest", "rest", "rest", "rest", "best", "best"])
        #expect(try outcome.table("segments").texts("segment") == ["best", "rest", "Others"])
    }

    @Test(
        "a file that names nothing well is refused",
        arguments: [
            ("r,f,segment\n1,1,x\n", "scheme.columns"), ("r,f,m,segment\n1,9,1,x\n", "scheme.rule"),
            ("r,f,m,segment\n3-1,1,1,x\n", "scheme.rule"), ("r,f,m,segment\n1,1,1,\n", "scheme.rule"),
            ("r,f,m,segment\n", "scheme.empty"), ("", "csv.empty"),
        ])
    func refuses(text: String, code: String) async throws {
        let error = await rfm.refusal(of: ladder(6), ["scheme": .file(try file(text))])
        #expect(error?.code.name == code)
        #expect(error?.help.isEmpty == false)
    }

    @Test func `a scheme that is misspelt is found again`() async {
        let error = await rfm.refusal(of: ladder(6), ["scheme": .text("rf_grdi")])
        #expect(error?.code == "file.unreadable")
        #expect(error?.help.first?.text == "`scheme=rf_grid`?")
    }

    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "scheme-\(UUID()).csv")
        try text.write(to: path, atomically: true, encoding: .utf8)
        return path.path()
    }
}
