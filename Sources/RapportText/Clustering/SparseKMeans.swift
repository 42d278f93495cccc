public import RapportDiagnostics
public import RapportNumerics
public import RapportWork

/// k-means of the rows of a sparse matrix, by Euclidean distance or by cosine.
///
/// ``Geometry/euclidean`` gives what scikit-learn's `KMeans(random_state=seed)` gives on such a matrix: rows are not
/// centred, `tolerance` is times the mean variance of the columns, empty clusters take the farthest rows.
/// ``Geometry/spherical`` assigns to the highest cosine and takes normalised sums as centres, and stops where no label
/// changes; rows are normalised first, and rows of zeros get the label -1.
/// Sources: Lloyd (1982); Dhillon & Modha, *Concept decompositions* (2001).
public struct SparseKMeans: Sendable {
    public var clusterCount: Int
    public var geometry = Geometry.spherical
    /// How many starts are tried; the best stays.
    public var starts = 10
    public var maxIterations = 300
    public var tolerance = 1e-4
    public var seed: UInt32 = 42
    /// Whether rows that cannot have changed are left out: all but ``KMeans/Algorithm/lloyd`` do; labels are the same.
    ///
    /// Source: G. Hamerly, *Making k-means even faster* (2010).
    public var algorithm = KMeans.Algorithm.automatic

    public init(clusterCount: Int) { self.clusterCount = clusterCount }

    public enum Geometry: String, Sendable, Hashable, CaseIterable { case euclidean, spherical }

    public struct Result: Sendable {
        /// -1 for a row of zeros under ``Geometry/spherical``.
        public var labels: [Int]
        /// One dense vector a cluster.
        public var centers: [[Double]]
        /// Σ weight · squared distance; of ``Geometry/spherical`` Σ weight · cosine, which is to be high.
        public var objective: Double
        /// The cosine with its centre, or the distance from it, of each row.
        public var similarities: [Double]
        public var iterations: Int
        /// Whether labels stayed, or centres nearly, before ``SparseKMeans/maxIterations``.
        public var hasConverged: Bool
    }

    /// Clusters rows from starts drawn with ``seed``.
    ///
    /// - Throws: `parameter.range` where there are fewer rows to use than clusters, `run.cancelled`.
    /// - Complexity: O(entries · clusters / 8) an iteration.
    public func fit(_ matrix: SparseMatrix, weights: [Double]? = nil, work: Work) throws(Diagnostic) -> Result
    {
        let problem = SparseClusterProblem(matrix, weights: weights, geometry: geometry, tolerance: tolerance)
        guard clusterCount >= 1, problem.matrix.rowCount >= clusterCount else {
            throw Diagnostic(
                "parameter.range",
                "\(clusterCount) clusters of \(problem.matrix.rowCount) texts with words; expected from 1 to as many "
                    + "clusters as texts",
                subject: .parameter("n_clusters"))
        }
        var random = NumpyRandom(seed: seed)
        let seeding = SparseSeeding(problem)
        var best: Result?
        for _ in 0..<max(starts, 1) {
            let rows = try seeding.rows(clusterCount, &random, work: work)
            let result = try run(problem, rows.map(problem.matrix.denseRow), work)
            guard let known = best else {
                best = result
                continue
            }
            let isBetter =
                geometry == .spherical
                ? result.objective > known.objective : result.objective < known.objective
            if isBetter, !result.labels.isSamePartition(as: known.labels) { best = result }
        }
        guard let best else { throw .internalError("no start of k-means") }
        return problem.restored(best)
    }

    /// Clusters rows from given first centres, one dense vector each.
    public func fit(
        _ matrix: SparseMatrix, from centers: [[Double]], weights: [Double]? = nil, work: Work
    ) throws(Diagnostic) -> Result {
        let problem = SparseClusterProblem(matrix, weights: weights, geometry: geometry, tolerance: tolerance)
        return problem.restored(try run(problem, centers, work))
    }

    private func run(
        _ problem: SparseClusterProblem, _ start: [[Double]], _ work: Work
    ) throws(Diagnostic) -> Result {
        var run = SparseKMeansRun(problem, from: start, leavesOut: algorithm != .lloyd)
        return try run.result(maxIterations: maxIterations, work: work)
    }

    /// The nearest of given centres for each row, and its cosine or distance: -1 and 0 for a row of zeros under
    /// ``Geometry/spherical``.
    public func assign(_ matrix: SparseMatrix, to centers: [[Double]], work: Work) throws(Diagnostic) -> (
        labels: [Int], similarities: [Double]
    ) {
        let problem = SparseClusterProblem(matrix, weights: nil, geometry: geometry, tolerance: tolerance)
        let assigned = try problem.assign(
            RowLanes(centers, columnCount: matrix.columnCount), centers.map(\.squaredNorm),
            work: work)
        let similarities = geometry == .spherical ? assigned.scores : problem.distances(assigned.scores)
        return problem.restored(labels: assigned.labels.map(Int.init), similarities: similarities)
    }
}

extension [Int] {
    /// Whether two labellings differ by names alone.
    func isSamePartition(as other: [Int]) -> Bool {
        // Labels are from -1.
        var names = [Int](repeating: .min, count: (self.max() ?? -1) + 2)
        for (mine, theirs) in zip(self, other) {
            if names[mine + 1] == .min { names[mine + 1] = theirs }
            if names[mine + 1] != theirs { return false }
        }
        let known = names.filter { $0 != .min }
        return Set(known).count == known.count
    }
}
