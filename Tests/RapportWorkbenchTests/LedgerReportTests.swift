import Foundation
import RapportDiagnostics
import RapportReport
import RapportTable
import Testing

@testable import RapportWorkbench

@Suite struct LedgerReportTests {
    static let lines = """
        load "orders.csv"
        paid = orders | where amount > 0 | distinct customer_id keep=last sort ordered_at
        """

    @Test func `ledger is a noun that takes a name, and pipes`() async {
        let bench = Bench(files: ["orders.csv": orders])
        await bench.run(Self.lines)
        let shown = await bench.run("ledger paid | select table, stage, rows, customers, amount, why").shown
        #expect(shown.contains("where amount > 0"))
        #expect(shown.contains("217.5") && shown.contains("222.5"))
        let why = await bench.run("ledger paid").table?["why"]
        #expect(why?[1] == .text("1 row: the condition is false"))
        #expect(await bench.run("ledger").failure?.code == "ledger.name")
    }

    @Test func `a report begins with the ledger, in the report's language`() async throws {
        let bench = Bench(files: ["orders.csv": orders])
        await bench.run(Self.lines)
        #expect(await bench.run("report \"Orders\" from paid to \"r.md\"").failure == nil)
        let english = try #require(bench.text(of: "r.md"))
        let table = try #require(english.range(of: "From the load to paid"))
        let heading = try #require(english.range(of: "## paid"))
        #expect(table.lowerBound < heading.lowerBound)
        #expect(
            english.contains("| Stage ") && english.contains("| Customers |") && english.contains("| Why "))
        #expect(english.contains("1 row: the condition is false"))
        #expect(await bench.run("report \"订单\" language=zh from paid to \"r.html\"").failure == nil)
        let chinese = try #require(bench.text(of: "r.html"))
        #expect(chinese.contains("从载入到 paid") && chinese.contains("客户数"))
        #expect(chinese.contains("1 行：不满足条件"))
        #expect(chinese.contains("<html lang=\"zh\">"))
        #expect(
            await bench.run("report \"x\" language=fr from paid to \"r.md\"").failure?.code
                == "parameter.choice")
    }

    @Test func `an analysis that makes one row a customer leaves no rows out`() async {
        let bench = Bench(files: ["orders.csv": orders])
        await bench.run("load \"orders.csv\"")
        await bench.run("sales = orders | where present(amount) | roles customer=customer_id time=ordered_at")
        let rfm = await bench.run("rfm = sales | segmentation.rfm n_bins=2")
        #expect(rfm.failure == nil, "\(rfm.message)")
        let why = await bench.run("ledger rfm | sort rows | take 1").table?["why"]?[0]
        #expect(why?.text().hasSuffix("made into one row a group") == true, "\(why as Any)")
    }

    @Test func `rows of a file that did not fit are in the ledger of its table`() async throws {
        let bench = Bench(files: ["broken.csv": "a,b\n1,2\n3,4,5,6\n7,8\n"])
        await bench.run("load \"broken.csv\"")
        let lost = await bench.run("problems | where missing(row) | count").table?["count"]?[0]
        let why = await bench.run("ledger broken").table?["why"]?[0]
        if lost == .int(0) || lost == nil {
            #expect(why == .missing)
        } else {
            #expect(why == .text("1 row: of the file, did not fit"))
        }
    }

    @Test func `mask and private columns share one key, and the audit knows`() async throws {
        let bench = Bench(files: ["p.csv": "name,n\nAnn,1\nBob,2\nAnn,3\n"])
        await bench.run("people = load \"p.csv\" | roles private=[name]")
        let masked = await bench.run("people | mask name").table
        #expect(await bench.run("people | save \"out.csv\"").failure == nil)
        let saved = try #require(bench.text(of: "out.csv")).split(separator: "\n").map {
            $0.split(separator: ",").first.map(String.init)
        }
        let hashes = (0..<3).compactMap { row -> String? in
            if case .text(let text)? = masked?["name"]?[row] { text } else { nil }
        }
        #expect(saved.dropFirst().map { $0 } == hashes.map { Optional($0) })
        #expect(hashes[0] == hashes[2] && hashes[0] != hashes[1] && hashes[0].utf8.count == 16)
        let plain = await bench.run("people | derive h = hash(name) | select h").table?["h"]?[0]
        #expect(plain == .text(hashes[0]))
        #expect(masked?.schema["name"]?.isPrivate == false)
    }

    @Test func `suggest numbers lines that check, and try runs one`() async throws {
        let bench = Bench(files: ["orders.csv": orders])
        await bench.run("load \"orders.csv\"")
        let table = try #require(await bench.run("suggest orders").table)
        #expect(table.count > 3)
        for row in 0..<table.count {
            guard case .text(let line)? = table["line"]?[row] else { continue }
            #expect(await bench.run("check \(line)").failure == nil, "\(line)")
        }
        let tried = await bench.run("try 1")
        #expect(tried.failure == nil)
        #expect(table["line"]?[0] == tried.notes.first.map { Scalar.text($0.text) })
        #expect(await bench.run("try 99").failure?.code == "parameter.range")
        #expect(await bench.run("suggest ordrs").failure?.code == "table.unknown")
    }
}
