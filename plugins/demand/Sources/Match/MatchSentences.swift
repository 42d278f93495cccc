import RapportPluginKit

/// What a manager reads, and what not to trust.
struct MatchSentences {
    let analysis: Match
    let matching: Matching

    private var needs: [NeedMatch] { matching.needs }
    private func count(_ status: NeedMatch.Status) -> Int { needs.count { $0.status == status } }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [coverage, gap, quality].compactMap(\.self) }

    private var coverage: Outcome.Finding {
        let matched = count(.matched)
        let share = Double(matched) / Double(needs.count)
        return Outcome.Finding(
            "match.coverage",
            "\(Wording.count(matched)) of \(Wording.count(needs.count, "need")) (\(Wording.percent(share))) find one of "
                + "\(Wording.count(matching.shelf.count, "solution")); \(Wording.count(count(.weak))) find one that hardly "
                + "fits, and \(Wording.count(count(.noMatch))) find none.",
            values: [
                .init("matched", .int(Int64(matched))), .init("needs", .int(Int64(needs.count))),
                .init("coverage", .float(share)),
            ])
    }

    /// The solution that most needs hang on, and those that nobody asked for.
    private var gap: Outcome.Finding? {
        var uses = [Int](repeating: 0, count: matching.shelf.count)
        for need in needs where need.status == .matched {
            if let best = need.best { uses[best.solution] += 1 }
        }
        guard let most = uses.indices.max(by: { uses[$0] < uses[$1] }), uses[most] > 0 else { return nil }
        let name = matching.shelf.titles[most] ?? matching.shelf.ids.text(at: most)
        let idle = uses.count { $0 == 0 }
        return Outcome.Finding(
            "match.leader",
            "“\(name)” answers most: \(Wording.count(uses[most], "need"))"
                + (idle == 0
                    ? "."
                    : "; \(Wording.count(idle, "solution")) \(idle == 1 ? "is" : "are") first for nobody."),
            values: [
                .init("solution", .text(matching.shelf.ids.text(at: most))),
                .init("needs", .int(Int64(uses[most]))),
                .init("idle", .int(Int64(idle))),
            ])
    }

    /// Where the right solution is known: how often it came first.
    private var quality: Outcome.Finding? {
        let known = needs.filter(\.isLabelled)
        guard !known.isEmpty else { return nil }
        let first = known.count { $0.expectedRank == 1 }
        let among = known.count { ($0.expectedRank ?? .max) <= analysis.topK }
        return Outcome.Finding(
            "match.quality",
            "Of \(Wording.count(known.count, "need")) whose right solution is known, \(Wording.count(first)) have it first and "
                + "\(Wording.count(among)) among the first \(analysis.topK).",
            values: [
                .init("known", .int(Int64(known.count))), .init("first", .int(Int64(first))),
                .init("among", .int(Int64(among))),
            ])
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] {
        var caveats = needs.map(\.reason).matchCaveats
        if matching.silentSolutions > 0 {
            caveats.append(
                .init(
                    "solutions.silent", count: matching.silentSolutions,
                    "\(Wording.count(matching.silentSolutions, "solution")) without a word to be found by"))
        }
        if matching.unknownExpected > 0 {
            caveats.append(
                .init(
                    "expected.unknown", count: matching.unknownExpected,
                    "the right solution of \(Wording.count(matching.unknownExpected, "need")) is not in the table: left out "
                        + "of the measures"))
        }
        if analysis.scorer == .bm25 {
            caveats.append(
                .init(
                    "scores.bm25",
                    "BM25 scores have no upper end: `min_similarity` is held against the score by the most that the need's "
                        + "words allow; words are weighed by the solutions alone"))
        }
        let narrow = needs.count { need in
            need.status == .matched && (need.margin ?? 0) < 0.1 * (need.best?.score ?? 0)
        }
        if narrow > 0 {
            caveats.append(
                .init(
                    "match.narrow", count: narrow,
                    "\(Wording.count(narrow, "matched need")) \(narrow == 1 ? "has" : "have") a second solution within a tenth "
                        + "of the score: show both"))
        }
        caveats.append(
            .init(
                "match.words",
                "a match is words in common: another word for the same thing is not seen, nor is a solution in another language"
            ))
        return caveats
    }
}

extension [Unusable?] {
    /// What became of needs that could not be read.
    fileprivate var matchCaveats: [Outcome.Caveat] {
        let unread = compactMap(\.self)
        guard !unread.isEmpty else { return [.init("rows.dropped", "all rows used, none dropped")] }
        let reasons = Unusable.allCases.compactMap { reason in
            let count = unread.count { $0 == reason }
            return count > 0 ? reason.counted(count) : nil
        }
        return [
            .init(
                "rows.unread", count: unread.count,
                "\(Wording.count(unread.count, "need")) kept without a match, for there is nothing to read: "
                    + Wording.list(reasons))
        ]
    }
}
