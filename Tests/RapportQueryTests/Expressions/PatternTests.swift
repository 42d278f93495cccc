import RapportDiagnostics
@testable import RapportQuery
import RapportTable
import RapportWork
import Testing

@Suite struct PatternTests {
    private func value(_ text: String, _ x: [String?]) throws -> Column {
        let table = Table(Schema([Field("x", .text)]), [.texts(x)])
        let bound = try Reading.bound(text, in: Scope(table.schema, verb: "derive"))
        return try evaluate(bound, over: table, context: EvaluationContext()).column
    }

    @Test(arguments: [
        (#"extract(x, '(\w+)@(\w+)', 2)"#, "ann@example.com", Scalar.text("example")),
        (#"extract(x, '(\w+)@(\w+)', 0)"#, "ann@example.com", .text("ann@example")),
        (#"extract(x, '(\w+)@(\w+)')"#, "ann@example.com", .text("ann")),
        (#"extract(x, '(?<name>\w+)@', "name")"#, "张三@例子", .text("张三")),
        (#"extract(x, '(a)|(b)', 1)"#, "b", .missing),
        (#"extract(x, '.')"#, "北京", .text("北")), (#"matches(x, '^.{2}$')"#, "北京", .bool(true)),
        (#"matches(x, '(?i)ÄPFEL')"#, "äpfel", .bool(true)),
        (#"matches(x, '\bcafé\b')"#, "au café noir", .bool(true)),
        (#"matches(x, '^\d+$')"#, "١٢٣", .bool(true)), (#"matches(x, 'a.b')"#, "a\nb", .bool(false)),
        (#"matches(x, '')"#, "", .bool(true)), (#"matches(x, '^$')"#, "", .bool(true)),
        (#"extract(x, 'x*')"#, "aaa", .text("")),
    ])
    func `patterns match as they say`(call: String, text: String, expected: Scalar) throws {
        #expect(try value(call, [text])[0] == expected)
    }

    @Test(arguments: [
        (#"where matches(region, 'a(b')"#, "function.pattern", "'a(b'", 4),
        (#"where matches(region, '[z-a]')"#, "function.pattern", "'[z-a]'", 4),
        (#"where matches(region, "a\\(b")"#, "ok", "", 0),
    ])
    func `a flaw is pointed at inside the pattern`(line: String, code: String, literal: String, place: Int)
        throws
    {
        let whole = "orders | \(line)"
        let expressions = try Reading.expressions(in: whole)
        do throws(Diagnostic) {
            for expression in expressions { _ = try bind(expression, in: rows()) }
            #expect(code == "ok")
        } catch {
            #expect(error.code.description == code)
            let start = try #require(whole.utf8Offset(of: literal))
            #expect(error.labels.first?.span.lower == start + place, "\(error.message)")
        }
    }

    @Test(arguments: [
        (#"where matches(region, region)"#, "function.constant"),
        (#"where extract(region, '(a)', 2) == "x""#, "function.group"),
        (#"where extract(region, '(a)', "no") == "x""#, "function.group"),
        ("where matches(amount, 'a')", "type.argument"),
        (#"where matches(region, $cutoff)"#, "function.constant"),
    ])
    func `what is no pattern is refused`(line: String, code: String) throws {
        #expect(try Reading.refusal("orders | " + line, in: rows()).contains(code))
    }

    @Test(arguments: [false, true])
    func `a pattern that tries too much fails, and names the row`(codes: Bool) throws {
        var cells: [String?] = (0..<200).map { $0 % 3 == 0 ? "fine" : $0 % 3 == 1 ? nil : "aab" }
        cells[150] = String(repeating: "a", count: 40) + "!"
        var x = Column.texts(cells)
        if codes { x = try x.encoded(limit: .max, work: Work(width: 1)) }
        let table = Table(Schema([Field("x", .text)]), [x])
        let bound = try Reading.bound("matches(x, '^(a+)+$')", in: Scope(table.schema, verb: "where"))
        let error = #expect(throws: Diagnostic.self) {
            try evaluate(bound, over: table, context: EvaluationContext())
        }
        #expect(error?.code == "function.match-limit")
        #expect(error?.subject == .row(151))
        #expect(error?.message == "the pattern tries too much in the text of row 151")
    }

    @Test func `every match is found once, from the left`() throws {
        for (text, pattern, group, expected) in [
            ("a1b22c333", "[0-9]+", 0, ["1", "22", "333"]), ("a1b22", "([a-z])[0-9]", 1, ["a", "b"]),
            ("北京", "", 0, ["", "", ""]), ("aXbX", "(?=X)", 0, ["", ""]),
            ("aaa", "a*?", 0, ["", "a", "", "a", "", "a", ""]),
            ("none", "[0-9]", 0, []), ("", "x*", 0, [""]),
        ] {
            var matcher = try Matcher(try Pattern(pattern))
            let bytes = Array(text.utf8)
            var found: [String] = []
            try PatternKernels.each(&matcher, group: group, in: bytes.span, row: 0) { range in
                found.append(String(decoding: bytes[range], as: UTF8.self))
            }
            #expect(found == expected, "\(pattern) in \(text)")
        }
    }
}

extension String {
    fileprivate func utf8Offset(of part: String) -> Int? {
        let (text, part) = (Array(utf8), Array(part.utf8))
        guard !part.isEmpty, part.count <= text.count else { return nil }
        return (0...text.count - part.count).first { Array(text[$0..<$0 + part.count]) == part }
    }
}
