public import RapportDiagnostics
public import RapportWork

/// Clusters of any shape where points lie close, and noise between them; their number is found.
///
/// The clusters do not depend on the order of points: whatever happens at one distance happens at once. Where no two
/// distances of the tree of neighbours are equal, they are those of scikit-learn's `HDBSCAN` (its core distance counts
/// the point itself). Where some are, as a point's core distance often is the length of several edges, scikit-learn takes
/// one after the other in the order of rows; it then has clusters that part at the very distance at which they came to
/// be, and gives a point on the border to one of them, where it is noise here. Points at no distance from one another
/// have an infinite density there; what would be the difference of two infinities counts nothing here.
/// Sources: Campello, Moulavi & Sander, *Density-Based Clustering Based on Hierarchical Density Estimates*, PAKDD 2013;
/// Malzer & Baum, *A Hybrid Approach To Hierarchical Density-based Cluster Selection*, 2020, for `epsilon`.
public struct HDBSCAN: Sendable, Hashable {
    /// Of each point, numbered from 0 in the order of first points; ``noise`` where it has none.
    public var labels: [Int]
    /// How firmly each point belongs to its cluster: 1 in its densest part, 0 of noise.
    public var probabilities: [Double]
    /// How long each cluster lasts while the density rises, weighted by its points; finite.
    public var stabilities: [Double]
    public var clusterCount: Int { stabilities.count }

    public static let noise = -1

    public struct Options: Sendable, Hashable {
        /// Fewer points than this make no cluster; 2 or more.
        public var minClusterSize = 5
        /// Points, itself among them, within which a point's density is measured; nil: ``minClusterSize``.
        public var minSamples: Int?
        public var selection = Selection.excessOfMass
        /// Clusters that part at a distance below this stay together.
        public var epsilon = 0.0
        /// Whether all points may be one cluster.
        public var allowsSingleCluster = false

        public init() {}
    }

    public enum Selection: String, Sendable, Hashable, CaseIterable {
        /// The clusters that last longest.
        case excessOfMass = "eom"
        /// The smallest clusters: many of them, and much noise.
        case leaf
    }

    /// The most points that are taken: every two are measured, twice.
    public static let mostPoints = 100_000

    /// Clusters points, which are finite.
    ///
    /// - Throws: `table.too-many-rows` above ``mostPoints``; `run.cancelled`.
    /// - Complexity: O(points² · columns) time, O(points · columns) memory.
    public init(_ points: Matrix, _ options: Options = Options(), work: Work) throws(Diagnostic) {
        let count = points.rows
        guard count <= Self.mostPoints else {
            throw Diagnostic(
                "table.too-many-rows",
                "density is measured between every two of \(count) points; expected at most \(Self.mostPoints)",
                help: ["`… | sample \(Self.mostPoints)` before it takes fewer"])
        }
        let size = max(options.minClusterSize, 2)
        (labels, probabilities) = (
            [Int](repeating: Self.noise, count: count), [Double](repeating: 0, count: count)
        )
        stabilities = []
        guard count > 1 else { return }
        let samples = min(max(options.minSamples ?? size, 1), count)
        let core = try HDBSCANReachability.coreSquares(points, samples: samples, work: work)
        let tree = try HDBSCANReachability.spanningTree(points, coreSquares: core, work: work)
        let hierarchy = HierarchicalClustering(
            count: count, merges: HierarchicalClustering.numbered(tree, count: count))
        try work.check()
        let condensed = HDBSCANCondensedTree(hierarchy, minClusterSize: size)
        let chosen = condensed.chosenClusters(options)
        try work.check()
        label(by: condensed, chosen, options)
    }
}

extension HDBSCAN {
    /// Gives each point the deepest chosen cluster above it.
    private mutating func label(
        by tree: HDBSCANCondensedTree, _ chosen: [Bool], _ options: Options
    ) {
        // Parents come before their children, so that one pass hands the chosen cluster down.
        var owners = [Int?](repeating: nil, count: tree.clusterCount)
        for cluster in 0..<tree.clusterCount {
            owners[cluster] = chosen[cluster] ? cluster : tree.parents[cluster].flatMap { owners[$0] }
        }
        // A chosen root takes only points that stay until the density that the option asks for.
        let rootThreshold =
            options.epsilon > 0 ? 1 / options.epsilon : tree.deaths[HDBSCANCondensedTree.root]
        var numbers = [Int?](repeating: nil, count: tree.clusterCount)
        var raw = [Double]()
        for point in labels.indices {
            let leaving = tree.points[point]
            guard let owner = owners[leaving.cluster],
                owner != HDBSCANCondensedTree.root || leaving.density >= rootThreshold
            else { continue }
            if numbers[owner] == nil {
                numbers[owner] = raw.count
                raw.append(tree.stabilities[owner])
            }
            labels[point] = numbers[owner] ?? Self.noise
            let death = tree.deaths[owner]
            probabilities[point] =
                death == 0 || leaving.density.isInfinite ? 1 : min(leaving.density, death) / death
        }
        stabilities = raw.map { $0.isFinite ? $0 : .greatestFiniteMagnitude }
    }
}
