public import RapportDiagnostics
internal import RapportNumerics
public import RapportWork

/// How far a message goes that each who hears it passes on once to each neighbour, with a probability.
///
/// Source: Kempe, Kleinberg & Tardos, *Maximizing the spread of influence through a social network*, KDD 2003.
public struct Cascade: Sendable {
    /// Of each node the share of the simulations in which it was reached.
    public var activation: [Double]
    /// Nodes reached in the mean, the first ones among them.
    public var expectedSpread: Double
    /// Of the spread over the simulations.
    public var standardDeviation: Double
    public var simulations: Int
}

extension Graph {
    /// Simulates cascades from some nodes.
    ///
    /// Simulations are numbered, and each draws from a generator of its own: the same at any width.
    /// - Parameters:
    ///   - seeds: The nodes that know at the beginning.
    ///   - probabilities: Of each arrow of ``outgoing`` the chance that the message goes along it.
    /// - Throws: `parameter.range` for a probability outside 0…1 or no seeds; `run.cancelled`.
    public func cascade(
        from seeds: [Int], probabilities: [Double], simulations: Int = 1_000, seed: UInt32 = 42, work: Work
    ) throws(Diagnostic) -> Cascade {
        guard !seeds.isEmpty, seeds.allSatisfy({ (0..<nodeCount).contains($0) }) else {
            throw Diagnostic(
                "parameter.range", "a cascade begins at nodes of the graph, found none",
                subject: .parameter("seeds"))
        }
        guard probabilities.count == outgoing.neighbours.count,
            probabilities.allSatisfy({ (0...1).contains($0) })
        else {
            throw Diagnostic(
                "parameter.range", "a probability lies between 0 and 1", subject: .parameter("p"))
        }
        work.begin("cascades", of: simulations, unit: "simulations")
        let groups = min(max(simulations, 1), 32)
                let parts = try work.map(groups) { (group) throws(Diagnostic) in
            var reached = [Int](repeating: 0, count: nodeCount)
            var spreads: [Int] = []
            var visit = [Int](repeating: -1, count: nodeCount)
            for simulation in stride(from: group, to: simulations, by: groups) {
                try work.check()
                var random = NumpyRandom(seed: seed &+ UInt32(truncatingIfNeeded: simulation))
                var active: [Int] = []
                for node in seeds where visit[node] != simulation {
                    visit[node] = simulation
                    active.append(node)
                }
                var head = 0
                while head < active.count {
                    let node = active[head]
                    head += 1
                    for place in outgoing.range(of: node) {
                        let next = Int(outgoing.neighbours[place])
                        if visit[next] != simulation, random.double() < probabilities[place] {
                            visit[next] = simulation
                            active.append(next)
                        }
                    }
                }
                for node in active { reached[node] += 1 }
                spreads.append(active.count)
                work.advance(by: 1)
            }
            return (reached, spreads)
        }
        var reached = [Int](repeating: 0, count: nodeCount)
        for part in parts { for node in reached.indices { reached[node] += part.0[node] } }
        let spreads = parts.flatMap(\.1).map(Double.init)
        let runs = Double(max(simulations, 1))
        let mean = spreads.reduce(0, +) / runs
        let squares = spreads.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return Cascade(
            activation: reached.map { Double($0) / runs }, expectedSpread: mean,
            standardDeviation: simulations > 1 ? (squares / (runs - 1)).squareRoot() : 0,
            simulations: simulations)
    }

    /// The nodes to begin at: each the one that adds most to the spread, found without trying those that cannot.
    ///
    /// Within 1 − 1/e of the best choice, up to the noise of simulation. Source: Leskovec et al., *Cost-effective
    /// outbreak detection in networks*, KDD 2007 (CELF). Ties: the lower node.
    /// - Throws: as ``cascade(from:probabilities:simulations:seed:work:)``.
    public func influenceSeeds(
        _ count: Int, probabilities: [Double], simulations: Int = 200, seed: UInt32 = 42, work: Work
    ) throws(Diagnostic) -> [(node: Int, spread: Double)] {
        func spread(_ nodes: [Int]) throws(Diagnostic) -> Double {
            try cascade(
                from: nodes, probabilities: probabilities, simulations: simulations, seed: seed, work: work
            ).expectedSpread
        }
        // A gain only falls as others are chosen: one that is up to date and on top is the best.
        var gains: [(node: Int, gain: Double, round: Int)] = []
        for node in 0..<nodeCount { gains.append((node, try spread([node]), 0)) }
        var (chosen, total): ([(node: Int, spread: Double)], Double) = ([], 0)
        while chosen.count < min(count, nodeCount) {
            gains.sort { $0.gain != $1.gain ? $0.gain > $1.gain : $0.node < $1.node }
            if gains[0].round == chosen.count {
                let best = gains.removeFirst()
                total += best.gain
                chosen.append((best.node, total))
            } else {
                gains[0].gain = try spread(chosen.map(\.node) + [gains[0].node]) - total
                gains[0].round = chosen.count
            }
        }
        return chosen
    }
}
