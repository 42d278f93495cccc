import RapportNumerics
import RapportPluginKit
import RapportText

/// What a run of `demand.cluster` learnt, so that later messages fall into the same groups.
struct DemandModel: Sendable {
    let options: TextOptions
    let weighting: TermWeighting
    let isSpherical: Bool
    let labels: [String]
    /// The directions that words were brought into; nil where groups are of words themselves.
    let space: LatentSpace?
    /// By group and term, or direction: means of vectors.
    let centers: [[Double]]
    /// The part of the messages that each group had.
    let shares: [Double]
    let outlierLimit: Double
    /// The part of all words that the vocabulary did not have when it was made.
    let unknownRate: Double

    init(_ analysis: Cluster, _ subject: ClusterSubject, _ fit: ClusterFit, _ groups: [ClusterSummary]) {
        (options, weighting, space) = (subject.options, subject.weighting, subject.space)
        isSpherical = analysis.algorithm != .kmeans
        (labels, centers) = (groups.map(\.label), fit.centers)
        shares = groups.map(\.share)
        (outlierLimit, unknownRate) = (fit.outlierLimit, subject.unknownRate)
    }
}
