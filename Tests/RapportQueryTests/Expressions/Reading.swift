import RapportDiagnostics
import RapportLanguage
import RapportQuery
import RapportTable
import RapportWork
import Testing

/// Lines of the language, read as far as a test of expressions needs.
enum Reading {
    /// The items of the last stage of a line, as the verb would take them: a condition for `where`.
    static func expressions(in line: String) throws -> [RapportLanguage.Expression] {
        let script = parse(line)
        if let first = script.diagnostics.first { throw first }
        let statement = try #require(script.statements.first)
        guard case .pipeline(_, let pipeline) = statement.form, let stage = pipeline.stages.last else {
            Issue.record("no stage in \(line)")
            return []
        }
        let items = stage.arguments.items
        if stage.name.text == "where" || stage.name.text == "expect" {
            var conditions: [RapportLanguage.Expression] = []
            for item in items { conditions.append(try item.asCondition) }
            return conditions
        }
        return items.map(\.value)
    }

    static func expression(_ text: String) throws -> RapportLanguage.Expression {
        try #require(try expressions(in: "t | derive y = \(text)").first)
    }

    /// What `derive y = text` binds to.
    static func bound(_ text: String, in scope: Scope) throws -> BoundExpression {
        try RapportQuery.bind(expression(text), in: scope)
    }

    /// The failure of binding a line's last stage, as it is printed.
    static func refusal(_ line: String, in scope: Scope) throws -> String {
        for expression in try expressions(in: line) {
            do {
                _ = try RapportQuery.bind(expression, in: scope)
            } catch {
                return error.rendered(source: line)
            }
        }
        return "bound"
    }

    /// The line after its first edit, as `fix` would run it.
    static func fixed(_ line: String, in scope: Scope) throws -> String? {
        for expression in try expressions(in: line) {
            do {
                _ = try RapportQuery.bind(expression, in: scope)
            } catch {
                guard let edit = error.help.first?.edit else { return nil }
                var bytes = Array(line.utf8)
                bytes.replaceSubrange(edit.span.range, with: Array(edit.replacement.utf8))
                return String(decoding: bytes, as: UTF8.self)
            }
        }
        return nil
    }
}

/// The table that the lines of these tests are over.
let orders = Schema([
    Field("id", .text, kind: .id), Field("region", .text), Field("amount", .float, unit: "CNY"),
    Field("quantity", .int), Field("joined", .date), Field("ts", .datetime(zone: nil)),
    Field("paid", .bool), Field("gap", .duration), Field("month", .date, grain: .month),
    Field("stamp", .datetime(zone: "+08:00")), Field("e-mail", .text), Field("First Name", .text),
])

func rows(_ verb: String = "where") -> Scope {
    Scope(
        orders, table: "orders", tables: ["orders", "customers"],
        parameters: ["cutoff": .date(20_000), "area": .text("EMEA")], verb: verb)
}

func groups(_ keys: [BoundExpression] = [], verb: String = "summarize", isSorted: Bool = false) -> Scope {
    Scope(orders, table: "orders", verb: verb, level: .groups(keys: keys), isSorted: isSorted)
}
