internal import RapportGraph

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension NetworkInput {
    /// Reads the edges or makes them, merges those between the same two, and says what happened.
    ///
    /// - Throws: `role.missing`, `column.missing-values`, `graph.negative-weight`, `graph.duplicate-edge`,
    ///   `graph.unknown-node`, `graph.too-dense`, `table.empty` where no edge is left and no table of nodes was given,
    ///   `run.cancelled`.
    public func network(
        from inputs: Inputs<Table>, for analysis: String, work: Work
    ) throws(Diagnostic) -> Network {
        let schemas = Inputs(inputs.piped.schema, named: inputs.named.mapValues(\.schema))
        let (type, _) = try check(schemas, for: analysis)
        var found = try rows(
            try columns(for: analysis), of: inputs.piped, nodes.flatMap { inputs.named[$0] }, type: type,
            work: work)
        try work.check()
        let left = try leaveOut(&found, work: work)
        let turned = direction == .referral
        if turned {
            for place in found.edges.indices {
                let edge = found.edges[place]
                (found.edges[place].source, found.edges[place].target) = (edge.target, edge.source)
            }
        }
        let merged = try Graph.merged(
            found.edges, isDirected: isDirected, aggregate: aggregation, keepsLoops: selfLoops == .keep,
            order: .ends)
        if aggregate == .error, merged.duplicates > 0, !isMade {
            throw Diagnostic(
                "graph.duplicate-edge",
                "\(Wording.count(merged.duplicates, "edge")) between two who have one already; expected one each",
                subject: .parameter("aggregate"), help: ["`aggregate=sum` adds their weights up"])
        }
        guard !merged.edges.isEmpty || nodes != nil else {
            throw Diagnostic(
                "table.empty", "no edge is left of \(Wording.count(inputs.piped.count, "row"))",
                help: [
                    "edges of weight 0 and from a node to itself are none; `nodes=…` gives a table of nodes without edges"
                ])
        }
        try work.check()
        let edges = try columns(of: merged, moments: found.moments)
        let graph = try Graph(nodeCount: found.nodes.count, edges: edges.ends, isDirected: isDirected)
        var caveats = found.caveats + mergeCaveats(merged) + kindCaveats(inputs.piped)
        if let table = nodes.flatMap({ inputs.named[$0] }) { caveats += nodeKindCaveats(table) }
        if left.nodes > 0 {
            caveats.append(
                .init(
                    "network.excluded", count: left.nodes,
                    "\(Wording.count(left.nodes, "node")) with \(Wording.count(left.edges, "edge")) left out (exclude)"
                ))
        }
        if turned {
            caveats.append(
                .init(
                    "network.turned", count: edges.count,
                    "edges were turned for the count: from who was brought to who brought (meaning=referral)")
            )
        }
        let isPrivate = hasPrivateIDs(schemas)
        let degrees = graph.degrees
        caveats += hubs(degrees, found.nodes, isPrivate: isPrivate)
        caveats += spellings(found.nodes) + severalAddresses(found.nodes)
        let isolates = degrees.count { $0 == 0 }
        if isolates > 0 {
            caveats.append(
                .init(
                    "network.isolated", count: isolates,
                    "\(Wording.count(isolates)) of \(Wording.count(graph.nodeCount, "node")) without an edge")
            )
        }
        let dropped = found.isPerRow ? left.edges + merged.selfLoops + merged.zeroWeights : 0
        if caveats.isEmpty { caveats.append(.init("rows.dropped", "all rows used, none dropped")) }
        return Network(
            nodes: found.nodes, isPrivate: isPrivate, edges: edges, graph: graph, isDirected: isDirected,
            isWeighted: isWeighted(edges),
            meaning: direction, caveats: caveats,
            rows: .init(input: inputs.piped.count, used: max(found.rowsUsed - dropped, 0)))
    }

    private func hasPrivateIDs(_ inputs: Inputs<Schema>) -> Bool {
        let columns = [source, target, customer].compactMap(\.self)
        return columns.contains { inputs.piped[$0]?.isPrivate == true }
            || nodes.flatMap { inputs.named[$0] }?.fields.contains(where: \.isPrivate) == true
    }

    private var isMade: Bool { edges != .table && edges != .referrals }

    /// Pairs that share several groups add up, whatever is done to the rows of a table.
    private var aggregation: EdgeAggregation {
        switch aggregate {
        case _ where isMade: .sum
        case .sum, .error: .sum
        case .first: .first
        case .max: .max
        }
    }

    private func columns(
        of merged: MergedEdges, moments: [Int64]
    ) throws(Diagnostic) -> Network.Edges {
        var ends = merged.edges
        var distances: [Double] = []
        let isPlain = ends.allSatisfy { $0.weight == 1 }
        if !isPlain { distances.reserveCapacity(ends.count) }
        for place in ends.indices where !isDirected || !isPlain {
            var edge = ends[place]
            if !isDirected, edge.source > edge.target { swap(&edge.source, &edge.target) }
            if !isPlain {
                let inverse = 1 / power(edge.weight, weightExponent)
                guard inverse > 0, inverse.isFinite else { throw outOfRange(weight ?? "weight") }
                distances.append(weightKind == .strength ? inverse : edge.weight)
                if weightKind == .distance { edge.weight = inverse }
            }
            ends[place] = edge
        }
        // Strengths are sums of weights.
        let total = isPlain ? 0 : ends.reduce(0) { $0 + $1.weight }
        guard total.isFinite else { throw tooLarge(weight ?? "weight") }
        return Network.Edges(
            ends: ends, distances: distances,
            counts: merged.duplicates == 0
                ? [] : ends.indices.map { Int32(truncatingIfNeeded: merged.count(at: $0)) },
            firsts: moments.isEmpty
                ? []
                : ends.indices.map { place in merged.given(at: place).lazy.map { moments[Int($0)] }.min() ?? 0
                })
    }

    private func tooLarge(_ column: String) -> Diagnostic {
        Diagnostic(
            "graph.weight-range",
            "the weights of `\(column)` add up to more than a number can hold; expected a sum below 1.7e308",
            subject: .column(column), help: ["weights in another unit: only their ratios count"])
    }

    private func outOfRange(_ column: String) -> Diagnostic {
        Diagnostic(
            "graph.weight-range",
            "1 over `\(column)`\(weightExponent == 1 ? "" : " to the power of \(weightExponent)") leaves the range "
                + "of numbers; expected weights between about 1e-300 and 1e300",
            subject: .column(column), help: ["a smaller `weight_exponent`, or weights in another unit"])
    }

    /// Strengths of 1 have distances of 1.
    private func isWeighted(_ edges: Network.Edges) -> Bool {
        guard weighted, !edges.distances.isEmpty else { return false }
        return weight != nil || isMade
    }

    /// Takes the nodes of `exclude` out, with their edges; numbers stay ascending.
    private func leaveOut(
        _ rows: inout EdgeRows, work: Work
    ) throws(Diagnostic) -> (nodes: Int, edges: Int) {
        guard !exclude.isEmpty else { return (0, 0) }
        var places: [String: Int] = [:]
        for node in 0..<rows.nodes.count { places[rows.nodes[node].text()] = node }
        var isOut = [Bool](repeating: false, count: rows.nodes.count)
        for each in exclude {
            let name =
                switch each {
                case .first(let text): text.withoutOuterBlanks
                case .second(let number): String(number)
                }
            guard let place = places[name] else {
                throw Network.unknown(name, "exclude", among: rows.nodes)
            }
            isOut[place] = true
        }
        let kept = isOut.indices.filter { !isOut[$0] }
        var number = [Int](repeating: -1, count: isOut.count)
        for (place, node) in kept.enumerated() { number[node] = place }
        let before = rows.edges.count
        let kept2 = rows.edges.indices.filter {
            !isOut[Int(rows.edges[$0].source)] && !isOut[Int(rows.edges[$0].target)]
        }
        if !rows.moments.isEmpty { rows.moments = kept2.map { rows.moments[$0] } }
        rows.edges = kept2.map { place in
            let edge = rows.edges[place]
            return Graph.Edge(number[Int(edge.source)], number[Int(edge.target)], weight: edge.weight)
        }
        rows.nodes = try rows.nodes.gathered(at: Buffer(kept.map(Int32.init)), work: work)
        return (isOut.count - kept.count, before - rows.edges.count)
    }

    // MARK: - Caveats

    private func mergeCaveats(_ merged: MergedEdges) -> [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        if merged.selfLoops > 0 {
            caveats.append(
                .init(
                    "graph.self-loop", count: merged.selfLoops,
                    "\(Wording.count(merged.selfLoops, "edge")) from a node to itself left out (self_loops=drop)"
                ))
        }
        if merged.duplicates > 0, !isMade {
            let how =
                switch aggregate {
                case .sum, .error: "their weights are added up"
                case .first: "the first of each two counts"
                case .max: "the largest weight counts"
                }
            caveats.append(
                .init(
                    "graph.duplicate-edge", count: merged.duplicates,
                    "\(Wording.count(merged.duplicates, "edge")) between two who have one already: \(how) "
                        + "(aggregate=\(aggregate.rawValue))"))
            if weightKind == .distance, aggregate == .sum, weighted, weight != nil {
                caveats.append(
                    .init(
                        "graph.summed-distances", count: merged.duplicates,
                        "distances of edges between the same two were added up, which makes them further apart"
                    ))
            }
        }
        if merged.zeroWeights > 0 {
            caveats.append(
                .init(
                    "graph.zero-weight", count: merged.zeroWeights,
                    "\(Wording.count(merged.zeroWeights, "edge")) of weight 0 left out"))
        }
        return caveats
    }

    private func kindCaveats(_ table: Table) -> [Outcome.Caveat] {
        guard edges == .table, let relation, let kinds = kinds(in: relation, of: table) else { return [] }
        return [
            .init(
                "network.kinds", count: kinds,
                "edges of \(Wording.count(kinds)) kinds (`\(relation)`) count alike; "
                    + "`where \(relation.asColumnName) == …` before it takes one kind")
        ]
    }

    /// People and companies in one network are compared with each other as if they were alike.
    private func nodeKindCaveats(_ table: Table) -> [Outcome.Caveat] {
        let names = ["type", "kind", "node_type", "类型", "类别"]
        guard let field = table.schema.fields.first(where: { names.contains($0.name.lowercased()) }),
            let kinds = kinds(in: field.name, of: table)
        else { return [] }
        return [
            .init(
                "network.node-kinds", count: kinds,
                "nodes of \(Wording.count(kinds)) kinds (`\(field.name)` of `nodes`) are compared as if they were alike"
            )
        ]
    }

    /// How many values a column has, where they are few; nil where it has one, or many.
    private func kinds(in name: String, of table: Table) -> Int? {
        guard let column = table[name],
            let grouping = try? Grouping(by: [column], count: table.count, work: Work(width: 1))
        else { return nil }
        return (2...50).contains(grouping.groupCount) ? grouping.groupCount : nil
    }

    /// A few nodes that are tied to far more than all others may be accounts of the firm's own, through which everything
    /// seems connected.
    private func hubs(_ degrees: [Int], _ nodes: Column, isPrivate: Bool) -> [Outcome.Caveat] {
        guard degrees.count >= 12 else { return [] }
        // The six of most edges, of as many the first.
        var order: [Int] = []
        for node in degrees.indices {
            if order.count == 6, degrees[node] <= degrees[order[5]] { continue }
            order.insert(node, at: order.firstIndex { degrees[$0] < degrees[node] } ?? order.count)
            if order.count > 6 { order.removeLast() }
        }
        // Support and sales may be two boxes: up to five, where the next falls to a third.
        let found = (1...5).first {
            degrees[order[$0 - 1]] >= 10 && degrees[order[$0 - 1]] >= 3 * degrees[order[$0]]
        }
        guard let count = found else { return [] }
        let names = order.prefix(count).map { isPrivate ? "node \($0 + 1)" : nodes[$0].text() }
        let literals =
            isPrivate
            ? "…" : names.map { nodes.type == .int ? $0 : "\"\($0)\"" }.joined(separator: ", ")
        let (least, next) = (degrees[order[count - 1]], degrees[order[count]])
        let who = Wording.list(names.map { "`\($0)`" })
        let have =
            count == 1
            ? "\(who) has \(Wording.count(least, "edge"))"
            : "\(who) have \(Wording.count(least)) edges or more each"
        let they = count == 1 ? "it is an account" : "they are accounts"
        return [
            .init(
                "network.hub", count: degrees[order[0]],
                "\(have), the next has \(Wording.count(next)): if \(they) of your own, `exclude=[\(literals)]` leaves "
                    + (count == 1 ? "it out" : "them out"),
                values: names.map { .init("node", .text($0)) })
        ]
    }

    /// A mail to three people names them in one cell, which is nobody's id.
    private func severalAddresses(_ nodes: Column) -> [Outcome.Caveat] {
        guard nodes.type == .text, edges == .table else { return [] }
        var count = 0
        for node in 0..<nodes.count
        where nodes[node].text().utf8.count(where: { $0 == UInt8(ascii: "@") }) > 1 {
            count += 1
        }
        guard count > 0 else { return [] }
        let column = (target ?? "").asColumnName
        return [
            .init(
                "network.several", count: count,
                "\(Wording.count(count)) of \(Wording.count(nodes.count)) ids hold several mail addresses, and count as one node "
                    + "each: `… | derive \(column)=split(\(column), \",\") | explode \(column)` before it makes an edge of each"
            )
        ]
    }

    /// Ids that differ from another in capitals alone are one person twice, as like as not: mail addresses are.
    private func spellings(_ nodes: Column) -> [Outcome.Caveat] {
        guard nodes.type == .text else { return [] }
        var times: [String: Int] = [:]
        for node in 0..<nodes.count { times[nodes[node].text().lowercased(), default: 0] += 1 }
        let count = nodes.count - times.count
        guard count > 0 else { return [] }
        let columns = edges == .table ? [source, target].compactMap(\.self) : []
        let stage =
            columns.isEmpty
            ? "`lower(…)`"
            : "`… | derive "
                + columns.map { "\($0.asColumnName)=lower(\($0.asColumnName))" }.joined(separator: ", ") + "`"
        return [
            .init(
                "network.capitals", count: count,
                "\(Wording.count(count)) of \(Wording.count(nodes.count)) ids \(count == 1 ? "differs" : "differ") from another "
                    + "in capitals alone, and count as others: \(stage) before it makes them one")
        ]
    }
}

/// Exact where the power is 0, 1 or 2.
private func power(_ base: Double, _ exponent: Double) -> Double {
    switch exponent {
    case 0: 1
    case 1: base
    case 2: base * base
    default: pow(base, exponent)
    }
}
