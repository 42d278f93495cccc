import RapportPluginKit
import RapportTestKit
import Testing

@testable import SegmentationPlugin

/// Who moved between two results, and why.
@Suite struct MigrationTests {
    private let migration = segmentation.stages.first { $0.signature.name == Migration.name } ?? rfm

    private func segments(_ rows: [(String?, String?)]) -> Table {
        Table(["customer": .texts(rows.map(\.0)), "segment": .texts(rows.map(\.1))])
    }

    private func compared(
        _ now: Table, _ previous: Table, _ arguments: [String: Value] = [:], cuts: Table? = nil
    ) async throws(Diagnostic) -> Outcome {
        var (arguments, named) = (arguments, ["previous": previous])
        arguments["previous"] = .table("previous")
        if let cuts { (named["cuts"], arguments["cuts"]) = (cuts, .table("cuts")) }
        return try await migration.outcome(of: now, arguments, named: named)
    }

    private func refusal(
        _ now: Table, _ previous: Table, _ arguments: [String: Value] = [:], cuts: Table? = nil
    ) async -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try await compared(now, previous, arguments, cuts: cuts)
            return nil
        } catch { return error }
    }

    // MARK: - Counting

    @Test func `new, left, stayed and moved are counted by hand`() async throws {
        let before = segments([("a", "gold"), ("b", "gold"), ("c", "iron"), ("d", "iron"), ("e", "iron")])
        let now = segments([("a", "gold"), ("b", "iron"), ("c", "gold"), ("d", "iron"), ("f", "gold")])
        let outcome = try await compared(now, before)
        #expect(outcome.output.texts("customer") == ["a", "b", "c", "d", "e", "f"])
        #expect(outcome.output.texts("before") == ["gold", "gold", "iron", "iron", "iron", "(new)"])
        #expect(outcome.output.texts("now") == ["gold", "iron", "gold", "iron", "(left)", "gold"])
        #expect(outcome.output.texts("status") == ["stayed", "moved", "moved", "stayed", "left", "new"])
        let matrix = try outcome.table("matrix")
        // Five of each: the order is that of the names. (new) to (left) is no cell.
        #expect(
            matrix.texts("before") == ["gold", "gold", "gold", "iron", "iron", "iron", "(new)", "(new)"])
        #expect(matrix.texts("now") == ["gold", "iron", "(left)", "gold", "iron", "(left)", "gold", "iron"])
        #expect(matrix.ints("n") == [1, 1, 0, 1, 1, 1, 1, 0])
        let shares: [Double] = [0.5, 0.5, 0, 1.0 / 3, 1.0 / 3, 1.0 / 3, 1, 0]
        #expect(matrix.floats("share") == shares)
        let table = try outcome.table("segments")
        #expect(table.ints("before") == [2, 3] && table.ints("now") == [3, 2])
        #expect(table.ints("change") == [1, -1] && table.ints("stayed") == [1, 1])
        #expect(table.ints("moved_in") == [1, 1] && table.ints("moved_out") == [1, 1])
        #expect(table.ints("new") == [1, 0] && table.ints("left") == [0, 1])
        #expect(table.floats("kept_share") == [0.5, 1 / 3])
        let metrics = Dictionary(uniqueKeysWithValues: outcome.metrics.map { ($0.name, $0.value) })
        #expect(metrics["stayed_share"] == 0.5 && metrics["moved"] == 2)
        #expect(metrics["moved_by_behaviour"] == .some(nil), "nothing tells")
        #expect(
            outcome.findings.first?.text
                == "Of 5 customers, 2 (40%) stayed in their segment, 2 moved to another and 1 left; 1 came new."
        )
        #expect(outcome.caveat("cause.unknown")?.count == 2)
    }

    @Test("counts agree with one another", arguments: 1...20 as ClosedRange<UInt64>)
    func sums(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        func drawn() -> Table {
            let ids = (0..<60).filter { _ in Bool.random(using: &random) || seed % 2 == 0 }.shuffled(
                using: &random)
            return segments(
                (ids.isEmpty ? [0] : ids).map {
                    ("c\($0)", ["A", "B", "中", "D"].randomElement(using: &random))
                })
        }
        let (before, now) = (drawn(), drawn())
        let outcome = try await compared(now, before)
        #expect(
            try outcome.table("matrix").ints("n").compactMap(\.self).reduce(0, +) == outcome.output.count,
            "seed \(seed)")
        let table = try outcome.table("segments")
        #expect(table.ints("before").compactMap(\.self).reduce(0, +) == before.count, "seed \(seed)")
        #expect(table.ints("now").compactMap(\.self).reduce(0, +) == now.count, "seed \(seed)")
        let moved = outcome.output.texts("status").count { $0 == "moved" }
        #expect(try outcome.table("moves").ints("n").compactMap(\.self).reduce(0, +) == moved, "seed \(seed)")
    }

    @Test func `a result compared with itself has not moved`() async throws {
        let table = segments([("a", "x"), ("b", "y")])
        let outcome = try await compared(table, table)
        #expect(outcome.output.texts("status") == ["stayed", "stayed"])
        #expect(try outcome.table("moves").count == 0)
        #expect(outcome.findings.count == 1)
    }

    @Test func `a result without a customer of the other says so`() async throws {
        let outcome = try await compared(segments([("a", "x")]), segments([("b", "y"), ("c", "y")]))
        #expect(
            outcome.findings[0].text
                == "None of the 2 customers of the earlier result is in this one; 1 came new.")
        #expect(outcome.metrics.first { $0.name == "stayed_share" }?.value == nil)
    }

    @Test func `numbers of clusters are warned of, and noise is called noise`() async throws {
        func clusters(_ labels: [Int]) -> Table {
            Table(["customer": .texts(labels.indices.map { "c\($0)" }), "cluster": .ints(labels)])
        }
        let outcome = try await compared(clusters([0, 10, 2, -1]), clusters([0, 10, -1, -1]))
        #expect(outcome.output.texts("before") == ["0", "10", "(noise)", "(noise)"])
        #expect(try outcome.table("segments").texts("segment") == ["0", "2", "10", "(noise)"])
        #expect(outcome.caveat("segments.numbers")?.count == 4)
    }

    // MARK: - Causes

    /// Recency below 10 days is R = 2, two or more orders F = 2, more than 100 M = 2.
    private var cuts: Table {
        CutPoints.table([
            (.recency, CutPoints(limits: [10], mean: 10)), (.frequency, CutPoints(limits: [1], mean: 2)),
            (.monetary, CutPoints(limits: [100], mean: 100)),
        ])
    }

    private func measured(_ rows: [(String, Int, Int, Double, String)]) -> Table {
        Table([
            "customer": .texts(rows.map(\.0)), "recency": .ints(rows.map(\.1)),
            "frequency": .ints(rows.map(\.2)),
            "monetary": .floats(rows.map(\.3)), "segment": .texts(rows.map(\.4)),
        ])
    }

    /// By `rf_grid` on two scores: R2 F2 Champions, R2 F1 Potential Loyalists, R1 F2 Loyal Customers, R1 F1 Need Attention.
    private var before: Table {
        measured([
            ("acts", 5, 2, 50, "Champions"), ("both", 5, 2, 50, "Champions"),
            ("held", 5, 1, 50, "Potential Loyalists"), ("limits", 5, 2, 50, "Champions"),
            ("same", 40, 1, 50, "Need Attention"), ("still", 5, 1, 50, "Potential Loyalists"),
        ])
    }

    private var now: Table {
        measured([
            // Silent for long: the earlier limits say the same.
            ("acts", 30, 2, 50, "Loyal Customers"),
            // The earlier limits would say Loyal Customers.
            ("both", 30, 2, 50, "At Risk"),
            // The earlier limits would have made a champion of this one.
            ("held", 5, 2, 60, "Potential Loyalists"),
            // Bought again, which the earlier limits call Champions still.
            ("limits", 4, 3, 70, "Potential Loyalists"),
            // The measures are the same.
            ("same", 40, 1, 50, "Can't Lose Them"), ("still", 5, 1, 50, "Potential Loyalists"),
        ])
    }

    @Test func `the names by hand are those of the scheme`() throws {
        let (points, scheme) = (try CutPoints.read(cuts), try SegmentScheme(.first(.rfGrid), scores: 2))
        for table in [before] {
            for row in 0..<table.count {
                let values = Dictionary(
                    uniqueKeysWithValues: Measure.allCases.map { ($0, table[$0.rawValue]?[row].number ?? 0) })
                #expect(
                    scheme.names[scheme.segment(of: values, under: points)] == table.texts("segment")[row])
            }
        }
    }

    @Test func `with the earlier limits movers are told apart`() async throws {
        let outcome = try await compared(now, before, cuts: cuts)
        let causes = Dictionary(
            uniqueKeysWithValues: (0..<outcome.output.count).map { row in
                (outcome.output["customer"]?[row].text() ?? "", outcome.output["cause"]?[row] ?? .missing)
            })
        #expect(causes["acts"] == .text("behaviour"))
        #expect(causes["both"] == .text("both"))
        #expect(causes["held"] == .text("held"))
        #expect(causes["limits"] == .text("cut points"))
        #expect(causes["same"] == .text("cut points"))
        #expect(causes["still"] == .missing)
        #expect(outcome.metrics.first { $0.name == "moved_by_cut_points" }?.value == 2)
        #expect(outcome.metrics.first { $0.name == "moved_by_behaviour" }?.value == 2)
        #expect(
            outcome.findings.last?.text
                == "2 of them moved because of what they bought or did not buy; 2 only because the limits between "
                + "segments did.")
        #expect(outcome.caveat("cause.held")?.count == 1)
        #expect(outcome.caveat("cause.undecided") == nil)
    }

    @Test func `who cannot be told apart is not said to have acted`() async throws {
        let lacking = now.adding(
            Field("recency", .int), .ints([30, nil, 5, 4, 40, 5]))
        let found = try await compared(lacking, before, cuts: cuts)
        #expect(found.caveat("cause.undecided")?.count == 1)
        #expect(
            found.findings.last?.text
                == "1 of them moved because of what they bought or did not buy; 2 only because the limits between "
                + "segments did; of 1 it cannot be told.")
        // One who acted, and one of whom nothing is known.
        let two = Table([
            "customer": .texts(["acts", "both"]), "recency": .ints([30, nil]), "frequency": .ints([2, 2]),
            "monetary": .floats([50, 50]), "segment": .texts(["Loyal Customers", "At Risk"]),
        ])
        let few = try await compared(two, before, cuts: cuts)
        #expect(few.findings.last?.text.hasPrefix("1 of them moved because") == true)
        #expect(few.findings.last?.text.hasSuffix("of 1 it cannot be told.") == true)
    }

    @Test func `without limits only equal measures are sure`() async throws {
        let outcome = try await compared(now, before)
        #expect(
            outcome.output.texts("cause") == [
                "undecided", "undecided", nil, "undecided", "cut points", nil,
            ])
        #expect(outcome.caveat("cause.undecided")?.count == 3)
        let moves = try outcome.table("moves")
        #expect(
            moves.ints("undecided").compactMap(\.self).reduce(0, +) == 3
                && moves.ints("cut_points").compactMap(\.self).reduce(0, +) == 1)
    }

    @Test func `two runs of RFM with one yardstick move by behaviour alone`() async throws {
        let spring = try await rfm.outcome(of: ladder(12), ["n_bins": .int(3)])
        let later = try Table.concatenated(
            [ladder(12), purchases([("c1", 29, 900), ("c2", 29, 50), ("c2", 30, 50)])], work: Work())
        let limits = try spring.table("cuts")
        let autumn = try await rfm.outcome(of: later, ["cuts": .table("cuts")], named: ["cuts": limits])
        let outcome = try await compared(autumn.output, spring.output, cuts: limits)
        let moved = outcome.output.texts("status").count { $0 == "moved" }
        #expect(moved > 0)
        #expect(outcome.metrics.first { $0.name == "moved_by_behaviour" }?.value == Double(moved))
        #expect(outcome.caveat("cause.held") == nil)
        // Scored with limits of its own some only move because the limits did.
        let own = try await rfm.outcome(of: later, ["n_bins": .int(3)])
        let other = try await compared(own.output, spring.output, cuts: limits)
        #expect(other.output.texts("under_earlier_cuts") == autumn.output.texts("segment"))
    }

    // MARK: - Refusals

    @Test func `what cannot be compared is refused`() async {
        let table = segments([("a", "x"), ("b", "y")])
        let twice = await refusal(segments([("a", "x"), ("a", "y")]), table)
        #expect(twice?.code == "table.duplicate-key")
        #expect(
            twice?.message
                == "1 row of this table with a customer of an earlier row; expected each customer once")
        #expect(await refusal(table, segments([("a", "x"), ("a", "y")]))?.subject == .parameter("previous"))
        #expect(await refusal(table, table.prefix(0))?.code == "table.empty")
        #expect(await refusal(segments([(nil, "x")]), table)?.code == "column.all-missing")
        #expect(await refusal(segments([("a", "x"), ("b", nil)]), table)?.code == "column.missing-values")
        let numbers = Table(["customer": .ints([1]), "segment": .texts(["x"])])
        #expect(await refusal(numbers, table)?.code == "column.type")
        let other = Table(["who": .texts(["a"]), "group": .texts(["x"])])
        #expect(await refusal(table, other)?.code == "table.unknown-column")
        let named = await refusal(
            table, other, ["previous_customer": .text("who"), "previous_segment": .text("grop")])
        #expect(named?.subject == .parameter("previous_segment"))
        #expect(named?.help.first?.text == "`previous_segment=group`?")
    }

    @Test func `limits of something else, or without measures, are refused`() async {
        let table = segments([("a", "x"), ("b", "y")])
        #expect(await refusal(table, table, cuts: cuts)?.code == "table.unknown-column")
        let renamed = before.adding(Field("segment", .text), .texts(Array(repeating: "gold", count: 6)))
        #expect(await refusal(now, renamed, cuts: cuts)?.code == "parameter.conflict")
        #expect(await refusal(now, before, cuts: table)?.code == "model.shape")
    }
}
