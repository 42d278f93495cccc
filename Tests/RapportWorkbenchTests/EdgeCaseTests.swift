import RapportDiagnostics
import RapportTable
import RapportWorkbench
import Testing

/// What an analyst meets at the prompt with files that are empty, crooked or called otherwise: rows of the matrix
/// that binding, kit and analysis answer together.
@Suite struct EdgeCaseTests {
    // MARK: - A header alone

    private static let headers = [
        "customer_id,order_date,amount": [
            "segmentation.rfm", "segmentation.kmeans", "segmentation.kmeans features=[amount]",
            "segmentation.hierarchical", "segmentation.hdbscan", "where present(amount) | segmentation.rfm",
        ],
        "source,target,weight": [
            "centrality.nodes", "centrality.edges", "centrality.graph", "community.detect", "community.links",
            "community.spread",
        ],
        "text,label,date": [
            "demand.cluster", "demand.topics", "demand.keywords", "demand.heat", "sentiment.score",
        ],
        "customer_id,score,date": ["satisfaction.survey", "satisfaction.score"],
        "conversation_id,time,side": ["efficiency.conversations"],
        "opened_at,closed_at": ["efficiency.backlog"],
        "first_response_seconds,agent": ["efficiency.groups", "efficiency.score"],
        "客户编号,下单时间,金额": ["segmentation.rfm"],
    ]

    @Test(arguments: Self.headers.keys.sorted())
    func `a file with a header alone is an empty table, whatever is asked of it`(_ header: String) async {
        let bench = Bench(files: ["h.csv": header + "\n"])
        await bench.run(#"load "h.csv""#)
        for analysis in Self.headers[header] ?? [] {
            let failure = await bench.run("h | \(analysis)").failure
            #expect(failure?.code == "table.empty", "\(analysis): \(failure as Any)")
            #expect(
                failure?.help.map(\.text) == [
                    "`h.csv` has no rows: load a file that has some"
                ],
                "\(analysis)")
        }
    }

