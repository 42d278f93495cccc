import RapportPluginKit
import RapportTestKit
import Testing

/// What is measured, before it is scored.
@Suite struct FactsTests {
    static let two: [String: Value] = ["n_bins": .int(2)]

    @Test func `recency is whole days to the day after the last purchase`() async throws {
        // 2026-06-01T10:00 and 2026-06-03T09:00; the snapshot is 2026-06-04T09:00.
        let start = Int64(day(2026, 6, 1)) * 86_400_000_000
        let table = Table([
            "customer": .texts(["a", "b"]),
            "sent_at": .datetimes([start + 36_000_000_000, start + 2 * 86_400_000_000 + 32_400_000_000]),
            "amount": .floats([1, 2]),
        ])
        let outcome = try await rfm.outcome(of: table, Self.two)
        #expect(outcome.output.ints("recency") == [2, 1])
        let later = try await rfm.outcome(
            of: table, Self.two.merging(["snapshot_date": .date(day(2026, 6, 10))]) { $1 })
        #expect(later.output.ints("recency") == [8, 6])
        // `as_of` is the last day that the table knows of; the snapshot is the day after.
        let asOf = try await rfm.outcome(of: table, Self.two, asOf: Int64(day(2026, 6, 9)) * 86_400_000_000)
        #expect(asOf.output.ints("recency") == [8, 6])
    }

    @Test func `frequency is distinct orders, rows, or days`() async throws {
        let table = Table([
            "customer": .texts(["a", "a", "a", "a", "b"]), "order_id": .texts(["1", "1", "2", "3", "1"]),
            "date": .dates([1, 1, 1, 2, 2]), "amount": .floats([1, 2, 3, 4, 5]),
        ])
        func frequency(_ arguments: [String: Value]) async throws -> [Int?] {
            try await rfm.outcome(of: table, Self.two.merging(arguments) { $1 }).output.ints("frequency")
        }
        #expect(try await frequency([:]) == [3, 1])
        #expect(try await frequency(["order": .missing]) == [4, 1])
        #expect(try await frequency(["frequency": .text("days")]) == [2, 1])
        let rows = try await rfm.outcome(of: table, Self.two.merging(["order": .missing]) { $1 })
        #expect(rows.caveat("frequency.rows") != nil)
        let mean = try await rfm.outcome(of: table, Self.two.merging(["monetary": .text("mean")]) { $1 })
        #expect(mean.output.floats("monetary") == [10.0 / 3, 5])
        #expect(try mean.table("segments").floats("revenue").compactMap(\.self).reduce(0, +) == 15)
    }

    @Test func `refunds are netted, dropped or kept`() async throws {
        let table = purchases([("a", 1, 100), ("a", 9, -30), ("b", 2, 50), ("c", 5, -5)])
        func facts(_ refunds: String) async throws -> (r: [Int?], f: [Int?], m: [Double?], Outcome) {
            let outcome = try await rfm.outcome(
                of: table, Self.two.merging(["refunds": .text(refunds)]) { $1 })
            let output = outcome.output
            return (output.ints("recency"), output.ints("frequency"), output.floats("monetary"), outcome)
        }
        let net = try await facts("net")
        #expect(net.r == [9, 8] && net.f == [1, 1] && net.m == [70, 50])
        #expect(net.3.caveat("rows.refunds")?.count == 2)
        #expect(net.3.caveat("customers.refunds-only")?.count == 1)
        #expect(net.3.rows == .init(input: 4, used: 3))
        let drop = try await facts("drop")
        #expect(drop.m == [100, 50])
        #expect(drop.3.rows == .init(input: 4, used: 2))
        let keep = try await facts("keep")
        #expect(keep.r == [1, 8, 5] && keep.f == [2, 1, 1] && keep.m == [70, 50, -5])
        #expect(keep.3.rows == .init(input: 4, used: 4))
    }

    @Test func `customers come out by id, whatever the order of rows`() async throws {
        let table = purchases([("张", 3, 1), ("b", 1, 2), ("Z", 2, 3), ("a", 1, 4), ("é", 1, 5)])
        let outcome = try await rfm.outcome(of: table)
        #expect(outcome.output.texts("customer") == ["Z", "a", "b", "é", "张"])
        let numbers = Table([
            "customer": .ints([10, 9, 2, 9]), "date": .dates([1, 2, 3, 4]), "amount": .floats([1, 2, 3, 4]),
        ])
        #expect(try await rfm.outcome(of: numbers, Self.two).output.ints("customer") == [2, 9, 10])
    }

    @Test func `a customer table keeps its order and its types`() async throws {
        let table = Table([
            "id": .texts(["b", "a"]), "days": .floats([1.5, 20]), "n": .ints([3, 1]),
            "money": .ints([30, 10]),
        ])
        let arguments: [String: Value] = [
            "customer": .column("id"), "recency_column": .column("days"), "frequency_column": .column("n"),
            "monetary_column": .column("money"), "n_bins": .int(2), "monetary": .text("mean"),
        ]
        let outcome = try await rfm.outcome(of: table, arguments)
        #expect(outcome.output.texts("customer") == ["b", "a"])
        #expect(outcome.output.floats("recency") == [1.5, 20])
        #expect(outcome.output.schema["recency"]?.type == .float)
        // A mean a purchase, times the purchases.
        #expect(outcome.metrics.first { $0.name == "revenue" && $0.group.isEmpty }?.value == 100)
    }

    @Test func `whole numbers of a customer table come out as they went in`() async throws {
        // The largest that there is, and one that no double holds.
        let table = Table([
            "customer": .texts(["a", "b"]), "recency": .ints([.max, 9_007_199_254_740_993]),
            "frequency": .ints([1, .max]), "monetary": .ints([10, 20]),
        ])
        let outcome = try await rfm.outcome(of: table, Self.two)
        #expect(outcome.output.ints("recency") == [.max, 9_007_199_254_740_993])
        #expect(outcome.output.ints("frequency") == [1, .max])
        #expect(outcome.output.ints("r") == [1, 2] && outcome.output.ints("f") == [1, 2])
    }

    @Test func `days before 1970 are days`() async throws {
        let hour: Int64 = 3_600_000_000
        let table = Table([
            "customer": .texts(["a", "a", "b"]), "time": .datetimes([-hour, hour, hour]),
            "amount": .floats([1, 1, 1]),
        ])
        let outcome = try await rfm.outcome(
            of: table, Self.two.merging(["frequency": .text("days")]) { $1 })
        #expect(outcome.output.ints("frequency") == [2, 1])
    }
}
