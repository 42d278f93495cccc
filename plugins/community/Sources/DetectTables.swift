import RapportGraph
import RapportPluginKit

/// Lays the groups out, and says what they are worth.
struct DetectTables {
    let analysis: Detect
    let network: Network
    let runs: CommunityRuns
    let communities: [Int]
    let roles: CommunityRoles
    /// Members of each group, ascending.
    let members: [[Int]]

    init(analysis: Detect, network: Network, runs: CommunityRuns) {
        (self.analysis, self.network, self.runs) = (analysis, network, runs)
        communities = runs.best
        roles = network.graph.roles(in: communities)
        var members = [[Int]](repeating: [], count: roles.inside.count)
        for (node, part) in communities.enumerated() { members[part].append(node) }
        self.members = members
    }

    // MARK: - Tables

    /// What a node is in its group.
    func part(of node: Int) -> String {
        guard let inside = roles.internalRatio[node], let participation = roles.participation[node] else {
            return "alone"
        }
        // The house's bounds: 0.4 is about a quarter of the ties in another group, or more in several.
        if participation >= 0.4 { return "connector" }
        return inside >= 0.9 ? "core" : "member"
    }

    func output(_ schema: Schema) -> Table {
        let nodes = 0..<network.nodeCount
        let degrees = network.graph.degrees
        return Table(
            schema,
            [
                network.nodes, .ints(present: communities.map { $0 + 1 }),
                .ints(present: nodes.map { members[communities[$0]].count }), .ints(present: degrees),
                .floats(roles.internalRatio), .floats(roles.participation),
                .texts(nodes.map { part(of: $0) }),
                .texts(nodes.map { roles.internalRatio[$0] == nil ? "no edge" : nil }),
            ])
    }

    func named(work: Work) throws(Diagnostic) -> [Outcome.NamedTable] {
        [
            .init("communities", try groups(work: work)), .init("between", between), .init("runs", runTable),
            .init(
                NetworkPicture.name,
                try NetworkPicture(of: network, sizes: network.graph.degrees.map { Double($0) }).table(
                    communities: communities.map { $0 + 1 }, work: work)),
        ]
    }

    private func groups(work: Work) throws(Diagnostic) -> Table {
        let strength = innerStrengths
        let parts = members.indices
        let first = parts.map { part in
            members[part].max { a, b in strength[a] != strength[b] ? strength[a] < strength[b] : a > b } ?? 0
        }
        return Table(
            Schema(Self.declared[1].retyped(["most_tied"], network.nodes.type).fields),
            [
                .ints(present: parts.map { $0 + 1 }), .ints(present: members.map(\.count)),
                .floats(members.map { Double($0.count) / Double(network.nodeCount) }),
                .ints(present: roles.edgesInside), .floats(roles.inside), .floats(roles.across),
                .floats(parts.map { density($0) }),
                .floats(
                    parts.map { part in
                        let all = roles.inside[part] + roles.across[part]
                        return all > 0 ? roles.inside[part] / all : nil
                    }),
                try network.ids(of: first, work: work),
                .ints(present: members.map { $0.count { part(of: $0) == "connector" } }),
            ])
    }

    private func density(_ part: Int) -> Double? {
        let n = Double(members[part].count)
        guard n > 1 else { return nil }
        // Who is tied to themselves is no pair.
        let loops = network.edges.count { $0.source == $0.target && communities[$0.source] == part }
        return Double(roles.edgesInside[part] - loops)
            / (network.isDirected ? n * (n - 1) : n * (n - 1) / 2)
    }

    private var innerStrengths: [Double] {
        var strength = [Double](repeating: 0, count: network.nodeCount)
        for edge in network.edges where communities[edge.source] == communities[edge.target] {
            strength[edge.source] += edge.strength
            strength[edge.target] += edge.strength
        }
        return strength
    }

    private var between: Table {
        let width = members.count
        var (counts, weights): ([Int: Int], [Int: Double]) = ([:], [:])
        for edge in network.edges {
            let (a, b) = (communities[edge.source], communities[edge.target])
            let key = min(a, b) * width + max(a, b)
            counts[key, default: 0] += 1
            weights[key, default: 0] += edge.strength
        }
        let keys = counts.keys.sorted()
        return Table(
            Schema(Self.declared[2].fields),
            [
                .ints(present: keys.map { $0 / width + 1 }), .ints(present: keys.map { $0 % width + 1 }),
                .ints(keys.map { counts[$0] }), .floats(keys.map { weights[$0] }),
            ])
    }

