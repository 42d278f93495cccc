import RapportNumerics
import RapportPluginKit

/// What a manager reads of the groups, and what not to trust.
struct GroupSentences {
    let analysis: Groups
    let facts: GroupFacts
    let tables: GroupTables

    // MARK: - Findings

    var findings: [Outcome.Finding] { [whole, difference, hour].compactMap(\.self) }

    private var whole: Outcome.Finding {
        guard let all = tables.rows.first, let median = all.frtMedian, let ninth = all.frtNinth else {
            return Outcome.Finding(
                "groups.none", "None of \(Wording.count(facts.count, "conversation")) was answered.")
        }
        return Outcome.Finding(
            "groups.all",
            "\(Wording.count(all.answered)) of \(Wording.count(all.n, "conversation")) were answered, half within "
                + "\(Wording.duration(median)), nine of ten within \(Wording.duration(ninth)).",
            values: [
                .init("n", .int(Int64(all.n))), .init("frt_median", .float(median)),
                .init("frt_p90", .float(ninth)),
            ])
    }

    /// The clearest difference, by the adjusted test; of a tie the larger shift.
    private var difference: Outcome.Finding? {
        let clear = tables.comparisons.filter { $0.adjusted < 0.05 && $0.shift != nil }
        let size = { (each: GroupTables.Comparison) in abs(each.shift?.shift ?? 0) }
        guard let most = clear.max(by: { ($1.adjusted, size($0)) < ($0.adjusted, size($1)) }),
            let shift = most.shift?.shift
        else {
            guard !tables.comparisons.isEmpty else { return nil }
            return Outcome.Finding(
                "groups.alike", "No agent, channel, priority or team differs from the others beyond chance.")
        }
        // Among many equal waits the median difference may be none, though one side is clearly the quicker.
        let isLater = most.superiority > 0.5
        let text =
            shift == 0
            ? "answers \(isLater ? "later" : "earlier") than the others more often than not, in "
                + "\(Wording.percent(isLater ? most.superiority : 1 - most.superiority)) of all pairs (ties count half); "
                + "the median difference is 0 s"
            : "answers \(Wording.duration(abs(shift))) \(shift > 0 ? "later" : "earlier") than the others"
        return Outcome.Finding(
            "groups.difference",
            "\(most.key) (\(most.by)) \(text), over \(Wording.count(most.n, "conversation")).",
            values: [
                .init("by", .text(most.by)), .init("key", .text(most.key)),
                .init("shift_seconds", .float(shift)),
                .init("p_holm", .float(most.adjusted)),
            ])
    }

    /// When it takes longest, among hours of the day with enough conversations.
    private var hour: Outcome.Finding? {
        let hours = tables.rows.filter { $0.by == "hour" && !$0.isFew && $0.frtMedian != nil }
        guard hours.count > 2, let worst = hours.max(by: { ($0.frtMedian ?? 0) < ($1.frtMedian ?? 0) }),
            let best = hours.min(by: { ($0.frtMedian ?? 0) < ($1.frtMedian ?? 0) }),
            let slow = worst.frtMedian, let fast = best.frtMedian, slow > 2 * fast
        else { return nil }
        return Outcome.Finding(
            "groups.hour",
            "Who writes between \(worst.key):00 and \(worst.key):59 waits longest, \(Wording.duration(slow)) at the "
                + "median; between \(best.key):00 and \(best.key):59 it is \(Wording.duration(fast)).",
            values: [.init("worst", .text(worst.key)), .init("best", .text(best.key))])
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] {
        var found: [Outcome.Caveat] = [.init("rows.dropped", "all rows used, none dropped")]
        let few = tables.rows.filter { $0.isFew && $0.by != "all" }
        if !few.isEmpty {
            found.append(
                .init(
                    "groups.few", count: few.count,
                    "\(Wording.count(few.count, "group")) with fewer than \(analysis.minN) answered conversations: "
                        + "flagged and not compared"))
        }
        for dimension in facts.dimensions where dimension.missing > 0 {
            found.append(
                .init(
                    "groups.missing", count: dimension.missing,
                    "\(Wording.count(dimension.missing, "conversation")) without "
                        + "\(dimension.dimension.rawValue) are in no group of it"))
        }
        let unanswered = facts.firstResponse.count { $0.isNaN }
        if unanswered > 0 {
            found.append(
                .init(
                    "answers.missing", count: unanswered,
                    "\(Wording.count(unanswered, "conversation")) without a first answer count in `n` and in no "
                        + "median: the times are those of the answered"))
        }
        let unwatched = zip(facts.resolution, facts.unresolved).count { $0.isNaN && $1.isNaN }
        if unwatched > 0, unwatched < facts.count {
            found.append(
                .init(
                    "resolution.unwatched", count: unwatched,
                    "\(Wording.count(unwatched, "conversation")) without a resolve, and "
                        + (analysis.clock == .business
                            ? "for how many open hours they have been open is not known"
                            : "no column says how long they have been open")
                        + ": `resolution_km_median` is missing where a group has one"))
        }
        if facts.replies == nil, !facts.medianReply.allSatisfy(\.isNaN) {
            found.append(
                .init(
                    "replies.medians",
                    "no lists of replies: `reply_median` is over the medians of conversations"))
        }
        if tables.rows.contains(where: { ($0.covered ?? 1) < 0.9 }) {
            let count = tables.rows.count { ($0.covered ?? 1) < 0.9 }
            found.append(
                .init(
                    "mix.partial", count: count,
                    "\(Wording.count(count, "group")) have less than nine tenths of the mix of "
                        + "\(Wording.list(facts.strataNames)): `standardised` compares them only in part"))
        }
        if !tables.comparisons.isEmpty {
            found.append(
                .init(
                    "groups.mix", count: tables.comparisons.count,
                    "comparisons do not know which cases are hard: who takes them is slower; `standardised` evens "
                        + "out channel and priority alone"))
        }
        if facts.score.contains(where: { !$0.isNaN }) {
            found.append(
                .init("score.own", "`efficiency_score` is Rapport's own; no outside standard exists"))
        }
        return found
    }
}
