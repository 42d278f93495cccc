import RapportGraph
import RapportNumerics
import RapportPluginKit

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Lays the measures out as tables and metrics.
struct NodesTables {
    let analysis: Nodes
    let network: Network
    let measured: NodeMeasures
    /// The column that nodes are in order by.
    let rankedBy: String
    let stability: RankStability
    let places: Places

    /// Nodes in that order.
    var order: [Int] { places.order }

    init(
        analysis: Nodes, network: Network, measured: NodeMeasures, rankedBy: String, stability: RankStability,
        work: Work
    ) throws(Diagnostic) {
        (self.analysis, self.network, self.measured) = (analysis, network, measured)
        (self.rankedBy, self.stability) = (rankedBy, stability)
        places = Self.places(measured, network, by: rankedBy)
        try work.check()
    }

    private static func places(_ measured: NodeMeasures, _ network: Network, by column: String) -> Places {
        Places(
            measured.values[column] ?? [Double?](repeating: nil, count: network.nodeCount),
            isLowFirst: RankBy.isLowFirst(column), isIterated: RankBy.isIterated(column))
    }

    private func places(by column: String) -> Places {
        column == rankedBy ? places : Self.places(measured, network, by: column)
    }

    /// The columns of the chosen measures that nodes can be ranked by.
    var ranked: [String] { analysis.chosen.flatMap(\.ranked) }

    // MARK: - Tables

    func output(_ schema: Schema, work: Work) throws(Diagnostic) -> Table {
        var columns: [Column] = []
        for field in schema.fields { columns.append(try column(field, work: work)) }
        return Table(schema, columns, count: network.nodeCount)
    }

    private func column(_ field: Field, work: Work) throws(Diagnostic) -> Column {
        switch field.name {
        case "node": return try network.ids(of: order, work: work)
        case "rank": return .ints(order.map { places.ranks[$0] })
        case "percentile": return .floats(order.map { places.percentiles[$0] })
        case "component": return .ints(present: order.map { measured.component[$0] + 1 })
        case "component_size":
            return .ints(present: order.map { measured.componentSizes[measured.component[$0]] })
        case "reason":
            return .texts(
                order.map {
                    measured.reasons[$0].isEmpty ? nil : measured.reasons[$0].joined(separator: "; ")
                })
        case "rank_pagerank":
            let ranks = places(by: "pagerank").ranks
            return .ints(order.map { ranks[$0] })
        default:
            let values = measured[field.name]
            let ordered = order.map { values[$0] }
            return field.type == .int ? .ints(ordered.map { $0.map { Int($0) } }) : .floats(ordered)
        }
    }

    func named(work: Work) throws(Diagnostic) -> [Outcome.NamedTable] {
        [
            .init("ranks", try ranks(work: work)), .init("top", try top(work: work)),
            .init("degrees", degrees),
            .init("correlations", try correlations(work: work)),
            .init(NetworkPicture.name, try picture(work: work)),
        ]
    }

    /// What a member's size in the picture says: the measure, where more of it is more.
    var drawnBy: String {
        measured.values[rankedBy] == nil || RankBy.isLowFirst(rankedBy) ? "ties" : rankedBy
    }

    private func picture(work: Work) throws(Diagnostic) -> Table {
        let sizes =
            drawnBy == rankedBy ? measured[rankedBy] : network.graph.degrees.map { Double($0) }
        return try NetworkPicture(of: network, sizes: sizes).table(
            communities: measured["community"].map { $0.map { Int($0) } }, work: work)
    }

    private func ranks(work: Work) throws(Diagnostic) -> Table {
        let all = Array(0..<network.nodeCount)
        var parts: [Table] = []
        for name in ranked {
            try work.check()
            let places = places(by: name)
            parts.append(
                Table(
                    schema(1),
                    [
                        network.nodes, .categories(all.map { _ in 0 }, of: [name]), .floats(measured[name]),
                        .ints(places.ranks), .floats(places.percentiles),
                    ]))
        }
        guard !parts.isEmpty else { return Self.empty(schema(1)) }
        return try Table.concatenated(parts, work: work)
    }

