import Foundation
import Testing

extension ProgramTests {
    /// The prompt in a real terminal.
    @Suite struct PromptTests {
        private let sandbox: Sandbox

        init() throws { sandbox = try Sandbox() }

        private func open(
            _ arguments: String = "--workspace w.db", environment: [String: String] = [:]
        ) async throws -> Tmux? {
            guard let tool = Program.tool("tmux") else { return nil }
            let tmux = try await Tmux(tool, in: sandbox, arguments, environment: environment)
            try await tmux.prompt(after: "Rapport", limit: 30)
            return tmux
        }

        @Test(.timeLimit(.minutes(1)))
        func `it answers, remembers, goes on after an error, and ends`() async throws {
            guard let tmux = try await open() else { return }
            try await tmux.enter("[{a: 41}] | derive b = a + 1")
            try await tmux.prompt(after: "42")
            try await tmux.enter("[{a: 1}] | where c > 1")
            try await tmux.prompt(after: "no column named `c`")
            try await tmux.press("Up")
            try await tmux.press("Up")
            try await tmux.wait(for: "the line of before") {
                $0.hasSuffix("rapport> [{a: 41}] | derive b = a + 1")
            }
            try await tmux.press("BSpace")
            try await tmux.type("2")
            try await tmux.press("Enter")
            try await tmux.prompt(after: "43")
            try await tmux.press("C-d")
            try await tmux.wait(for: "the end") { $0.contains("ended with 0") }
            #expect(try sandbox.text("history").contains("derive b = a + 2"))
            let mode = try FileManager.default.attributesOfItem(atPath: sandbox.path("history"))[
                .posixPermissions]
            #expect(mode as? Int == 0o600)

            // Another session begins where this one ended.
            let again = try #require(try await open())
            try await again.press("Up")
            try await again.wait(for: "the last line of the session before") {
                $0.hasSuffix("rapport> [{a: 41}] | derive b = a + 2")
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `more pages through a table to its end`() async throws {
            guard let tmux = try await open() else { return }
            let rows = (1...100).map { "{n: \($0)}" }.joined(separator: ", ")
            try sandbox.write("t = [\(rows)]\n", to: "t.rapport")
            try await tmux.enter("include \"t.rapport\"")
            try await tmux.prompt(after: "100 rows")
            try await tmux.enter("t")
            try await tmux.prompt(after: "more rows")
            var last = ""
            for _ in 0..<30 where !last.contains("to 100 of") {
                try await tmux.enter("more")
                try await tmux.prompt(after: "rows ")
                last = try await tmux.screen()
            }
            #expect(last.contains("to 100 of 100 rows"))
            try await tmux.enter("more")
            try await tmux.prompt(after: "there are no more rows")
        }

        @Test(.timeLimit(.minutes(1)))
        func `edit runs the last entry as the editor saved it`() async throws {
            guard let tmux = try await open(environment: ["VISUAL": "sed -i s/41/98/"]) else { return }
            try await tmux.enter("[{a: 41}] | derive b = a + 1")
            try await tmux.prompt(after: "42")
            try await tmux.enter("edit")
            try await tmux.prompt(after: "99")
            try await tmux.enter("quit()")
            try await tmux.wait(for: "the end") { $0.contains("ended with 0") }
        }

        @Test(.timeLimit(.minutes(1)))
        func `Ctrl-C takes back a half typed line, and one that goes on`() async throws {
            guard let tmux = try await open() else { return }
            try await tmux.type("[{a: 1}] | whe")
            try await tmux.press("C-c")
            try await tmux.prompt(after: "whe")
            try await tmux.enter("t = [{a: 7}] |")
            try await tmux.wait(for: "the prompt of a line that goes on") { $0.hasSuffix("...>") }
            try await tmux.press("C-c")
            try await tmux.wait(for: "a prompt") { $0.hasSuffix("\nrapport>") }
            try await tmux.enter("t = [{a: 7}] |")
            try await tmux.enter("derive b = a * 6")
            try await tmux.prompt(after: "`t`: 1 row × 2 columns")
            try await tmux.enter("t")
            try await tmux.prompt(after: "42")
        }

        @Test(.timeLimit(.minutes(1)))
        func `Ctrl-C stops a long statement, and the session goes on`() async throws {
            try sandbox.write(LongWork.text, to: "long.csv")
            guard let tmux = try await open() else { return }
            try await tmux.enter("x = [{a: 1}]")
            try await tmux.prompt(after: "`x`: 1 row")
            try await tmux.enter(LongWork.line)
            try await Task.sleep(for: .milliseconds(700))
            try #require(try await !tmux.screen().hasSuffix("rapport>"), "the statement was not long enough")
            let start = ContinuousClock.now
            try await tmux.press("C-c")
            try await tmux.prompt(after: "cancelled", limit: 10)
            #expect(start.duration(to: .now) < .seconds(2))
            try await tmux.enter("x | derive b = a + 41")
            try await tmux.prompt(after: " 42")
        }

        @Test(.timeLimit(.minutes(1)))
        func `columns of Chinese stand in line`() async throws {
            guard let tmux = try await open() else { return }
            try await tmux.enter(#"[{城市: "上海", n: 1}, {城市: "x", n: 22}, {城市: missing, n: 333}]"#)
            let screen = try await tmux.prompt(after: "333")
            let lines = screen.split(separator: "\n").map(String.init)
            let ends = lines.filter {
                $0.hasSuffix(" 1") || $0.hasSuffix(" 22") || $0.hasSuffix(" 333") || $0.hasSuffix("  n")
            }
            .map { line in line.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 2 : 1) } }
            #expect(ends.count == 4, "\(screen)")
            #expect(Set(ends).count == 1, "\(screen)")
        }

        @Test(.timeLimit(.minutes(1)))
        func `NO_COLOR gives no colour, a terminal without it does`() async throws {
            guard let plain = try await open(environment: ["NO_COLOR": "1"]) else { return }
            let coloured = try #require(try await open())
            for (tmux, wanted) in [(plain, false), (coloured, true)] {
                try await tmux.enter("[{a: 1}] | where c > 1")
                try await tmux.prompt(after: "no column named `c`")
                let screen = try await tmux.screen(withColours: true)
                #expect(screen.contains("\u{1B}[") == wanted, "\(screen)")
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `a table is fitted to the screen, the rest is counted`() async throws {
            let rows = (1...1_200).map { "\($0),\(String(repeating: "x", count: 150))" }.joined(
                separator: "\n")
            try sandbox.write("n,words\n\(rows)\n", to: "many.csv")
            guard let tmux = try await open() else { return }
            try await tmux.enter(#"load "many.csv" | take 2_000"#)
            let screen = try await tmux.prompt(after: "more")
            #expect(screen.contains("more rows"))
            #expect(screen.split(separator: "\n").allSatisfy { $0.count <= 100 })
        }
    }
}
