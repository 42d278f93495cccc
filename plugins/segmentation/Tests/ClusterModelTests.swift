import RapportPluginKit
import RapportTestKit
import Testing

@testable import SegmentationPlugin

@Suite struct ClusterModelTests {
    @Test("values are counted into bins as one by one", arguments: [1, 2, 3, 4] as [UInt64])
    func bins(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let limits =
            seed == 1
            ? []
            : Set((0..<9).map { _ in Double(Int.random(in: 0...20, using: &random)) })
                .sorted()
        let values = (0..<500).map { _ in Double(Int.random(in: -2...23, using: &random)) }
        var slow = [Int](repeating: 0, count: limits.count + 1)
        for value in values { slow[limits.firstIndex { value <= $0 } ?? limits.count] += 1 }
        #expect(ClusterModel.counts(of: values, upTo: limits) == slow)
    }

    @Test func `a feature of an unknown kind is no part of a model`() async throws {
        let table = try await kmeans.outcome(of: KMeansTests.groups, ["n_clusters": .int(2)]).table("model")
        let kinds = (0..<table.count).map { row -> String? in
            guard case .text(let kind) = table["text"]?[row] else { return nil }
            return kind == "linear" ? "cubic" : kind
        }
        #expect(kinds.contains("cubic"))
        let broken = table.adding(Field("text", .text), .texts(kinds))
        let error = await stage("segmentation.assign").refusal(
            of: KMeansTests.groups, ["model": .table("model")], named: ["model": broken])
        #expect(error?.code == "model.shape")
    }
}
