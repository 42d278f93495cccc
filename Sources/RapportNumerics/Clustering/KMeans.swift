public import RapportDiagnostics
public import RapportWork

/// k-means: centres such that points are near the one of their cluster.
///
/// Labels, centres and the number of iterations are those of scikit-learn 1.9 with the same seed: points are
/// centred by their mean, `tolerance` is scaled by the mean variance of the columns, starts are drawn by greedy
/// k-means++ from one stream, ties go to the lowest index, an empty cluster moves to the farthest point, and of
/// several starts the one with strictly lower inertia and another partition is kept.
/// Source: S. Lloyd, *Least squares quantization in PCM*, 1982; Arthur & Vassilvitskii, *k-means++*, 2007.
public struct KMeans: Sendable {
    /// Of each point: a row of ``centers``.
    public var labels: [Int32]
    /// One row a cluster, in the coordinates of the points.
    public var centers: Matrix
    /// The sum of the squared distances of points to their centres, times their weights.
    public var inertia: Double
    /// Iterations of the start that was kept.
    public var iterations: Int

    public struct Options: Sendable, Hashable {
        public var clusters: Int
        public var starts = 10
        public var maxIterations = 300
        /// A part of the mean variance of the columns: movements of centres below it end a run.
        public var tolerance = 1e-4
        public var algorithm = Algorithm.automatic
        public var seed: UInt32 = 42

        public init(clusters: Int) { self.clusters = clusters }
    }

    /// Both give the same labels.
    public enum Algorithm: Sendable, Hashable {
        /// Every distance, which in single precision costs less than the bounds that would save some.
        case automatic
        /// Every distance in every iteration.
        case lloyd
        /// Leaves out points that by the triangle inequality keep their centre.
        ///
        /// Source: G. Hamerly, *Making k-means even faster*, 2010.
        case hamerly
    }

    /// Fits from starts drawn by the seed.
    ///
    /// `weights`, one a point, are finite and above 0. Between 1 and as many clusters as points; with fewer
    /// distinct points than clusters some come out equal, as in scikit-learn.
    /// - Throws: `run.cancelled`, `memory.limit`.
    /// - Complexity: O(starts · iterations · points · clusters · columns).
    public init(
        _ points: Matrix, weights: [Double]? = nil, _ options: Options, work: Work
    ) throws(Diagnostic) {
        let bytes = Self.bytes(points)
        try work.memory.reserve(bytes, for: "k-means")
        defer { work.memory.release(bytes) }
        let rows = try CenteredRows(points, weights: weights, work: work)
        let singles = try rows.singles(options, work: work)
        var random = NumpyRandom(seed: options.seed)
        var best: KMeansRun?
        for _ in 0..<max(options.starts, 1) {
            let start = try rows.seeded(options.clusters, &random, work: work).centers
            let run = try KMeansRun(rows, singles, from: start, options, work: work)
            guard let kept = best else {
                best = run
                continue
            }
            if run.inertia < kept.inertia, !run.isSamePartition(as: kept) { best = run }
        }
        guard let best else { throw .internalError("k-means without a start") }
        self.init(best, rows)
    }

    /// Fits from given centres, one row each.
    /// - Throws: `run.cancelled`.
    public init(
        _ points: Matrix, weights: [Double]? = nil, from centers: Matrix, _ options: Options, work: Work
    ) throws(Diagnostic) {
        precondition(centers.columns == points.columns && centers.rows == options.clusters)
        let rows = try CenteredRows(points, weights: weights, work: work)
        let singles = try rows.singles(options, work: work)
        self.init(try KMeansRun(rows, singles, from: rows.shifted(centers), options, work: work), rows)
    }

    /// Copies of the points, and what is kept of each.
    private static func bytes(_ points: Matrix) -> Int {
        points.values.count * 8 + SinglePrecisionRows.bytes(points) + points.rows * 32
    }

    private init(_ run: KMeansRun, _ rows: CenteredRows) {
        (labels, inertia, iterations) = (run.labels.array, run.inertia, run.iterations)
        centers = rows.restored(run.centers)
    }

    /// The rows that greedy k-means++ starts from: scikit-learn's `kmeans_plusplus`.
    /// - Throws: `run.cancelled`.
    public static func startingRows(
        of points: Matrix, weights: [Double]? = nil, clusters: Int, seed: UInt32, work: Work
    ) throws(Diagnostic) -> [Int] {
        var random = NumpyRandom(seed: seed)
        return try CenteredRows(points, weights: weights, centering: false, work: work)
            .seeded(clusters, &random, work: work).rows
    }

