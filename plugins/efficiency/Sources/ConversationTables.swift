import RapportNumerics
import RapportPluginKit

/// Lays the measured conversations out as tables and metrics.
struct ConversationTables {
    let measured: Measured
    /// Of the output, as `check` promised it.
    let schema: Schema

    init(_ measured: Measured, _ schema: Schema) { (self.measured, self.schema) = (measured, schema) }

    // MARK: - Tables

    private enum Part: Sendable {
        case table(Table)
        case metrics([Outcome.Metric])

        var table: Table {
            if case .table(let table) = self { table } else { .empty }
        }

        var metrics: [Outcome.Metric] {
            if case .metrics(let metrics) = self { metrics } else { [] }
        }
    }

    /// All of it, side by side; what takes longest begins first.
    func laidOut(work: Work) throws(Diagnostic) -> (
        output: Table, named: [Outcome.NamedTable], metrics: [Outcome.Metric]
    ) {
        let parts = try work.map(4) { (part) throws(Diagnostic) -> Part in
            switch part {
            case 0: .table(try output(work: work))
            case 1: .table(try answeredTable())
            case 2: .metrics(metrics)
            default: .table(try waitingTable(work))
            }
        }
        return (
            parts[0].table,
            [
                .init("sides", sideTable), .init("waiting", parts[3].table),
                .init("answered", parts[1].table),
            ], parts[2].metrics
        )
    }

    /// In columns of the types that `check` promised.
    private func output(work: Work) throws(Diagnostic) -> Table {
        let (m, records) = (measured, measured.records)
        let count = m.count
        func label(_ label: Cases.Label, _ name: String) -> Column {
            m.labels[label] ?? .repeating(.missing, type: schema[name]?.type ?? .text, count: count)
        }
        func people(_ codes: [Int32]) throws(Diagnostic) -> Column {
            guard let people = m.people else {
                return .repeating(
                    .missing, type: schema["first_responder"]?.type ?? .text, count: codes.count)
            }
            return try .rows(codes, of: people, work: work)
        }
        let isTicket = m.sides == nil
        let repliesCount: [Int32] =
            isTicket
            ? Array(repeating: -1, count: count)
            : (0..<count).map { Int32(truncatingIfNeeded: records.replies(of: $0).count) }
        let agent: Column
        if let owner = m.labels[.agent] { agent = owner } else { agent = try people(records.lastAgent) }
        let replies = Column.counts(repliesCount)
        let noBusiness = m.timeline == nil
        let columns: [Column] = [
            m.ids, label(.customer, "customer_id"), label(.channel, "channel"), label(.priority, "priority"),
            label(.team, "team"), agent, try people(records.firstResponder), starters,
            m.clock.column(records.created), m.clock.column(records.firstResponseAt),
            m.clock.column(records.resolved), m.clock.column(records.lastMessage),
            .numbers(m.firstResponse), .numbers(m.firstResponseBusiness), .numbers(m.medianReply),
            .numbers(m.medianReplyBusiness), .numbers(m.resolution), .numbers(m.resolutionBusiness),
            .numbers(m.waiting), .numbers(m.openWait), .numbers(m.unresolved), replies,
            .counts(records.agentMessages), .counts(records.customerMessages), .counts(records.turns),
            replies,
            .counts(records.distinctAgents), .counts(records.reopens), .truths(records.oneContact),
            .truths(m.met[.firstResponse] ?? []), .truths(m.met[.nextReply] ?? []),
            .truths(m.met[.resolution] ?? []), .truths(awaiting), .truths(censored),
            list(of: .numbers(m.replies), isMissing: isTicket),
            list(of: .numbers(m.repliesBusiness), isMissing: isTicket || noBusiness),
            list(of: try people(records.replyAgent), isMissing: isTicket || m.people == nil),
        ]
        return Table(schema, columns, count: count)
    }

    private func list(of elements: Column, isMissing: Bool) -> Column {
        let count = measured.count
        if isMissing { return .repeating(.missing, type: .list(of: elements.type), count: count) }
        let offsets = Buffer<Int64>.of(measured.records.replyStarts)
        return Column(.list(of: elements.type), .list(ListColumn(offsets: offsets, elements: elements)))
    }

    private var starters: Column {
        .words(measured.records.startedByAgent, of: ["customer", "agent"])
    }

    private var awaiting: [Int8] {
        guard measured.knowsResponse else { return Array(repeating: -1, count: measured.count) }
        return measured.records.waitingSince.map { $0 == Records.never ? 0 : 1 }
    }

    private var censored: [Int8] {
        guard measured.knowsResolution else { return Array(repeating: -1, count: measured.count) }
        return measured.records.resolved.map { $0 == Records.never ? 1 : 0 }
    }

    private var sideTable: Table {
        let levels = measured.sides?.levels ?? []
        return Table(
            Schema(Self.declared[1].fields),
            [
                .texts(levels.map(\.value)), .texts(levels.map(\.side.rawValue)),
                .ints(present: levels.map(\.rows)),
            ])
    }

