import RapportGraph
import RapportPluginKit

/// What a chart shows of suggested pairs: the best of them among the ties around them.
struct LinksPicture {
    static let name = "picture"
    /// The pairs shown, the best ones; and the most people they and those they know in common may be.
    static let pairLimit = 30
    static let nodeLimit = 150

    static let declared = Signature.Output(
        name,
        "What the picture shows: the best 30 pairs, and the ties between them and those they know in common.",
        [
            Field("source", .text, kind: .id, role: "source"),
            Field("target", .text, kind: .id, role: "target"),
            Field("tie", .text, kind: .category, meaning: "`suggested`; missing for a tie that is there"),
        ])

    static let chart = ChartSpecification(
        .network, title: "Suggested ties, dashed, among those that are there", table: name, x: "source",
        y: "target", split: "tie", xLabel: "people", yLabel: "ties")

    private var suggested: [(Int, Int)] = []
    private var ties: [(Int, Int)] = []

    init(_ graph: Graph, _ pairs: [LinkCandidate]) {
        var shown = Set<Int>()
        for pair in pairs.prefix(Self.pairLimit) {
            let around = shown.union([pair.first, pair.second]).union(pair.common)
            guard around.count <= Self.nodeLimit else { break }
            shown = around
            suggested.append((pair.first, pair.second))
        }
        for node in shown.sorted() {
            for place in graph.outgoing.range(of: node) {
                let other = Int(graph.outgoing.neighbours[place])
                if node < other, shown.contains(other) { ties.append((node, other)) }
            }
        }
    }

    func table(_ network: Network, work: Work) throws(Diagnostic) -> Table {
        let rows = suggested + ties
        return Table(
            Schema(Self.declared.retyped(["source", "target"], network.nodes.type).fields),
            [
                try network.ids(of: rows.map(\.0), work: work),
                try network.ids(of: rows.map(\.1), work: work),
                .texts(suggested.map { _ in "suggested" } + ties.map { _ in nil }),
            ])
    }
}
