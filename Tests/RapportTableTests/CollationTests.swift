import RapportDiagnostics
@testable import RapportTable
import RapportWork
import Testing

@Suite struct CollationTests {
    private let work = Work()

    private func sorted(_ texts: [String?], _ name: String?, descending: Bool = false) throws -> [String] {
        let column = Column.texts(texts)
        let key = SortKey(column, descending: descending, collation: try name.map { try Collation($0) })
        let order = try sortOrder([key], count: texts.count, work: work)
        return (0..<texts.count).map { column.text(at: Int(order[$0])) }
    }

    @Test func `Chinese is in the order of pinyin`() throws {
        let names = ["王", "李", "张", "陈", "Zoe", "adam", nil, "赵", "欧阳"]
        #expect(try sorted(names, "zh") == ["陈", "李", "欧阳", "王", "张", "赵", "adam", "Zoe", ""])
        #expect(
            try sorted(names, "zh", descending: true) == ["Zoe", "adam", "赵", "张", "王", "欧阳", "李", "陈", ""])
        #expect(try sorted(names, nil) == ["Zoe", "adam", "张", "李", "欧阳", "王", "赵", "陈", ""])
    }

    @Test
    func `texts that a language does not tell apart keep the order of scalars, whatever rows came first`()
        throws
    {
        let composed = "é", decomposed = "e\u{301}"
        #expect(
            try sorted([composed, decomposed], "de").map { Array($0.unicodeScalars).count } == [2, 1])
        #expect(
            try sorted([decomposed, composed], "de").map { Array($0.unicodeScalars).count } == [2, 1])
    }

    @Test func `any text has a place, and equal rows keep theirs`() throws {
        for trial in 0..<20 {
            var random = SeededRandom(seed: UInt64(300 + trial))
            let pool = [
                "", "a", "A", "ä", "Z", "王", "王五", "李", "\u{0}", "a\u{0}b", "𠀀", "🙂", "ｱ", "12", "1",
                String(repeating: "长", count: 500),
            ]
            let texts = (0..<300).map { _ in pool.randomElement(using: &random) }
            let column = Column.texts(texts)
            let order = try sortOrder(
                [SortKey(column, collation: try Collation("zh"))], count: texts.count, work: work)
            let ranks = try sorted(pool, "zh")
            let expected = (0..<texts.count).sorted { a, b in
                let (x, y) = (
                    ranks.firstIndex { $0.utf8.elementsEqual((texts[a] ?? "").utf8) } ?? 0,
                    ranks.firstIndex { $0.utf8.elementsEqual((texts[b] ?? "").utf8) } ?? 0
                )
                return x != y ? x < y : a < b
            }
            #expect((0..<texts.count).map { Int(order[$0]) } == expected, "seed \(300 + trial)")
        }
    }

    @Test func `groups are in the order of a language`() throws {
        let column = Column.texts(["王", "李", "王", "陈"])
        let grouping = try Grouping(by: [column], count: 4, work: work)
        let sorted = try grouping.sortedByKeys([column], collation: try Collation("zh"), work: work)
        #expect((0..<4).map { sorted.groups[$0] } == [2, 1, 2, 0])
    }

    @Test(arguments: [
        ("pinyin", "`zh`"), ("ZH", "`zh`"), ("zz9", "a language, such as `zh` for pinyin, `de`, `ja`"),
    ])
    func `an unknown language is helped`(name: String, help: String) {
        let error = #expect(throws: Diagnostic.self) { try Collation(name) }
        #expect(error?.code == "collation.unknown")
        #expect(error?.help.first?.text == help)
    }
}
