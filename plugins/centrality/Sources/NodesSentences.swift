import RapportPluginKit

/// What a manager reads, and what not to trust.
struct NodesSentences {
    let tables: NodesTables

    private var network: Network { tables.network }
    private var measured: NodeMeasures { tables.measured }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [size, leader, concentration].compactMap(\.self) }

    private var size: Outcome.Finding {
        let (n, m) = (network.nodeCount, network.edgeCount)
        let parts = measured.componentSizes.count
        let whole =
            parts == 1
            ? "all hang together"
            : "the largest of \(Wording.count(parts)) parts holds \(Wording.part(tables.largestShare ?? 0))"
        return .init(
            "network.size",
            "\(Wording.count(n, "person", "people")) with \(Wording.count(m, "tie")): \(whole).",
            values: [
                .init("nodes", .int(Int64(n))), .init("edges", .int(Int64(m))),
                .init("components", .int(Int64(parts))),
                .init("largest_share", .float(tables.largestShare ?? 0)),
            ])
    }

    private var leader: Outcome.Finding? {
        guard let values = measured.values[tables.rankedBy], let first = tables.order.first,
            let value = values[first], value > 0
        else { return nil }
        let equals = tables.order.filter { tables.places.ranks[$0] == 1 }
        let isOne = equals.count == 1
        let what: String
        switch tables.rankedBy {
        case "betweenness" where tables.analysis.normalized:
            // Of all pairs, within reach of each other or not; with `endpoints` those of its own too.
            what =
                tables.analysis.endpoints
                ? "\(isOne ? "is" : "are") on the shortest ways of \(Wording.percent(value)) of all pairs"
                    + (isOne ? ", its own among them" : " each, their own among them")
                : "\(isOne ? "lies" : "lie") on the shortest ways of \(Wording.percent(value)) of all pairs of others"
                    + (isOne ? "" : " each")
        case "pagerank" where network.isTurned:
            what =
                "\(isOne ? "stands" : "stand") first among those who brought others, directly and through them"
        case "degree":
            what =
                "\(isOne ? "has" : "have") most ties, \(Wording.count(Int(value)))" + (isOne ? "" : " each")
        default: what = "\(isOne ? "comes" : "come") first by \(RankBy.words(for: tables.rankedBy))"
        }
        let who =
            equals.count > 3
            ? "\(Wording.count(equals.count)) people" : Wording.list(equals.map { network.name(of: $0) })
        return .init(
            "network.leader", "\(who) \(what)\(followers(of: equals.count, values)).",
            values: [
                .init("node", .text(network.name(of: first))), .init("measure", .text(tables.rankedBy)),
                .init("value", .float(value)),
            ])
    }

    /// The two that come next; none who shares the place with others, or has nothing to be compared by.
    private func followers(of first: Int, _ values: [Double?]) -> String {
        guard first == 1 else { return "" }
        let next = tables.order.dropFirst().prefix(2).filter { node in
            guard let value = values[node], value > 0 else { return false }
            return tables.order.dropFirst(3).allSatisfy {
                tables.places.ranks[$0] != tables.places.ranks[node]
            }
        }
        return next.isEmpty ? "" : ", before \(Wording.list(next.map { network.name(of: $0) }))"
    }

    private var concentration: Outcome.Finding? {
        guard let share = tables.topFiveShare else { return nil }
        let what =
            tables.rankedBy == "betweenness"
            ? "Five people hold the network together: of all the bridging between others (betweenness) \(Wording.percent(share)) is theirs"
            : "The first five hold \(Wording.percent(share)) of the whole \(tables.rankedBy)"
        guard share > 0.2 || tables.rankedBy != "betweenness" else {
            return .init(
                "network.concentration",
                "No few people hold the network together: of all the bridging between others (betweenness) the first five do "
                    + "\(Wording.percent(share)).",
                values: [.init("top_five_share", .float(share))])
        }
        return .init("network.concentration", "\(what).", values: [.init("top_five_share", .float(share))])
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] { network.caveats + measured.caveats + meaning + trust }

    private var meaning: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        if tables.analysis.chosen.contains(where: \.walksPaths) {
            caveats += tables.analysis.network.weightCaveats(
                network, ofDistances: "degrees and ranks take 1/weight")
        }
        if network.isDirected,
            tables.analysis.chosen.contains(where: { $0 == .clustering || $0 == .constraint })
        {
            caveats.append(
                .init("network.directions", "clustering and constraint take edges without their direction"))
        }
        return caveats
    }

    private var trust: [Outcome.Caveat] {
        let stability = tables.stability
        if let reason = stability.reason {
            return [.init("rank.stability", "whether the first places hold was not tried: \(reason)")]
        }
        guard let tau = stability.mean else { return [] }
        let kept = "after a tenth of the edges was dropped \(Wording.count(stability.taus.count, "time"))"
        return [
            tau < 0.7
                ? .init(
                    "rank.unstable", count: stability.taus.count,
                    "the order of the first twenty changes \(kept): τ \(Wording.number(tau)) in the mean; take them as a "
                        + "group, not as places", values: [.init("tau", .float(tau))])
                : .init(
                    "rank.stability", count: stability.taus.count,
                    "the order of the first twenty holds \(kept): τ \(Wording.number(tau)) in the mean",
                    values: [.init("tau", .float(tau))])
        ]
    }
}
