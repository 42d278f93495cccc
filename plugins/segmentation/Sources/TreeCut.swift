import RapportNumerics
import RapportPluginKit

/// A tree over the sorted rows, and the groups that a cut makes of it.
struct TreeCut {
    /// What is known of one number of groups.
    struct Candidate {
        var groups: Int
        /// The height up to which merges are made; nil where none are.
        var height: Double?
        /// Nil for one group.
        var silhouette: Double?
    }

    let tree: HierarchicalClustering
    /// Nil where all rows or all heights are alike.
    let correlation: Double?
    /// Ascending; one where the number was given.
    var candidates: [Candidate] = []
    var chosen = 0
    var clusters: Clusters
    /// Of every row; empty for one group.
    var silhouettes: [Double] = []
    /// Groups asked for, where tied heights gave fewer.
    var asked: Int?
    let isAutomatic: Bool

    var height: Double? { candidates[chosen].height }

    /// Fewer rows make no tree worth cutting.
    static let leastRows = 3

    init(_ analysis: Hierarchical, _ matrix: FeatureMatrix, work: Work) throws(Diagnostic) {
        let points = matrix.scaled
        let least = max(Self.leastRows, analysis.nClusters.given ?? 0)
        guard points.rows >= least else {
            throw Diagnostic(
                "table.too-few-rows",
                "\(Wording.count(points.rows, "row")); a tree that is cut into groups needs at least \(least)",
                subject: .parameter("n_clusters"),
                help: [
                    points.rows >= Self.leastRows
                        ? "`n_clusters=\(points.rows)` or fewer" : "cluster more rows at once"
                ])
        }
        let tree = try HierarchicalClustering(points, linkage: analysis.linkage.method, work: work)
        self.tree = tree
        correlation = try tree.copheneticCorrelation(points, work: work)
        isAutomatic = analysis.nClusters.given == nil && analysis.distance == nil

        var cuts: [[Int]]
        if let distance = analysis.distance {
            cuts = [tree.clusters(upTo: distance)]
        } else if let given = analysis.nClusters.given {
            cuts = [tree.clusters(atMost: given)]
        } else {
            // A number that tied heights do not allow comes out as a smaller one, which is there already.
            cuts = []
            for most in 2...min(10, points.rows - 1) {
                let cut = tree.clusters(atMost: most)
                if Self.count(cut) > Self.count(cuts.last ?? []), Self.count(cut) > 1 { cuts.append(cut) }
            }
            if cuts.isEmpty { cuts = [tree.clusters(atMost: 1)] }
        }
        var found: [[Double]] = []
        work.begin("silhouettes", of: cuts.count, unit: "cuts")
        for cut in cuts {
            let groups = Self.count(cut)
            // Every row alone is no group either.
            let silhouettes =
                groups > 1
                ? try ClusterQuality.silhouettes(of: points, labels: cut.map(Int32.init), work: work) : []
            found.append(silhouettes)
            candidates.append(
                Candidate(
                    groups: groups, height: analysis.distance ?? tree.height(forAtMost: groups),
                    silhouette: silhouettes.isEmpty
                        ? nil : silhouettes.compensatedSum() / Double(silhouettes.count)))
            work.advance(by: 1)
        }
        chosen = ClusterSearch.best(of: candidates.map(\.silhouette))
        silhouettes = found[chosen]
        if let given = analysis.nClusters.given, candidates[chosen].groups < given { asked = given }
        let labels = cuts[chosen]
        clusters = try Clusters(
            labels: labels.map(Int32.init),
            centers: points.centers(of: labels, count: candidates[chosen].groups),
            silhouettes: silhouettes.enumerated().map { ($0.offset, $0.element) }, matrix, work: work)
    }

    private static func count(_ labels: [Int]) -> Int { (labels.max() ?? -1) + 1 }
}
