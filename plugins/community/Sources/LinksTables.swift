import RapportGraph
import RapportPluginKit

/// Lays likely ties out, and says how far they may be trusted.
struct LinksTables {
    let analysis: Links
    let network: Network
    /// The ties without their directions.
    let graph: Graph
    let prediction: LinkPrediction
    /// What came of hiding ties; none where it was not asked for or could not be done.
    let trials: [LinkEvaluation]

    // MARK: - Tables

    func output(_ schema: Schema, work: Work) throws(Diagnostic) -> Table {
        let pairs = prediction.pairs
        return Table(
            schema,
            [
                try network.ids(of: pairs.map(\.first), work: work),
                try network.ids(of: pairs.map(\.second), work: work), .ints(present: ranks),
                .floats(pairs.map(\.score)), .ints(present: pairs.map(\.common.count)),
                .lists(pairs.map { $0.common.map { .text(network.nodes[$0].text()) } }, of: .text),
            ])
    }

    /// Equal scores share the best place of theirs.
    private var ranks: [Int] {
        var ranks: [Int] = []
        for (place, pair) in prediction.pairs.enumerated() {
            let isEqual = place > 0 && prediction.pairs[place - 1].score == pair.score
            ranks.append(isEqual ? ranks[place - 1] : place + 1)
        }
        return ranks
    }

    func named(work: Work) throws(Diagnostic) -> [Outcome.NamedTable] {
        let evaluation = Table(
            Schema(Self.declared[1].fields),
            [
                .ints(present: trials.indices.map { $0 + 1 }), .ints(present: trials.map(\.hidden)),
                .floats(trials.map(\.auc)), .floats(trials.map(\.precision)),
            ])
        return [
            .init("evaluation", evaluation),
            .init(
                LinksPicture.name, try LinksPicture(graph, prediction.pairs).table(network, work: work)),
        ]
    }

    // MARK: - Numbers and sentences

    /// Over the trials; nil without any.
    private func mean(_ value: (LinkEvaluation) -> Double) -> Double? {
        trials.isEmpty ? nil : trials.reduce(0) { $0 + value($1) } / Double(trials.count)
    }

    private var auc: Double? { mean(\.auc) }

    var metrics: [Outcome.Metric] {
        let aucs = trials.map(\.auc)
        return [
            .init("nodes", Double(graph.nodeCount)), .init("edges", Double(graph.edgeCount)),
            .init("candidates", Double(prediction.pairs.count)),
            .init("auc", auc, low: aucs.min(), high: aucs.max(), n: trials.count),
            .init("precision_at_k", mean(\.precision), n: trials.first?.hidden),
        ]
    }

    var findings: [Outcome.Finding] {
        guard let first = prediction.pairs.first else {
            return [.init("links.none", "Nobody is two steps from anybody whom they do not know.")]
        }
        let (a, b) = (network.name(of: first.first), network.name(of: first.second))
        var findings = [
            Outcome.Finding(
                "links.first",
                "\(a) and \(b) are the likeliest to get to know each other: \(Wording.count(first.common.count, "contact")) in "
                    + "common.",
                values: [
                    .init("source", .text(a)), .init("target", .text(b)), .init("score", .float(first.score)),
                ])
        ]
        if let auc {
            findings.append(
                .init(
                    "links.trust",
                    "Tried on ties that were hidden, a true tie scores above a chance pair in \(Wording.percent(auc)) of the cases.",
                    values: [.init("auc", .float(auc))]))
        }
        return findings
    }

    var caveats: [Outcome.Caveat] { network.caveats + tieCaveats + limitCaveats + trialCaveats }

    private var tieCaveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        if network.isDirected {
            caveats.append(
                .init("network.directions", "ties were taken without their direction: both know each other"))
        }
        let isolated = graph.degrees.count { $0 == 0 }
        if isolated > 0 {
            caveats.append(
                .init(
                    "links.no-evidence", count: isolated,
                    "of \(Wording.count(isolated, "node")) without a tie nothing can be said"))
        }
        return caveats
    }

    private var limitCaveats: [Outcome.Caveat] {
        let (topK, perNode) = (analysis.topK, analysis.perNode)
        if prediction.isCut {
            return [
                .init(
                    "links.limit", count: topK,
                    "only the first \(Wording.count(topK, "pair")) \(topK == 1 ? "is" : "are") given (top_k), at most "
                        + "\(Wording.count(perNode)) of one person (per_node)")
            ]
        }
        let left = prediction.passedOver
        if left == 0 { return [] }
        return [
            .init(
                "links.per-node", count: left,
                "\(Wording.count(left, "pair")) \(left == 1 ? "is" : "are") left out: at most "
                    + "\(Wording.count(perNode)) of one person are given, the best (per_node)")
        ]
    }

    private var trialCaveats: [Outcome.Caveat] {
        guard analysis.holdout > 0 else { return [] }
        guard let auc, let first = trials.first else {
            return [
                .init(
                    "links.untried",
                    "no tie could be hidden without tearing the network: the scores were not tried")
            ]
        }
        let how = analysis.network.time != nil && trials.count == 1 ? "the latest" : "drawn"
        let hidden = "\(Wording.count(first.hidden)) hidden ties (\(how))"
        return [
            auc < 0.6
                ? .init(
                    "links.weak", count: first.hidden,
                    "common contacts hardly tell ties here: AUC \(Wording.number(auc)) for \(hidden), a coin has 0.5"
                )
                : .init(
                    "links.evaluation", count: first.hidden, "tried on \(hidden): AUC \(Wording.number(auc))")
        ]
    }
}
