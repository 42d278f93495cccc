public import RapportDiagnostics
internal import RapportNumerics
public import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How communities are found.
public enum CommunityMethod: String, Sendable, Hashable, CaseIterable { case leiden, louvain }

/// Communities from several shuffles of the nodes: how far apart they are says how far to trust one.
public struct CommunityRuns: Sendable {
    /// Of each run, of each node the number of its community, the largest 0.
    public var communities: [[Int]]
    /// Of each run.
    public var modularity: [Double]
    /// The run with the highest modularity, the first of equals.
    public var bestRun: Int

    public var best: [Int] { communities.isEmpty ? [] : communities[bestRun] }

    /// How much each other run says of the best one's division, from 0 to 1; empty for a single run.
    public var agreement: [Double] {
        communities.indices.filter { $0 != bestRun }.map {
            Graph.mutualInformation(best, communities[$0])
        }
    }
}

extension Graph {
    /// One division a shuffle of the seed, the runs on all threads: the same at any width.
    /// - Throws: `run.cancelled`.
    public func communityRuns(
        _ method: CommunityMethod, resolution: Double = 1, threshold: Double = 1e-7, starts: Int = 10,
        seed: UInt64 = 42, work: Work
    ) throws(Diagnostic) -> CommunityRuns {
        work.begin("communities", of: starts, unit: "starts")
        let found = try work.map(max(starts, 1)) { (start) throws(Diagnostic) in
            let own = seed &+ UInt64(start)
            let communities: [Int]
            switch method {
            case .leiden:
                var random = PythonRandom(seed: own)
                communities = try leiden(resolution: resolution, random: &random, work: work)
            case .louvain:
                communities = try louvain(resolution: resolution, threshold: threshold, seed: own, work: work)
            }
            work.advance(by: 1)
            return (communities, modularity(of: communities, resolution: resolution))
        }
        var best = 0
        for run in found.indices where found[run].1 > found[best].1 + 1e-12 { best = run }
        return CommunityRuns(
            communities: found.map(\.0), modularity: found.map(\.1), bestRun: best)
    }

    /// How much one division of the nodes says of another: 1 where they are the same, 0 where nothing.
    ///
    /// Mutual information over the mean of the entropies, as scikit-learn's `normalized_mutual_info_score`; 1 where
    /// neither divides. Source: Strehl & Ghosh, *Cluster ensembles*, JMLR 3 (2002); Danon et al., J. Stat. Mech. (2005).
    public static func mutualInformation(_ a: [Int], _ b: [Int]) -> Double {
        precondition(a.count == b.count)
        let n = Double(a.count)
        guard n > 0 else { return 1 }
        let (width, height) = ((b.max() ?? 0) + 1, (a.max() ?? 0) + 1)
        var (rows, columns) = ([Int](repeating: 0, count: height), [Int](repeating: 0, count: width))
        for (x, y) in zip(a, b) {
            rows[x] += 1
            columns[y] += 1
        }
        func entropy(_ counts: [Int]) -> Double {
            counts.reduce(0) { sum, count in
                count > 0 ? sum - Double(count) / n * log(Double(count) / n) : sum
            }
        }
        let (first, second) = (entropy(rows), entropy(columns))
        if first + second == 0 { return 1 }
        // Pairs sorted, so that sums have one order.
        let pairs = zip(a, b).map { $0 * width + $1 }.sorted()
        var (information, start) = (0.0, 0)
        while start < pairs.count {
            var end = start
            while end < pairs.count, pairs[end] == pairs[start] { end += 1 }
            let (together, row, column) = (
                Double(end - start), rows[pairs[start] / width], columns[pairs[start] % width]
            )
            information += together / n * log(n * together / (Double(row) * Double(column)))
            start = end
        }
        return min(max(information / ((first + second) / 2), 0), 1)
    }
}