    private func schema(_ output: Int) -> Schema {
        Schema(Self.declared[output].retyped(["node"], network.nodes.type).fields)
    }

    /// Where nothing was ranked.
    private static func empty(_ schema: Schema) -> Table {
        Table(schema, schema.fields.map { Column($0.type, scalars: []) }, count: 0)
    }

    private func top(work: Work) throws(Diagnostic) -> Table {
        guard let values = measured.values[rankedBy] else { return Self.empty(schema(2)) }
        let first = Array(order.filter { values[$0] != nil }.prefix(20))
        return Table(
            schema(2),
            [
                .ints(first.map { places.ranks[$0] }), try network.ids(of: first, work: work),
                .texts(first.map { _ in rankedBy }), .floats(first.map { values[$0] }),
            ])
    }

    private var degrees: Table {
        let sorted = network.graph.degrees.sorted()
        let n = Double(sorted.count)
        var rows: [(degree: Int, n: Int, atLeast: Double)] = []
        var place = 0
        while place < sorted.count {
            var end = place
            while end < sorted.count, sorted[end] == sorted[place] { end += 1 }
            rows.append((sorted[place], end - place, Double(sorted.count - place) / n))
            place = end
        }
        return Table(
            schema(3),
            [
                .ints(present: rows.map(\.degree)), .ints(present: rows.map(\.n)),
                .floats(rows.map(\.atLeast)),
                .floats(rows.map { $0.degree > 0 ? log10(Double($0.degree)) : nil }),
                .floats(rows.map { log10($0.atLeast) }),
            ])
    }

    private func correlations(work: Work) throws(Diagnostic) -> Table {
        let names = ranked
        var (first, second, tau): ([String], [String], [Double?]) = ([], [], [])
        let ranks = names.map { places(by: $0).ranks }
        for (index, a) in names.enumerated() {
            for (place, b) in names.enumerated() {
                try work.check()
                first.append(a)
                second.append(b)
                // The half above was computed below.
                tau.append(
                    place < index
                        ? tau[place * names.count + index] : Self.agreement(ranks[index], ranks[place]))
            }
        }
        return Table(schema(4), [.texts(first), .texts(second), .floats(tau)])
    }

    /// Over the nodes that have both, by their places: values that are equal but for rounding are ties.
    private static func agreement(_ a: [Int?], _ b: [Int?]) -> Double? {
        var (x, y): ([Double], [Double]) = ([], [])
        for (first, second) in zip(a, b) {
            guard let first, let second else { continue }
            x.append(Double(first))
            y.append(Double(second))
        }
        return KendallTau(x, y)?.tau
    }

    // MARK: - Metrics

    /// Part of the whole measure that the first five hold; nil where it has no whole.
    var topFiveShare: Double? {
        guard let values = measured.values[rankedBy], !RankBy.isLowFirst(rankedBy) else { return nil }
        let total = values.compactMap(\.self).compensatedSum()
        guard total > 0, values.count > 10 else { return nil }
        return order.prefix(5).compactMap { values[$0] }.compensatedSum() / total
    }

    var largestShare: Double? {
        network.nodeCount > 0
            ? Double(measured.componentSizes.first ?? 0) / Double(network.nodeCount) : nil
    }

    var metrics: [Outcome.Metric] {
        let n = network.nodeCount
        var metrics: [Outcome.Metric] = [
            .init("nodes", Double(n)), .init("edges", Double(network.edgeCount)),
            .init("components", Double(measured.componentSizes.count)),
            .init("largest_share", largestShare, n: n),
            .init("top_five_share", group: rankedBy, topFiveShare, n: n),
            .init("betweenness_error", measured.betweennessError, n: analysis.k.map { min($0, n) } ?? n),
            .init(
                "rank_stability", group: rankedBy, stability.mean, low: stability.lowest,
                n: stability.taus.count),
        ]
        for (measure, ending) in measured.convergence {
            metrics.append(.init("iterations", group: measure, Double(ending.iterations)))
            metrics.append(.init("residual", group: measure, ending.residual))
        }
        return metrics
    }
}
