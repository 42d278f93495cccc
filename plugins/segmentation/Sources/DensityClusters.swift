import RapportNumerics
import RapportPluginKit

/// The clusters of density as users see them: numbered from 1, the largest first; noise apart.
struct DensityClusters {
    /// Of the rows that are in a cluster.
    let clusters: Clusters
    /// Of each row a place in the clusters' summaries; nil of noise.
    let labels: [Int?]
    /// One a cluster: how firmly its rows belong to it.
    let meanProbabilities: [Double]
    let stabilities: [Double]
    var noise: Int { labels.count { $0 == nil } }
    var noiseShare: Double { labels.isEmpty ? 0 : Double(noise) / Double(labels.count) }

    init(_ fit: HDBSCAN, _ matrix: FeatureMatrix, work: Work) throws(Diagnostic) {
        let members = fit.labels.indices.filter { fit.labels[$0] != HDBSCAN.noise }
        var inside = matrix
        inside.raw = matrix.raw.map { column in members.map { column[$0] } }
        inside.scaled = matrix.scaled.gathered(at: members)
        let raw = members.map { fit.labels[$0] }
        clusters = try Clusters(
            labels: raw.map(Int32.init), centers: inside.scaled.centers(of: raw, count: fit.clusterCount),
            silhouettes: [], inside, work: work)
        var labels = [Int?](repeating: nil, count: fit.labels.count)
        var (sums, stabilities) = (
            [Double](repeating: 0, count: fit.clusterCount), [Double](repeating: 0, count: fit.clusterCount)
        )
        for (place, row) in members.enumerated() {
            let label = clusters.labels[place]
            labels[row] = label
            sums[label] += fit.probabilities[row]
            stabilities[label] = fit.stabilities[fit.labels[row]]
        }
        (self.labels, self.stabilities) = (labels, stabilities)
        meanProbabilities = zip(sums, clusters.summaries).map { $0 / Double(max($1.size, 1)) }
    }
}
