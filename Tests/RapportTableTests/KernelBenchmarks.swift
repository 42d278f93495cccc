import FoundationEssentials
import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

/// Figures, not checks: `RAPPORT_BENCH=1 swift test -c release --filter KernelBenchmarks`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["RAPPORT_BENCH"] != nil), .serialized)
struct KernelBenchmarks {
    static let rows = 5_000_000

    private func measure(_ name: String, _ body: () throws -> Void) rethrows {
        var best = Duration.seconds(1000)
        for _ in 0..<5 { best = min(best, try ContinuousClock().measure(body)) }
        let milliseconds = Double(best.components.attoseconds) / 1e15 + Double(best.components.seconds) * 1000
        print("bench: \(name): \((milliseconds * 10).rounded() / 10) ms")
    }

    @Test(arguments: [1, 2]) func `five million rows`(width: Int) throws {
        let work = Work(width: width)
        var random = SeededRandom(seed: 5)
        let rows = Self.rows
        let keys = Column.ints((0..<rows).map { _ in Int.random(in: 0..<500_000, using: &random) })
        let sparse = Column.ints(
            (0..<rows).map { _ in Int.random(in: 0..<500_000, using: &random) &* 7_919_777_777 })
        let amounts = Column.floats((0..<rows).map { _ in Double.random(in: 0..<1000, using: &random) })
        let gaps = Column.floats((0..<rows).map { $0 % 9 == 0 ? nil : Double($0) })
        let days = Column.dates((0..<rows).map { _ in Int32.random(in: 15_000..<20_000, using: &random) })
        let regions = Column.texts(
            (0..<rows).map { _ in "region \(UInt8.random(in: 0..<9, using: &random))" })
        let region = try regions.encoded(limit: 1000, work: work)
        let plan = try Column.texts((0..<rows).map { _ in "plan \(UInt8.random(in: 0..<4, using: &random))" })
            .encoded(limit: 1000, work: work)
        print("bench: \(rows) rows, width \(width)")

        func summarized(_ columns: [Column]) throws {
            let grouping = try Grouping(by: columns, count: rows, work: work).sortedByKeys(
                columns, work: work)
            _ = try grouping.aggregate(.sum, of: amounts, work: work)
            _ = try grouping.aggregate(.count, of: nil, work: work)
        }
        try measure("group 500 K dense ints") { _ = try Grouping(by: [keys], count: rows, work: work) }
        try measure("sum, count by 500 K dense ints, keys in order") { try summarized([keys]) }
        try measure("group 500 K sparse ints") { _ = try Grouping(by: [sparse], count: rows, work: work) }
        try measure("sum, count by 500 K sparse ints, keys in order") { try summarized([sparse]) }
        try measure("group 2 coded texts, 36 keys") {
            _ = try Grouping(by: [region, plan], count: rows, work: work)
        }
        try measure("sum, count by 2 coded texts, 36 keys in order") { try summarized([region, plan]) }
        try measure("group plain text, 9 keys") { _ = try Grouping(by: [regions], count: rows, work: work) }
        let few = try Grouping(by: [region, plan], count: rows, work: work)
        let many = try Grouping(by: [keys], count: rows, work: work)
        let one = try Grouping(by: [], count: rows, work: work)
        try measure("sum in 1 group") { _ = try one.aggregate(.sum, of: amounts, work: work) }
        try measure("sum in 36 groups") { _ = try few.aggregate(.sum, of: amounts, work: work) }
        try measure("sum in 500 K groups") { _ = try many.aggregate(.sum, of: amounts, work: work) }
        try measure("std in 36 groups") { _ = try few.aggregate(.std, of: amounts, work: work) }
        try measure("median in 1 group") { _ = try one.aggregate(.median, of: amounts, work: work) }
        try measure("median in 500 K groups") { _ = try many.aggregate(.median, of: amounts, work: work) }
        try measure("count_distinct of 500 K ints in 36 groups") {
            _ = try few.aggregate(.countDistinct, of: keys, work: work)
        }
        try measure("sort by float") { _ = try sortOrder([SortKey(amounts)], count: rows, work: work) }
        try measure("sort by date") { _ = try sortOrder([SortKey(days)], count: rows, work: work) }
        try measure("sort by coded text, -date, int") {
            _ = try sortOrder(
                [SortKey(region), SortKey(days, descending: true), SortKey(keys)], count: rows, work: work)
        }
        let condition = try compare(.greater, .column(amounts), .scalar(.float(500), .float), work: work)
        guard case .bits(let half, _) = condition.layout else { return }
        try measure("compare float > scalar") {
            _ = try compare(.greater, .column(amounts), .scalar(.float(500), .float), work: work)
        }
        try measure("compare coded text == scalar") {
            _ = try compare(.equal, .column(region), .scalar(.text("region 3"), .text), work: work)
        }
        try measure("compare plain text == scalar") {
            _ = try compare(.equal, .column(regions), .scalar(.text("region 3"), .text), work: work)
        }
        try measure("filter half of a float") { _ = try amounts.filtered(by: half, work: work) }
        try measure("filter half of a float with gaps") { _ = try gaps.filtered(by: half, work: work) }
        try measure("filter half of a plain text") { _ = try regions.filtered(by: half, work: work) }
        try measure("float * float") {
            _ = try arithmetic(.multiply, .column(amounts), .column(gaps), work: work)
        }
        try measure("int + 1") { _ = try arithmetic(.add, .column(keys), .scalar(.int(1), .int), work: work) }
        try measure("month of dates") { _ = try startOf(.month, of: days, work: work) }
        try measure("int in a list of 12") {
            _ = try isIn(keys, (0..<12).map { .int($0 * 1000) }, work: work)
        }
        let table = Table(["key": keys, "amount": amounts, "region": region, "day": days])
        try measure("digest of 4 columns") { _ = try ContentDigest(of: table, work: work) }
    }
}
