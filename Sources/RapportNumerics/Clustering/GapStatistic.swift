public import RapportDiagnostics
public import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How much tighter clusters are than those of points without structure.
///
/// Gap(k) = mean log W*ₖ − log Wₖ, W being the inertia, W* that of points drawn evenly from a box along the principal
/// components. Both sides are fitted from single starts: of the points their mean log over several.
/// Source: Tibshirani, Walther & Hastie, *Estimating the number of clusters via the gap statistic*, JRSS B 63 (2001).
public struct GapStatistic: Sendable {
    /// For 1, 2, … clusters; nil where the points leave no inertia to take the logarithm of.
    public var gaps: [Double?]
    /// Deviation over the boxes times √(1 + 1/boxes).
    public var errors: [Double?]

    /// The smallest k with Gap(k) ≥ Gap(k + 1) − s(k + 1); 1 says that there are no clusters.
    ///
    /// Nil where none is.
    public var clusters: Int? {
        for k in gaps.indices.dropLast() {
            guard let gap = gaps[k], let next = gaps[k + 1], let error = errors[k + 1] else { continue }
            if gap >= next - error { return k + 1 }
        }
        return nil
    }

    /// - Throws: `run.cancelled`.
    /// - Complexity: O(boxes · k · fit).
    public init(
        of points: Matrix, upTo most: Int, boxes: Int = 20, seed: UInt32, work: Work
    ) throws(Diagnostic) {
        let components = try PrincipalComponents(of: points, work: work)
        let scores = components.scores(of: points, components: points.columns)
        let ranges = (0..<points.columns).map { column in
            let values = scores.column(column)
            return (low: values.min() ?? 0, high: values.max() ?? 0)
        }
        // Inertia is the same along other axes: neither side is turned back.
        let starts = 5
        let logs = try work.map(boxes + 1) { (box) throws(Diagnostic) -> [Double?] in
            if box == boxes {
                return try Self.logInertias(scores, upTo: most, starts: starts, seed: seed, work)
            }
            let own = derivedSeed(seed, starts + box)
            var random = NumpyRandom(seed: own)
            var values = [Double](repeating: 0, count: points.values.count)
            for index in values.indices {
                let range = ranges[index % points.columns]
                values[index] = range.low + random.double() * (range.high - range.low)
            }
            let drawn = Matrix(rows: points.rows, columns: points.columns, values: values)
            return try Self.logInertias(drawn, upTo: most, starts: 1, seed: own, work)
        }
        (gaps, errors) = ([], [])
        for k in 0..<most {
            let drawn = logs[..<boxes].compactMap { $0[k] }
            guard let own = logs[boxes][k], drawn.count == boxes, boxes > 0 else {
                gaps.append(nil)
                errors.append(nil)
                continue
            }
            let moments = Moments(drawn)
            gaps.append(moments.mean - own)
            errors.append(moments.deviation * (1 + 1 / Double(boxes)).squareRoot())
        }
    }

    /// The mean logarithm of the inertia over starts, for 1, 2, … clusters.
    private static func logInertias(
        _ points: Matrix, upTo most: Int, starts: Int, seed: UInt32, _ work: Work
    ) throws(Diagnostic) -> [Double?] {
        var logs: [Double?] = []
        for k in 1...max(most, 1) {
            var options = KMeans.Options(clusters: k)
            (options.starts, options.algorithm) = (1, .lloyd)
            var sum = 0.0
            for start in 0..<(k == 1 ? 1 : starts) {
                options.seed = derivedSeed(seed, start)
                sum += log(try KMeans(points, options, work: work).inertia)
            }
            let mean = sum / Double(k == 1 ? 1 : starts)
            logs.append(mean.isFinite ? mean : nil)
        }
        return logs
    }
}
