import RapportPluginKit

/// What a manager reads, and what not to trust.
struct KeywordSentences {
    let analysis: Keywords
    let texts: KeywordTexts
    let found: FoundKeywords

    private var isTested: Bool { analysis.chosenMethod == .g2 }
    private var tests: Int { found.terms * texts.groupNames.count }
    /// Whether a word is in a group more often than chance would have it in one of so many tests.
    private func isSure(_ word: Keyword) -> Bool { (word.p ?? 1) * Double(tests) < 0.05 }

    var findings: [Outcome.Finding] {
        var findings: [Outcome.Finding] = []
        // The groups whose first word says most.
        let order = found.groups.indices.filter { !found.groups[$0].isEmpty }
            .sorted { (found.groups[$1][0].score, $0) < (found.groups[$0][0].score, $1) }
        if isTested, !order.contains(where: { found.groups[$0].contains(where: isSure) }) {
            return [
                .init(
                    "keywords.no-difference",
                    "No word sets a group apart from the rest by more than chance would give "
                        + "(\(Wording.count(tests, "test")), adjusted by Bonferroni).",
                    values: [.init("tests", .int(Int64(tests)))])
            ]
        }
        for group in order.filter({ group in !isTested || found.groups[group].contains(where: isSure) })
            .prefix(2)
        {
            let words = found.groups[group].filter { !isTested || isSure($0) }.prefix(3).map {
                "“\($0.term)”"
            }
            let name = texts.groupNames[group].map { "“\($0)”" }
            let text =
                name.map {
                    analysis.chosenMethod == .g2
                        ? "\($0) is set apart from the rest by \(Wording.list(words))."
                        : "In \($0) the words that matter most are \(Wording.list(words))."
                }
                ?? "The words that matter most in \(Wording.count(texts.read, "message")) are \(Wording.list(words))."
            findings.append(
                .init(
                    "keywords.top", text,
                    values: [
                        .init("group", texts.groupNames[group].map { .text($0) } ?? .missing),
                        .init("term", .text(found.groups[group][0].term)),
                        .init("score", .float(found.groups[group][0].score)),
                    ]))
        }
        return findings
    }

    var caveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        let unread = texts.reasons.compactMap(\.self)
        if !unread.isEmpty {
            let reasons = Unusable.allCases.compactMap { reason in
                let count = unread.count { $0 == reason }
                return count > 0 ? reason.counted(count) : nil
            }
            caveats.append(
                .init(
                    "rows.unread", count: unread.count,
                    "\(Wording.count(unread.count, "row")) left out, for there is nothing to read: \(Wording.list(reasons))"
                ))
        }
        if texts.withoutGroup > 0 {
            caveats.append(
                .init(
                    "rows.without-group", count: texts.withoutGroup,
                    "\(Wording.count(texts.withoutGroup, "row")) without a group left out"))
        }
        if caveats.isEmpty { caveats.append(.init("rows.dropped", "all rows used, none dropped")) }
        caveats += Outcome.Caveat.markup(rows: texts.markedUp, text: analysis.text)
        caveats += Outcome.Caveat.mailHeads(rows: texts.mailHeads, text: analysis.text)
        if analysis.chosenMethod == .g2 {
            caveats.append(
                .init(
                    "keywords.many-tests", count: found.terms,
                    "\(Wording.count(found.terms, "word")) were tested in \(Wording.count(texts.groupNames.count, "group")), and "
                        + "p is not corrected for that"))
        }
        if texts.read < 50 {
            caveats.append(
                .init(
                    "texts.few", count: texts.read,
                    "\(Wording.count(texts.read, "message")): one more may change the order of words"))
        }
        return caveats
    }
}
