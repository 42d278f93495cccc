import RapportPluginKit

/// What a manager reads of the scores, and what not to trust.
struct ScoreSentences {
    let analysis: Score
    let rule: ScoreRule
    let scored: Scored
    let tables: ScoreTables

    var findings: [Outcome.Finding] {
        guard let mean = Scored.mean(scored.scores) else {
            return [.init("score.none", "No conversation has a time to score.")]
        }
        let count = scored.scores.count { $0 != nil }
        var found = [
            Outcome.Finding(
                "score.mean",
                "The mean of \(Wording.count(count, "conversation")) is \(Wording.number(mean.rounded())) of 100.",
                values: [.init("mean", .float(mean)), .init("n", .int(Int64(count)))])
        ]
        if let best = tables.agents.first, let last = tables.agents.last, tables.agents.count > 1 {
            found.append(
                Outcome.Finding(
                    "score.agents",
                    "Agents lie between \(Wording.number(last.shrunk.rounded())) and "
                        + "\(Wording.number(best.shrunk.rounded())).",
                    values: [.init("lowest", .float(last.shrunk)), .init("highest", .float(best.shrunk))]))
        }
        return found
    }

    var caveats: [Outcome.Caveat] {
        let weights = ScoreRule.Part.allCases.compactMap { part -> String? in
            rule.weights[part].flatMap { $0 > 0 ? "\(part.rawValue) \($0)" : nil }
        }
        var found: [Outcome.Caveat] = [
            .init("rows.dropped", "all rows used, none dropped"),
            .init(
                "score.own",
                "the score is Rapport's own, no outside standard exists; weights: \(weights.joined(separator: ", "))"
            ),
        ]
        let censored = scored.censored.count { $0 != nil }
        if censored > 0 {
            found.append(
                .init(
                    "score.censored", count: censored,
                    "\(Wording.count(censored, "conversation")) scored by the time taken so far: these parts "
                        + "can only fall, and parts still missing may move the score either way"))
        }
        let none = scored.scores.count { $0 == nil }
        if none > 0 {
            found.append(
                .init(
                    "score.missing", count: none,
                    "\(Wording.count(none, "conversation")) without anything to score have none"))
        }
        let partial = zip(scored.scores, scored.present).count { $0 != nil && $1 < 0.999 }
        if partial > 0 {
            found.append(
                .init(
                    "score.partial", count: partial,
                    "\(Wording.count(partial, "conversation")) scored on a part of the weights "
                        + "(`weight_present`)"))
        }
        if let least = tables.sensitivity.filter({ $0.tau != nil }).min(by: { ($0.tau ?? 1) < ($1.tau ?? 1) }
        ),
            let tau = least.tau, tau < 0.8
        {
            let what = tables.isByAgent ? "agents" : "conversations"
            found.append(
                .init(
                    "score.sensitive",
                    "the order of \(what) hangs on the weight of \(least.part): Kendall's tau \(Wording.number(tau)) "
                        + "when it is \(least.factor) times as large"))
        }
        let few = tables.agents.count { $0.n < 10 }
        if few > 0 {
            found.append(
                .init(
                    "agents.few", count: few,
                    "\(Wording.count(few, "agent")) with fewer than 10 conversations: their scores say little"
                ))
        }
        return found
    }
}
