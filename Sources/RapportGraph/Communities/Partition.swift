internal import RapportDiagnostics

/// A division of the nodes into communities, and what moving a node gains.
///
/// Sums are brought up to date as nodes move.
struct Partition {
    let graph: Graph
    let resolution: Double
    /// The sum of all weights; nothing moves where it is 0.
    let total: Double
    /// Of each node the weights of the edges that leave, and that come in; a self loop twice without directions.
    let (out, into): ([Double], [Double])
    private(set) var community: [Int]
    /// The same of each community.
    private(set) var (totalOut, totalIn): ([Double], [Double])
    private var links: CommunityLinks

    /// `community` is below the number of nodes; nil: a community a node.
    init(_ graph: Graph, resolution: Double, community: [Int]? = nil) {
        (self.graph, self.resolution) = (graph, resolution)
        total = graph.edges.reduce(0) { $0 + $1.weight }
        out = graph.isDirected ? graph.outgoing.strengths(graph.nodeCount) : graph.strengths
        into = graph.isDirected ? graph.incoming.strengths(graph.nodeCount) : out
        self.community = community ?? Array(0..<graph.nodeCount)
        totalOut = [Double](repeating: 0, count: graph.nodeCount)
        totalIn = totalOut
        links = CommunityLinks(graph.nodeCount)
        for node in 0..<graph.nodeCount {
            totalOut[self.community[node]] += out[node]
            totalIn[self.community[node]] += into[node]
        }
    }

    /// Chance's share of the weight between a node and a community that it is no member of.
    func expected(_ node: Int, _ part: Int) -> Double {
        graph.isDirected
            ? resolution * (out[node] * totalIn[part] + into[node] * totalOut[part]) / (total * total)
            : resolution * (totalOut[part] * out[node]) / (2 * total * total)
    }

    mutating func take(_ node: Int, outOf part: Int) {
        totalOut[part] -= out[node]
        totalIn[part] -= into[node]
    }

    mutating func put(_ node: Int, into part: Int) {
        totalOut[part] += out[node]
        totalIn[part] += into[node]
        community[node] = part
    }

    /// What a move must gain: more than the rounding of its terms, none of which is above the node's share of the weight.
    ///
    /// Where communities are level, as on a directed ring, sums of thirds leave gains of 1e-17 both ways: nodes that took
    /// them would move for ever.
    func leastGain(of node: Int) -> Double {
        1e-12 * max(resolution, 1) * (out[node] + into[node]) / total
    }

    /// Moves a node to the community around it that gains most, the first of equals; networkx's sums in its order.
    ///
    /// `empty` is a community without members, which is tried too.
    /// Says whether it moved.
    mutating func improve(_ node: Int, empty: Int? = nil) -> Bool {
        let own = community[node]
        links.collect(around: node, in: graph, community)
        take(node, outOf: own)
        let leaving = -links.weight[own] / total + expected(node, own)
        var (best, bestGain) = (own, 0.0)
        for part in links.parts {
            let gain = leaving + links.weight[part] / total - expected(node, part)
            if gain > bestGain { (best, bestGain) = (part, gain) }
        }
        if let empty, leaving > bestGain { (best, bestGain) = (empty, leaving) }
        if bestGain <= leastGain(of: node) { best = own }
        put(node, into: best)
        return best != own
    }

    /// The communities numbered from 0 without gaps, in the order of their numbers.
    mutating func closeGaps() {
        var isUsed = [Bool](repeating: false, count: graph.nodeCount)
        for part in community { isUsed[part] = true }
        var numbers = [Int](repeating: 0, count: graph.nodeCount)
        var next = 0
        for part in isUsed.indices where isUsed[part] {
            numbers[part] = next
            next += 1
        }
        self = Partition(graph, resolution: resolution, community: community.map { numbers[$0] })
    }
}

/// The weight of the edges between one node and each community around it, in the order in which they are met.
struct CommunityLinks {
    private(set) var weight: [Double]
    private(set) var parts: [Int] = []

    init(_ communities: Int) { weight = [Double](repeating: 0, count: communities) }

    mutating func collect(around node: Int, in graph: Graph, _ community: [Int]) {
        for part in parts { weight[part] = 0 }
        parts.removeAll(keepingCapacity: true)
        // Weights are above 0: a weight of 0 means that the community was not met yet.
        for adjacency in graph.isDirected ? [graph.outgoing, graph.incoming] : [graph.outgoing] {
            for place in adjacency.range(of: node) {
                let neighbour = Int(adjacency.neighbours[place])
                if neighbour == node { continue }
                let part = community[neighbour]
                if weight[part] == 0 { parts.append(part) }
                weight[part] += adjacency.weights[place]
            }
        }
    }
}

extension Graph {
    /// The graph of communities: weights between them added up, those inside as self loops, all times `scale`.
    ///
    /// Edges are taken node by node, as networkx walks them: which community a node meets first decides ties.
    func aggregated(by community: [Int], scale: Double = 1) throws(Diagnostic) -> Graph {
        var walked: [Edge] = []
        walked.reserveCapacity(edgeCount)
        for node in 0..<nodeCount {
            for place in outgoing.range(of: node) {
                let other = Int(outgoing.neighbours[place])
                if !isDirected && other < node { continue }
                walked.append(
                    Edge(community[node], community[other], weight: outgoing.weights[place] * scale))
            }
        }
        let merged = try Graph.merged(walked, isDirected: isDirected, keepsLoops: true)
        return try Graph(
            nodeCount: (community.max() ?? -1) + 1, edges: merged.edges, isDirected: isDirected)
    }
}
