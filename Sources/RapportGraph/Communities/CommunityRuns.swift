public import RapportDiagnostics
internal import RapportNumerics
public import RapportWork

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

    /// How much each run says of the best one's division, from 0 to 1, its own 1: normalised mutual information.
    ///
    /// Source: Danon, Díaz-Guilera, Duch & Arenas, *Comparing community structure identification*, J. Stat. Mech. (2005).
    public var agreementByRun: [Double] {
        communities.map { PartitionAgreement(best, $0).normalizedMutualInformation }
    }

    /// The same of the runs other than the best; empty for a single run.
    public var agreement: [Double] {
        agreementByRun.enumerated().filter { $0.offset != bestRun }.map(\.element)
    }
}

extension Graph {
    /// One division a shuffle of the seed, the runs on all threads: the same at any width.
    ///
    /// The first run is the seed's own, networkx's where the method is Louvain's.
    /// - Throws: `run.cancelled`.
    public func communityRuns(
        _ method: CommunityMethod, resolution: Double = 1, threshold: Double = 1e-7, starts: Int = 10,
        seed: UInt64 = 42, work: Work
    ) throws(Diagnostic) -> CommunityRuns {
        work.begin("communities", of: starts, unit: "starts")
        let found = try work.map(max(starts, 1)) { (start) throws(Diagnostic) in
            let own = start == 0 ? seed : derivedSeed(seed, start)
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
}