    /// The nearest of some centres for each of some points; ties go to the lowest index.
    /// - Throws: `run.cancelled`.
    public static func nearest(
        to points: Matrix, among centers: Matrix, work: Work
    ) throws(Diagnostic) -> [Int32] {
        precondition(points.columns == centers.columns, "points and centers of one space")
        let rows = try CenteredRows(points, weights: nil, centering: false, work: work)
        let labels = SharedRows<Int32>(repeating: -1, count: points.rows)
        _ = try rows.assign(labels, to: centers, work: work)
        return labels.array
    }
}

/// One start, run to its end, in centred coordinates.
struct KMeansRun: Sendable {
    var labels: SharedRows<Int32>
    var centers: Matrix
    var inertia = 0.0
    var iterations = 0

    /// `singles` are the same rows, where single precision looks at them first.
    init(
        _ rows: CenteredRows, _ singles: SinglePrecisionRows?, from start: Matrix, _ options: KMeans.Options,
        work: Work
    ) throws(Diagnostic) {
        labels = SharedRows(repeating: -1, count: rows.count)
        centers = start
        let limit = options.tolerance * rows.meanVariance
        if rows.weights != nil {
            // Weighted clusters may lose all their weight by rounding: sums of changes will not do there.
            try runPlain(rows, options.maxIterations, limit, work)
        } else if let singles {
            let assignment = FilteredAssignment(rows, singles, labels, clusters: start.rows)
            try run(assignment, rows, options.maxIterations, limit, work)
        } else if options.algorithm == .hamerly {
            let assignment = try BoundedAssignment(rows, labels, clusters: start.rows, work: work)
            try run(assignment, rows, options.maxIterations, limit, work)
        } else {
            try runPlain(rows, options.maxIterations, limit, work)
        }
        inertia = try rows.inertia(labels, centers, work: work)
    }

    private mutating func runPlain(
        _ rows: CenteredRows, _ maxIterations: Int, _ limit: Double, _ work: Work
    ) throws(Diagnostic) {
        for iteration in 1...max(maxIterations, 1) {
            iterations = iteration
            let changed = try rows.assign(labels, to: centers, work: work)
            let moved = try rows.means(labels, from: centers, work: work)
            let shift = moved.squaredShift(from: centers)
            centers = moved
            if changed == 0 { return }
            if shift <= limit { break }
        }
        // Not at rest: the labels are brought up to the centres that are returned.
        _ = try rows.assign(labels, to: centers, work: work)
    }

    private mutating func run(
        _ assignment: some ChangingAssignment, _ rows: CenteredRows, _ maxIterations: Int, _ limit: Double,
        _ work: Work
    ) throws(Diagnostic) {
        for iteration in 1...max(maxIterations, 1) {
            iterations = iteration
            let changed = try assignment.assign(to: centers, work: work)
            let moved: Matrix
            if let means = assignment.sums.means {
                moved = means
            } else {
                moved = try rows.means(labels, from: centers, work: work)
            }
            let shift = moved.squaredShift(from: centers)
            let isLast = changed == 0 || shift <= limit || iteration == maxIterations
            // Sums of changes differ in the last bits from sums over all: those that are returned are whole.
            let whole = isLast ? try rows.means(labels, from: centers, work: work) : moved
            assignment.moved(from: centers, to: whole)
            centers = whole
            if changed == 0 { return }
            if isLast { break }
        }
        _ = try assignment.assign(to: centers, work: work)
    }

    /// Whether the clusters are the same under other numbers.
    func isSamePartition(as other: KMeansRun) -> Bool {
        var mapping = [Int32](repeating: -1, count: centers.rows)
        for row in 0..<labels.count {
            let label = Int(labels[row])
            if mapping[label] == -1 {
                mapping[label] = other.labels[row]
            } else if mapping[label] != other.labels[row] {
                return false
            }
        }
        return true
    }
}

extension Matrix {
    /// The sum of the squared distances that rows have moved.
    fileprivate func squaredShift(from other: Matrix) -> Double {
        var shift = 0.0
        for (new, old) in zip(values, other.values) { shift += (new - old) * (new - old) }
        return shift
    }
}
