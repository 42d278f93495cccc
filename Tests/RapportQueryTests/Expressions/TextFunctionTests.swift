import RapportDiagnostics
@testable import RapportQuery
import RapportTable
import RapportWork
import Testing

/// Columns of hard texts in every layout: missing rows, slices that begin inside a word, sizes at a morsel's edge.
enum TextColumns {
    static let pool = [
        "", " ", "a", "A", "refund", "REFUND please", "北京市", "北京", "ｶﾞｲﾄﾞ", "Äpfel", "STRASSE", "straße", "é",
        "e\u{301}",
        "ΟΔΟΣ", "İstanbul", "ﬁ", "🙂", "a🙂b", "12-34", "x=1, y=2", "aab", "aaab", "ab\nab", "\u{3000}x\u{A0}",
        "order 4711 of 2025-01-31", "ⅷ", "ǅ", "longer text that fills more than sixteen bytes, refund", "un",
        "fu", "nd",
    ]

    static func make(_ count: Int, seed: UInt64, codes: Bool) throws -> (Column, [String?]) {
        var random = SeededNumbers(seed)
        let offset = random.int(0...70)
        let cells: [String?] = (0..<count + offset).map { _ in
            random.chance(0.1)
                ? nil : random.chance(0.02) ? random.pick(pool) + "\(random.int(0...999))" : random.pick(pool)
        }
        var column = Column.texts(cells)
        if codes { column = try column.encoded(limit: .max, work: Work(width: 1)) }
        return (column[offset..<count + offset], Array(cells[offset...]))
    }

    static let cases: [(rows: Int, codes: Bool, seed: UInt64)] =
        [0, 1, 63, 64, 65, 300, 65_535, 65_536, 65_537, 140_000].enumerated().flatMap { index, rows in
            [(rows, false, UInt64(index + 1)), (rows, true, UInt64(index + 101))]
        }
}

@Suite struct TextFunctionTests {
    private func column(_ text: String, _ x: Column) throws -> Column {
        let table = Table(Schema([Field("x", x.type)]), [x])
        let bound = try Reading.bound(text, in: Scope(table.schema, verb: "derive"))
        return try evaluate(bound, over: table, context: EvaluationContext(work: Work(width: 2))).column
    }

    private func value(_ text: String, _ x: String) throws -> Scalar { try column(text, .texts([x]))[0] }

