public import RapportDiagnostics
internal import RapportNumerics
public import RapportWork

/// How a message goes from those who know it to those who do not.
public enum DiffusionModel: Sendable, Hashable {
    /// Each who hears it tells each neighbour once, who takes it up with the probability of the arrow.
    ///
    /// Source: Kempe, Kleinberg & Tardos, *Maximizing the spread of influence through a social network*, KDD 2003, 2.2.
    case independentCascade
    /// Each has a threshold, drawn anew for every simulation, and takes it up when the arrows from those who know
    /// weigh as much; the weights of the arrows to a node add up to 1 at the most. The same source, 2.1.
    case linearThreshold
}

/// How far a message goes.
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
    /// Simulates how a message spreads from some nodes.
    ///
    /// Simulations are numbered, and each draws from a generator of its own: the same at any width.
    /// `seeds` know at the beginning; `probabilities` has of each arrow of ``outgoing`` the chance that the message
    /// goes along it, or its weight.
    /// - Returns: What the simulations gave.
    /// - Throws: `parameter.range` for a probability outside 0…1, no seeds, or weights of more than 1 to a node;
    ///   `run.cancelled`.
    public func cascade(
        from seeds: [Int], probabilities: [Double], model: DiffusionModel = .independentCascade,
        simulations: Int = 1_000, seed: UInt32 = 42, work: Work
    ) throws(Diagnostic) -> Cascade {
        try checkDiffusion(seeds, probabilities, model)
        work.begin("cascades", of: simulations, unit: "simulations")
        return try simulate(
            from: seeds, probabilities: probabilities, model: model, simulations: simulations, seed: seed,
            work: work)
    }

    func checkDiffusion(
        _ seeds: [Int], _ probabilities: [Double], _ model: DiffusionModel
    ) throws(Diagnostic) {
        guard !seeds.isEmpty, seeds.allSatisfy({ (0..<nodeCount).contains($0) }) else {
            throw Diagnostic(
                "parameter.range", "a cascade begins at nodes of the graph, found none",
                subject: .parameter("seeds"), help: ["name at least one"])
        }
        guard probabilities.count == outgoing.neighbours.count,
            probabilities.allSatisfy({ (0...1).contains($0) })
        else {
            throw Diagnostic(
                "parameter.range", "a probability lies between 0 and 1", subject: .parameter("p"),
                help: ["`p=0.1`"])
        }
        guard model == .linearThreshold else { return }
        var received = [Double](repeating: 0, count: nodeCount)
        for (place, node) in outgoing.neighbours.enumerated() { received[Int(node)] += probabilities[place] }
        guard received.allSatisfy({ $0 <= 1 + 1e-9 }) else {
            throw Diagnostic(
                "parameter.range", "the weights of the arrows to a node add up to more than 1",
                subject: .parameter("p"), help: ["divide each by the sum"])
        }
    }

    /// - Returns: the cascade; of the simulations their spreads in order decide its mean.
    func simulate(
        from seeds: [Int], probabilities: [Double], model: DiffusionModel, simulations: Int, seed: UInt32,
        work: Work
    ) throws(Diagnostic) -> Cascade {
        let groups = min(max(simulations, 1), 32)
        let parts = try work.map(groups) { (group) throws(Diagnostic) in
            var run = DiffusionRun(self, probabilities, model)
            var reached = [Int](repeating: 0, count: nodeCount)
            var spreads: [Int] = []
            for simulation in stride(from: group, to: simulations, by: groups) {
                try work.check()
                var random = NumpyRandom(seed: derivedSeed(seed, simulation))
                try run.spread(from: seeds, &random, work: work)
                for node in run.active { reached[node] += 1 }
                spreads.append(run.active.count)
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
}

/// One simulation after another over the same arrays.
private struct DiffusionRun {
    private let graph: Graph
    private let probabilities: [Double]
    private let model: DiffusionModel
    /// Nodes that the last message reached, in the order in which it did.
    private(set) var active: [Int] = []
    private var isActive: [Bool]
    /// Of nodes that have heard and not taken it up: how much weighs on them, and what they bear; below 0 before the
    /// first.
    private var pressure: [Double]
    private var threshold: [Double]
    private var touched: [Int] = []

    init(_ graph: Graph, _ probabilities: [Double], _ model: DiffusionModel) {
        (self.graph, self.probabilities, self.model) = (graph, probabilities, model)
        isActive = [Bool](repeating: false, count: graph.nodeCount)
        let thresholds = model == .linearThreshold ? graph.nodeCount : 0
        pressure = [Double](repeating: 0, count: thresholds)
        threshold = [Double](repeating: -1, count: thresholds)
    }

    mutating func spread(
        from seeds: [Int], _ random: inout NumpyRandom, work: Work
    ) throws(Diagnostic) {
        for node in active { isActive[node] = false }
        for node in touched { (pressure[node], threshold[node]) = (0, -1) }
        active.removeAll(keepingCapacity: true)
        touched.removeAll(keepingCapacity: true)
        for node in seeds where !isActive[node] { activate(node) }
        var head = 0
        while head < active.count {
            if head & 0xFFF == 0xFFF { try work.check() }
            let node = active[head]
            head += 1
            for place in graph.outgoing.range(of: node) {
                let next = Int(graph.outgoing.neighbours[place])
                if isActive[next] { continue }
                switch model {
                case .independentCascade:
                    if random.double() < probabilities[place] { activate(next) }
                case .linearThreshold:
                    if threshold[next] < 0 {
                        threshold[next] = random.double()
                        touched.append(next)
                    }
                    pressure[next] += probabilities[place]
                    // Thresholds are below 1: a node all of whose neighbours know takes it up, rounding aside.
                    if pressure[next] > threshold[next] { activate(next) }
                }
            }
        }
    }

    private mutating func activate(_ node: Int) {
        isActive[node] = true
        active.append(node)
    }
}
