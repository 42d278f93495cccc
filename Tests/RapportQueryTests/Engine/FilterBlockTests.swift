import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@testable import RapportQuery

/// A condition decided in blocks is the condition decided at once.
@Suite struct FilterBlockTests {
    private static let conditions = [
        "a * b > 10", "a / b > 1 or missing(a)", "contains(t, \"x\") and a < 5",
        "if(b > 2, a, b) == b", "true", "coalesce(a, b) in [1, 2, 3]",
    ]

    private func bound(_ text: String, _ schema: Schema) throws -> BoundExpression {
        try Reading.bound(text, in: Scope(schema, verb: "where", isCondition: true))
    }

    @Test(arguments: conditions) func `blocks decide as the whole does`(text: String) throws {
        let seed = UInt64(text.utf8.count)
        var random = SeededNumbers(seed)
        let count = 64 * 7 + 13
        let table = Table([
            "a": .ints((0..<count).map { _ in random.int(0...9) == 0 ? nil : random.int(-9...9) }),
            "b": .ints((0..<count).map { _ in random.int(0...4) }),
            "t": .texts(
                (0..<count).map { _ in random.int(0...5) == 0 ? nil : ["x", "yx", "z"][random.int(0...2)] }),
        ])
        let condition = try bound(text, table.schema)
        let context = EvaluationContext(work: Work(width: 2))
        let whole = try evaluate(condition, over: table, context: context)
        let expected = FilterDecision(whole.column)
        for block in [64, 128, 448] {
            let (found, counts) = try FilterDecision.blockwise(condition, over: table, block: block, context)
            #expect((0..<count).allSatisfy { found.keep[$0] == expected.keep[$0] }, "seed \(seed)")
            #expect(found.undecided == expected.undecided && counts == whole.counts, "seed \(seed)")
        }
    }

    @Test func `a failure names the row of the table, in whatever block it is`() throws {
        var values = [Int?](repeating: 1, count: 300)
        values[200] = .max
        let table = Table(["a": .ints(values)])
        for text in ["a * 2 > 0", "a == 1 or a * 2 > 0"] {
            let condition = try bound(text, table.schema)
            do throws(Diagnostic) {
                _ = try FilterDecision.blockwise(
                    condition, over: table, block: 64, EvaluationContext(work: Work(width: 2)))
                Issue.record("expected an error")
            } catch {
                #expect(error.code == "number.overflow" && error.subject == .row(201), "\(error.message)")
                #expect(error.message.contains("row 201"))
            }
        }
    }
}
