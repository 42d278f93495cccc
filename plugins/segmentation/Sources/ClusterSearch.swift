import RapportNumerics
import RapportPluginKit

/// The number of clusters, and the fit with it.
struct ClusterSearch {
    /// What is known of one number of clusters.
    struct Candidate {
        var clusters: Int
        var inertia: Double
        /// Nil for one cluster, which has none beside it.
        var silhouette: Double?
        var calinskiHarabasz: Double?
        var daviesBouldin: Double?
        /// Nil where no boxes were drawn.
        var gap: Double?
        var gapError: Double?
        /// The mean adjusted Rand index of refits; nil where there were none.
        var stability: Double?
    }

    var candidates: [Candidate] = []
    /// Place in ``candidates``.
    var chosen = 0
    /// What the gap statistic would take; nil where it was not asked for or takes none.
    var gapClusters: Int?
    var fit: KMeans
    /// Rows that the numbers of clusters were compared on; nil: all.
    var searchRows: Int?
    /// Rows that silhouettes are of, ascending.
    var sample: [Int]
    /// Of the rows of ``sample``; empty for one cluster.
    var silhouettes: [Double] = []
    let isAutomatic: Bool

    /// Quadratic measures are of so many rows at most.
    static let sampleLimit = 5_000
    /// Refits and boxes are of so many.
    static let refitLimit = 2_000
    /// Numbers of clusters are compared on so many.
    static let searchLimit = 20_000

    init(
        _ analysis: KMeansAnalysis, _ matrix: FeatureMatrix, _ weights: [Double]?, _ context: Context
    ) throws(Diagnostic) {
        let (points, work) = (matrix.scaled, context.work)
        let seed = UInt32(truncatingIfNeeded: context.seed)
        let numbers = try Self.numbers(analysis, matrix)
        isAutomatic = analysis.nClusters.given == nil
        sample = NumpyRandom.drawn(Self.sampleLimit, of: points.rows, seed: seed)

        func options(_ clusters: Int) -> KMeans.Options {
            var options = KMeans.Options(clusters: clusters)
            (options.starts, options.maxIterations) = (analysis.nInit, analysis.maxIter)
            (options.tolerance, options.seed) = (analysis.tol, seed)
            options.algorithm = analysis.algorithm.method
            return options
        }
        // Of many rows the number is sought on some, and only the last fit sees all.
        let isPart = isAutomatic && points.rows > Self.searchLimit
        let places = isPart ? NumpyRandom.drawn(Self.searchLimit, of: points.rows, seed: seed) : []
        searchRows = isPart ? places.count : nil
        let searched = isPart ? points.gathered(at: places) : points
        let searchedWeights = isPart ? weights.map { all in places.map { all[$0] } } : weights
        work.begin("clusters", of: numbers.count, unit: "numbers of clusters")
        var fits: [KMeans] = []
        for number in numbers {
            fits.append(
                try KMeans(searched, weights: searchedWeights, options(number), work: work))
            work.advance(by: 1)
        }
        let inner = isPart ? NumpyRandom.drawn(Self.sampleLimit, of: searched.rows, seed: seed) : sample
        var found: [[Double]] = []
        for (number, fit) in zip(numbers, fits) {
            let (candidate, silhouettes) = try Self.candidate(
                number, fit, searched, inner, refits: analysis.refits, seed: seed, work: work)
            candidates.append(candidate)
            found.append(silhouettes)
        }
        let best = Self.best(of: candidates.map(\.silhouette))
        chosen = best
        fit =
            isPart
            ? try KMeans(points, weights: weights, options(numbers[best]), work: work) : fits[best]
        if isAutomatic, analysis.boxes > 0 {
            try compareWithBoxes(searched, analysis.boxes, seed, work)
        }
        if !isPart {
            silhouettes = found[best]
        } else if fit.centers.rows > 1 {
            let labels = fit.labels
            silhouettes = try ClusterQuality.silhouettes(
                of: points.gathered(at: sample), labels: sample.map { labels[$0] }, work: work)
        }
    }