    private func waitingTable(_ work: Work) throws(Diagnostic) -> Table {
        let since = measured.records.waitingSince
        let open = since.indices.filter { since[$0] != Records.never }
        let moments = Column(
            .int, .int64(FixedColumn(values: .of(open.map { since[$0] }), validity: nil)))
        let order = try sortOrder([SortKey(moments)], count: open.count, work: work)
        let rows = (0..<order.count).map { open[Int(order[$0])] }
        let places = Buffer<Int32>.of(rows.map { Int32($0) })
        let waiting = Self.waitingSchema(schema)
        var agent = measured.labels[.agent]
        if agent == nil, let people = measured.people {
            agent = try .rows(measured.records.lastAgent, of: people, work: work)
        }
        return Table(
            waiting,
            [
                try measured.ids.gathered(at: places, work: work),
                try agent?.gathered(at: places, work: work)
                    ?? .repeating(.missing, type: waiting.fields[1].type, count: rows.count),
                measured.clock.column(rows.map { since[$0] }), .numbers(rows.map { measured.openWait[$0] }),
            ], count: rows.count)
    }

    /// Ids, agents and moments are of the types of the output.
    static func waitingSchema(_ output: Schema) -> Schema {
        var schema = Schema(declared[2].fields)
        for (place, name) in ["conversation_id", "agent", "created_at"].enumerated() {
            schema.fields[place].type = output[name]?.type ?? schema.fields[place].type
        }
        return schema
    }

    /// At most 60 points of the curve, at equal steps of what is answered.
    private func answeredTable() throws(Diagnostic) -> Table {
        var (durations, ended): ([Double], [Bool]) = ([], [])
        // On the clock of the targets, which stand on the curve as lines.
        let inOpenHours = measured.countsOpenHours
        let answered = inOpenHours ? measured.firstResponseBusiness : measured.firstResponse
        let waiting = inOpenHours ? measured.waitingBusiness : measured.waiting
        for row in 0..<measured.count {
            if !answered[row].isNaN {
                durations.append(answered[row])
                ended.append(true)
            } else if !waiting[row].isNaN {
                durations.append(waiting[row])
                ended.append(false)
            }
        }
        let points = try KaplanMeier(durations: durations, ended: ended).points.filter {
            $0.events > 0 || $0.time == 0
        }
        let step = max(1, (points.count + 58) / 59)
        let shown = points.indices.filter { $0 % step == 0 || $0 == points.count - 1 }
        return Table(
            Schema(Self.declared[3].fields),
            [
                .numbers(shown.map { points[$0].time / 3_600 }),
                .numbers(shown.map { 1 - points[$0].survival }),
            ])
    }

    // MARK: - Metrics

    private var metrics: [Outcome.Metric] {
        let m = measured
        let (first, replies) = (present(m.firstResponse), present(m.replies))
        let resolution = present(m.resolution)
        var metrics: [Outcome.Metric] = [
            .init("conversations", Double(m.count)),
            .init("first_response_median", Self.quantile(0.5, first), n: first.count),
            .init("first_response_p90", Self.quantile(0.9, first), n: first.count),
            .init("first_response_mean", Self.mean(first), n: first.count),
            .init("reply_median", Self.quantile(0.5, replies), n: replies.count),
            .init("reply_p90", Self.quantile(0.9, replies), n: replies.count),
            .init("resolution_median", Self.quantile(0.5, resolution), n: resolution.count),
            .init("resolution_km_median", lastingMedian, n: m.knowsResolution ? m.count : 0),
        ]
        let resolved = m.records.resolved.indices.filter { m.records.resolved[$0] != Records.never }
        metrics.append(rate("one_contact_rate", resolved.map { m.records.oneContact[$0] }))
        metrics.append(
            rate(
                "reopen_rate",
                resolved.map { m.records.reopens[$0] < 0 ? -1 : m.records.reopens[$0] > 0 ? 1 : 0 }))
        metrics.append(
            m.knowsResponse
                ? .init("awaiting_reply", Double(awaiting.count { $0 == 1 }), n: m.count)
                : .init("awaiting_reply", nil, n: 0))
        for wait in Targets.Wait.allCases { metrics.append(rate("sla_\(wait.rawValue)", m.met[wait] ?? [])) }
        return metrics
    }

    /// The median over all conversations, open ones as lasting at least until now.
    private var lastingMedian: Double? {
        guard measured.knowsResolution else { return nil }
        let durations = zip(measured.resolution, measured.unresolved).map { $0.isNaN ? $1 : $0 }
        let ended = measured.resolution.map { !$0.isNaN }
        let known = durations.indices.filter { !durations[$0].isNaN }
        return try? KaplanMeier(durations: known.map { durations[$0] }, ended: known.map { ended[$0] }).median
    }

    private func rate(_ name: String, _ truths: [Int8]) -> Outcome.Metric {
        let (yes, all) = (truths.count { $0 == 1 }, truths.count { $0 >= 0 })
        guard let share = ProportionInterval(successes: Double(yes), trials: Double(all)) else {
            return .init(name, nil, n: 0)
        }
        return .init(name, share.portion, low: share.low, high: share.high, n: all)
    }

    private func present(_ values: [Double]) -> [Double] { values.filter { !$0.isNaN } }

    static func quantile(_ portion: Double, _ values: [Double]) -> Double? {
        var copy = values
        var span = copy.mutableSpan
        return Quantile.type7(portion, reordering: &span)
    }

    static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.compensatedSum() / Double(values.count)
    }
}
