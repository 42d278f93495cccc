import RapportNumerics
import RapportPluginKit

/// Running totals of each customer, by the number of their group.
struct Ledger {
    /// The last purchase.
    var last: [Int64]
    var paid: [CompensatedSum]
    /// Rows that are purchases.
    var purchases: [Int]
    var frequency: [Int]
    /// Rows that reached a total.
    var rowsUsed: [Int]
    /// Whether the customer gave something back.
    var refunded: [Bool]
    var refundRows = 0
    var futureRows = 0
    private var isPurchase: [Bool]

    init(customers: Int, rows: Int) {
        last = Array(repeating: .min, count: customers)
        paid = Array(repeating: CompensatedSum(), count: customers)
        (purchases, frequency, rowsUsed) = (
            Array(repeating: 0, count: customers), Array(repeating: 0, count: customers),
            Array(repeating: 0, count: customers)
        )
        refunded = Array(repeating: false, count: customers)
        isPurchase = Array(repeating: false, count: rows)
    }

    /// Takes all rows in their order, so that sums do not depend on threads.
    mutating func read(
        _ moments: [Int64], _ amounts: [Double], groups: Buffer<Int32>, snapshot: Moment,
        refunds: RFM.Refunds, work: Work
    ) throws(Diagnostic) {
        let groups = groups.span
        for start in stride(from: 0, to: moments.count, by: Work.morsel) {
            try work.check()
            for row in start..<min(start + Work.morsel, moments.count) {
                let (customer, amount) = (Int(groups[row]), amounts[row])
                if moments[row] > snapshot.microseconds {
                    futureRows += 1
                    continue
                }
                if amount < 0 {
                    refundRows += 1
                    refunded[customer] = true
                    if refunds == .drop { continue }
                }
                paid[customer].add(amount)
                rowsUsed[customer] += 1
                if amount < 0, refunds == .net { continue }
                isPurchase[row] = true
                purchases[customer] += 1
                last[customer] = max(last[customer], moments[row])
            }
        }
    }

    /// Counts the distinct values of `column` among each customer's purchases.
    mutating func countDistinct(
        _ column: Column, groups: Buffer<Int32>, work: Work
    ) throws(Diagnostic) {
        // Group numbers are 32 bits wide, as dates are; nothing reads this column as a calendar.
        let customer = Column(.date, .int32(FixedColumn(values: groups)))
        let pairs = try Grouping(by: [customer, column], count: groups.count, work: work)
        var counted = [Bool](repeating: false, count: pairs.groupCount)
        let (pair, groups) = (pairs.groups.span, groups.span)
        for row in isPurchase.indices where isPurchase[row] {
            if counted[Int(pair[row])] { continue }
            counted[Int(pair[row])] = true
            frequency[Int(groups[row])] += 1
        }
    }
}
