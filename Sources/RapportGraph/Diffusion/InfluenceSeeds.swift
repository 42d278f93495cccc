public import RapportDiagnostics
public import RapportWork

extension Graph {
    /// The nodes to begin at: each the one that adds most to the spread, found without trying those that cannot.
    ///
    /// Within 1 − 1/e of the best choice among the candidates, up to the noise of simulation. Source: Leskovec et
    /// al., *Cost-effective outbreak detection in networks*, KDD 2007 (CELF). Ties: the lower node.
    /// `candidates` are the nodes to choose from, ascending; nil: all.
    /// - Returns: Of each node chosen the spread from it and those before, as it was estimated.
    /// - Throws: as ``cascade(from:probabilities:model:simulations:seed:work:)``.
    public func influenceSeeds(
        _ count: Int, among candidates: [Int]? = nil, probabilities: [Double],
        model: DiffusionModel = .independentCascade, simulations: Int = 200, seed: UInt32 = 42, work: Work
    ) throws(Diagnostic) -> [(node: Int, spread: Double)] {
        let nodes = candidates ?? Array(0..<nodeCount)
        guard !nodes.isEmpty, count > 0 else { return [] }
        try checkDiffusion(nodes, probabilities, model)
        func spread(_ nodes: [Int]) throws(Diagnostic) -> Double {
            try simulate(
                from: nodes, probabilities: probabilities, model: model, simulations: simulations, seed: seed,
                work: work
            ).expectedSpread
        }
        // Gains fall as others are chosen: one that is up to date and on top is the best.
        work.begin("first nodes", of: nodes.count * simulations, unit: "simulations")
        var queue = GainQueue()
        for node in nodes { queue.push(.init(gain: try spread([node]), node: node, round: 0)) }
        var (chosen, total): ([(node: Int, spread: Double)], Double) = ([], 0)
        while chosen.count < count, var best = queue.pop() {
            if best.round == chosen.count {
                total += best.gain
                chosen.append((best.node, total))
            } else {
                best.gain = try spread(chosen.map(\.node) + [best.node]) - total
                best.round = chosen.count
                queue.push(best)
            }
        }
        return chosen
    }
}

/// Candidates by falling gain, ties by the lower node.
private struct GainQueue {
    struct Entry {
        var gain: Double
        var node: Int
        var round: Int
    }

    private var entries: [Entry] = []

    mutating func push(_ entry: Entry) {
        var place = entries.count
        entries.append(entry)
        while place > 0, isBefore(place, (place - 1) / 2) {
            entries.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func pop() -> Entry? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        if entries.isEmpty { return first }
        entries[0] = last
        var place = 0
        while true {
            var best = place
            for child in [2 * place + 1, 2 * place + 2] where child < entries.count && isBefore(child, best) {
                best = child
            }
            if best == place { return first }
            entries.swapAt(place, best)
            place = best
        }
    }

    private func isBefore(_ a: Int, _ b: Int) -> Bool {
        let (first, second) = (entries[a], entries[b])
        return first.gain != second.gain ? first.gain > second.gain : first.node < second.node
    }
}