    /// The numbers of clusters that are tried, ascending.
    private static func numbers(
        _ analysis: KMeansAnalysis, _ matrix: FeatureMatrix
    ) throws(Diagnostic) -> [Int] {
        let most = analysis.nClusters.given ?? 10
        let distinct = matrix.distinctRows(upTo: most)
        if let given = analysis.nClusters.given {
            guard distinct < given else { return [given] }
            throw tooFewRows(distinct, needs: given, given: given)
        }
        // A silhouette needs a row more than clusters.
        let largest = min(most, distinct, matrix.scaled.rows - 1)
        guard largest >= 2 else { throw tooFewRows(distinct, needs: 3, given: nil) }
        return Array(2...largest)
    }

    private static func tooFewRows(_ distinct: Int, needs least: Int, given: Int?) -> Diagnostic {
        let parameter = "n_clusters"
        return Diagnostic(
            "table.too-few-rows",
            "\(Wording.count(distinct, "distinct row")) in the columns that are measured; "
                + "`\(parameter)=\(given.map(String.init) ?? "auto")` needs at least \(least)",
            subject: .parameter(parameter),
            help: [distinct > 1 ? "`\(parameter)=\(distinct)` or fewer" : "measure by further columns"])
    }

    private static func candidate(
        _ number: Int, _ fit: KMeans, _ points: Matrix, _ places: [Int], refits: Int, seed: UInt32, work: Work
    ) throws(Diagnostic) -> (Candidate, silhouettes: [Double]) {
        var candidate = Candidate(clusters: number, inertia: fit.inertia)
        let sample = places.count < points.rows ? points.gathered(at: places) : points
        let labels = places.map { fit.labels[$0] }
        guard number > 1 else { return (candidate, []) }
        let found = try ClusterQuality.silhouettes(of: sample, labels: labels, work: work)
        candidate.silhouette = found.compensatedSum() / Double(max(found.count, 1))
        let dispersion = try ClusterDispersion(of: points, labels: fit.labels, work: work)
        candidate.calinskiHarabasz = dispersion.calinskiHarabasz
        candidate.daviesBouldin = dispersion.daviesBouldin
        if refits > 0 {
            let few = NumpyRandom.drawn(refitLimit, of: sample.rows, seed: seed)
            let agreements = try ClusterStability.agreements(
                of: few.count < sample.rows ? sample.gathered(at: few) : sample,
                labels: few.map { labels[$0] },
                clusters: number, refits: refits, starts: 1, seed: seed, work: work)
            candidate.stability = agreements.compensatedSum() / Double(max(agreements.count, 1))
        }
        return (candidate, found)
    }

    /// The place of the highest silhouette of ascending numbers of clusters; of those within a thousandth of it the
    /// fewest.
    static func best(of silhouettes: [Double?]) -> Int {
        let highest = silhouettes.compactMap(\.self).max() ?? 0
        return silhouettes.firstIndex { ($0 ?? highest) >= highest - 1e-3 } ?? 0
    }

    private mutating func compareWithBoxes(
        _ points: Matrix, _ boxes: Int, _ seed: UInt32, _ work: Work
    ) throws(Diagnostic) {
        let few = NumpyRandom.drawn(Self.refitLimit, of: points.rows, seed: seed)
        let most = candidates.last?.clusters ?? 1
        let gap = try GapStatistic(
            of: few.count < points.rows ? points.gathered(at: few) : points, upTo: most, boxes: boxes,
            seed: seed, work: work)
        gapClusters = gap.clusters
        for index in candidates.indices {
            let place = candidates[index].clusters - 1
            (candidates[index].gap, candidates[index].gapError) = (gap.gaps[place], gap.errors[place])
        }
        // One cluster is no choice of the silhouette's, and stands in the curve for the gap.
        candidates.insert(
            Candidate(
                clusters: 1, inertia: Self.spread(points), gap: gap.gaps[0], gapError: gap.errors[0]), at: 0)
        chosen += 1
    }

    /// The inertia of one cluster.
    private static func spread(_ points: Matrix) -> Double {
        var sum = CompensatedSum()
        for column in 0..<points.columns {
            let moments = Moments(points.column(column))
            sum.add(moments.deviation * moments.deviation * Double(points.rows))
        }
        return sum.total
    }
}
