import RapportDiagnostics
import RapportLanguage
import Testing

/// Holds the parser to its promise for input that nobody meant.
@Suite struct RecoveryTests {
    /// What must hold for every text whatsoever.
    static func check(_ source: String, _ context: @autoclosure () -> String) {
        let script = parse(source)
        let bytes = Array(source.utf8)
        func isPlace(_ span: SourceSpan) -> Bool {
            span.lower >= 0 && span.lower <= span.upper && span.upper <= bytes.count
                && [span.lower, span.upper].allSatisfy { $0 == bytes.count || bytes[$0] & 0xC0 != 0x80 }
        }
        #expect(script.diagnostics.isEmpty == script.broken.isEmpty, "\(context())")
        var last = 0
        for span in (script.statements.map(\.span) + script.broken.map(\.span)).sorted(by: {
            $0.lower < $1.lower
        }) {
            #expect(isPlace(span) && span.lower >= last, "statements do not overlap; \(context())")
            last = span.upper
        }
        for diagnostic in script.diagnostics {
            #expect(
                diagnostic.labels.count == 1 && diagnostic.labels.allSatisfy { isPlace($0.span) },
                "\(context())")
            #expect(diagnostic.help.allSatisfy { $0.edit.map { isPlace($0.span) } ?? true }, "\(context())")
            #expect(!diagnostic.rendered(source: source).isEmpty)
        }
        for statement in script.statements {
            let printed = statement.printed
            let back = parse(printed)
            #expect(shape(back.statements) == shape([statement]), "\(printed); \(context())")
            guard case .pipeline(_, let pipeline) = statement.form else { continue }
            for item in pipeline.stages.flatMap(\.arguments.items) { _ = try? item.asCondition }
        }
    }

    @Test(arguments: 0..<20)
    func `random bytes in the lines of the corpus`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let lines = CorpusCase.all.map(\.source)
        let salt = Array("|,:=()[]{}\"'`#$%;?\n .-+*/<>!&0123456789abyTs_，（）“”｜＝中é\u{FEFF}".utf8)
        for round in 0..<40 {
            var bytes = Array(random.pick(lines).utf8)
            for _ in 0...random.next() % 4 where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch random.next() % 3 {
                case 0: bytes.remove(at: at)
                case 1:
                    bytes.insert(
                        random.chance(90) ? random.pick(salt) : UInt8.random(in: 0...255, using: &random),
                        at: at)
                default: bytes.swapAt(at, Int.random(in: 0..<bytes.count, using: &random))
                }
            }
            let source = String(decoding: bytes, as: UTF8.self)
            Self.check(source, "seed \(seed), round \(round): \(source)")
        }
    }

    @Test(arguments: 0..<20)
    func `random words in the lines of the corpus`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let lines = CorpusCase.all.map(\.source)
        let words = lines.flatMap { $0.split(separator: " ", omittingEmptySubsequences: false) }
        for round in 0..<40 {
            var parts = random.pick(lines).split(separator: " ", omittingEmptySubsequences: false)
            for _ in 0...random.next() % 3 {
                let at = Int.random(in: 0...parts.count, using: &random)
                if random.chance(60) || parts.isEmpty {
                    parts.insert(random.pick(words), at: at)
                } else {
                    parts.remove(at: min(at, parts.count - 1))
                }
            }
            let source = parts.joined(separator: " ")
            Self.check(source, "seed \(seed), round \(round): \(source)")
        }
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "(", "[", "{", "[{", "f(", "((a | ", "not ", "-", "- ", "check ", "a | ", "a, ", "`", "\"",
            "\"\"\"", "“", "(]",
            "a + ", "a or ", "? ", "help ' ", "1,000,", "/* ", "x.", "{a: ", "in ", "over ", "f(x) over ",
            "by ", "=", ";",
            "|", "\n(", "\n\n", "#\n", "(a\n", "[(", "a == ", "\\", "👍", "2025-", "run 1", "f(a = ",
        ])
    func `the same thing ten thousand times neither overflows nor takes long`(piece: String) {
        for prefix in ["", "t | derive x = "] {
            let source = prefix + String(repeating: piece, count: 10_000)
            let script = parse(source)
            #expect(script.diagnostics.isEmpty == script.broken.isEmpty)
        }
    }

    @Test func `deep trees are refused before anyone who walks them runs out of stack`() throws {
        for (open, close) in [
            ("(", ")"), ("[", "]"), ("f(", ")"), ("{a: ", "}"), ("not ", ""), ("f([", "])"),
        ] {
            let deep =
                "t | where " + String(repeating: open, count: 300) + "a"
                + String(repeating: close, count: 300)
            #expect(parse(deep).diagnostics.map(\.code.name) == ["syntax.depth"], "\(open)")
            let fine =
                "t | where " + String(repeating: open, count: 90) + "a" + String(repeating: close, count: 90)
            #expect(parse(fine).diagnostics.isEmpty, "\(open)")
        }
        let long = "t | where a" + String(repeating: " + a", count: 600) + " | take 5"
        let script = parse(long)
        #expect(script.diagnostics.map(\.code.name) == ["syntax.depth"])
        let row = "t | where " + (0..<400).map { "a == \($0)" }.joined(separator: " or ")
        #expect(parse(row).diagnostics.isEmpty)
    }

    @Test func `an error leaves what stands after it alone`() {
        let source = """
            a = load "x.csv" | sort amount desc | take 5
            b = load "y.csv"
            c = b | where (x > 1 | take 3; d = b | take 1
            e = "open
            f = b
            """
        let script = parse(source)
        #expect(script.statements.map(\.printed) == [#"b = load "y.csv""#, "d = b | take 1", "f = b"])
        #expect(script.broken.map { $0.table?.text } == ["a", "c", "e"])
        #expect(script.diagnostics.map(\.code.name) == ["syntax.habit", "syntax.bracket", "syntax.string"])
        #expect(!script.isIncomplete)
    }

    @Test func `the word of a broken stage is kept, since an unknown verb comes first`() {
        let script = parse("orders | order by amount desc limit 10")
        guard case .unread(let name, _) = script.broken.first?.fragments.last else {
            Issue.record("no unread fragment")
            return
        }
        #expect(name?.text == "order")
    }
}
