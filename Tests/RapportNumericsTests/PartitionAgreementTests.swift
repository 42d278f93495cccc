import RapportNumerics
import Testing

@Suite struct PartitionAgreementTests {
    @Test func `divisions say of each other what they should`() {
        func information(_ a: [Int], _ b: [Int]) -> Double {
            PartitionAgreement(a, b).normalizedMutualInformation
        }
        #expect(information([0, 0, 1, 1], [1, 1, 0, 0]) == 1)
        #expect(abs(information([0, 0, 1, 1], [0, 1, 0, 1])) < 1e-12)
        // scikit-learn: normalized_mutual_info_score([0, 0, 1, 2], [0, 0, 1, 1]) = 0.8
        #expect(abs(information([0, 0, 1, 2], [0, 0, 1, 1]) - 0.8) < 1e-12)
    }

    /// Many clusters of few points are sorted, few of many counted: what does not change with the points' number is equal.
    @Test func `many clusters agree as few do, without a table of all pairs`() {
        var random = NumpyRandom(seed: 5)
        let (a, b) = (
            (0..<300).map { _ in random.int(in: 0..<60) }, (0..<300).map { _ in random.int(in: 0..<60) }
        )
        // Every point ten times: the same shares of all pairs of clusters.
        let (sparse, dense) = (
            PartitionAgreement(a, b),
            PartitionAgreement(
                (0..<10).flatMap { _ in a }, (0..<10).flatMap { _ in b })
        )
        #expect(
            abs(sparse.normalizedMutualInformation - dense.normalizedMutualInformation) < 1e-12)
        // A table of all pairs would have 10^10 cells.
        let alone = Array(0..<100_000)
        let turned = PartitionAgreement(alone, alone.reversed())
        #expect(abs(turned.normalizedMutualInformation - 1) < 1e-12)
        #expect(turned.adjustedRand == 1)
    }
}
