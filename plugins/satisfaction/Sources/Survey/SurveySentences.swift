import RapportNumerics
import RapportPluginKit

/// What a manager reads, and what not to trust.
struct SurveySentences {
    let analysis: Survey
    let summary: SurveySummary
    /// Microseconds since 1970-01-01T00:00; nil where it is not known.
    let asOf: Int64?

    var answers: SurveyAnswers { summary.answers }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [headline, difference, response].compactMap(\.self) }

    private var headline: Outcome.Finding? {
        let cells = answers.each.indices.compactMap { summary.cell(question: $0) }
        guard !cells.isEmpty else { return nil }
        let texts = cells.map { cell in
            let question = answers.each[cell.question].question
            let interval =
                "\(analysis.confidenceText) interval "
                + "\(number(cell.low, question.scale)) to \(number(cell.high, question.scale)), "
                + Wording.count(cell.n, "answer")
            return "\(value(cell)) (\(interval))"
        }
        let text = texts.joined(separator: "; ")
        return Outcome.Finding(
            "survey.level", text.prefix(1).uppercased() + text.dropFirst() + ".",
            values: cells.flatMap { cell -> [Outcome.NamedValue] in
                let question = answers.each[cell.question].question
                return [
                    .init("question", .text(question.name)), .init("metric", .text(question.scale.rawValue)),
                    .init("value", .float(cell.value)), .init("low", .float(cell.low)),
                    .init("high", .float(cell.high)), .init("n", .int(Int64(cell.n))),
                ]
            })
    }

    private func value(_ cell: SurveyCell) -> String {
        let question = answers.each[cell.question].question
        let isOne = answers.each.count == 1
        let place = isOne ? "" : " in `\(question.name)`"
        return switch question.scale {
        case .csat: "\(Wording.percent(cell.value)) are satisfied\(place)"
        case .ces: "\(Wording.percent(cell.value)) found it easy\(place)"
        case .good: "\(Wording.percent(cell.value)) say good\(place)"
        case .nps:
            "the net promoter score\(isOne ? "" : " of `\(question.name)`") is "
                + Wording.number(cell.value.rounded())
        }
    }

    private func number(_ value: Double, _ scale: Scale) -> String {
        scale == .nps ? Wording.number(value.rounded()) : Wording.percent(value)
    }

    /// The largest difference that is none by chance, or that there is none.
    private var difference: Outcome.Finding? {
        let tested = summary.comparisons.filter { $0.adjusted != nil }
        guard !tested.isEmpty else { return nil }
        let sure = tested.filter { ($0.adjusted ?? 1) < 0.05 }
        func size(_ each: SurveyComparison) -> Double {
            answers.each[each.question].question.scale == .nps
                ? each.difference.magnitude / 200 : each.difference.magnitude
        }
        guard let most = sure.max(by: { size($0) < size($1) }) else {
            let count = Wording.count(tested.count, "comparison")
            return Outcome.Finding(
                "survey.no-difference",
                "No group or period differs by more than chance would give (\(count))\(remark(of: tested)).",
                values: [.init("comparisons", .int(Int64(tested.count)))])
        }
        let question = answers.each[most.question].question
        let points =
            question.scale == .nps
            ? most.difference.magnitude.rounded() : (most.difference.magnitude * 100).rounded()
        let by = summary.breakdowns[most.breakdown]
        let place = by.isPeriod ? most.group : "\(by.name) \(most.group)"
        let name = answers.each.count > 1 ? " in `\(question.name)`" : ""
        return Outcome.Finding(
            "survey.difference",
            "\(place.prefix(1).uppercased() + place.dropFirst()) is "
                + "\(Wording.count(Int(points), "point")) \(most.difference < 0 ? "below" : "above") "
                + "\(most.other)\(name), more than chance would give "
                + "(p \(chance(most.adjusted ?? 1))\(family(of: most, among: tested))).",
            values: [
                .init("by", .text(by.name)), .init("group", .text(most.group)),
                .init("other", .text(most.other)), .init("difference", .float(most.difference)),
                .init("p_adjusted", .float(most.adjusted ?? 1)),
            ])
    }

    /// What a p was adjusted for; nothing of a single comparison.
    private func family(of one: SurveyComparison, among tested: [SurveyComparison]) -> String {
        let count = tested.count { $0.question == one.question && $0.breakdown == one.breakdown }
        return count > 1 ? " after allowing for \(Wording.count(count)) comparisons" : ""
    }

    /// Where groups answered too few to compare, silence about them is no news.
    private func remark(of tested: [SurveyComparison]) -> String {
        let untested = summary.comparisons.count - tested.count
        return untested > 0 ? "; \(Wording.count(untested)) more rest on too few answers to tell" : ""
    }

    private func chance(_ p: Double) -> String {
        p < 0.001 ? "below 0.001" : p < 0.01 ? "\((p * 1_000).rounded() / 1_000)" : Wording.number(p)
    }

    private var response: Outcome.Finding? {
        let all = summary.breakdowns[0]
        guard let sent = all.sent?[0], let rate = all.responseRate(0) else { return nil }
        var text = "\(Wording.percent(rate)) of \(Wording.count(sent, "survey")) were answered"
        if let (breakdown, uneven) = uneven.first {
            text +=
                ", from \(Wording.percent(breakdown.responseRate(uneven.least) ?? 0)) "
                + "(\(breakdown.labels[uneven.least])) to "
                + "\(Wording.percent(breakdown.responseRate(uneven.most) ?? 0)) "
                + "(\(breakdown.labels[uneven.most]))"
        }
        return Outcome.Finding(
            "survey.response", text + ".",
            values: [.init("sent", .int(Int64(sent))), .init("response_rate", .float(rate))])
    }

    /// Breakdowns whose groups answer at rates that differ by more than chance.
    private var uneven: [(Breakdown, (p: Double, least: Int, most: Int))] {
        summary.breakdowns.compactMap { breakdown in
            guard !breakdown.isPeriod, let found = summary.unevenResponse(breakdown), found.p < 0.05 else {
                return nil
            }
            return (breakdown, found)
        }
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] {
        rowCaveats + answers.each.flatMap { scaleCaveats($0) + personCaveats($0) } + unusedCaveats
            + responseCaveats + groupCaveats + periodCaveats
    }

    private var rowCaveats: [Outcome.Caveat] {
        let missing = answers.rows - answers.answeredRows
        var caveats: [Outcome.Caveat] = []
        if missing == 0 {
            caveats.append(
                .init(
                    "rows.used", count: answers.rows,
                    "rows used: all \(Wording.count(answers.rows)), each with an answer"))
        } else {
            caveats.append(
                .init(
                    "rows.unanswered", count: missing,
                    "without an answer: \(Wording.count(missing)) of \(Wording.count(answers.rows, "row")); they count as "
                        + "surveys that were sent (unanswered=count)"))
        }
        for each in answers.each where each.skipped > 0 {
            caveats.append(
                .init(
                    "rows.skipped", count: each.skipped,
                    "without an answer in `\(each.question.name)` but with another: "
                        + "\(Wording.count(each.skipped, "row")), not asked or skipped",
                    values: [.init("question", .text(each.question.name))]))
        }
        if answers.weights != nil {
            let parts = answers.each.indices.compactMap { summary.cell(question: $0) }.map {
                "\(Wording.count($0.n)) answers of `\(answers.each[$0.question].question.name)` tell as much as "
                    + "\(Wording.number($0.effective)) of equal weight"
            }
            caveats.append(
                .init("weights.used", count: answers.rows, "weighted: \(parts.joined(separator: "; "))"))
            for each in answers.each where each.weightless > 0 {
                caveats.append(
                    .init(
                        "weights.zero", count: each.weightless,
                        "\(Wording.count(each.weightless, "answer")) of `\(each.question.name)` with a weight of 0: "
                            + "in `n`, and in no other number"))
            }
            if summary.weightless > 0 {
                caveats.append(
                    .init(
                        "groups.weightless", count: summary.weightless,
                        "\(Wording.count(summary.weightless, "group")) left out: all answers have a weight of 0"
                    ))
            }
        }
        return caveats
    }

    /// Parameters that were given and changed nothing.
    private var unusedCaveats: [Outcome.Caveat] {
        let scales = Set(answers.each.map(\.question.scale))
        var caveats: [Outcome.Caveat] = []
        for (name, isGiven, scale) in [
            ("satisfied_from", analysis.satisfiedFrom.given != nil, Scale.csat),
            ("easy_from", analysis.easyFrom.given != nil, .ces),
        ] where isGiven && !scales.contains(scale) {
            caveats.append(
                .init(
                    "parameter.unused",
                    "`\(name)` changed nothing: no column holds \(scale.title) (scale=\(scale.rawValue))"))
        }
        if analysis.interval != .wilson, scales == [.nps] {
            caveats.append(
                .init(
                    "parameter.unused",
                    "`interval=\(analysis.interval.rawValue)` changed nothing: it is of shares, and a net promoter score "
                        + "has the adjusted Wald interval"))
        }
        return caveats
    }

    private func scaleCaveats(_ each: SurveyAnswers.Each) -> [Outcome.Caveat] {
        let question = each.question
        var caveats = question.caveats
        let between = each.values.count { $0 != $0.rounded() }
        if between > 0 {
            caveats.append(
                .init(
                    "answers.between-points", count: between,
                    "between two points of the scale: \(Wording.count(between, "answer")) of "
                        + "`\(question.name)`, taken as they are"))
        }
        return caveats
    }

    private func personCaveats(_ each: SurveyAnswers.Each) -> [Outcome.Caveat] {
        let name = each.question.name
        var caveats: [Outcome.Caveat] = []
        if each.superseded > 0 {
            caveats.append(
                .init(
                    "answers.superseded", count: each.superseded,
                    "\(Wording.count(each.superseded, "earlier answer")) of `\(name)` left out: the latest of each "
                        + "customer counts (answers=latest)"))
        }
        if each.tied > 0 {
            caveats.append(
                .init(
                    "answers.tied", count: each.tied,
                    "\(Wording.count(each.tied, "customer")) gave different answers of `\(name)` at the same latest time: "
                        + "the lower one counts"))
        }
        if analysis.answers == .all, each.repeated.customers > 0 {
            caveats.append(
                .init(
                    "answers.repeated", count: each.repeated.customers,
                    "\(Wording.count(each.repeated.customers, "customer")) gave \(Wording.count(each.repeated.answers)) "
                        + "answers of `\(name)`, each counted as if another had given it: intervals are narrower than "
                        + "they should be; `answers=latest` counts one each"
                ))
        }
        if each.unnamed > 0 {
            caveats.append(
                .init(
                    "customers.missing", count: each.unnamed,
                    "\(Wording.count(each.unnamed, "answer")) of `\(name)` from nobody knows whom: each is taken for "
                        + "another customer's"))
        }
        return caveats
    }

    private var responseCaveats: [Outcome.Caveat] {
        guard summary.breakdowns[0].sent != nil else {
            return [
                .init(
                    "response.unknown",
                    "how many were asked is not known: those who did not answer may think otherwise "
                        + "(`sent=…` or `unanswered=count` gives response rates)")
            ]
        }
        return sentCaveats
            + uneven.map { breakdown, found in
                Outcome.Caveat(
                    "response.uneven", count: breakdown.labels.count,
                    "groups of `\(breakdown.name)` answer at different rates, from "
                        + "\(Wording.percent(breakdown.responseRate(found.least) ?? 0)) to "
                        + "\(Wording.percent(breakdown.responseRate(found.most) ?? 0)): the whole speaks for those who "
                        + "answer most",
                    values: [.init("by", .text(breakdown.name)), .init("p", .float(found.p))])
            }
    }

    private var groupCaveats: [Outcome.Caveat] {
        let least = analysis.minAnswers
        let small = summary.cells.filter(summary.isSmall)
        var caveats: [Outcome.Caveat] = []
        if !small.isEmpty {
            let groups = small.count { $0.breakdown > 0 }
            let parts = [
                groups < small.count ? "the whole" : nil,
                groups > 0 ? Wording.count(groups, "group or period", "groups or periods") : nil,
            ]
            let equal = answers.weights == nil ? "" : " of equal weight"
            caveats.append(
                .init(
                    "groups.small", count: small.count,
                    "\(Wording.list(parts.compactMap(\.self))) with fewer than "
                        + "\(Wording.count(least, "answer"))\(equal): the wide intervals say how little that tells"
                        + (groups > 0 ? ", and no comparison is made" : "")))
        }
        let tested = summary.comparisons.count { $0.p != nil }
        if tested > 1 {
            caveats.append(
                .init(
                    "comparisons.adjusted", count: tested,
                    "\(Wording.count(tested)) comparisons: the more one looks at, the more differ by chance; "
                        + "`p_adjusted` allows for that within each question and breakdown (Holm's method)"))
        }
        let all = summary.breakdowns.indices.dropFirst().filter { place in
            Set(summary.cells.lazy.filter { $0.breakdown == place }.map(\.level)).count == 1
        }
        for place in all {
            caveats.append(
                .init(
                    "groups.one", count: 1,
                    "`\(summary.breakdowns[place].name)` has one group with answers: there is nothing to compare"
                ))
        }
        return caveats
    }
}
