import RapportPluginKit

/// What a manager reads, and what not to trust.
struct ClusterSentences {
    let analysis: Cluster
    let subject: ClusterSubject
    let fit: ClusterFit
    let tables: ClusterTables

    private var groups: [ClusterSummary] { tables.groups }
    private var corpus: Corpus { subject.corpus }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [size, trend, mood].compactMap(\.self) }

    private var size: Outcome.Finding? {
        guard let largest = groups.first else { return nil }
        let who =
            largest.customers.map { $0 > 0 ? " from \(Wording.count($0, "customer"))" : "" } ?? ""
        return Outcome.Finding(
            "cluster.size",
            "\(Wording.count(corpus.usable, "message")) ask for \(Wording.count(groups.count, "thing")); the largest "
                + "group is “\(largest.label)” with \(Wording.count(largest.n)) (\(Wording.percent(largest.share)))\(who).",
            values: [
                .init("messages", .int(Int64(corpus.usable))), .init("clusters", .int(Int64(groups.count))),
                .init("label", .text(largest.label)), .init("n", .int(Int64(largest.n))),
                .init("share", .float(largest.share)),
            ])
    }

    /// The steepest trend that chance does not explain.
    private var trend: Outcome.Finding? {
        let moving = groups.filter {
            $0.trend.map { ($0.isRising || $0.isFalling) && $0.slope != 0 } ?? false
        }
        guard let group = moving.max(by: { abs($0.trend?.slope ?? 0) < abs($1.trend?.slope ?? 0) }),
            let trend = group.trend, let unit = subject.periods?.grain.rawValue
        else { return nil }
        return Outcome.Finding(
            "cluster.trend",
            "“\(group.label)” is \(trend.word) by about \(Wording.number(abs(trend.slope))) messages a \(unit).",
            values: [
                .init("label", .text(group.label)), .init("slope", .float(trend.slope)),
                .init("p", .float(trend.p)),
            ])
    }

    /// The group that is least content, where ratings or sentiments are known.
    private var mood: Outcome.Finding? {
        let (name, values): (String, [(ClusterSummary, Double)]) =
            subject.ratings.isEmpty
            ? ("sentiment", groups.compactMap { group in group.meanSentiment.map { (group, $0) } })
            : ("rating", groups.compactMap { group in group.meanRating.map { (group, $0) } })
        guard values.count > 1, let (group, mean) = values.min(by: { $0.1 < $1.1 }),
            let (_, best) = values.max(by: { $0.1 < $1.1 })
        else { return nil }
        return Outcome.Finding(
            "cluster.mood",
            "The least content group is “\(group.label)”: mean \(name) \(Wording.number(mean)), against "
                + "\(Wording.number(best)) in the best.",
            values: [
                .init("label", .text(group.label)), .init("mean", .float(mean)), .init("best", .float(best)),
            ])
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] {
        corpus.reasons.caveats + textCaveats + groupCaveats + timeCaveats
    }

    private var textCaveats: [Outcome.Caveat] {
        var caveats = Outcome.Caveat.markup(rows: corpus.markedUp, text: analysis.text)
        caveats += Outcome.Caveat.mailHeads(rows: corpus.mailHeads, text: analysis.text)
        let repeated = corpus.usable - corpus.count
        if corpus.count == 1 {
            caveats.append(
                .init(
                    "texts.one-distinct", count: corpus.usable,
                    "1 distinct text in \(Wording.count(corpus.usable, "row")): there is nothing to group"))
        } else if repeated > 0 {
            caveats.append(
                .init(
                    "texts.repeated", count: repeated,
                    "\(Wording.count(repeated, "row")) say the same as another: each text counts once when groups are "
                        + "made, and as often as it was sent in their sizes"))
        }
        if corpus.minDF > 1 || corpus.maxDF < 1 {
            caveats.append(
                .init(
                    "vocabulary.pruned", count: corpus.vocabulary.count,
                    "\(Wording.count(corpus.vocabulary.count, "word")) count: those in at least \(corpus.minDF) and at "
                        + "most \(Wording.percent(corpus.maxDF)) of the different texts"))
        }
        if subject.options.segmentation == .bigrams, corpus.chinese > 0 {
            caveats.append(
                .init(
                    "chinese.bigrams", count: corpus.chinese,
                    "\(Wording.count(corpus.chinese, "text")) in Chinese cut into every two characters side by side, not "
                        + "into words (segmentation=bigrams)"))
        }
        if corpus.chinese > 0, corpus.chinese < corpus.read {
            caveats.append(
                .init(
                    "texts.languages", count: corpus.read,
                    "\(Wording.count(corpus.chinese, "text")) in Chinese and \(Wording.count(corpus.read - corpus.chinese)) in "
                        + "other languages: they share few words, so that one demand has a group in each"))
        }
        return caveats
    }

    private var groupCaveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        if let silhouette = fit.silhouette, silhouette < 0.1 {
            caveats.append(
                .init(
                    "groups.weak", count: groups.count,
                    "the groups run into one another (silhouette \(Wording.number(silhouette))): read the examples before "
                        + "acting on a name"))
        }
        if let stability = fit.stability, stability < 0.6 {
            caveats.append(
                .init(
                    "groups.unstable", count: groups.count,
                    "other starts give other groups (agreement \(Wording.number(stability)) of 1): their number or their "
                        + "borders are chance"))
        }
        let small = groups.filter { $0.n < 5 }
        if !small.isEmpty, groups.count > 1 {
            caveats.append(
                .init(
                    "groups.small", count: small.count,
                    "\(Wording.count(small.count, "group")) of fewer than 5 messages"))
        }
        if let last = fit.curve.last, last.k == fit.k, fit.curve.count > 2 {
            caveats.append(
                .init(
                    "groups.at-limit", count: fit.k,
                    "\(fit.k) is the most that was tried: there may be more groups (n_clusters=…)"))
        }
        if let searchedOn = fit.searchedOn {
            caveats.append(
                .init(
                    "groups.searched-on-sample", count: searchedOn,
                    "the number of groups was chosen on \(Wording.count(searchedOn, "different text")) drawn by the seed"
                ))
        }
        if fit.stability != nil, fit.stabilityCount < corpus.count {
            caveats.append(
                .init(
                    "groups.stability-on-sample", count: fit.stabilityCount,
                    "agreement with other starts was measured on "
                        + "\(Wording.count(fit.stabilityCount, "different text")) drawn by the seed"))
        }
        let mixed = groups.filter { $0.label.hasPrefix(ClusterSummary.mixed) }
        if !mixed.isEmpty {
            caveats.append(
                .init(
                    "groups.mixed", count: mixed.reduce(0) { $0 + $1.n },
                    "no word is in a tenth of the messages of \(Wording.count(mixed.count, "group")): called "
                        + ClusterSummary.mixed))
        }
        return caveats
    }

    private var timeCaveats: [Outcome.Caveat] {
        guard let periods = subject.periods else { return [] }
        var caveats: [Outcome.Caveat] = []
        let untimed = subject.periodOfRow.enumerated().count { row, period in
            period == nil && corpus.documentOfRow[row] != nil
        }
        if untimed > 0 {
            caveats.append(
                .init(
                    "rows.without-time", count: untimed,
                    "\(Wording.count(untimed, "message")) without a time count in sizes, not in trends"))
        }
        let partial = (0..<periods.count).filter(periods.isPartial)
        if !partial.isEmpty {
            caveats.append(
                .init(
                    "periods.partial", count: partial.count,
                    "the data begin or end within a \(periods.grain.rawValue): trends leave "
                        + "\(Wording.count(partial.count, "such \(periods.grain.rawValue)")) out"))
        }
        let tested = groups.count { $0.trend != nil }
        if tested > 1 {
            caveats.append(
                .init(
                    "trend.many", count: tested,
                    "\(tested) trends were tested at 5% each: of twenty without any, one shows one by chance")
            )
        }
        if let all = tables.totalTrend, all.isRising || all.isFalling {
            caveats.append(
                .init(
                    "trend.total", count: periods.whole.count,
                    "all messages together are \(all.word) by about \(Wording.number(abs(all.slope))) a "
                        + "\(periods.grain.rawValue): compare shares (`periods`) before blaming a group"))
        }
        return caveats
    }
}
