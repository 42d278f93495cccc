import RapportContract
import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportReport

@Suite struct HTMLTests {
    private func html(_ blocks: [Block], title: String = "T") -> String {
        HTMLRenderer().render(Document(title: title, blocks: blocks))
    }

    @Test func `a page brings nothing from elsewhere and runs nothing`() {
        let page = HTMLRenderer().render(Samples.france)
        for word in ["http:", "https:", "//", "<script", "<link", "<img", "@import", "url(", "javascript:"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\""))
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    }

    @Test func `the same document gives the same bytes`() {
        #expect(HTMLRenderer().render(Samples.france) == HTMLRenderer().render(Samples.france))
        #expect(MarkdownRenderer().render(Samples.france) == MarkdownRenderer().render(Samples.france))
    }

    @Test func `names and values of data are text wherever they stand`() {
        let evil = "\"\u{301}><script>alert('x')</script>{{title}}{{{css}}}\u{202E}\u{1B}&"
        let table = Table(
            Schema([Field(evil, .text, unit: evil, meaning: evil), Field("v", .int)]),
            [.texts([evil, nil]), .ints([1, 2])])
        let blocks: [Block] = [
            .heading(level: 1, evil), .paragraph(evil), .markdown(evil), .code(evil), .preformatted(evil),
            .notes([Note("a.b", evil, isWarning: true)]), .findings([.init("a", evil)]),
            .caveats([.init("a", evil)]), .metrics([.init(evil, group: evil, 1, unit: evil)]),
            .error(
                Diagnostic("a.b", evil, at: SourceSpan(0..<3), label: evil, help: [.init(evil)]), source: evil
            ),
            .table(TableBlock(table, caption: evil, totalRows: 9, source: evil)),
            .chart(ChartBlock(ChartSpecification(.bar, title: evil, x: evil, y: "v", xLabel: evil), table)),
            .chart(ChartBlock(ChartSpecification(.line, title: evil, x: evil, y: "v", split: evil), table)),
            .chart(ChartBlock(ChartSpecification(.heatmap, x: evil, y: evil, value: "v"), table)),
            .chart(ChartBlock(ChartSpecification(.bar, x: evil + "?", y: "v"), table)),
            .facts(FactsBlock(caption: evil, [.init(evil, evil)])),
            .provenance(
                Provenance(
                    analysis: evil, version: 1, run: 3, recipe: evil, asOf: evil, seed: 1,
                    inputs: [.init(evil, rows: 1, digest: evil)],
                    parameters: [.init(evil, evil, isDefault: true)],
                    rows: .init(input: 2, used: 1))),
        ]
        let page = HTMLRenderer().render(
            Document(title: evil, subtitle: evil, date: evil, language: .chinese, blocks: blocks))
        let scalars = Array(page.unicodeScalars)
        #expect(page.unsafeScalars.isEmpty)
        #expect(!page.contains("<script"))
        // A quote of data would stand before its combining mark; ours never do.
        #expect(
            !zip(scalars, scalars.dropFirst()).contains {
                "\"<>&".unicodeScalars.contains($0) && $1 == "\u{301}"
            })
        let clean = HTMLRenderer().render(Document(title: "x", language: .chinese, blocks: []))
        #expect(page.components(tag: "style") == clean.components(tag: "style"))
        #expect(page.components(tag: "main") == 1)
        // Mustache of data is not run: its braces are there.
        #expect(page.contains("{{title}}{{{css}}}"))
    }

    @Test func `only markup of our own goes into a page unescaped`() {
        let trusted: Set<String> = ["markup", "css", "svg", "text", "recipe"]
        for (name, text) in Templates.sources {
            for match in text.matches(of: #/\{\{\{([a-z]+)\}\}\}/#) {
                #expect(trusted.contains(String(match.1)), "template \(name)")
            }
            #expect(!text.contains("{{&"), "template \(name)")
        }
    }

    @Test func `a table marks its heads, its numbers and what is missing`() {
        let page = html([
            .table(TableBlock(Samples.segments.prefix(5), caption: "分群", totalRows: 8, source: "rfm"))
        ])
        #expect(page.contains("<caption>分群</caption>"))
        #expect(page.contains(#"<th scope="col" class="n">spend</th>"#))
        #expect(page.contains(#"<td class="t">重要价值客户</td><td class="n">19</td><td class="n">4,804.51</td>"#))
        #expect(page.contains(#"<td class="n"><abbr title="missing">·</abbr></td>"#))
        #expect(page.contains("5 of 8 rows shown · from rfm"))
    }

    @Test func `a small page, whole`() throws {
        let page = HTMLRenderer().render(Samples.smallPage)
        let body = try #require(page.split(separator: "<body>\n").last)
        #expect(body == Expected.smallPage)
    }
}

