import RapportDiagnostics
import RapportLanguage
import Testing

@Suite struct LineTests {
    @Test(arguments: [
        "orders |", "orders |\n", "orders | take 5 | # then\n", "orders | select a,",
        "orders | derive x = f(a,",
        "orders | derive x = f(", "orders | derive x = a +", "orders | where a and", "x =",
        "sql \"\"\"select 1\n",
        "[{a: 1},", "[{a:", "orders | where (a > 1", "window: x=", "check x =", "orders | where a not in",
        "orders | recode x={\"a\"",
    ])
    func `a prompt waits for more`(source: String) {
        let script = parse(source)
        #expect(script.isIncomplete)
        #expect(script.diagnostics.count == 1)
    }

    @Test(arguments: [
        "", "\n", "# nothing", "orders", "orders | take 5\n", "orders |\n\n", "orders | where (a > 1\n\n",
        "help", "?",
        "exit", "orders | where a == \"open", "orders | sort amount desc |",
        "orders | summarize n=count() by",
        "a b c\norders |", "orders | where (a > 1 | take 5", "? what's (this", "orders | where (a && b",
        "orders | sort by",
    ])
    func `a prompt does not wait`(source: String) {
        #expect(!parse(source).isIncomplete)
    }

    @Test(arguments: [
        ("a\n| take 5", 1), ("a\n\n| take 5", 1), ("a\r\n| take 5\r\n", 1), ("a;b;;c\n", 3),
        ("a | sort x\nby = b", 2),
        ("a | sort\n  -x", 1), ("a | derive x = f(\n1,\n\n2)", 0), ("a | derive x = f(\n1,\n# two\n2)", 1),
        ("a | summarize n=count()\n  by\tx", 1), ("a | sort x\nto = b", 2), ("\u{FEFF}a | take 5", 1),
        ("a | derive m = mean(x)\n over last 3", 1), ("a | where x\nnot y", 1),
    ])
    func `line ends join and part`(source: String, whole: Int) {
        #expect(parse(source).statements.count == whole)
    }

    @Test func `a statement keeps its place`() {
        let source = "  a = b | take 5 # five\n;  check c | where x\n  and y  "
        let texts = parse(source).statements.map {
            String(decoding: Array(source.utf8)[$0.span.range], as: UTF8.self)
        }
        #expect(texts == ["a = b | take 5", "check c | where x\n  and y"])
    }

    @Test func `full-width signs are said once`() {
        let script = parse("客户 ｜ where 地区 ＝＝ “华东” and f（x，y）")
        #expect(script.diagnostics.isEmpty)
        #expect(script.notes.map(\.text) == ["full-width signs are read as their ASCII twins: `｜` as `|`"])
        #expect(script.statements.map(\.printed) == [#"客户 | where 地区 == "华东" and f(x, y)"#])
        #expect(
            parse("客户 | where a == \"（，）\" # ：\n").notes.isEmpty, "inside text and comments they are text")
        #expect(parse("客户 | take 10％").statements.map(\.printed) == ["客户 | take 10%"])
        #expect(parse("t | where a == ‘it is’").statements.map(\.printed) == [#"t | where a == "it is""#])
    }

    @Test func `names are in normal form C`() throws {
        let script = parse("t | select e\u{301}, `E\u{301} x`, $u\u{308}")
        guard case .pipeline(_, let pipeline) = script.statements.first?.form else {
            Issue.record("no pipeline")
            return
        }
        let names = pipeline.stages.flatMap(\.arguments.items).map(\.value.printed)
        #expect(names.map { Array($0.utf8) } == ["é", "`É x`", "$ü"].map { Array($0.utf8) })
    }
}
