import RapportContract
import RapportDiagnostics
import RapportReport
import RapportTable

/// Tables and documents that several suites draw.
enum Samples {
    /// Days since 1970-01-01 of the first of `month` of `year`.
    static func day(_ year: Int, _ month: Int, _ day: Int = 1) -> Int32 {
        daysFromCivil(year, month, day) ?? 0
    }

    static let monthly = Table(
        Schema([
            Field("month", .date, grain: .month), Field("invoices", .int),
            Field("revenue", .float, unit: "GBP"),
        ]),
        [
            .dates((0..<13).map { day(2010 + (11 + $0) / 12, (11 + $0) % 12 + 1) }),
            .ints([25, 24, 19, 29, 21, 40, 27, 31, 26, 37, 41, 50, 22]),
            .floats([
                9001.45, 16090.4, 8317.3, 13785.6, 5281.2, 18226.35, 15627.2, nil, 14729.43, 22917.77,
                21866.51,
                29345.23, 8002.11,
            ]),
        ])

    static let segments = Table(
        Schema([Field("segment", .text), Field("n", .int), Field("spend", .float)]),
        [
            .texts(["重要价值客户", "重要发展客户", "一般保持客户", "Champions", "About to sleep", "Lost"]),
            .ints([19, 12, 7, 9, 22, 18]),
            .floats([4804.512, 2100, 1320.75, 990.5, nil, 120.333]),
        ])

    static let scores: Table = {
        var (r, f, n) = ([Int?](), [Int?](), [Int?]())
        for recency in 1...5 {
            for frequency in 1...5 where !(recency == 1 && frequency == 5) {
                r.append(recency)
                f.append(frequency)
                n.append((recency * 7 + frequency * frequency * 3) % 40 + recency * frequency)
            }
        }
        return Table(["f_score": .ints(f), "r_score": .ints(r), "customers": .ints(n)])
    }()

    static let countries: Table = {
        var (month, country, revenue) = ([Int32?](), [String?](), [Double?]())
        for (index, name) in ["France", "Germany", "Belgium"].enumerated() {
            for step in 0..<12 {
                month.append(day(2011, step + 1))
                country.append(name)
                let value = 8000.0 - Double(index) * 2400 + Double((step * (index + 3) * 977) % 3100)
                revenue.append(index == 1 && step == 5 ? nil : value)
            }
        }
        return Table(
            Schema([Field("month", .date, grain: .month), Field("country", .text), Field("revenue", .float)]),
            [.dates(month), .texts(country), .floats(revenue)])
    }()

    static let provenance = Provenance(
        analysis: "segmentation.rfm", version: 1,
        recipe: "load \"france.csv\"\n| where present(CustomerID)\n| derive amount = Quantity * UnitPrice\n"
            + "| segmentation.rfm refunds=net as_of=2011-12-09",
        asOf: "2011-12-09", seed: 42,
        inputs: [.init("france.csv", rows: 8557, digest: "sha256 9f2c4e1a77b0")],
        parameters: [
            .init("refunds", "net", isDefault: false), .init("bins", "5", isDefault: true),
            .init("scheme", "\"r_rfm\"", isDefault: true),
        ],
        rows: .init(input: 8557, used: 8491))

    static let france = Document(
        title: "France: who buys, and who is about to leave",
        subtitle: "Customers of Online Retail in France, December 2010 to December 2011",
        date: "as of 2011-12-09",
        blocks: [
            .markdown(
                "The shop's French customers, **segmented** by what they did:\n\n- how recently\n- how often\n- for how much\n\nSee `rfm` and [the method](methods)."
            ),
            .code("rfm = sales | segmentation.rfm refunds=net\nrfm | summarize n=count() by segment"),
            .notes([
                Note("load.note", "france: 8,557 rows × 8 columns, month first: 3,120 values prove it"),
                Note("load.note", "`where` lost 66 rows to a missing `CustomerID`", isWarning: true),
            ]),
            .heading(level: 1, "Segments"),
            .findings([
                .init("rfm.top", "19 of 87 customers (22%) bring 61% of the revenue."),
                .init("rfm.risk", "12 customers who used to buy monthly have not ordered for 90 days."),
            ]),
            .caveats([
                .init("rows.dropped", count: 66, "66 of 8,557 rows have no `CustomerID` and were left out."),
                .init("period.partial", "December 2011 is covered to the 9th only."),
            ]),
            .metrics([
                .init("customers", 87), .init("revenue", 209_024.05, unit: "GBP"),
                .init("share of top fifth", 0.6123, low: 0.55, high: 0.67, n: 87, direction: .higher),
                .init("satisfaction", group: "France", nil),
            ]),
            .chart(
                ChartBlock(
                    ChartSpecification(.line, title: "Revenue by month", x: "month", y: "revenue"), monthly)),
            .chart(
                ChartBlock(
                    ChartSpecification(
                        .line, title: "Revenue by month and country", x: "month", y: "revenue",
                        split: "country"
                    ), countries)),
            .chart(
                ChartBlock(
                    ChartSpecification(.bar, title: "Customers by segment", x: "segment", y: "n"), segments)),
            .chart(
                ChartBlock(
                    ChartSpecification(
                        .heatmap, title: "Customers by recency and frequency", x: "f_score", y: "r_score",
                        value: "customers", xLabel: "frequency score", yLabel: "recency score"), scores)),
            .table(TableBlock(segments, caption: "Segments", totalRows: 8, source: "rfm.segments")),
            .table(TableBlock(monthly, caption: "Invoices and revenue by month")),
            .facts(
                FactsBlock(caption: "Ledger", [.init("loaded", "8,557 rows"), .init("where", "−66 rows")])),
            .provenance(provenance),
            .error(
                Diagnostic(
                    "table.unknown-column", "no column named `amuont`", at: SourceSpan(14..<20),
                    label: "not in sales", help: ["`amount`"]), source: "sales | sort -amuont"),
        ])

    static let smallPage = Document(
        title: "客户", date: "2011-12-09", language: .chinese,
        blocks: [
            .findings([.init("a", "19 位客户 `核心` <b>")]), .caveats([.init("b", "无")]),
            .chart(
                ChartBlock(
                    ChartSpecification(.bar, title: "人数", x: "c", y: "n"),
                    Table(["c": .texts(["甲"]), "n": .ints([3])]))),
        ])

    static let smallMarkdown = Document(
        title: "A_b *c*", date: "2011-12-09",
        blocks: [
            .code("t | take 1"), .notes([Note("a.b", "`x` is 1|2", isWarning: true)]),
            .findings([.init("a", "one")]), .caveats([.init("b", "two")]),
            .table(TableBlock(Table(["k": .texts(["a|b"]), "n": .ints([1000])]), totalRows: 3)),
            .provenance(
                Provenance(
                    analysis: "a.b", version: 2, recipe: "t | a.b", seed: 42,
                    inputs: [.init("t.csv", rows: 1, digest: "sha256 00")],
                    parameters: [.init("k", "3", isDefault: true)], rows: .init(input: 3, used: 2))),
        ])

    static let smallTerminal = Document(
        title: "客户 report", language: .chinese,
        blocks: [
            .findings([.init("a", "87 位客户中的 19 位贡献了 61% 的收入，值得关注。")]), .caveats([.init("b", "已剔除 66 行。")]),
            .metrics([.init("nps", 41.25, low: 30, high: 52.5, n: 120), .init("csat", nil)]),
            .table(TableBlock(Samples.segments.prefix(2), caption: "分群", totalRows: 6)),
            .provenance(Samples.provenance),
        ])
}
