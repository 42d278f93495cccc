import RapportGraph
import RapportPluginKit

/// Lays out how far word went, and says what it rests on.
struct SpreadTables {
    let analysis: Spread
    let network: Network
    let seeds: [Int]
    /// Among how many seeds were sought; nil where among all, or where they were given.
    let limit: Int?
    /// From the first seed, the first two, and so on.
    let curve: [Cascade]
    let cascade: Cascade
    let observed: [(cascade: ObservedCascade, first: Int64, last: Int64)]

    // MARK: - Tables

    func output(_ schema: Schema, work: Work) throws(Diagnostic) -> Table {
        let share = cascade.activation
        let order = share.indices.sorted { share[$0] != share[$1] ? share[$0] > share[$1] : $0 < $1 }
        let first = Set(seeds)
        func half(_ node: Int) -> Double {
            1.96 * (share[node] * (1 - share[node]) / Double(cascade.simulations)).squareRoot()
        }
        return Table(
            schema,
            [
                try network.ids(of: order, work: work), .floats(order.map { share[$0] }),
                .floats(order.map { max(share[$0] - half($0), 0) }),
                .floats(order.map { min(share[$0] + half($0), 1) }),
                .bools(order.map { first.contains($0) }),
            ])
    }

    func named(work: Work) throws(Diagnostic) -> [Outcome.NamedTable] {
        let halves = curve.map(Self.half)
        let points = curve.indices
        let curveTable = Table(
            Schema(Self.declared[1].retyped(["node"], network.nodes.type).fields),
            [
                .ints(present: points.map { $0 + 1 }),
                try network.ids(of: Array(seeds.prefix(curve.count)), work: work),
                .floats(curve.map(\.expectedSpread)),
                .floats(points.map { curve[$0].expectedSpread - halves[$0] }),
                .floats(points.map { curve[$0].expectedSpread + halves[$0] }),
                .floats(
                    points.map { curve[$0].expectedSpread - ($0 > 0 ? curve[$0 - 1].expectedSpread : 0) }),
            ])
        let cascades = observed.map(\.cascade)
        return [
            .init("curve", curveTable),
            .init(
                "cascades",
                Table(
                    Schema(Self.declared[2].retyped(["root"], network.nodes.type).fields),
                    [
                        try network.ids(of: cascades.map(\.root), work: work),
                        .ints(present: cascades.map(\.size)),
                        .ints(present: cascades.map(\.depth)), .ints(present: cascades.map(\.breadth)),
                        .floats(cascades.map(\.structuralVirality)), .datetimes(observed.map(\.first)),
                        .datetimes(observed.map(\.last)),
                    ])),
        ]
    }

    // MARK: - Numbers and sentences

    /// Half the width of the interval that holds the mean spread with 95%.
    private static func half(_ cascade: Cascade) -> Double {
        1.96 * cascade.standardDeviation / Double(cascade.simulations).squareRoot()
    }

    private var share: Double {
        network.nodeCount > 0 ? cascade.expectedSpread / Double(network.nodeCount) : 0
    }

    var metrics: [Outcome.Metric] {
        let half = Self.half(cascade)
        let (spread, n) = (cascade.expectedSpread, cascade.simulations)
        return [
            .init("nodes", Double(network.nodeCount)), .init("edges", Double(network.edgeCount)),
            .init("seeds", Double(seeds.count)),
            .init("expected_spread", spread, low: spread - half, high: spread + half, n: n),
            .init("expected_share", share, n: n), .init("simulations", Double(n)),
            .init("observed_cascades", Double(observed.count)),
            .init("largest_cascade", observed.first.map { Double($0.cascade.size) }),
        ]
    }

    var findings: [Outcome.Finding] {
        let names = seeds.prefix(5).map { network.name(of: $0) }
        let who =
            seeds.count > 5
            ? "\(names.joined(separator: ", ")) and \(seeds.count - 5) more" : Wording.list(names)
        let verb = analysis.seeds.isEmpty ? "Told first to \(who), the best found," : "Told first to \(who),"
        var findings = [
            Outcome.Finding(
                "spread.reach",
                "\(verb) word reaches \(Wording.number(cascade.expectedSpread)) of "
                    + "\(Wording.count(network.nodeCount, "person", "people")) in the mean (\(Wording.percent(share))).",
                values: [
                    .init("expected_spread", .float(cascade.expectedSpread)), .init("share", .float(share)),
                    .init("seeds", .int(Int64(seeds.count))),
                ])
        ]
        if curve.count > 1, let first = curve.first {
            let gain = curve[curve.count - 1].expectedSpread - curve[curve.count - 2].expectedSpread
            // Each point of the curve is simulated anew: where the last adds little it may come out below.
            let adds = gain > 0 ? Wording.number(gain) : "nothing that the simulations can tell from chance"
            findings.append(
                .init(
                    "spread.gain",
                    "The first alone reaches \(Wording.number(first.expectedSpread)), the last adds \(adds).",
                    values: [.init("first", .float(first.expectedSpread)), .init("gain", .float(gain))]))
        }
        if let largest = observed.first {
            findings.append(
                .init(
                    "spread.observed",
                    "The longest story that really happened began at \(network.name(of: largest.cascade.root)) and reached "
                        + "\(Wording.count(largest.cascade.size, "person", "people")) over "
                        + "\(Wording.count(largest.cascade.depth, "step")).",
                    values: [.init("size", .int(Int64(largest.cascade.size)))]))
        }
        return findings
    }

    var caveats: [Outcome.Caveat] {
        var caveats = network.caveats
        let assumed =
            switch (analysis.model, analysis.probability) {
            case (.linearThreshold, _):
                "everybody has a threshold of their own, drawn anew for each simulation"
            case (_, .constant): "every tie passes word on with probability \(analysis.p)"
            case (_, .weightedCascade): "each takes word from one of their contacts in the mean"
            case (_, .strength): "a tie passes word on with 1 − (1 − \(analysis.p))^weight"
            }
        caveats.append(
            .init(
                "spread.assumption", count: cascade.simulations,
                "\(assumed): an assumption, not measured; \(Wording.count(cascade.simulations, "simulation"))"
            ))
        if network.isDirected, network.meaning != .plain {
            caveats.append(
                .init(
                    "spread.direction",
                    network.meaning == .referral
                        ? "word goes from who brought to who was brought"
                        : "word goes from who is spoken of to who speaks of them"))
        }
        if let limit {
            caveats.append(
                .init(
                    "spread.candidates", count: limit,
                    "the first were sought among the \(Wording.count(limit)) of most ties of "
                        + "\(Wording.count(network.nodeCount)) (candidates)"))
        }
        if analysis.seeds.isEmpty, seeds.count < analysis.k {
            caveats.append(
                .init(
                    "spread.fewer", count: seeds.count,
                    "the network has \(Wording.count(seeds.count, "node")) to begin at"))
        }
        return caveats
    }
}
