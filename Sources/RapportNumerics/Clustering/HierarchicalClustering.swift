public import RapportDiagnostics
public import RapportWork

/// A tree of clusters: the two nearest are joined, and so on until one is left.
///
/// The merges are those of scipy's `linkage`: cluster `i` below ``count`` is a point, cluster `count + k` what
/// merge `k` made.
/// Sources: F. Murtagh, *A survey of recent advances in hierarchical clustering algorithms*, The Computer Journal 26
/// (1983), for the chain of nearest neighbours; D. Müllner, *Modern hierarchical, agglomerative clustering
/// algorithms*, arXiv:1109.2378 (2011), for the order of merges; Lance & Williams, *A general theory of classificatory
/// sorting strategies*, The Computer Journal 9 (1967), for the distances of what was merged.
public struct HierarchicalClustering: Sendable, Hashable {
    /// How far two clusters are apart.
    public enum Linkage: String, Sendable, Hashable, CaseIterable {
        /// √(2|A||B|/(|A|+|B|)) times the distance of their centres: what joining them adds to the spread.
        case ward
        /// The mean distance of their points.
        case average
        /// The largest distance of their points.
        case complete
        /// The smallest distance of their points.
        case single
    }

    /// Two clusters become one.
    public struct Merge: Sendable, Hashable {
        /// The clusters, the smaller number first.
        public var first: Int
        public var second: Int
        /// How far apart they were.
        public var height: Double
        /// Points of both.
        public var size: Int

        public init(_ first: Int, _ second: Int, height: Double, size: Int) {
            (self.first, self.second, self.height, self.size) = (first, second, height, size)
        }
    }

    /// Points.
    public let count: Int
    /// Ascending by height, one fewer than points.
    public let merges: [Merge]

    /// The most points that are taken: the distances of 10,000 need 400 MB.
    public static let mostPoints = 10_000

    /// Joins points, which are finite.
    ///
    /// Ties go to the lower number of points, so that the order of rows decides among equal distances.
    /// - Throws: `table.too-many-rows` above ``mostPoints``; `memory.limit`; `run.cancelled`.
    /// - Complexity: O(points² · columns) time, 4 · points² bytes.
    public init(_ points: Matrix, linkage: Linkage, work: Work) throws(Diagnostic) {
        let count = points.rows
        guard count <= Self.mostPoints else {
            throw Diagnostic(
                "table.too-many-rows",
                "a tree of \(count) points needs every distance of two; expected at most \(Self.mostPoints)",
                help: ["`… | sample \(Self.mostPoints)` before it takes fewer"])
        }
        self.count = count
        guard count > 1 else {
            merges = []
            return
        }
        work.begin("distances", of: count, unit: "points")
        let distances = try HierarchicalDistances(points, work: work)
        work.begin("clusters", of: count - 1, unit: "merges")
        let joined =
            linkage == .single
            ? try Self.spanningTree(of: distances, work: work)
            : try Self.nearestNeighbourChain(distances, linkage, work: work)
        merges = Self.numbered(joined, count: count)
    }

    /// A tree that was made elsewhere.
    package init(count: Int, merges: [Merge]) { (self.count, self.merges) = (count, merges) }

    /// Two points stand for their clusters: what the two ways of joining find, in any order of heights.
    struct Join {
        var first: Int
        var second: Int
        var height: Double
    }

    /// Sorts by height, the order of finding deciding among equals, and gives clusters their numbers.
    static func numbered(_ joins: [Join], count: Int) -> [Merge] {
        let order = joins.indices.sorted {
            joins[$0].height == joins[$1].height ? $0 < $1 : joins[$0].height < joins[$1].height
        }
        // Of each set of points, by its root, the cluster that it has become.
        var sets = DisjointSets(count)
        var clusters = Array(0..<count)
        var sizes = [Int](repeating: 1, count: 2 * count - 1)
        return order.enumerated().map { place, index in
            let join = joins[index]
            let (a, b) = (clusters[sets.root(of: join.first)], clusters[sets.root(of: join.second)])
            let made = count + place
            sets.join(join.first, join.second)
            clusters[sets.root(of: join.first)] = made
            sizes[made] = sizes[a] + sizes[b]
            return Merge(min(a, b), max(a, b), height: join.height, size: sizes[made])
        }
    }
}