    private var runTable: Table {
        let all = runs.communities.indices
        return Table(
            Schema(Self.declared[3].fields),
            [
                .ints(present: all.map { $0 + 1 }), .floats(runs.modularity),
                .ints(present: runs.communities.map { ($0.max() ?? -1) + 1 }),
                .floats(runs.agreementByRun),
                .bools(all.map { $0 == runs.bestRun }),
            ])
    }

    // MARK: - Numbers and sentences

    private var modularity: Double { runs.modularity[runs.bestRun] }

    /// Nil for a single run.
    private var agreement: Double? {
        let all = runs.agreement
        return all.isEmpty ? nil : all.reduce(0, +) / Double(all.count)
    }

    private var disconnected: Int { roles.isConnected.count { !$0 } }
    /// Groups of two and more.
    private var real: [[Int]] { members.filter { $0.count > 1 } }

    var metrics: [Outcome.Metric] {
        let n = network.nodeCount
        return [
            .init("nodes", Double(n)), .init("edges", Double(network.edgeCount)),
            .init("communities", Double(members.count)),
            .init("modularity", modularity, n: network.edgeCount),
            .init("coverage", network.graph.coverage(of: communities), n: network.edgeCount),
            .init("agreement", agreement, low: runs.agreement.min(), n: runs.agreement.count),
            .init("disconnected", Double(disconnected), n: members.count),
            .init("largest_share", members.first.map { Double($0.count) / Double(n) }, n: n),
        ]
    }

    var findings: [Outcome.Finding] {
        let largest = members.first?.count ?? 0
        let inside = Wording.part(network.graph.coverage(of: communities))
        let even = network.edges.allSatisfy { $0.strength == network.edges[0].strength }
        let ties = even ? "\(inside) of all ties lie" : "\(inside) of the weight of all ties lies"
        var findings = [
            Outcome.Finding(
                "community.groups",
                "\(Wording.count(network.nodeCount, "person", "people")) fall into \(Wording.count(real.count, "group")); the "
                    + "largest has \(Wording.count(largest)), and \(ties) within groups.",
                values: [
                    .init("communities", .int(Int64(real.count))), .init("largest", .int(Int64(largest))),
                    .init("modularity", .float(modularity)),
                ])
        ]
        let connectors = communities.indices.count { part(of: $0) == "connector" }
        if connectors > 0, real.count > 1 {
            findings.append(
                .init(
                    "community.connectors",
                    "\(Wording.count(connectors, "person", "people")) \(connectors == 1 ? "ties" : "tie") groups to each other: "
                        + "through them a message leaves the group where it began.",
                    values: [.init("connectors", .int(Int64(connectors)))]))
        }
        return findings
    }

    var caveats: [Outcome.Caveat] {
        var caveats = network.caveats
        if let agreement {
            let text =
                "\(Wording.count(runs.agreement.count, "other run")) agree with the best one at \(Wording.number(agreement)), where 1 is "
            caveats.append(
                agreement < 0.7
                    ? .init(
                        "community.unstable", count: runs.agreement.count,
                        "\(text)the same: the network has no one right division, take the groups as a suggestion",
                        values: [.init("agreement", .float(agreement))])
                    : .init(
                        "community.agreement", count: runs.agreement.count, "\(text)the same",
                        values: [.init("agreement", .float(agreement))]))
        }
        if modularity < 0.3 {
            caveats.append(
                .init(
                    "community.weak",
                    "the groups are hardly denser than chance: modularity \(Wording.number(modularity)), clear structure begins "
                        + "about 0.3", values: [.init("modularity", .float(modularity))]))
        }
        if disconnected > 0 {
            caveats.append(
                .init(
                    "community.disconnected", count: disconnected,
                    "\(Wording.count(disconnected, "group")) fall apart in themselves; method=leiden has none"
                ))
        }
        let alone = members.count - real.count
        if alone > 0 {
            caveats.append(
                .init(
                    "community.alone", count: alone, "\(Wording.count(alone, "node")) in a group of their own"
                ))
        }
        return caveats
    }
}
