internal import RapportGraph

extension NetworkInput {
    /// What happened while the network was read, and what it may hide; that nothing was dropped where nothing is to be
    /// said.
    func caveats(
        _ inputs: Inputs<Table>, _ found: EdgeRows, left: (nodes: Int, edges: Int), _ merged: MergedEdges,
        degrees: [Int], isTurned: Bool, isPrivate: Bool
    ) -> [Outcome.Caveat] {
        var caveats = found.caveats + mergeCaveats(merged) + kindCaveats(inputs.piped)
        if let table = nodes.flatMap({ inputs.named[$0] }) { caveats += nodeKindCaveats(table) }
        if left.nodes > 0 {
            caveats.append(
                .init(
                    "network.excluded", count: left.nodes,
                    "\(Wording.count(left.nodes, "node")) with \(Wording.count(left.edges, "edge")) left out (exclude)"
                ))
        }
        if isTurned {
            caveats.append(
                .init(
                    "network.turned", count: merged.edges.count,
                    "edges were turned for the count: from who was brought to who brought (meaning=referral)")
            )
        }
        caveats += hubs(degrees, found.nodes, isPrivate: isPrivate)
        caveats += spellings(found.nodes) + severalAddresses(found.nodes)
        let isolates = degrees.count { $0 == 0 }
        if isolates > 0 {
            caveats.append(
                .init(
                    "network.isolated", count: isolates,
                    "\(Wording.count(isolates)) of \(Wording.count(degrees.count, "node")) without an edge")
            )
        }
        return caveats.isEmpty ? [.init("rows.dropped", "all rows used, none dropped")] : caveats
    }

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
        // What stands between two addresses, by what most cells have.
        var (count, semicolons) = (0, 0)
        for node in 0..<nodes.count {
            let cell = nodes[node].text()
            guard cell.utf8.count(where: { $0 == UInt8(ascii: "@") }) > 1 else { continue }
            count += 1
            if cell.utf8.contains(UInt8(ascii: ";")) { semicolons += 1 }
        }
        guard count > 0 else { return [] }
        let sign = semicolons * 2 > count ? ";" : ","
        let column = (target ?? "").asColumnName
        return [
            .init(
                "network.several", count: count,
                "\(Wording.count(count)) of \(Wording.count(nodes.count)) ids hold several mail addresses, and count as one node "
                    + "each: `… | derive \(column)=split(\(column), \"\(sign)\") | explode \(column)` before it makes an edge of each"
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
