internal import RapportGraph

/// Edges before they are merged: ends by number, and the row each comes from.
struct EdgeRows {
    var nodes: Column
    var edges: [Graph.Edge] = []
    /// Of each edge its moment; empty without a column of time.
    var moments: [Int64] = []
    var rowsUsed = 0
    var caveats: [Outcome.Caveat] = []
    /// Of the rows used those that a node that is left out takes along.
    var isPerRow = true
}

extension NetworkInput {
    /// Reads or makes the edges.
    /// - Throws: `column.missing-values`, `graph.negative-weight`, `graph.too-dense`, `run.cancelled`.
    func rows(
        _ columns: Columns, of table: Table, _ nodeTable: Table?, type: ColumnType, work: Work
    ) throws(Diagnostic) -> EdgeRows {
        var others: [Column] = []
        if let nodeTable {
            let name = try Self.idColumn(of: nodeTable.schema, type: type)
            try nodeTable.requirePresent([name])
            others = [try nodeTable.column(name)]
        }
        switch columns {
        case .table(let source, let target):
            return try tableRows(table, source, target, others, type, isOptional: false, work: work)
        case .referrals(let bringer, let brought):
            return try tableRows(table, bringer, brought, others, type, isOptional: true, work: work)
        case .members(let customer, let group):
            return try memberRows(table, customer, group, others, type, work: work)
        case .replies(let author, let message, let replyTo):
            return try replyRows(table, author, message, replyTo, others, type, work: work)
        case .mentions(let author, let text):
            return try mentionRows(table, author, text, others, type, work: work)
        }
    }

    /// One edge a row; where `isOptional` a row without a source is a node that nobody brought.
    private func tableRows(
        _ table: Table, _ source: String, _ target: String, _ others: [Column], _ type: ColumnType,
        isOptional: Bool, work: Work
    ) throws(Diagnostic) -> EdgeRows {
        try table.requirePresent(isOptional ? [target] : [source, target])
        let ids = try NodeIDs(
            [try table.column(source), try table.column(target)] + others, type: type, work: work)
        try requireIDs(ids.numbers[1], in: target)
        if !isOptional { try requireIDs(ids.numbers[0], in: source) }
        var weights: [Double]?
        if weighted, let weight {
            let given = try table.numbers(in: weight)
            try table.requireNotNegative(given, in: weight, code: "graph.negative-weight")
            weights = given
        }
        let moments = try time.map { (name) throws(Diagnostic) in try table.moments(in: name) }
        var found = EdgeRows(nodes: ids.nodes)
        found.edges.reserveCapacity(table.count)
        let (sources, targets) = (ids.numbers[0], ids.numbers[1])
        for row in sources.indices where sources[row] >= 0 {
            found.edges.append(
                Graph.Edge(Int(sources[row]), Int(targets[row]), weight: weights?[row] ?? 1))
            if let moments { found.moments.append(moments[row]) }
        }
        found.rowsUsed = found.edges.count
        if isOptional, found.edges.count < table.count {
            let count = table.count - found.edges.count
            found.caveats.append(
                .init(
                    "network.no-source", count: count,
                    "\(Wording.count(count, "row")) with nobody in `\(source)`: nodes, and no edges"))
        }
        found.caveats += trimming(ids)
        return found
    }

    private func requireIDs(_ numbers: [Int32], in column: String) throws(Diagnostic) {
        guard let row = numbers.firstIndex(of: -1) else { return }
        throw Diagnostic(
            "column.missing-values",
            "`\(column)` is blank in \(Wording.count(numbers.count { $0 < 0 })) of "
                + "\(Wording.count(numbers.count)) rows, the first is row \(row + 1); expected an id in each",
            subject: .column(column),
            help: [
                "`… | where trim(\(column.asColumnName)) != \"\"` before it leaves such rows out"
            ])
    }

    func trimming(_ ids: NodeIDs) -> [Outcome.Caveat] {
        guard ids.trimmed > 0 else { return [] }
        return [
            .init(
                "network.trimmed", count: ids.trimmed,
                "\(Wording.count(ids.trimmed, "id")) had blanks around them, which are no part of an id")
        ]
    }

    // MARK: - What people have in common

    /// An edge for each pair of people who share a group, of weight 1/(size − 1) each: who meets in a small group
    /// knows each other better.
    ///
    /// Source: M. Newman, *Scientific collaboration networks II*, Phys. Rev. E 64 (2001), 016132, (2).
    private func memberRows(
        _ table: Table, _ customer: String, _ group: String, _ others: [Column], _ type: ColumnType,
        work: Work
    ) throws(Diagnostic) -> EdgeRows {
        try table.requirePresent([customer, group])
        let ids = try NodeIDs([try table.column(customer)] + others, type: type, work: work)
        try requireIDs(ids.numbers[0], in: customer)
        let grouping = try Grouping(
            sortedBy: [try table.column(group)], count: table.count, work: work)
        var members = [[Int32]](repeating: [], count: grouping.groupCount)
        let groups = grouping.groups.span
        for (row, node) in ids.numbers[0].enumerated() { members[Int(groups[row])].append(node) }
        var found = EdgeRows(nodes: ids.nodes)
        found.isPerRow = false
        var (tooLarge, alone, pairs) = (0, 0, 0)
        for index in members.indices {
            let rows = members[index].count
            members[index] = Array(Set(members[index])).sorted()
            let size = members[index].count
            if size > maxGroup {
                tooLarge += 1
                members[index] = []
            } else if size < 2 {
                alone += 1
            } else {
                pairs += size * (size - 1) / 2
                found.rowsUsed += rows
            }
        }
        guard pairs <= 20_000_000 else {
            throw Diagnostic(
                "graph.too-dense",
                "\(Wording.count(pairs)) pairs have a `\(group)` in common; expected at most 20,000,000",
                subject: .parameter("max_group"),
                help: ["a smaller `max_group` leaves out what everybody has in common"])
        }
        work.begin("pairs", of: members.count, unit: "groups")
        found.edges.reserveCapacity(pairs)
        for each in members {
            try work.check()
            guard each.count > 1 else { continue }
            let weight = weighted ? 1 / Double(each.count - 1) : 1
            for (place, a) in each.enumerated() {
                for b in each[(place + 1)...] {
                    found.edges.append(Graph.Edge(Int(a), Int(b), weight: weight))
                }
            }
            work.advance(by: 1)
        }
        if tooLarge > 0 {
            found.caveats.append(
                .init(
                    "network.large-groups", count: tooLarge,
                    "\(Wording.count(tooLarge)) of \(Wording.count(members.count)) values of `\(group)` are "
                        + "shared by more than \(Wording.count(maxGroup)) people and tie nobody (max_group=\(maxGroup))"
                ))
        }
        if alone > 0 {
            found.caveats.append(
                .init(
                    "network.alone", count: alone,
                    "\(Wording.count(alone)) of \(Wording.count(members.count)) values of `\(group)` have one person only and tie nobody"
                ))
        }
        found.caveats += trimming(ids)
        return found
    }
}
