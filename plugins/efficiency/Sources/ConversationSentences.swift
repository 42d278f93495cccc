import RapportPluginKit

/// What a manager reads of the conversations, and what not to trust.
struct ConversationSentences {
    let analysis: Conversations
    let measured: Measured
    let metrics: [Outcome.Metric]

    private var tally: Tally { measured.tally }

    private func metric(_ name: String) -> Outcome.Metric? { metrics.first { $0.name == name } }
    private func value(_ name: String) -> Double? { metric(name)?.value }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [answers, open, endings].compactMap(\.self) }

    private var answers: Outcome.Finding {
        let count = Wording.count(measured.count, "conversation")
        guard let median = value("first_response_median"), let ninth = value("first_response_p90"),
            let answered = metric("first_response_median")?.n
        else {
            guard measured.knowsResponse else {
                return Outcome.Finding(
                    "answers.unknown", "\(count); nothing says when they were first answered.",
                    values: [.init("conversations", .int(Int64(measured.count)))])
            }
            return Outcome.Finding(
                "answers.none", "None of \(count) has an answer.",
                values: [.init("conversations", .int(Int64(measured.count)))])
        }
        return Outcome.Finding(
            "answers.first",
            "\(Wording.count(answered)) of \(count) got an answer, half of them within "
                + "\(Wording.duration(median)) and nine of ten within \(Wording.duration(ninth))\(openHours).",
            values: [
                .init("conversations", .int(Int64(measured.count))), .init("answered", .int(Int64(answered))),
                .init("first_response_median", .float(median)), .init("first_response_p90", .float(ninth)),
            ])
    }

    /// The same in open hours, where a calendar tells them.
    private var openHours: String {
        let waits = measured.firstResponseBusiness.filter { !$0.isNaN }
        guard let median = ConversationTables.quantile(0.5, waits),
            let ninth = ConversationTables.quantile(0.9, waits)
        else { return "" }
        return "; in open hours within \(Wording.duration(median)) and \(Wording.duration(ninth))"
    }

    private var open: Outcome.Finding? {
        let waits = measured.openWait.filter { !$0.isNaN }
        guard let longest = waits.max() else { return nil }
        let are = waits.count == 1 ? "has" : "have"
        return Outcome.Finding(
            "answers.waiting",
            "\(Wording.count(waits.count, "conversation")) \(are) a question that nobody has answered; the "
                + "longest wait is \(Wording.duration(longest)).",
            values: [.init("waiting", .int(Int64(waits.count))), .init("longest", .float(longest))])
    }

    private var endings: Outcome.Finding? {
        guard let median = value("resolution_median"), let resolved = metric("resolution_median")?.n else {
            return nil
        }
        var text =
            "\(Wording.count(resolved)) \(resolved == 1 ? "is" : "are") resolved, half of them within "
            + Wording.duration(median)
        if let rate = value("one_contact_rate") { text += "; \(Wording.percent(rate)) took one contact" }
        return Outcome.Finding(
            "answers.resolved", text + ".",
            values: [
                .init("resolved", .int(Int64(resolved))), .init("resolution_median", .float(median)),
                .init("one_contact_rate", value("one_contact_rate").map { .float($0) } ?? .missing),
            ])
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] { mapping + rowCaveats + meaningCaveats + resolutionCaveats }

    private func caveat(_ code: String, _ count: Int, _ text: String) -> Outcome.Caveat? {
        count > 0 ? Outcome.Caveat(code, count: count, text) : nil
    }

    /// How the sides were read: always said.
    private var mapping: [Outcome.Caveat] {
        guard let sides = measured.sides else { return [] }
        let shown = Sides.order.compactMap { side -> String? in
            let words = sides.levels.filter { $0.side == side }.map { "`\($0.value)`" }
            return words.isEmpty ? nil : "\(side.rawValue) is \(Wording.list(Array(words.prefix(8))))"
        }
        return [
            Outcome.Caveat(
                "sides.mapping", count: sides.levels.count, "sides: \(shown.joined(separator: "; "))")
        ]
    }

    private var rowCaveats: [Outcome.Caveat] {
        let found = [
            caveat(
                "rows.duplicate", tally.duplicates,
                "\(Wording.count(tally.duplicates, "message")) left out: the same as one before"),
            caveat(
                "rows.future", tally.future,
                "\(Wording.count(tally.future, "row")) later than `as_of` left out (future=drop)"),
            caveat(
                "rows.private", tally.privateNotes,
                "\(Wording.count(tally.privateNotes, "private note")) left out: no customer saw them"),
            caveat(
                "rows.bots", tally.ignoredBots,
                "\(Wording.count(tally.ignoredBots, "message")) of bots left out: an answer is a person's "
                    + "(count_bots=false)"),
            caveat(
                "rows.system", tally.ignoredSystem,
                "\(Wording.count(tally.ignoredSystem, "message")) of the system left out"),
            caveat(
                "rows.resolved-before-created", tally.resolvedBeforeCreated,
                "\(Wording.count(tally.resolvedBeforeCreated, "conversation")) resolved before it began left out"
            ),
            caveat(
                "rows.answered-before-created", tally.respondedBeforeCreated,
                "\(Wording.count(tally.respondedBeforeCreated, "case")) answered before it was opened left out"
            ),
            caveat(
                "tickets.without-messages", tally.ticketsWithoutMessages,
                "\(Wording.count(tally.ticketsWithoutMessages, "ticket")) without a message left out"),
        ].compactMap(\.self)
        return found.isEmpty ? [.init("rows.dropped", "all rows used, none dropped")] : found
    }

    private var meaningCaveats: [Outcome.Caveat] {
        var found = [
            caveat(
                "thanks.ignored", tally.thanks,
                "\(Wording.count(tally.thanks, "customer message")) that only say thanks, praise or goodbye are no open "
                    + "question (ignore=thanks)"),
            caveat(
                "thanks.waiting", tally.thanksWaiting,
                "\(Wording.count(tally.thanksWaiting, "conversation")) count as waiting though the last message "
                    + "only says thanks: `ignore=thanks` leaves them out"),
            caveat(
                "conversations.without-customer", tally.withoutCustomer,
                "\(Wording.count(tally.withoutCustomer, "conversation")) without a customer's message: nothing "
                    + "to answer, no response time"),
            caveat(
                "conversations.uncounted", tally.uncounted,
                "\(Wording.count(tally.uncounted, "conversation")) of nothing but what was left out \(tally.uncounted == 1 ? "is" : "are") "
                    + "not in the table"),
            caveat(
                "replies.orphans", tally.orphanReplies,
                "\(Wording.count(tally.orphanReplies, "message")) answer a message that is not in the table"),
        ].compactMap(\.self)
        if measured.clock.isDaily {
            found.append(
                .init("times.days", count: measured.rowsUsed, "times are whole days: so are all waits"))
        }
        if let calendar = measured.clock.calendar, measured.clock.zoneName == nil {
            found.append(
                .init("times.zone", "times name no zone and are read as those of \(calendar.zoneName)"))
        }
        if measured.timeline == nil {
            found.append(.init("hours.none", "waits count nights and days off: no `calendar` was given"))
        }
        if !measured.knowsResponse {
            found.append(
                .init(
                    "response.unknown",
                    "no column says when a first answer was given: who waits is not known, and no target for it is "
                        + "counted; `first_response_at=…` does"))
        }
        if measured.sides != nil, measured.people == nil {
            found.append(.init("agents.unknown", "no column says which agent wrote"))
        }
        return found
    }

    private var resolutionCaveats: [Outcome.Caveat] {
        guard measured.knowsResolution else {
            return [
                .init(
                    "resolution.unknown",
                    "nothing says when conversations were resolved: no resolution times, no rate of one contact; "
                        + "`resolved_at=…` or `tickets=…` does")
            ]
        }
        let open = measured.unresolved.count { !$0.isNaN }
        var found = [
            caveat(
                "resolution.censored", open,
                "\(Wording.count(open, "conversation")) not resolved yet: times of the resolved alone are too "
                    + "short, `resolution_km_median` counts the open ones"),
            caveat(
                "resolution.later", tally.resolvedLater,
                "\(Wording.count(tally.resolvedLater, "conversation")) resolved after `as_of` count as open"),
            caveat(
                "resolution.unanswered", tally.resolvedWhileWaiting,
                "\(Wording.count(tally.resolvedWhileWaiting, "conversation")) were resolved without an answer to "
                    + "the last question; they count as waiting"),
            caveat(
                "resolution.without-time", tally.closedWithoutTime,
                "\(Wording.count(tally.closedWithoutTime, "closed case")) without the time of it count as open"
            ),
            caveat(
                "status.unknown", tally.unknownStatus,
                "\(Wording.count(tally.unknownStatus, "status", "statuses")) known neither as open nor as closed "
                    + "are not read"),
            caveat(
                "tickets.missing", tally.messagesWithoutTicket,
                "\(Wording.count(tally.messagesWithoutTicket, "conversation")) without a ticket count as open"
            ),
        ].compactMap(\.self)
        if tally.resolvedDays {
            found.append(.init("resolution.days", "resolves are whole days and count as the end of the day"))
        }
        if tally.derivedReopens, measured.sides != nil {
            found.append(
                .init(
                    "reopens.derived",
                    "opened again: where a customer wrote after the resolve, or the status says open"))
        }
        return found
    }
}
