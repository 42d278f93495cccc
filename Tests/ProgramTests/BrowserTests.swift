import Foundation
import Testing

extension ProgramTests {
    /// The page of a report in a real browser.
    @Suite struct BrowserTests {
        @Test(.timeLimit(.minutes(3)))
        func `the page draws, without an error on the console`() async throws {
            guard Program.testsAll else {
                print("skipped: a page in a browser, without RAPPORT_TEST_ALL=1")
                return
            }
            guard let chromium = Program.tool("chromium") else { return }
            let sandbox = try Sandbox()
            try sandbox.write(
                """
                # Chart

                A page as a reader gets it: prose in English and 中文, a table, and a chart with its labels.

                ```rapport
                [{city: "Singapore", orders: 120, share: 0.4}, {city: "上海", orders: 180, share: 0.6}]
                ```

                ```rapport
                [{m: "a", n: 3}, {m: "b", n: 5}, {m: "中", n: 2}] | chart bar x=m y=n
                ```

                """, to: "n.md")
            let ended = try await sandbox.run("run", "n.md", "--out", "out", "--workspace", ":memory:")
            try #require(ended.status == 0, "\(ended.errors)")
            try sandbox.write("<!DOCTYPE html><title>blank</title>", to: "out/blank.html")
            var sizes: [String: Int] = [:]
            for name in ["n", "blank"] {
                let picture = sandbox.path("\(name).png")
                let shot = try await sandbox.start(
                    [
                        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                        "--enable-logging=stderr",
                        "--user-data-dir=\(sandbox.path("browser"))", "--window-size=900,1200",
                        "--screenshot=\(picture)", "file://\(sandbox.path("out/\(name).html"))",
                    ], program: chromium
                ).end(limit: 80)
                #expect(!shot.errors.contains("CONSOLE"), "\(shot.errors)")
                sizes[name] = try sandbox.bytes("\(name).png").count
            }
            let (page, blank) = (sizes["n"] ?? 0, sizes["blank"] ?? 0)
            #expect(page > 3 * blank, "a picture of \(page) bytes beside \(blank) of a blank page")
        }
    }
}