extension String {
    /// How often an element begins.
    fileprivate func components(tag: String) -> Int { ranges(of: "<\(tag)").count }
}

@Suite struct MarkdownTests {
    private func html(_ source: String) -> String {
        let page = HTMLRenderer().render(Document(title: "t", blocks: [.markdown(source)]))
        let body = page.split(separator: "</header>\n").last ?? ""
        return String(body.split(separator: "</main>").first ?? "").trimmed
    }

    @Test(
        arguments: [
            ("# A *b*", "<h2>A <em>b</em></h2>"), ("a\nb\n\nc", "<p>a b</p>\n<p>c</p>"),
            ("**x** `y<` snake_case", "<p><strong>x</strong> <code>y&lt;</code> snake_case</p>"),
            (
                "- a\n- b\n  - c\n1. d",
                "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n<ol>\n<li>d</li>\n</ol>"
            ),
            (
                "[t](javascript:alert(1))",
                #"<p>t <span class="address">(javascript:alert(1)</span>)</p>"#
            ),
            ("<img src=x onerror=y>", "<p>&lt;img src=x onerror=y&gt;</p>"),
            ("```\n<a>\n```", #"<pre class="plain"><code>&lt;a&gt;</code></pre>"#),
            ("> q\n\n---", "<blockquote>\n<p>q</p>\n</blockquote>\n<hr>"),
            ("\\*no\\* **open", "<p>*no* **open</p>"), ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
            ("![alt](x.png)", "<p><em>alt</em></p>"),
        ])
    func `the subset reads as expected`(source: String, expected: String) {
        // The address is text within brackets, so that it leads nowhere.
        #expect(html(source) == expected.replacing("(1)</span>)", with: "(1)</span>)"))
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `any text renders, and what is written again reads the same`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let marks = [
            "# ", "- ", "1. ", "> ", "**", "*", "`", "[", "](", ")", "\n", "\n\n", "  ", "\t", "|", "a", "词",
            "_", "```\n",
        ]
        let source = (0..<40).map { _ in marks.randomElement(using: &random) ?? "" }.joined()
        let page = html(source)
        #expect(page.unsafeScalars.isEmpty, "seed \(seed)")
        let ours = page.replacing(
            #/<\/?(h\d|p|ul|ol|li|pre|code|em|strong|hr|blockquote|span)( class="[a-z]+")?>/#, with: "")
        #expect(!ours.contains("<"), "seed \(seed): \(source)")
    }

    @Test func `deep nesting ends`() {
        let deep = String(repeating: "> ", count: 5000) + String(repeating: "[", count: 5000)
        #expect(html(deep).contains("[[["))
        #expect(html(String(repeating: "*a ", count: 3000)).contains("*a"))
    }

    @Test func `a document in Markdown, whole`() {
        #expect(MarkdownRenderer().render(Samples.smallMarkdown) == Expected.markdown)
    }
}

@Suite struct TerminalTests {
    @Test func `a document on a terminal, whole`() {
        #expect(TerminalRenderer(TerminalStyle(width: 40)).render(Samples.smallTerminal) == Expected.terminal)
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `any table and text stay within the width, without control characters`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let table = RandomTables.table(&random)
        let width = Int.random(in: 20...120, using: &random)
        let style = TerminalStyle(
            width: width, height: Bool.random(using: &random) ? 12 : nil, unicode: Bool.random(using: &random)
        )
        let shown = TerminalTable(table, totalRows: table.count + Int.random(in: 0...3, using: &random))
            .render(style)
        #expect(shown.unsafeScalars.isEmpty, "seed \(seed)")
        for line in shown.lines {
            #expect(String(line).displayWidth <= width, "seed \(seed), width \(width): \(line)")
        }

        let words = RandomTables.text(&random, upTo: 40)
        let blocks: [Block] = [
            .heading(level: 1, words), .paragraph(words), .findings([.init("a", words)]),
            .notes([Note("a.b", words)]), .facts(FactsBlock([.init(words, words)])),
        ]
        for block in blocks {
            let text = TerminalRenderer(style).render(block)
            #expect(text.unsafeScalars.isEmpty, "seed \(seed)")
            for line in text.lines {
                #expect(String(line).displayWidth <= width, "seed \(seed), width \(width): \(line)")
            }
        }
        let documents = Document(title: words, blocks: blocks + [.table(TableBlock(table))])
        #expect(HTMLRenderer().render(documents).unsafeScalars.isEmpty, "seed \(seed)")
        #expect(MarkdownRenderer().render(documents).unsafeScalars.isEmpty, "seed \(seed)")
    }

    @Test func `colour adds nothing but colour`() {
        let plain = TerminalRenderer(TerminalStyle(width: 70)).render(Samples.france)
        let colored = TerminalRenderer(TerminalStyle(width: 70, color: true)).render(Samples.france)
        let stripped = colored.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
        #expect(stripped.unsafeScalars.isEmpty)
        // The heat map prints shades only where there is no colour.
        let shades: Set<Character> = ["░", "▒", "▓", "█", " "]
        #expect(stripped.filter { !shades.contains($0) } == plain.filter { !shades.contains($0) })
    }

    @Test func `a metric in seconds reads as a duration, in words of the language`() {
        let metrics: [Outcome.Metric] = [
            .init("first_response_median", 660, low: 540, high: 3_900, n: 12, unit: "seconds"),
            .init("age_median", 183_600, unit: "seconds"), .init("reply_median", nil, unit: "seconds"),
        ]
        let english = Document(title: "t", blocks: [.metrics(metrics)])
        let text = TerminalRenderer().render(english)
        #expect(text.contains("11 min  (9 min – 1 h 5 min; n = 12)"))
        #expect(text.contains("2 d 3 h") && !text.contains("seconds"))
        #expect(MarkdownRenderer().render(english).contains("first_response_median: **11 min**"))
        #expect(HTMLRenderer().render(english).contains("<dd>2 d 3 h</dd>"))
        let chinese = Document(title: "t", language: .chinese, blocks: [.metrics(metrics)])
        #expect(TerminalRenderer().render(chinese).contains("9 分钟 – 1 小时 5 分钟"))
    }

    @Test func `a table without rows is a line`() {
        let empty = Table(Schema([Field("key", .text), Field("shift", .float)]), [.texts([]), .floats([])])
        let document = Document(
            title: "t", blocks: [.table(TableBlock(empty, caption: "comparisons", source: "g.comparisons"))])
        let html = HTMLRenderer().render(document)
        #expect(html.contains("<p class=\"footer\">comparisons: no rows</p>"))
        #expect(html.contains("from g.comparisons") && !html.contains("<thead>") && !html.contains("shift"))
        let markdown = MarkdownRenderer().render(document)
        #expect(markdown.contains("comparisons: no rows · from `g.comparisons`"))
        #expect(!markdown.contains("|"))
        // At the prompt the columns of nothing are worth knowing.
        #expect(TerminalRenderer().render(document).contains("shift"))
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.last?.isNewline ?? false { text.removeLast() }
        while text.first?.isNewline ?? false { text.removeFirst() }
        return String(text)
    }
}
