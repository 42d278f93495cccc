import Foundation
import SharedFiles
import Testing

extension ProgramTests {
    /// `rapport run`: the lines of an analyst as a notebook, on real data.
    @Suite struct NotebookTests {
        private let sandbox: Sandbox

        init() throws { sandbox = try Sandbox() }

        static let france = """
            ---
            title: France
            as_of: 2011-12-10
            ---

            # France

            ```rapport
            load "france.csv"
            ```

            ```rapport
            sales = france | where present(CustomerID) | derive amount = Quantity * UnitPrice
                  | roles customer=CustomerID time=InvoiceDate amount=amount order=InvoiceNo
            sales | summarize invoices=count_distinct(InvoiceNo), revenue=sum(amount) by month(InvoiceDate) | chart line x=month y=revenue
            rfm = sales | segmentation.rfm refunds=net
            rfm | summarize n=count(), spend=mean(monetary) by segment | sort -n
            rfm.segments
            report "France" from rfm to "rfm-report.html"
            undo
            ```

            """

        private func makeFrance() throws -> Bool {
            guard let file = SharedFiles.path("data/online_retail/france.csv") else { return false }
            try FileManager.default.createDirectory(
                atPath: sandbox.path("in"), withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: file, toPath: sandbox.path("in/france.csv"))
            try sandbox.write(Self.france, to: "in/france.md")
            return true
        }

        @Test func `the same bytes twice, without a path or a clock, and the known numbers`() async throws {
            guard try makeFrance() else { return }
            var reports: [[UInt8]] = []
            for out in ["one", "two"] {
                let ended = try await sandbox.run("run", "in/france.md", "--out", out, "--workspace", "w.db")
                #expect(ended.status == 0, "\(ended.errors)")
                #expect(ended.output.contains("wrote \(out)/france.html"))
                reports.append(try Array(sandbox.bytes("rfm-report.html")))
            }
            #expect(reports[0] == reports[1], "a report that a line wrote, where the program runs")
            for name in ["france.html", "france.md"] {
                let (one, two) = (try sandbox.bytes("one/\(name)"), try sandbox.bytes("two/\(name)"))
                #expect(one == two, "\(name)")
                let text = String(decoding: one, as: UTF8.self)
                #expect(!text.contains(sandbox.folder), "\(name) holds a path of this machine")
                let year = Calendar(identifier: .gregorian).component(.year, from: Date())
                #expect(!text.contains("\(year)-"), "\(name) holds the time it was made at")
                #expect(!text.contains("seconds"), "\(name) holds a duration")
            }
            let text = try sandbox.text("one/france.md")
            #expect(text.contains("8,557 rows × 8 columns from france.csv"))
            #expect(text.contains("month first: 4,513 values prove it"))
            let revenue = text.split(separator: "\n").contains { line in
                line.contains("2010-12") && line.contains("9,575.36")
            }
            #expect(revenue, "2010-12 has a revenue of 9,575.36 from customers with a number")
            #expect(try sandbox.text("rfm-report.html").contains("France"))
        }

        @Test func `a known number, from the one line that asks for it`() async throws {
            guard try makeFrance() else { return }
            let ended = try await sandbox.run(
                "-c",
                #"load "in/france.csv" as f | where Quantity > 0 | derive amount = Quantity * UnitPrice "#
                    + "| summarize invoices=count_distinct(InvoiceNo), revenue=round(sum(amount), 2) by month(InvoiceDate) "
                    + "| take 1", "--format", "csv", "--workspace", ":memory:")
            #expect(ended.output == "month,invoices,revenue\n2010-12-01,21,9616.31\n", "\(ended.errors)")
        }

