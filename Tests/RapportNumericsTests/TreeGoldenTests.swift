import Foundation
import RapportNumerics
import RapportWork
import SharedFiles
import Testing

/// Agreement of the trees with scipy and scikit-learn, as recorded in `golden/seg_h*.json`.
@Suite struct TreeGoldenTests {
    private struct Linked: Decodable {
        struct Input: Decodable { var X: [[Double]] }
        struct Parameters: Decodable { var method: String }
        struct Expected: Decodable {
            var linkage: [[Double]]
            var fcluster_maxclust_3: [Int]
            var cophenetic_corr: Double
        }
        var input: Input
        var params: Parameters
        var expected: Expected
    }

    @Test func `linkages, cuts and the cophenetic correlation agree with scipy`() throws {
        for each in try GoldenCase.all("seg_hierarchical_linkage", as: Linked.self, count: 4) {
            let method = each.params.method
            let linkage = try #require(HierarchicalClustering.Linkage(rawValue: method))
            let points = Matrix(each.input.X)
            let tree = try HierarchicalClustering(points, linkage: linkage, work: Work())
            #expect(tree.merges.count == each.expected.linkage.count)
            for (merge, expected) in zip(tree.merges, each.expected.linkage) {
                let found = [merge.first, merge.second, merge.size].map(Double.init)
                #expect(found == [expected[0], expected[1], expected[3]], "\(method)")
                #expect(abs(merge.height - expected[2]) < 1e-10, "\(method)")
            }
            #expect(
                isSamePartition(tree.clusters(atMost: 3), each.expected.fcluster_maxclust_3), "\(method)")
            let correlation = try tree.copheneticCorrelation(points, work: Work())
            #expect(abs(try #require(correlation) - each.expected.cophenetic_corr) < 1e-10, "\(method)")
        }
    }

    private struct Density: Decodable {
        struct Input: Decodable { var X: [[Double]] }
        struct Parameters: Decodable {
            var min_cluster_size: Int
            var min_samples: Int?
        }
        struct Expected: Decodable {
            var labels: [Int]
            var probabilities: [Double]
        }
        var input: Input
        var params: Parameters
        var expected: Expected
    }

    @Test func `clusters of density, noise and probabilities agree with scikit-learn`() throws {
        for each in try GoldenCase.all("seg_hdbscan", as: Density.self, count: 3) {
            var options = HDBSCAN.Options()
            options.minClusterSize = each.params.min_cluster_size
            options.minSamples = each.params.min_samples
            let found = try HDBSCAN(Matrix(each.input.X), options, work: Work())
            #expect(isSamePartition(found.labels, each.expected.labels))
            let noise = found.labels.map { $0 == HDBSCAN.noise }
            #expect(noise == each.expected.labels.map { $0 == -1 })
            for (probability, expected) in zip(found.probabilities, each.expected.probabilities) {
                #expect(abs(probability - expected) < 1e-9)
            }
        }
    }
}

/// Whether two labellings part the same points, whatever the numbers: an adjusted Rand index of 1.
func isSamePartition(_ a: [Int], _ b: [Int]) -> Bool {
    guard a.count == b.count else { return false }
    var (there, back): ([Int: Int], [Int: Int]) = ([:], [:])
    for (x, y) in zip(a, b) {
        if there[x, default: y] != y || back[y, default: x] != x { return false }
        (there[x], back[y]) = (y, x)
    }
    return true
}
