import BundledPlugins
import Foundation
import RapportDiagnostics
import RapportPluginKit
import RapportReport
import RapportTable
import RapportWorkbench
import Testing

@Suite struct NotebookTests {
    private func run(
        _ text: String, given: [(name: String, text: String)] = [],
        files: [String: String] = ["o.csv": orders]
    )
        async throws -> NotebookRun
    {
        let bench = Bench(files: files)
        return try await NotebookRunner.run(
            Notebook(text: text, path: "n.md"), given: given,
            configuration: Bench.configuration(bench.folder),
            stages: bundledPlugins.flatMap(\.stages))
    }

    @Test func `a notebook's report masks private columns in tables, charts and sentences`() async throws {
        unsafe setenv("RAPPORT_KEY_FILE", NSTemporaryDirectory() + "rapport-test-key", 1)
        let text = """
            The first: {{ load "o.csv" | roles private=[customer_id] | take 1 | select customer_id }}.

            ```rapport a
            o = load "o.csv" | where amount > 0 | roles private=[customer_id]
            o | take 3
            o | chart bar x=customer_id y=amount
            r = o | rfm
            r | take 2
            ```
            """
        let hidden = orders.replacing(",00", with: ",buyer-00")
        let masked = try await run(text, files: ["o.csv": hidden])
        #expect(masked.failure == nil && masked.statements == 5)
        #expect(!HTMLRenderer().render(masked.document).contains("buyer-"))
        let open = try await run(
            text.replacing(" | roles private=[customer_id]", with: ""), files: ["o.csv": hidden])
        #expect(HTMLRenderer().render(open.document).split(separator: "buyer-").count > 9)
    }

    static let monthly = """
        ---
        title: Monthly
        as_of: end_of($month, "month")
        seed: 7
        params:
          month: 2025-06-01
          least: {type: float, default: 10, help: "The smallest amount that counts."}
          region: {type: text, default: EU, choices: [EU, US]}
        ---
        # Monthly

        In {{ $region }} there were {{ load "o.csv" | where amount >= $least | count }} orders.

        ```rapport orders
        o = load "o.csv"
        o | where ordered_at <= $as_of and amount >= $least | summarize n=count(), total=sum(amount)
        ```

        ```sh
        rapport run n.md
        ```
        """

    @Test func `prose takes values, cells run in order, other code stays`() async throws {
        let run = try await run(Self.monthly)
        #expect(run.failure == nil && run.cells == 1 && run.statements == 2)
        let text = MarkdownRenderer().render(run.document)
        #expect(text.contains("In EU there were 7 orders."))
        #expect(text.contains("|   6 |  210.5 |") || text.contains("210.5"))
        #expect(text.contains("rapport run n.md"))
        #expect(text.components(separatedBy: "# Monthly").count == 2, "the title stands once")
    }

    @Test func `the same notebook gives the same bytes`() async throws {
        let first = HTMLRenderer().render(try await run(Self.monthly).document)
        let second = HTMLRenderer().render(try await run(Self.monthly).document)
        #expect(first == second)
    }

    @Test func `parameters are typed, and an unknown one names the near miss`() async throws {
        let run = try await run(Self.monthly, given: [("month", "2025-03-01"), ("least", "20")])
        #expect(MarkdownRenderer().render(run.document).contains("50.5"))
        func error(_ given: [(name: String, text: String)]) async -> Diagnostic? {
            do { _ = try await self.run(Self.monthly, given: given) } catch { return error as? Diagnostic }
            return nil
        }
        #expect(await error([("mnth", "2025-03-01")])?.help.first?.text == "`-p month=…`")
        #expect(await error([("month", "soon")])?.code == "parameter.type")
        #expect(await error([("region", "CN")])?.code == "parameter.choice")
        let needed = "---\nparams:\n  x: {type: int}\n---\n"
        do {
            _ = try await self.run(needed)
            Issue.record("a parameter without a value was taken")
        } catch let diagnostic as Diagnostic {
            #expect(diagnostic.code == "parameter.missing")
        }
    }

    @Test func `a cell that fails stops the notebook, and says where`() async throws {
        let run = try await run(
            "```rapport first\no = load \"o.csv\"\no | expect count() > 100\n```\n\n```rapport\no | count\n```\n"
        )
        #expect(run.failure?.diagnostic.code == "expect.failed" && run.failure?.cell == "first")
        #expect(run.cells == 1)
        let files = ReportFile.reports(of: run, stem: "n", in: "out")
        #expect(files.map(\.path) == ["out/n.failed.html", "out/n.failed.md"])
    }

    @Test func `it ends with its cell, and run 1 is the notebook's own first`() async throws {
        let ended = try await run("```rapport\nload \"o.csv\" | take 2\n```\n```rapport\nit | count\n```\n")
        #expect(ended.failure?.diagnostic.code == "table.unknown")
        let own = try await run(
            """
            ---
            as_of: 2025-08-01
            ---
            ```rapport
            o = load "o.csv"
            o | roles customer=customer_id time=ordered_at amount=amount order=order_id | rfm n_bins=2
            run 1.segments | count
            run 2
            ```
            """)
        #expect(
            own.statements == 4 && own.failure?.diagnostic.message == "this notebook has made 1 run, not 2")
    }

    @Test func `without as_of a notebook counts from the latest time in the data, and says so`() async throws
    {
        let run = try await run(
            "```rapport\no = load \"o.csv\"\no | where ordered_at > ago(30d) | count\n```\n")
        #expect(run.failure == nil)
        #expect(run.notes.contains { $0.text.hasPrefix("as_of is 2025-07-01") })
    }

    @Test(arguments: [
        ("---\ntitle: [1\n---\n", "not YAML"), ("---\nttile: x\n---\n", "no key `ttile`"),
        ("---\ntitle: x\n", "is not closed"), ("---\nseed: -4\n---\n", "whole number"),
        ("---\nlanguage: de\n---\n", "`en` or `zh`"),
        ("---\nparams:\n  x: {typ: int}\n---\n", "no key `typ`"),
    ])
    func `a wrong head is told with its line`(text: String, message: String) {
        let error = #expect(throws: Diagnostic.self) { try Notebook(text: text, path: "n.md") }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test func `fences of other lengths and signs, and CRLF, are read`() throws {
        let text =
            "a\r\n````rapport x\r\nb\r\n```\r\nc\r\n````\r\n~~~rapport\r\nd\r\n~~~\r\n```output\r\ne\r\n```\r\n```rapport\nopen"
        let notebook = try Notebook(text: text, path: "n.md")
        #expect(notebook.cells.map(\.source) == ["b\n```\nc", "d", "open"])
        #expect(notebook.cells.map(\.key) == ["x", "2", "3"])
        #expect(notebook.pieces.contains(.output("e")))
    }
}
