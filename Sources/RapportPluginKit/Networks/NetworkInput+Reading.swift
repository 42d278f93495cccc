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
        let isPrivate = hasPrivateIDs(schemas)
        let dropped = found.isPerRow ? left.edges + merged.selfLoops + merged.zeroWeights : 0
        return Network(
            nodes: found.nodes, isPrivate: isPrivate, edges: edges, graph: graph, isDirected: isDirected,
            isWeighted: isWeighted(edges),
            meaning: direction,
            caveats: caveats(
                inputs, found, left: left, merged, degrees: graph.degrees, isTurned: turned,
                isPrivate: isPrivate),
            rows: .init(input: inputs.piped.count, used: max(found.rowsUsed - dropped, 0)))
    }

    private func hasPrivateIDs(_ inputs: Inputs<Schema>) -> Bool {
        let columns = [source, target, customer].compactMap(\.self)
        return columns.contains { inputs.piped[$0]?.isPrivate == true }
            || nodes.flatMap { inputs.named[$0] }?.fields.contains(where: \.isPrivate) == true
    }

    var isMade: Bool { edges != .table && edges != .referrals }

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
        let left = rows.edges.indices.filter {
            !isOut[Int(rows.edges[$0].source)] && !isOut[Int(rows.edges[$0].target)]
        }
        if !rows.moments.isEmpty { rows.moments = left.map { rows.moments[$0] } }
        rows.edges = left.map { place in
            let edge = rows.edges[place]
            return Graph.Edge(number[Int(edge.source)], number[Int(edge.target)], weight: edge.weight)
        }
        rows.nodes = try rows.nodes.gathered(at: Buffer(kept.map(Int32.init)), work: work)
        return (isOut.count - kept.count, before - rows.edges.count)
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