    @Test func `rows that a where removed are told as before, and a typing error is one still`() async {
        let bench = Bench(files: ["o.csv": orders, "h.csv": "customer_id,ordered_at,amount\n"])
        await bench.run("load \"o.csv\"\nload \"h.csv\"")
        let none = await bench.run("o | where amount > 100 | segmentation.rfm").failure
        #expect(
            none?.code == "table.empty" && none?.help.first?.text.hasPrefix("a `where` before it") == true)
        #expect(await bench.run("h | segmentation.rfm n_bins=1").failure?.code == "parameter.range")
        #expect(await bench.run("h | segmentation.rfm time=when").failure?.code == "table.unknown-column")
        // A row comes out of these.
        #expect(await bench.run("h | describe | segmentation.rfm").failure?.code == "role.missing")
    }

    @Test func `a verb over a header alone says why all columns are text`() async {
        let bench = Bench(files: ["h.csv": "customer_id,ordered_at,amount\n"])
        await bench.run(#"load "h.csv""#)
        for line in ["where amount > 0", "derive y = amount * 2", "summarize s=sum(amount) by customer_id"] {
            let failure = await bench.run("h | \(line)").failure
            #expect(failure?.code.name.hasPrefix("type.") == true, "\(line)")
            #expect(
                failure?.help.map(\.text).first?.hasPrefix("`h.csv` has no rows") == true, "\(line)")
        }
    }

    @Test func `an empty table beside the piped one is named`() async {
        let bench = Bench(files: [
            "s.csv": "customer_id,date,csat\na,2025-01-01,5\n", "t.csv": "text,customer_id,date\n",
        ])
        await bench.run("load \"s.csv\"\nload \"t.csv\"")
        #expect(
            await bench.run("s | satisfaction.score texts=t").message == """
                error[table.empty]: the table of `texts` has no rows; expected one at least
                  | s | satisfaction.score texts=t
                  |                              ^
                  = help: `t.csv` has no rows: load a file that has some
                """)
    }

    // MARK: - Columns that could be several, or are of another type

    private let mails = """
        Date,From,To,Subject,Body
        2025-01-01T10:00:00,a@x.com,b@x.com,Boxes,we would like boxes
        2025-01-01T11:00:00,b@x.com,a@x.com,Re: Boxes,here is the offer
        2025-01-02T11:00:00,c@x.com,a@x.com,Invoice,please send it again
        """

    @Test func `columns that edges are not made of are not asked for`() async {
        let bench = Bench(files: ["m.csv": mails])
        await bench.run(#"load "m.csv""#)
        for analysis in [
            "centrality.nodes", "centrality.edges", "centrality.graph", "community.detect", "community.links",
            "community.spread k=1",
        ] {
            #expect(await bench.run("m | \(analysis)").failure == nil, "\(analysis)")
        }
        // Mentions are in the text, and there are two.
        let mentions = await bench.run("m | centrality.nodes edges=mentions customer=From").failure
        #expect(mentions?.code == "role.ambiguous")
        #expect(mentions?.message == "`text` could be `Subject` or `Body`")
    }

    @Test func `labels are counted whatever texts are there, and keywords whatever labels`() async {
        let bench = Bench(files: [
            "t.csv":
                "date,category,label,message,comment\n2025-01-01,a,b,late parcel,refund\n2025-01-02,b,a,refund,none"
        ])
        await bench.run(#"load "t.csv""#)
        #expect(await bench.run("t | demand.heat label=category every=day").failure == nil)
        #expect(
            await bench.run("t | demand.heat keywords=[\"refund\"] text=message every=day").failure == nil)
        #expect(
            await bench.run("t | demand.heat every=day").failure?.message
                == "`label` could be `category` or `label`")
    }

    @Test func `two times stop a survey only where it asks when`() async {
        let bench = Bench(files: [
            "s.csv": "customer_id,date,created_at,csat\na,2025-01-01,2025-01-01,5\nb,2025-02-01,2025-02-01,2"
        ])
        await bench.run(#"load "s.csv""#)
        #expect(await bench.run("s | satisfaction.survey").failure == nil)
        #expect(
            await bench.run("s | satisfaction.survey period=month").failure?.message
                == "`time` could be `date` or `created_at`")
    }

    @Test func `a weight that is no number is told, not passed over`() async {
        let bench = Bench(files: ["e.csv": "source,target,weight\na,b,2\nb,c,many\nc,d,1\n"])
        await bench.run(#"load "e.csv""#)
        let told =
            "`weight` is text and is not taken for `weight`, which takes a number: `… | cast weight=float "
            + "on_error=missing` before it reads those that fit, and counts the others"
        let shown = await bench.run("e | centrality.nodes").shown
        #expect(shown.replacing("\n    ", with: " ").contains(told), "\(shown)")
        #expect(await bench.run("e | centrality.nodes weighted=false").shown.contains("not taken") == false)
    }

    @Test(arguments: [30, 200])
    func `dates that are none are named, with the line that reads the others`(_ bad: Int) async {
        let rows = (0..<1_000).map {
            "c\($0 % 50),\($0 % (1_000 / bad) == 0 ? "soon" : "2025-01-0\($0 % 9 + 1)"),5"
        }
        let bench = Bench(files: ["o.csv": "customer_id,order_date,amount\n" + rows.joined(separator: "\n")])
        await bench.run(#"load "o.csv""#)
        #expect(
            await bench.run("o | segmentation.rfm").message == """
                error[column.type]: `time` takes a date or datetime, `order_date` is text
                  | o | segmentation.rfm
                  |     ^^^^^^^^^^^^^^^^
                  = help: `… | cast order_date=datetime on_error=missing` before it reads those that fit, and counts the others
                  = help: `time=…` names the column; a table with one row a customer needs `recency_column`, `frequency_column` and `monetary_column` in its place
                """)
        let read = await bench.run("o | cast order_date=datetime on_error=missing | segmentation.rfm")
        #expect(read.failure?.code == "column.missing-values")
    }

    @Test func `a text that is a number is named`() async {
        let bench = Bench(files: ["t.csv": "customer_id,text\na,1\nb,22\nc,303\n"])
        await bench.run(#"load "t.csv""#)
        let failure = await bench.run("t | demand.cluster").failure
        #expect(failure?.code == "column.type")
        #expect(failure?.message == "`text` takes a text, `text` is a number")
    }

    // MARK: - Numbers out of range

    @Test func `sums that leave the range of numbers are errors, not dashes in a sentence`() async {
        let rows = (0..<40).map { "c\($0 % 10),2025-01-\($0 % 18 + 10),\($0 % 2 == 0 ? "20" : "1.5e308")" }
        let bench = Bench(files: [
            "o.csv": "customer_id,order_date,amount\n" + rows.joined(separator: "\n"),
            "e.csv": "source,target,weight\na,b,1e308\na,c,1e308\nb,c,1e308\nc,d,2\n",
            "w.csv": "source,target,weight\na,b,inf\na,c,1\nb,c,nan\n",
        ])
        await bench.run("load \"o.csv\"\nload \"e.csv\"\nload \"w.csv\"")
        #expect(await bench.run("o | segmentation.rfm").failure?.code == "result.non-finite")
        for analysis in ["centrality.nodes", "centrality.edges", "community.detect", "community.spread k=1"] {
            #expect(await bench.run("e | \(analysis)").failure?.code == "graph.weight-range", "\(analysis)")
            #expect(
                await bench.run("w | \(analysis)").failure?.code == "column.missing-values", "\(analysis)")
        }
        #expect(await bench.run("e | centrality.nodes weighted=false").failure == nil)
    }

    // MARK: - Networks

    @Test func `a table of nodes is a network without any edge`() async {
        let bench = Bench(files: ["e.csv": "source,target,weight\n", "p.csv": "customer_id\nann\n"])
        await bench.run("load \"e.csv\"\nload \"p.csv\"")
        let nodes = await bench.run("e | centrality.nodes nodes=p")
        #expect(nodes.failure == nil, "\(nodes.failure as Any)")
        #expect(nodes.table?["degree_centrality"]?[0] == .float(1))
        #expect(nodes.table?["betweenness"]?[0] == .float(0) && nodes.table?["eigenvector"]?[0] == .missing)
        #expect(await bench.run("e | centrality.graph nodes=p").failure == nil)
        #expect(await bench.run("e | community.detect nodes=p").failure?.code == "table.empty")
    }

    @Test func `a column called side says who wrote`() async {
        let bench = Bench(files: [
            "m.csv":
                "conversation_id,time,side\n1,2025-01-01T09:00:00,customer\n1,2025-01-01T10:00:00,agent\n"
        ])
        await bench.run(#"load "m.csv""#)
        #expect(await bench.run("m | efficiency.conversations").failure == nil)
    }
}
