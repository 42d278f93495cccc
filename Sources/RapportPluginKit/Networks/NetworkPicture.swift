internal import RapportGraph

/// What a chart shows of a network: its members and the ties between them, as one table.
///
/// A network of up to 500 nodes is shown whole, of a larger one the 150 largest nodes; of more than 2,000 ties the
/// strongest.
public struct NetworkPicture: Sendable {
    /// The output's name.
    public static let name = "picture"
    static let wholeLimit = 500
    static let nodeLimit = 150
    static let tieLimit = 2_000

    private let network: Network
    /// Nodes shown, the largest first, of equal ones the first id.
    private let members: [Int]
    private let sizes: [Double?]
    private let ties: [Network.Edge]

    public init(of network: Network, sizes: [Double?]) {
        precondition(sizes.count == network.nodeCount)
        let limit = sizes.count > Self.wholeLimit ? Self.nodeLimit : Self.wholeLimit
        let members = Self.largest(limit, of: sizes)
        var isShown = [Bool](repeating: false, count: sizes.count)
        for node in members { isShown[node] = true }
        var ties = network.edges.filter {
            isShown[$0.source] && isShown[$0.target] && $0.source != $0.target
        }
        if ties.count > Self.tieLimit {
            let strongest = ties.indices.sorted {
                ties[$0].strength != ties[$1].strength ? ties[$0].strength > ties[$1].strength : $0 < $1
            }
            ties = strongest.prefix(Self.tieLimit).sorted().map { ties[$0] }
        }
        (self.network, self.members, self.sizes, self.ties) = (network, members, sizes, ties)
    }

    /// Places by falling size, of equal ones the first; without one last.
    private static func largest(_ limit: Int, of sizes: [Double?]) -> [Int] {
        var (best, values): ([Int], [Double]) = ([], [])
        for (node, size) in sizes.enumerated() {
            let value = size ?? -.infinity
            if best.count == limit, let last = values.last, value <= last { continue }
            // Behind all that are as large: they came first.
            let place = values.lastIndex { $0 >= value }.map { $0 + 1 } ?? 0
            best.insert(node, at: place)
            values.insert(value, at: place)
            if best.count > limit {
                best.removeLast()
                values.removeLast()
            }
        }
        return best
    }

    /// The declaration; `size` says what a member's value is.
    public static func declared(size: String) -> Signature.Output {
        Signature.Output(
            name,
            "What the picture shows: one row a node, the largest first, then one a tie between two of them.",
            [
                Field("node", .text, kind: .id, role: "customer"),
                Field("tied_to", .text, kind: .id, meaning: "the other end of a tie; missing for a node"),
                Field("value", .float, kind: .measure, meaning: "of a node \(size), of a tie its weight"),
                Field("community", .int, kind: .category, meaning: "of a node the group, 1 the largest"),
            ])
    }

    /// As ``declared(size:)``; `communities` has a number a node, from 1, or is empty.
    public func table(communities: [Int?] = [], work: Work) throws(Diagnostic) -> Table {
        var declared = Self.declared(size: "").fields
        declared[0].type = network.nodes.type
        declared[1].type = network.nodes.type
        let nodes = try network.ids(of: members + ties.map(\.source), work: work)
        let others = try Column.concatenated(
            [
                .repeating(.missing, type: network.nodes.type, count: members.count),
                try network.ids(of: ties.map(\.target), work: work),
            ], work: work)
        return Table(
            Schema(declared),
            [
                nodes, others, .floats(members.map { sizes[$0] } + ties.map { $0.strength }),
                .ints(
                    members.map { communities.isEmpty ? nil : communities[$0] } + ties.map { _ in nil }),
            ])
    }

    /// The chart; `title` says what size and colour mean.
    public static func chart(_ title: String) -> ChartSpecification {
        ChartSpecification(
            .network, title: title, table: name, x: "node", y: "tied_to", split: "community", value: "value",
            xLabel: "people", yLabel: "ties")
    }
}
