import Foundation
import Testing

extension ProgramTests {
    /// Files that nobody should have made: a clear error or a counted problem, and the session goes on.
    @Suite struct BadFileTests {
        struct Case: CustomTestStringConvertible {
            var name: String
            var bytes: [UInt8]
            /// Typed at the prompt, one after the other.
            var lines: [String]
            /// In what is said to them.
            var said: [String]
            var testDescription: String { name }

            init(_ name: String, _ text: String, _ lines: String..., says said: String...) {
                (self.name, bytes, self.lines, self.said) = (name, Array(text.utf8), lines, said)
            }
            init(_ name: String, bytes: [UInt8], _ lines: String..., says said: String...) {
                (self.name, self.bytes, self.lines, self.said) = (name, bytes, lines, said)
            }
        }

        static let load = #"load "bad.csv""#

        static let cases: [Case] = [
            Case("empty file", "", load, says: "error[csv.empty]"),
            Case("header only", "a,b\n", load, "bad | count", says: "0 rows × 2 columns", "    0"),
            Case(
                "binary file", bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D], load,
                says: "error[csv.binary]"),
            Case(
                "ragged rows", "a,b,c\n1,2,3\n4,5\n6,7,8\n9,10,11,12\n13,14,15\n", load, "problems | count",
                "bad | count", says: "1 row with fewer cells", "1 row with more cells", "    2", "    4"),
            Case(
                "a row too long with a quote in it", "a,b\n1,2\n3,4,\"x\"y\n5,6\n", load, "bad | count",
                says: "    2"),
            Case(
                "unterminated quote", "a,b\n1,\"x\n2,y\n", load, says: "error[csv.open-quote]", "line 2",
                "column `b`"),
            Case(
                "unterminated quote, as its help says", "a,b\n1,\"x\n2,y\n", load + " quote=\"\"",
                "bad | count",
                says: "    2"),
            Case(
                "duplicate, empty and keyword names", "a,a,,sort,by\n1,2,3,4,5\n", load,
                "bad | select a_2, column_3, `sort`, `by`", "bad | sort -`sort` | derive x = `by` + 1",
                says: "twice", "empty", "a_2  column_3  sort", "  6"),
            Case(
                "invalid UTF-8",
                bytes: Array("a,b\n".utf8)
                    + (0..<20_000).flatMap { _ in Array("é中,1\n".utf8) } + [0xFF, 0x2C, 0x32, 0x0A],
                load, "problems | select line, column, expected", says: "not valid UTF-8", "20,002  a"),
            Case("NUL bytes", "a,b\nx\u{0}y,1\n", load, says: "NUL bytes"),
            Case(
                "NUL bytes far behind", "a,b\n" + String(repeating: "x,1\n", count: 90_000) + "x\u{0}y,2\n",
                load,
                "problems | count", says: "1 with NUL bytes", "    1"),
            Case(
                "beyond int64", "n\n9223372036854775807\n9223372036854775808\n", load,
                "bad | summarize s=sum(n)",
                says: "more digits than 64 bits hold", "error["),
            Case(
                "the sum is beyond int64", "n\n9223372036854775807\n1\n", load, "bad | summarize s=sum(n)",
                says: "error[number.overflow]"),
            Case(
                "10,000 columns",
                (0..<10_000).map { "c\($0)" }.joined(separator: ",") + "\n"
                    + (0..<10_000).map(String.init).joined(separator: ",") + "\n",
                load + " | select c1, c9999",
                "problems | count", says: "9,999", "    0"),
            Case(
                "a cell that goes on behind its quote", "a,b\n\"x\"y,1\n", load, "bad | count",
                says: "closing quote", "    1"),
        ]

