import RapportPluginKit

/// Everything that is known of each customer: values from 0 to 1, with their day.
struct Evidence {
    struct Item {
        /// Place of the customer.
        var customer: Int32
        /// Since 1970-01-01; of no meaning where there is no time.
        var day: Int32
        /// 0 the worst, 1 the best.
        var value: Double
    }

    /// Distinct customers in ascending order.
    let customers: Column
    /// Parts for which there is a column.
    private(set) var offered: [Component] = []
    private var items: [Component: [Item]] = [:]
    /// The day of the snapshot.
    private(set) var asOf: Int32 = 0
    /// Whether ages are known.
    private(set) var hasTime = true
    private(set) var questions: [Question] = []
    let groups: CustomerGroups

    // MARK: - What became of the rows

    /// Rows of the piped table with at least one item that counts.
    let rowsUsed: Int
    let rows: Int
    private(set) var futureItems = 0
    /// Texts that somebody else wrote.
    private(set) var otherSide = 0
    /// Texts of the customer's without a tone.
    private(set) var toneless = 0
    /// Customers that only the table of customers names.
    let listedOnly: Int

    var count: Int { customers.count }
    func items(_ component: Component) -> [Item] { items[component] ?? [] }

    init(_ analysis: Score, _ inputs: Inputs<Table>, _ context: Context) throws(Diagnostic) {
        let work = context.work
        let sources = try EvidenceSources(
            analysis, Inputs(inputs.piped.schema, named: inputs.named.mapValues(\.schema)))
        var tables: [Table] = []
        for source in sources.sources {
            let key = source.parameter == "texts" ? analysis.texts : analysis.conversations
            tables.append(
                source.parameter == nil ? inputs.piped : key.flatMap { inputs.named[$0] } ?? .empty)
        }
        var keys: [Column] = []
        for (source, table) in zip(sources.sources, tables) {
            try table.requirePresent([source.customer])
            keys.append(try table.column(source.customer))
        }
        let listed = analysis.customers.flatMap { inputs.named[$0] }
        if let listed, let columns = sources.listed {
            try listed.requirePresent([columns.customer])
            keys.append(try listed.column(columns.customer))
        }
        let all = try Column.concatenated(keys, work: work)
        let grouping = try Grouping(sortedBy: [all], count: all.count, work: work)
        customers = try all.gathered(at: grouping.firstRows, work: work)
        rows = inputs.piped.count
        let start = tables.reduce(0) { $0 + $1.count }
        listedOnly = (0..<grouping.groupCount).count { Int(grouping.firstRows[$0]) >= start }
        groups = try CustomerGroups(
            analysis, inputs.piped, listed, sources.listed, grouping, listedFrom: start)

        var (offset, used) = (0, [Bool](repeating: false, count: inputs.piped.count))
        for (source, table) in zip(sources.sources, tables) {
            try work.check()
            var reading = EvidenceReading(
                source: source, table: table,
                customers: (0..<table.count).map { grouping.groups[offset + $0] },
                days: try source.time.map { (name) throws(Diagnostic) in try table.days(in: name, work: work)
                })
            offset += table.count
            try reading.read(analysis, work)
            if source.parameter == nil { for row in reading.rowsWithItems { used[row] = true } }
            for component in reading.offered where !offered.contains(component) { offered.append(component) }
            for (component, more) in reading.items { items[component, default: []] += more }
            questions += reading.questions
            otherSide += reading.otherSide
            toneless += reading.toneless
            if source.time == nil, !reading.rowsWithItems.isEmpty { hasTime = false }
        }
        rowsUsed = used.count { $0 }
        if analysis.reverse { try Question.requireEffort(questions) }
        try settleSnapshot(analysis, context)
        guard items.values.contains(where: { !$0.isEmpty }) else {
            throw Diagnostic(
                "column.all-missing", "no row has an answer, a tone or a service score",
                subject: .column(analysis.ratings.first ?? analysis.customer),
                help: ["`ratings=…`, `texts=…` or `conversations=…` names where they are"])
        }
    }

    // MARK: - The snapshot

    /// The day ages are counted to; items after it are refused or left out.
    private mutating func settleSnapshot(_ analysis: Score, _ context: Context) throws(Diagnostic) {
        guard hasTime else { return }
        let latest = items.values.lazy.flatMap(\.self).map(\.day).max() ?? 0
        let given = analysis.snapshotDate.given?.microseconds ?? context.asOf
        let snapshot = given.map(Day.of) ?? latest
        asOf = snapshot
        let late = items.values.reduce(0) { $0 + $1.count { $0.day > snapshot } }
        guard late > 0 else { return }
        if analysis.future == .error {
            throw Diagnostic(
                "parameter.range",
                "\(Wording.count(late)) of the answers and texts are later than the snapshot, "
                    + "\(Calendar.text(asOf)); expected none",
                subject: .parameter("snapshot_date"),
                help: ["`future=drop` leaves them out; a later `snapshot_date` takes them in"])
        }
        futureItems = late
        for (component, each) in items { items[component] = each.filter { $0.day <= snapshot } }
    }
}