    @Test(arguments: TextColumns.cases)
    func `whole columns agree with one text at a time`(rows: Int, codes: Bool, seed: UInt64) throws {
        let (x, cells) = try TextColumns.make(rows, seed: seed, codes: codes)
        func check(_ call: String, _ expected: (String) -> Scalar) throws {
            let found = try column(call, x)
            #expect(found.count == rows)
            for row in 0..<rows {
                let wanted = cells[row].map(expected) ?? .missing
                guard !found[row].isSame(as: wanted) && !(found[row].isMissing && wanted.isMissing) else {
                    continue
                }
                Issue.record("\(call), row \(row), seed \(seed): \(found[row]) is not \(wanted)")
                return
            }
        }
        try check("lower(x)") { .text($0.lowercased()) }
        try check("upper(x)") { .text($0.uppercased()) }
        try check("length(x)") { .int(Int64($0.unicodeScalars.count)) }
        for part in ["refund", "u", "un", "北京", "", "sixteen bytes, refund", "zz"] {
            try check("contains(x, \"\(part)\")") { .bool(Self.holds(Array($0.utf8), Array(part.utf8))) }
        }
        try check("starts_with(x, \"a\")") { .bool($0.utf8.first == UInt8(ascii: "a")) }
        try check("replace(x, \"a\", \"bb\")") {
            .text(
                String(
                    decoding: $0.utf8.flatMap { $0 == UInt8(ascii: "a") ? Array("bb".utf8) : [$0] },
                    as: UTF8.self))
        }
        try check("left(x, 2)") { .text(String(String.UnicodeScalarView($0.unicodeScalars.prefix(2)))) }
        try check("right(x, 2)") { .text(String(String.UnicodeScalarView($0.unicodeScalars.suffix(2)))) }
        let digits = try Regex("[0-9]+").matchingSemantics(.unicodeScalar)
        try check(#"matches(x, '\d+')"#) { .bool($0.firstMatch(of: digits) != nil) }
        try check("extract(x, '[0-9]+')") {
            $0.firstMatch(of: digits).map { .text(String($0.0)) } ?? .missing
        }
        let ends = try Regex("^a.*b$").matchingSemantics(.unicodeScalar).anchorsMatchLineEndings(false)
        try check("matches(x, '^a.*b$')") { .bool($0.firstMatch(of: ends) != nil) }
        try check("matches(x, 'refund')") { .bool(Self.holds(Array($0.utf8), Array("refund".utf8))) }
        try check("same(x, \"strasse\")") { .bool(["STRASSE", "straße"].contains($0)) }
    }

    private static func holds(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard part.count <= text.count else { return false }
        return (0...text.count - part.count).contains { Array(text[$0..<$0 + part.count]) == part }
    }

    @Test(arguments: [
        ("Ａｐｐｌｅ　１２", "apple 12", true), ("ガイド", "ｶﾞｲﾄﾞ", true), ("é", "E\u{301}", true),
        ("straße", "STRASSE", true),
        ("ΟΔΟΣ", "οδος", true), ("￥１００", "¥100", true), ("，", ",", true), ("a", "b", false),
        ("a", "ab", false), ("", "", true),
        ("北京", "北京", true), ("北京", "東京", false),
    ])
    func `same knows neither case nor width`(a: String, b: String, same: Bool) throws {
        let table = Table(
            Schema([Field("a", .text), Field("b", .text)]), [.texts([a, nil]), .texts([b, b])])
        let bound = try Reading.bound("same(a, b)", in: Scope(table.schema, verb: "derive"))
        let found = try evaluate(bound, over: table, context: EvaluationContext()).column
        #expect(found[0] == .bool(same))
        #expect(found[1] == .missing)
    }

    @Test(arguments: [
        ("plain  text\nwith lines", "plain  text\nwith lines"),
        ("AT&amp;T &lt;3 &#20013;&#x6587; &copy;", "AT&T <3 中文 ©"),
        ("a < b and c > d", "a < b and c > d"), ("x &unknown; & y &", "x &unknown; & y &"),
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<div>Hello&nbsp;<b>world</b>,\n   again</div>", "Hello world, again"),
        ("<style>p { color: red }</style><script>if (a < b) { x() }</script>Hi", "Hi"),
        ("<!-- <p>no</p> -->yes<!-- ", "yes"), ("<ul><li>一</li><li>二</li></ul>", "一\n二"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"),
        ("<a title=\"x > y\" href='#'>link</a>", "link"), ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
        ("&#128;&#0;&#1114112;", "€\u{FFFD}\u{FFFD}"), ("<b", "<b"), ("1 <2> 3", "1 <2> 3"), ("", ""),
        ("<head><title>T</title></head><body><h1>标题</h1>正文</body>", "标题\n\n正文"),
    ])
    func `strip_html keeps what a page says`(html: String, text: String) throws {
        #expect(try value("strip_html(x)", html) == .text(text))
    }

    @Test(arguments: [
        ("Thanks!\n\nOn Fri, 31 Jan 2025 at 09:30, Ann <a@b.c> wrote:\n> when?\n> > where?\n", "Thanks!"),
        ("好的\n\n在 2025年1月31日，张三 <z@x.cn> 写道：\n> 什么时候？", "好的"),
        ("好的\n\n------------------ 原始邮件 ------------------\n发件人: \"张三\"\n发送时间: 2025\n\n你好", "好的"),
        ("收到\n\n发件人：李四\n发送时间：2025年1月31日\n收件人：客服\n主题：退款\n\n请退款", "收到"),
        ("好的\n\n---- 回复的原邮件 ----\n| 发件人 | 张三 |\n太差了", "好的"),
        ("OK\n---- Replied Message ----\nold", "OK"),
        ("好的\n\n------------------&nbsp;原始邮件&nbsp;------------------\n你好", "好的"),
        ("good\n张三 <zs@x.cn> 于2026年3月1日周日 10:00写道：\n差", "good"),
        ("an *original* idea\n- original", "an *original* idea\n- original"),
        ("See below.\n\n-----Original Message-----\nFrom: Bob\nSent: Friday\n\nOld text", "See below."),
        ("FYI\n________________________________\nFrom: Bob\nSent: Friday\nTo: Ann\nSubject: x\n\nOld", "FYI"),
        (
            "On Jan 1, 2025, at 9:00 AM, Ann\n<a@b.c> wrote:\n\n> when?\n\nTomorrow.\n-- \nBob\nSales",
            "Tomorrow."
        ),
        (
            "FYI\n---------- Forwarded message ---------\nFrom: A\nDate: B\n\n> x\n---------- Forwarded message ---------\ny",
            "FYI"
        ),
        ("Yes.\r\nSent from my iPhone\r\n\r\nOn 1 Feb 2025, Ann wrote:\r\n\r\n> ok?\r\n", "Yes."),
        (
            "From: where I stand this is fine.\nNothing quoted here.",
            "From: where I stand this is fine.\nNothing quoted here."
        ),
        ("On balance it is fine.\nThank you", "On balance it is fine.\nThank you"), ("> all\n> quoted", ""),
        ("", ""),
        (
            "Am 31.01.2025 um 09:30 schrieb Ann:\nalter Text",
            "Am 31.01.2025 um 09:30 schrieb Ann:\nalter Text"
        ),
        ("Gut.\n\nAm 31.01.2025 um 09:30 Ann schrieb:\nalter Text", "Gut."),
    ])
    func `strip_quotes keeps what the writer wrote`(mail: String, own: String) throws {
        #expect(try value("strip_quotes(x)", mail) == .text(own))
    }

    @Test func `hostile markup takes no time`() throws {
        let open = String(repeating: "<a ", count: 200_000)
        #expect(try value("length(strip_html(x))", open) == .int(600_000))
        let quotes = String(repeating: "<a href=\"", count: 100_000) + ">"
        _ = try value("strip_html(x)", quotes)
        _ = try value("strip_html(x)", String(repeating: "<!--", count: 200_000))
        _ = try value("strip_quotes(x)", String(repeating: "On 1\n", count: 50_000))
    }
}
