internal import RapportNumerics

/// How nodes and communities lie to one another, by weight.
public struct CommunityRoles: Sendable {
    /// Of each node the share of its relations that stay in its community; nil without relations.
    public var internalRatio: [Double?]
    /// Of each node how evenly its relations go to all communities: 0 where all go to one, near 1 where to many; nil
    /// without relations.
    ///
    /// 1 − Σ (part of the relations that goes to a community)². Source: Guimerà & Amaral, *Functional cartography of
    /// complex metabolic networks*, Nature 433 (2005).
    public var participation: [Double?]
    /// Of each community the weight of the edges within it.
    public var inside: [Double]
    /// Of each community the weight of the edges that lead out of it or into it.
    public var across: [Double]
    /// Of each community the number of edges within it.
    public var edgesInside: [Int]
    /// Of each community whether its nodes are within reach of one another by edges inside it.
    public var isConnected: [Bool]
}

extension Graph {
    /// How nodes and communities lie to one another; `communities` has of each node a number, from 0 without gaps.
    public func roles(in communities: [Int]) -> CommunityRoles {
        let parts = (communities.max() ?? -1) + 1
        var roles = CommunityRoles(
            internalRatio: [], participation: [], inside: [Double](repeating: 0, count: parts),
            across: [Double](repeating: 0, count: parts), edgesInside: [Int](repeating: 0, count: parts),
            isConnected: [])
        var links = CommunityLinks(parts)
        for node in 0..<nodeCount {
            links.collect(around: node, in: self, communities)
            let total = links.parts.reduce(0) { $0 + links.weight[$1] }
            guard total > 0 else {
                roles.internalRatio.append(nil)
                roles.participation.append(nil)
                continue
            }
            roles.internalRatio.append(
                links.parts.contains(communities[node]) ? links.weight[communities[node]] / total : 0)
            roles.participation.append(
                1 - links.parts.reduce(0) { $0 + (links.weight[$1] / total) * (links.weight[$1] / total) })
        }
        var inner = DisjointSets(nodeCount)
        for edge in edges {
            let (a, b) = (Int(edge.source), Int(edge.target))
            if communities[a] == communities[b] {
                roles.inside[communities[a]] += edge.weight
                roles.edgesInside[communities[a]] += 1
                inner.join(a, b)
            } else {
                roles.across[communities[a]] += edge.weight
                roles.across[communities[b]] += edge.weight
            }
        }
        var pieces = [Int](repeating: 0, count: parts)
        for node in 0..<nodeCount where inner.root(of: node) == node { pieces[communities[node]] += 1 }
        roles.isConnected = pieces.map { $0 == 1 }
        return roles
    }
}