        @Test(.timeLimit(.minutes(2)), arguments: cases)
        func `a clear word, and the session goes on`(of bad: Case) async throws {
            let sandbox = try Sandbox()
            try sandbox.write(bad.bytes, to: "bad.csv")
            let typist = try Typist(in: sandbox, ["--workspace", ":memory:"])
            try await typist.begin()
            var all = ""
            for line in bad.lines { all += try await typist.enter(line) }
            for words in bad.said { #expect(all.contains(words), "`\(words)` in:\n\(all)") }
            try await goesOn(typist)
        }

        private func goesOn(_ typist: Typist) async throws {
            let next = try await typist.enter("[{a: 41}] | derive b = a + 1")
            #expect(next.contains("42"), "\(next)")
            #expect(try await typist.quit() == 0)
        }

        @Test func `a file that is not there, a folder, one that may not be read`() async throws {
            let sandbox = try Sandbox()
            try sandbox.write("no table", to: "folder/inside.bin")
            let typist = try Typist(in: sandbox, ["--workspace", ":memory:"])
            try await typist.begin()
            for (line, said) in [
                (#"load "missing.csv""#, "error[file.not-found]"),
                (#"load "folder""#, "error[load.no-files]"),
                (#"load "/dev/zero""#, "error[file."), (#"load """#, "error["),
                ("[{a: 1}] | save \"no/such/folder.csv\"", "error[file.write]"),
            ] {
                let found = try await typist.enter(line)
                #expect(found.contains(said), "\(line): \(found)")
            }
            try await goesOn(typist)
        }

        @Test func `names and cells never reach a terminal as commands to it`() async throws {
            let sandbox = try Sandbox()
            let name = "na\u{1B}[31mme"
            try sandbox.write(
                "\(name),b\u{9B}x\nx\u{1B}]0;own\u{7}y,1\n\u{202E}abc\u{8}\u{8},2\n", to: "a.csv")
            let typist = try Typist(in: sandbox, ["--workspace", ":memory:"])
            try await typist.begin()
            var all = ""
            for line in [
                #"load "a.csv""#, "a", "a | select nme", "tables", "a | describe_all", "a | sort -zz",
                "a | summarize n=count() by zz",
            ] { all += try await typist.enter(line) }
            let raw = all.unicodeScalars.filter {
                $0.value < 32 && $0 != "\n" || (127...159).contains($0.value) || $0 == "\u{202E}"
            }
            #expect(raw.isEmpty, "\(raw.map(\.value)) in \(all)")
            #expect(all.contains(#"\u{1B}[31m"#))
            for format in ["text", "json"] {
                let ended = try await sandbox.run(
                    "-c", #"load "a.csv" | select zz"#, "--errors", format, "--workspace", ":memory:")
                let said = ended.errors.unicodeScalars.filter {
                    $0.value < 32 && $0 != "\n" || (127...159).contains($0.value)
                }
                #expect(said.isEmpty, "\(format): \(ended.errors)")
            }
            try await goesOn(typist)
        }

        @Test func `an error holds no cell`() async throws {
            let sandbox = try Sandbox()
            try sandbox.write("name,amount\nsecretword,12\nother,x\n", to: "a.csv")
            for line in [
                #"load "a.csv" | derive b = amount + 1"#, #"load "a.csv" | expect all(name == "other")"#,
                #"load "a.csv" strict=true | expect all(amount == "1")"#,
            ] {
                let ended = try await sandbox.run("-c", line, "--workspace", ":memory:")
                #expect(ended.status == 1, "\(line): \(ended.output)")
                #expect(!ended.errors.contains("secretword"), "\(ended.errors)")
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `a line of 100 MB`() async throws {
            guard Program.testsAll else {
                print("skipped: a line of 100 MB, without RAPPORT_TEST_ALL=1")
                return
            }
            let sandbox = try Sandbox()
            var bytes = Array("a,b\n1,".utf8)
            bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 100 << 20)
            bytes += Array("\n2,y\n".utf8)
            try sandbox.write(bytes, to: "long.csv")
            let typist = try Typist(in: sandbox, ["--workspace", ":memory:"])
            try await typist.begin()
            let said = try await typist.enter(
                #"load "long.csv" | summarize n=count(), most=max(length(b))"#, limit: 240)
            #expect(said.contains("104,857,600") || said.contains("error["), "\(said.prefix(500))")
            try await goesOn(typist)
        }
    }
}
