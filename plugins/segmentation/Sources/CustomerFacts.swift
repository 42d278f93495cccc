import RapportNumerics
import RapportPluginKit

/// What is known of each customer before any score.
struct CustomerFacts {
    /// Ascending by id (of a customer table: in its order), each once.
    var customers: Column
    /// Whole days from the last purchase to the snapshot.
    var recency: [Double]
    var frequency: [Double]
    /// Columns of a customer table that come out as they went in: a double cannot hold every whole number.
    var given: [Measure: Column] = [:]
    var monetary: [Double]
    /// All that was paid, whatever ``monetary`` is.
    var revenue: [Double]

    var snapshot: Moment?
    var rowsUsed: Int
    var refundRows = 0
    var futureRows = 0
    /// Customers without a purchase: they have no recency.
    var refundsOnly = 0

    var count: Int { customers.count }

    subscript(measure: Measure) -> [Double] {
        switch measure {
        case .recency: recency
        case .frequency: frequency
        case .monetary: monetary
        }
    }

    init(
        _ analysis: RFM, _ source: RFM.Source, _ table: Table, _ context: Context
    ) throws(Diagnostic) {
        switch source {
        case .transactions(let time, let amount):
            try self.init(analysis, transactions: table, time: time, amount: amount, context)
        case .customerTable(let recency, let frequency, let monetary):
            try self.init(analysis, customers: table, recency, frequency, monetary, context.work)
        }
    }

    // MARK: - From transactions

    private init(
        _ analysis: RFM, transactions table: Table, time: String, amount: String, _ context: Context
    ) throws(Diagnostic) {
        let work = context.work
        try table.requirePresent([analysis.customer, time, amount] + (analysis.order.map { [$0] } ?? []))
        let (moments, amounts) = (try table.moments(in: time), try table.numbers(in: amount))
        let snapshot = analysis.snapshot(latest: moments.max() ?? 0, asOf: context.asOf)
        let customer = try table.column(analysis.customer)
        let grouping = try Grouping(by: [customer], count: table.count, work: work)
        var ledger = Ledger(customers: grouping.groupCount, rows: table.count)
        try ledger.read(
            moments, amounts, groups: grouping.groups, snapshot: snapshot, refunds: analysis.refunds,
            work: work)
        if ledger.futureRows > 0, analysis.future == .error {
            throw analysis.futureRows(ledger.futureRows, of: table.count, after: snapshot)
        }
        switch (analysis.frequency, analysis.order) {
        case (.days, _):
            let days = Self.days(of: moments, in: try table.column(time))
            try ledger.countDistinct(days, groups: grouping.groups, work: work)
        case (.orders, let order?):
            try ledger.countDistinct(try table.column(order), groups: grouping.groups, work: work)
        case (.orders, nil): ledger.frequency = ledger.purchases
        }

        let bought = (0..<grouping.groupCount).filter { ledger.purchases[$0] > 0 }
        let firstRows = Buffer(bought.lazy.map { grouping.firstRows[$0] })
        let unordered = try customer.gathered(at: firstRows, work: work)
        let order = try sortOrder([SortKey(unordered)], count: unordered.count, work: work)
        let groups = (0..<order.count).map { bought[Int(order[$0])] }
        customers = try unordered.gathered(at: order, work: work)
        recency = groups.map { Double((snapshot.microseconds - ledger.last[$0]) / Day.microseconds) }
        frequency = groups.map { Double(ledger.frequency[$0]) }
        revenue = groups.map { ledger.paid[$0].total }
        monetary = analysis.monetary == .sum ? revenue : zip(revenue, frequency).map { $0 / $1 }
        self.snapshot = snapshot
        rowsUsed = groups.reduce(0) { $0 + ledger.rowsUsed[$1] }
        (refundRows, futureRows) = (ledger.refundRows, ledger.futureRows)
        refundsOnly = ledger.rowsUsed.indices.count { ledger.purchases[$0] == 0 && ledger.refunded[$0] }
    }

    /// The calendar day of each moment of the column's clock.
    private static func days(of moments: [Int64], in column: Column) -> Column {
        if column.type == .date { return column }
        let days = moments.lazy.map(Day.of)
        return Column(.date, .int32(FixedColumn(values: Buffer(days))))
    }

    // MARK: - From a table with one row a customer

    private init(
        _ analysis: RFM, customers table: Table, _ recency: String, _ frequency: String, _ monetary: String,
        _ work: Work
    ) throws(Diagnostic) {
        try table.requirePresent([analysis.customer, recency, frequency, monetary])
        customers = try table.column(analysis.customer)
        let grouping = try Grouping(by: [customers], count: table.count, work: work)
        guard grouping.groupCount == table.count else {
            let repeated = (0..<grouping.groupCount).count { grouping.sizes[$0] > 1 }
            throw Diagnostic(
                "table.duplicate-key",
                "\(Wording.count(repeated, "customer")) in more than one row; a table with `\(recency)`, "
                    + "`\(frequency)` and `\(monetary)` has one row a customer",
                subject: .column(analysis.customer),
                help: [
                    "`summarize` by \(analysis.customer.asColumnName), or drop the three columns and name `time` and `amount`"
                ])
        }
        self.recency = try table.numbers(in: recency)
        self.frequency = try table.numbers(in: frequency)
        self.monetary = try table.numbers(in: monetary)
        given = [.recency: try table.column(recency), .frequency: try table.column(frequency)]
        for (name, cells) in [(recency, self.recency), (frequency, self.frequency)] {
            try table.requireNotNegative(cells, in: name)
        }
        revenue =
            analysis.monetary == .sum
            ? self.monetary : zip(self.monetary, self.frequency).map { $0 * $1 }
        rowsUsed = table.count
    }
}

extension RFM {
    /// What was given, else the day after `as_of`, else the day after the last row.
    fileprivate func snapshot(latest: Int64, asOf: Int64?) -> Moment {
        if let given = snapshotDate.given { return given }
        let (moment, past) = (asOf ?? latest).addingReportingOverflow(Day.microseconds)
        return Moment(microseconds: past ? .max : moment)
    }

    fileprivate func futureRows(_ count: Int, of rows: Int, after snapshot: Moment) -> Diagnostic {
        Diagnostic(
            "parameter.range",
            "\(Wording.count(count)) of \(Wording.count(rows)) rows are later than the snapshot, "
                + "\(snapshot.text); expected none",
            subject: .parameter("snapshot_date"),
            help: ["`future=drop` leaves them out; a later `snapshot_date` takes them in"])
    }
}

extension Moment {
    /// The day, and the time of it where it is not midnight.
    var text: String {
        let day = Scalar.date(Day.of(microseconds)).text()
        return microseconds.quotientAndRemainder(dividingBy: Day.microseconds).remainder == 0
            ? day : Scalar.datetime(microseconds).text()
    }
}
