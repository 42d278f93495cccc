import RapportDiagnostics
import RapportLanguage
import Testing

@Suite struct ConditionTests {
    private func item(_ source: String) throws -> Item {
        let script = parse("t | where \(source)")
        guard case .pipeline(_, let pipeline) = script.statements.first?.form,
            let item = pipeline.stages.first?.arguments.items.first
        else { throw Diagnostic("test.unread", source) }
        return item
    }

    @Test(arguments: [
        ("a = b", "a == b"), ("a", "a"), ("a == b", "a == b"),
        ("region = \"EMEA\" and mrr > 500", "region == \"EMEA\" and mrr > 500"),
        ("a = b + 1 or c = d and not e = f", "a == b + 1 or c == d and not e == f"),
        ("mrr > 500 and region = \"EMEA\"", "mrr > 500 and region == \"EMEA\""),
        ("(a = b) and c", "(a == b) and c"), ("a = -1", "a == -1"), ("a.b = 3 and c", "a.b == 3 and c"),
        ("missing = 3", "`missing` == 3"), ("if(a = b, c, d)", "if(a=b, c, d)"),
    ])
    func `one equals sign compares`(typed: String, meant: String) throws {
        #expect(try item(typed).asCondition.printed == meant)
    }

    /// The fold must give what the same text gives where no name can stand: in brackets.
    @Test(arguments: 0..<20)
    func `the fold equals reading the text in brackets`(seed: UInt64) throws {
        var generator = TreeGenerator(random: SeededRandom(seed: seed))
        for _ in 0..<40 {
            let tail = generator.expression(depth: 1).printed
            let source = "a = \(tail)"
            let bracketed = parse("t | where (\(source))")
            let folded = Result { try item(source).asCondition }
            guard bracketed.diagnostics.isEmpty else {
                #expect(throws: Diagnostic.self, "seed \(seed): \(source)") { try folded.get() }
                continue
            }
            guard case .group(let inner) = try item("(\(source))").asCondition.form else {
                Issue.record("no group")
                return
            }
            #expect(try shape(folded.get()) == shape(inner), "seed \(seed): \(source)")
        }
    }

    @Test(arguments: [
        ("a = b == c", "syntax.chain"), ("a = not b", "syntax.expected"), ("a = b = c", "syntax.chain"),
    ])
    func `what cannot be one comparison is refused`(typed: String, code: String) throws {
        let item = try item(typed)
        let error = #expect(throws: Diagnostic.self) { try item.asCondition }
        #expect(error?.code.name == code)
    }
}
