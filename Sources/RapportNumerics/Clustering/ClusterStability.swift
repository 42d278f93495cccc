public import RapportDiagnostics
public import RapportWork

/// Whether another sample of the same customers would give the same clusters.
///
/// Each refit is made on a bootstrap sample, and gives every point the nearest of its centres; the adjusted Rand index
/// says how far that is the partition at hand.
/// Source: C. Hennig, *Cluster-wise assessment of cluster stability*, CSDA 52 (2007), with the index of the whole.
public enum ClusterStability {
    /// The index of each refit.
    ///
    /// - Throws: `run.cancelled`.
    /// - Complexity: O(refits · fit).
    public static func agreements(
        of points: Matrix, labels: [Int32], clusters: Int, refits: Int = 20, starts: Int = 2, seed: UInt32,
        work: Work
    ) throws(Diagnostic) -> [Double] {
        precondition(labels.count == points.rows, "a label for each point")
        guard points.rows >= clusters, clusters > 0 else { return [] }
        return try work.map(refits) { (refit) throws(Diagnostic) -> Double in
            let own = derivedSeed(seed, refit)
            var random = NumpyRandom(seed: own)
            let places = (0..<points.rows).map { _ in random.int(in: 0..<points.rows) }
            var options = KMeans.Options(clusters: clusters)
            (options.starts, options.seed, options.algorithm) = (starts, derivedSeed(own, 0), .lloyd)
            let fit = try KMeans(points.gathered(at: places), options, work: work)
            let nearest = try KMeans.nearest(to: points, among: fit.centers, work: work)
            return PartitionAgreement(labels, nearest).adjustedRand
        }
    }
}
