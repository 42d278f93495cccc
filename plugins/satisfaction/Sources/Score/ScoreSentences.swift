import RapportNumerics
import RapportPluginKit

/// What a manager reads, and what not to trust.
struct ScoreSentences {
    let analysis: Score
    let summary: ScoreSummary

    private var evidence: Evidence { summary.evidence }
    private var scores: CustomerScores { summary.scores }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [level, segments, movement].compactMap(\.self) }

    private var level: Outcome.Finding {
        let known = evidence.count - summary.count(.unknown)
        guard known > 0, let mean = summary.groups[0].mean else {
            return Outcome.Finding(
                "score.level",
                "None of \(Wording.count(evidence.count, "customer")) has enough evidence for a score.",
                values: [.init("customers", .int(Int64(evidence.count)))])
        }
        func share(_ label: ScoreSummary.Label) -> String {
            Wording.percent(Double(summary.count(label)) / Double(known))
        }
        var text =
            "\(Wording.count(known)) of \(Wording.count(evidence.count, "customer")) can be scored: "
            + "\(share(.satisfied)) are satisfied, \(share(.neutral)) neutral, \(share(.dissatisfied)) "
            + "dissatisfied; the mean is \(Wording.number(mean.mean)) of 100"
        if let low = mean.low, let high = mean.high {
            text += " (95% interval \(Wording.number(low)) to \(Wording.number(high)))"
        }
        return Outcome.Finding(
            "score.level", text + ".",
            values: [
                .init("customers", .int(Int64(evidence.count))), .init("scored", .int(Int64(known))),
                .init("mean", .float(mean.mean)),
                .init("dissatisfied", .int(Int64(summary.count(.dissatisfied)))),
            ])
    }

    /// The segments furthest apart, of those large enough.
    private var segments: Outcome.Finding? {
        let large = summary.groups.dropFirst().filter { $0.n >= 10 && $0.mean?.low != nil }
        guard large.count > 1,
            let least = large.min(by: { ($0.mean?.mean ?? 0) < ($1.mean?.mean ?? 0) }),
            let most = large.max(by: { ($0.mean?.mean ?? 0) < ($1.mean?.mean ?? 0) }),
            let low = least.mean, let high = most.mean
        else { return nil }
        let overlaps = (low.high ?? 0) >= (high.low ?? 0)
        return Outcome.Finding(
            "score.segments",
            "\(least.name) has the lowest mean, \(Wording.number(low.mean)) over "
                + "\(Wording.count(least.n, "customer")), \(most.name) the highest, \(Wording.number(high.mean)) over "
                + "\(Wording.count(most.n))"
                + (overlaps ? "; their intervals overlap, so this may be chance." : "."),
            values: [
                .init("lowest", .text(least.name)), .init("lowest_mean", .float(low.mean)),
                .init("highest", .text(most.name)), .init("highest_mean", .float(high.mean)),
            ])
    }

    private var movement: Outcome.Finding? {
        let changes = (0..<evidence.count).compactMap { summary.change($0) }
        guard evidence.hasTime, !changes.isEmpty else { return nil }
        let (fell, rose) = (changes.count { $0 <= -10 }, changes.count { $0 >= 10 })
        var text =
            "Of \(Wording.count(changes.count, "customer")) with a score "
            + "\(Wording.count(analysis.compareDays, "day")) ago too, \(Wording.count(fell)) fell and "
            + "\(Wording.count(rose)) rose by ten points or more"
        if let trend = summary.months.trend {
            switch trend.trend() {
            case .none: text += "; over \(summary.months.months.count) months there is no trend"
            case .rising, .falling:
                text +=
                    "; over \(summary.months.months.count) months what is said "
                    + "\(trend.trend() == .rising ? "rises" : "falls") by "
                    + "\(Wording.number(trend.slope.magnitude)) points a month"
            }
        }
        return Outcome.Finding(
            "score.movement", text + ".",
            values: [.init("fell", .int(Int64(fell))), .init("rose", .int(Int64(rose)))])
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] {
        [definition] + (sensitivity.map { [$0] } ?? []) + evidenceCaveats + rowCaveats + scaleCaveats
            + agreementCaveats + monthCaveats
    }

    private var definition: Outcome.Caveat {
        let parts = evidence.offered.map { "\($0.rawValue) \(Wording.number(analysis.weight($0)))" }
        let half =
            if case .days(let days) = analysis.halfLife {
                "answers count half after \(Wording.number(days)) days"
            } else { "old answers count as much as new ones" }
        return .init(
            "score.own-definition",
            "the score is this program's own: no outside standard exists. Weights: \(Wording.list(parts)); \(half); "
                + "a customer's part is drawn to the mean of all, as if it held "
                + "\(Wording.number(analysis.priorStrength)) answers of that mean too")
    }

    private var sensitivity: Outcome.Caveat? {
        guard let tau = summary.leastTau,
            let most = summary.sensitivity.max(by: { $0.relabelled < $1.relabelled })
        else { return nil }
        return .init(
            "score.sensitivity", count: most.relabelled,
            "the weights are a choice: with one of them half as large, or half as large again, up to "
                + "\(Wording.count(most.relabelled, "customer")) would get another label, and the order of customers "
                + "would stay alike by \(Wording.number(tau)) (Kendall's tau, 1 is the same order) or more",
            values: [.init("least_kendall_tau", .float(tau))])
    }

    private var evidenceCaveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        let nothing = scores.scores.count { $0 == nil }
        if nothing > 0 {
            caveats.append(
                .init(
                    "customers.no-evidence", count: nothing,
                    "no score for \(Wording.count(nothing, "customer")): neither answer nor text that counts"
                ))
        }
        let little = summary.count(.unknown) - nothing
        if little > 0 {
            caveats.append(
                .init(
                    "customers.little-evidence", count: little,
                    "\(Wording.count(little, "customer")) with a confidence below "
                        + "\(Wording.number(analysis.minConfidence)) are labelled `not enough evidence`"))
        }
        if let share = summary.unsureShare, share > 0 {
            caveats.append(
                .init(
                    "customers.unsure", count: summary.confidences.count { ($0 ?? 1) < 0.5 },
                    "\(Wording.percent(share)) of the scores have a confidence below 0.5: they tell more of the mean of "
                        + "all than of the customer"))
        }
        return caveats
    }

    private var rowCaveats: [Outcome.Caveat] {
        let unused = evidence.rows - evidence.rowsUsed
        var caveats = [
            unused == 0
                ? Outcome.Caveat(
                    "rows.used", count: evidence.rows,
                    "rows used: all \(Wording.count(evidence.rows)), each with an answer, a tone or a service score"
                )
                : Outcome.Caveat(
                    "rows.no-evidence", count: unused,
                    "without an answer, tone or service score: \(Wording.count(unused)) of "
                        + "\(Wording.count(evidence.rows, "row")); their customers are counted")
        ]
        func add(_ code: Diagnostic.Code, _ count: Int, _ text: String) {
            if count > 0 { caveats.append(.init(code.name, count: count, text)) }
        }
        add(
            "rows.future", evidence.futureItems,
            "\(Wording.count(evidence.futureItems)) answers and texts later than the snapshot left out (future=drop)"
        )
        add(
            "texts.other-side", evidence.otherSide,
            "\(Wording.count(evidence.otherSide, "text")) that the customer did not write left out")
        add(
            "texts.toneless", evidence.toneless,
            "\(Wording.count(evidence.toneless, "text")) of customers without a tone left out: blank, a placeholder, "
                + "only quoted, or in a language that is not read")
        add(
            "customers.listed-only", evidence.listedOnly,
            "known from `customers` alone: \(Wording.count(evidence.listedOnly, "customer"))")
        add(
            "segments.several", evidence.groups.severalSegments,
            "in several segments: \(Wording.count(evidence.groups.severalSegments, "customer")), of which the first by "
                + "name counts")
        return caveats
    }

    private var scaleCaveats: [Outcome.Caveat] { evidence.questions.flatMap(\.caveats) }

    private var agreementCaveats: [Outcome.Caveat] {
        guard evidence.offered.contains(.survey), evidence.offered.contains(.sentiment) else { return [] }
        guard let agreement = summary.agreement, summary.withBoth >= 10 else {
            return [
                .init(
                    "score.agreement-unknown", count: summary.withBoth,
                    "whether survey and tone agree cannot be told: \(Wording.count(summary.withBoth, "customer")) with both"
                )
            ]
        }
        guard agreement.coefficient < 0.2 else { return [] }
        return [
            .init(
                "score.disagreement", count: agreement.n,
                "survey and tone hardly agree (Spearman \(Wording.number(agreement.coefficient)) over "
                    + "\(Wording.count(agreement.n)) customers with both): the tone may add noise; "
                    + "`weights={\"survey\": 1}` leaves it out")
        ]
    }

    private var monthCaveats: [Outcome.Caveat] {
        let months = summary.months
        var caveats: [Outcome.Caveat] = []
        if months.gaps > 0 {
            caveats.append(
                .init(
                    "months.gap", count: months.gaps,
                    "\(Wording.count(months.gaps, "month")) without an answer or text between others: the chart sets "
                        + "the others side by side, and its limits rest on steps that are longer than a month"
                ))
        }
        guard let last = months.months.last, evidence.asOf < Grain.month.end(of: last) else {
            return caveats
        }
        caveats.append(
            .init(
                "months.partial", count: months.counts.last ?? 0,
                "\(Calendar.text(last, .month)) is not over: its point rests on "
                    + "\(Wording.count(months.counts.last ?? 0)) answers and texts"))
        return caveats
    }
}
