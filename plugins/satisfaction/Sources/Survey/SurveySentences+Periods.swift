import RapportPluginKit

/// What not to trust of periods, and of what was sent in them.
extension SurveySentences {
    var periodCaveats: [Outcome.Caveat] {
        guard let periods = summary.breakdowns.first(where: \.isPeriod), let starts = periods.starts,
            let grain = periods.grain
        else { return [] }
        var caveats: [Outcome.Caveat] = []
        let answered = Set(periods.levels.compactMap(\.self)).sorted()
        if let last = answered.last, let day = lastDay, starts[last] <= day, day < grain.end(of: starts[last])
        {
            let n = periods.levels.count { $0 == last }
            caveats.append(
                .init(
                    "period.partial", count: n,
                    "\(periods.labels[last]) is not over on \(Calendar.text(day)): it rests on "
                        + "\(Wording.count(n, "row")) so far, and a whole one may say otherwise"))
        }
        let gaps = zip(answered, answered.dropFirst()).count { before, after in
            grain.end(of: starts[before]) &+ 1 != starts[after]
        }
        if gaps > 0 {
            caveats.append(
                .init(
                    "period.gap", count: gaps,
                    "\(Wording.count(gaps, "period")) compared with an earlier one than the one before, in which "
                        + "nobody answered"))
        }
        if analysis.answers == .latest, answers.each.contains(where: { $0.superseded > 0 }) {
            caveats.append(
                .init(
                    "period.latest", count: answers.each.reduce(0) { $0 + $1.superseded },
                    "the latest answer of each customer is in one period only: earlier periods hold those who did not "
                        + "answer again; `by=` a column of the period counts one answer each in every period")
            )
        }
        return caveats
    }

    /// The day until which answers could have come.
    private var lastDay: Int32? {
        let latest = answers.days?.lazy.compactMap(\.self).max()
        guard let asOf else { return latest }
        return max(Day.of(asOf), latest ?? .min)
    }

    /// Response rates that could not be told.
    var sentCaveats: [Outcome.Caveat] {
        guard analysis.sent != nil, let periods = summary.breakdowns.first(where: \.isPeriod) else {
            return []
        }
        guard let sent = periods.sent, let answered = periods.answered else {
            return [
                .init(
                    "response.periods-unknown",
                    "the table of `sent` has no time: response rates by period are not known")
            ]
        }
        var caveats: [Outcome.Caveat] = []
        if periods.undatedSent > 0 {
            caveats.append(
                .init(
                    "response.undated", count: periods.undatedSent,
                    "\(Wording.count(periods.undatedSent, "survey")) sent without a time: in no period's response rate"
                ))
        }
        let above = sent.indices.filter { answered[$0] > sent[$0] }
        if !above.isEmpty {
            caveats.append(
                .init(
                    "response.above-one", count: above.count,
                    "more answers than surveys sent in \(Wording.list(above.map { periods.labels[$0] })): sent before, "
                        + "answered then; no response rate there"))
        }
        return caveats
    }
}
