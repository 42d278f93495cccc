public import RapportDiagnostics
internal import RapportNumerics
public import RapportWork

extension Graph {
    /// Communities that are connected in themselves: like Louvain's, but each is split into what holds together
    /// before it is moved as a whole.
    ///
    /// Runs until modularity grows no more, from so many shuffles of the seed, of which the one with the highest modularity
    /// is kept, the first of equals. Source: Traag, Waltman & van Eck, *From Louvain to Leiden: guaranteeing
    /// well-connected communities*, Sci. Rep. 9 (2019); communities are refined by their best merge, as in leidenalg.
    /// - Returns: Of each node the number of its community, the largest 0.
    /// - Throws: `run.cancelled`.
    public func leiden(
        resolution: Double = 1, starts: Int = 10, seed: UInt64 = 42, work: Work
    ) throws(Diagnostic) -> [Int] {
        try communityRuns(.leiden, resolution: resolution, starts: starts, seed: seed, work: work).best
    }

    func leiden(
        resolution: Double, random: inout PythonRandom, work: Work
    ) throws(Diagnostic) -> [Int] {
        var communities = Array(0..<nodeCount)
        var reached = modularity(of: communities, resolution: resolution)
        while true {
            try work.check()
            // Of each node of the level the nodes of this graph that it stands for.
            var level = try aggregated(by: Array(0..<nodeCount), scale: weightScale)
            var node = Array(0..<nodeCount)
            var start = communities
            while true {
                var moved = Partition(level, resolution: resolution, community: start)
                try moved.moveByQueue(&random, work: work)
                communities = node.map { moved.community[$0] }
                var refined = try moved.refined(&random, work: work)
                refined.closeGaps()
                let parts = (refined.community.max() ?? -1) + 1
                if parts == level.nodeCount { break }
                // Communities of the next level's nodes are those of the moved partition, renumbered below their count.
                var inherited = [Int](repeating: 0, count: parts)
                var numbers: [Int: Int] = [:]
                for place in 0..<level.nodeCount {
                    let part = moved.community[place]
                    let number = numbers[part] ?? numbers.count
                    numbers[part] = number
                    inherited[refined.community[place]] = number
                }
                level = try level.aggregated(by: refined.community)
                node = node.map { refined.community[$0] }
                start = inherited
            }
            communities = Graph.bySize(communities)
            let grown = modularity(of: communities, resolution: resolution)
            if grown <= reached { return communities }
            reached = grown
        }
    }
}

extension Partition {
    /// Moves nodes while one gains; after a move those around it are looked at again.
    fileprivate mutating func moveByQueue(_ random: inout PythonRandom, work: Work) throws(Diagnostic) {
        guard total > 0 else { return }
        var queue = Array(0..<graph.nodeCount)
        random.shuffle(&queue)
        var isQueued = [Bool](repeating: true, count: graph.nodeCount)
        var sizes = [Int](repeating: 0, count: graph.nodeCount)
        for part in community { sizes[part] += 1 }
        var empty = sizes.indices.filter { sizes[$0] == 0 }
        var head = 0
        while head < queue.count {
            if head & 0xFFF == 0 { try work.check() }
            let node = queue[head]
            head += 1
            isQueued[node] = false
            let own = community[node]
            guard improve(node, empty: sizes[own] > 1 ? empty.last : nil) else { continue }
            let new = community[node]
            if new == empty.last { empty.removeLast() }
            sizes[own] -= 1
            sizes[new] += 1
            if sizes[own] == 0 { empty.append(own) }
            for adjacency in graph.isDirected ? [graph.outgoing, graph.incoming] : [graph.outgoing] {
                for place in adjacency.range(of: node) {
                    let next = Int(adjacency.neighbours[place])
                    if !isQueued[next], community[next] != new {
                        isQueued[next] = true
                        queue.append(next)
                    }
                }
            }
        }
    }

    /// The communities split into what holds together: single nodes merged within their community, each at most once,
    /// where both sides are tied to the rest of it better than by chance.
    fileprivate func refined(_ random: inout PythonRandom, work: Work) throws(Diagnostic) -> Partition {
        var refined = Partition(graph, resolution: resolution)
        guard total > 0 else { return refined }
        var order = Array(0..<graph.nodeCount)
        random.shuffle(&order)
        var sizes = [Int](repeating: 1, count: graph.nodeCount)
        // Of each refined community the weight of its edges to the rest of the community that it lies in.
        var external = (0..<graph.nodeCount).map { innerWeight(of: $0, in: community) }
        var links = CommunityLinks(graph.nodeCount)
        for (count, node) in order.enumerated() {
            if count & 0xFFF == 0 { try work.check() }
            let own = refined.community[node]
            guard sizes[own] == 1, isWellConnected(own, external[own], refined, within: community[node])
            else {
                continue
            }
            links.collect(around: node, in: graph, refined.community)
            var (best, bestGain) = (own, 0.0)
            for part in links.parts where part != own {
                // A refined community is numbered by the node that it began with, which never leaves.
                guard community[part] == community[node],
                    isWellConnected(part, external[part], refined, within: community[node])
                else { continue }
                let gain = links.weight[part] / total - refined.expected(node, part)
                if gain > bestGain { (best, bestGain) = (part, gain) }
            }
            guard best != own else { continue }
            refined.take(node, outOf: own)
            refined.put(node, into: best)
            // Edges between the two are no longer external, on either side.
            external[best] += external[own] - 2 * links.weight[best]
            sizes[best] += 1
            sizes[own] = 0
        }
        return refined
    }

    /// The weight between a node and the others of its community.
    private func innerWeight(of node: Int, in community: [Int]) -> Double {
        var sum = 0.0
        for adjacency in graph.isDirected ? [graph.outgoing, graph.incoming] : [graph.outgoing] {
            for place in adjacency.range(of: node) {
                let other = Int(adjacency.neighbours[place])
                if other != node, community[other] == community[node] { sum += adjacency.weights[place] }
            }
        }
        return sum
    }

    private func isWellConnected(
        _ part: Int, _ external: Double, _ refined: Partition, within whole: Int
    ) -> Bool {
        let (restOut, restIn) = (
            totalOut[whole] - refined.totalOut[part], totalIn[whole] - refined.totalIn[part]
        )
        let chance =
            graph.isDirected
            ? (refined.totalOut[part] * restIn + refined.totalIn[part] * restOut) / total
            : refined.totalOut[part] * restOut / (2 * total)
        return external >= resolution * chance - 1e-12 * total
    }
}