        @Test func `the page needs nothing from outside`() async throws {
            guard try makeFrance() else { return }
            let ended = try await sandbox.run(
                "run", "in/france.md", "--out", "out", "--workspace", ":memory:")
            #expect(ended.status == 0, "\(ended.errors)")
            for name in ["out/france.html", "rfm-report.html"] {
                let page = try sandbox.text(name)
                let addresses = page.replacing("http://www.w3.org/2000/svg", with: "")
                for word in [
                    "http://", "https://", " src=", "@import", "url(", "<script", "<link", "<iframe",
                    "javascript:",
                ] { #expect(!addresses.contains(word), "\(name) holds `\(word)`") }
                #expect(page.hasPrefix("<!DOCTYPE html>") || page.hasPrefix("<!doctype html>"))
                #expect(page.contains("<svg"))
            }
        }

        @Test func `verify compares, and writes nothing`() async throws {
            try sandbox.write("# N\n\n```rapport\n[{a: 1}]\n```\n", to: "n.md")
            let arguments = ["run", "n.md", "--out", "out", "--workspace", ":memory:"]
            #expect(try await sandbox.start(arguments).end().status == 0)
            #expect(try await sandbox.start(arguments + ["--verify"]).end().status == 0)
            let page = try sandbox.text("out/n.html").replacing("<h1", with: "<h1 id=\"changed\"")
            try sandbox.write(page, to: "out/n.html")
            let ended = try await sandbox.start(arguments + ["--verify"]).end()
            #expect(ended.status == 3)
            #expect(ended.errors.contains("out/n.html differs"))
            #expect(try sandbox.text("out/n.html") == page)
        }

        @Test func `parameters are typed, and an unknown one names its neighbour`() async throws {
            try sandbox.write(
                """
                ---
                title: P
                params:
                  months:
                    type: int
                    default: 2
                ---

                ```rapport
                [{m: 1}, {m: 2}, {m: 3}] | where m <= $months | count
                ```

                """, to: "p.md")
            func run(_ parameters: String...) async throws -> Ended {
                let given = parameters.flatMap { ["-p", $0] }
                return try await sandbox.start(
                    ["run", "p.md", "--out", "out", "--workspace", ":memory:"] + given
                ).end()
            }
            #expect(try await run().status == 0)
            #expect(try sandbox.text("out/p.md").contains("|     2 |"))
            #expect(try await run("months=3").status == 0)
            #expect(try sandbox.text("out/p.md").contains("|     3 |"))
            let unknown = try await run("mnths=3")
            #expect(unknown.status == 2)
            #expect(unknown.errors.contains("months"))
            let untyped = try await run("months=many")
            #expect(untyped.status == 2)
            #expect(untyped.errors.contains("parameter.type"))
        }

        @Test func `a notebook that fails keeps the last good report`() async throws {
            try sandbox.write("# N\n\n```rapport\n[{a: 1}]\n```\n", to: "n.md")
            let arguments = ["run", "n.md", "--out", "out", "--workspace", ":memory:"]
            #expect(try await sandbox.start(arguments).end().status == 0)
            let good = try sandbox.bytes("out/n.html")
            try sandbox.write("# N\n\n```rapport\n[{a: 1}] | where b > 1\n```\n", to: "n.md")
            let ended = try await sandbox.start(arguments).end()
            #expect(ended.status == 1)
            #expect(ended.errors.contains("no column named `b`"))
            #expect(try sandbox.bytes("out/n.html") == good)
            #expect(try sandbox.text("out/n.failed.html").contains("no column named"))
        }

        @Test func `a name from data is no markup in the page`() async throws {
            try sandbox.write("<img src=x onerror=alert(1)>,b\n<script>alert(2)</script>,1\n", to: "a.csv")
            try sandbox.write("# N\n\n```rapport\nload \"a.csv\"\na | take 5\n```\n", to: "n.md")
            let ended = try await sandbox.run("run", "n.md", "--out", "out", "--workspace", ":memory:")
            #expect(ended.status == 0, "\(ended.errors)")
            let page = try sandbox.text("out/n.html")
            #expect(!page.contains("<img") && !page.contains("<script"))
            #expect(page.contains("&lt;script&gt;"))
            #expect(try !sandbox.text("out/n.md").contains("\n<script"))
        }
    }
}
