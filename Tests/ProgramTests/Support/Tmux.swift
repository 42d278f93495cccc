import Foundation
import Testing

/// A terminal as a person has it: tmux on a socket of its own, gone with the value.
final class Tmux {
    private let tool: String
    private let socket: String
    private let sandbox: Sandbox

    struct NotSeen: Error, CustomStringConvertible {
        let wanted: String
        let screen: String
        var description: String { "not seen: \(wanted)\non the screen:\n\(screen)" }
    }

    init(
        _ tool: String, in sandbox: Sandbox, _ arguments: String, environment: [String: String] = [:],
        columns: Int = 100, rows: Int = 30
    ) async throws {
        (self.tool, self.sandbox) = (tool, sandbox)
        socket = "rapport-test-\(getpid())-\(UUID().uuidString.prefix(8))"
        let settings = sandbox.environment(["TERM": "screen-256color"].merging(environment) { $1 })
        let words = settings.sorted { $0.key < $1.key }.map { "'\($0.key)=\($0.value)'" }
        // The program alone, without a shell's start files; its exit code stays on the screen.
        let line =
            "cd '\(sandbox.folder)' && env -i \(words.joined(separator: " ")) '\(try Program.path())' "
            + "\(arguments); echo ended with $?; sleep 60"
        try await tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "sh", "-c", line)
    }

    deinit {
        // Ends the server, and with it what runs in it.
        if let child = try? sandbox.start(["-L", socket, "kill-server"], program: tool) {
            for _ in 0..<500 where child.isRunning { usleep(10_000) }
        }
    }

    @discardableResult
    private func tmux(_ arguments: String...) async throws -> String {
        let ended = try await sandbox.start(["-L", socket] + arguments, program: tool).end(limit: 20)
        guard ended.status == 0 else {
            throw NotSeen(wanted: "tmux \(arguments.joined(separator: " "))", screen: ended.errors)
        }
        return ended.output
    }

    /// Types text as it stands.
    func type(_ text: String) async throws { try await tmux("send-keys", "-l", text) }

    /// Presses a key by tmux's name: `Enter`, `Up`, `C-c`.
    func press(_ key: String) async throws { try await tmux("send-keys", key) }

    func enter(_ line: String) async throws {
        try await type(line)
        try await press("Enter")
    }

    /// What stands on the screen and above it, lines trimmed at their end.
    func screen(withColours: Bool = false) async throws -> String {
        let text =
            try await withColours
            ? tmux("capture-pane", "-p", "-e", "-S", "-300") : tmux("capture-pane", "-p", "-S", "-300")
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.allSatisfy({ $0 == " " }) == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// Waits until the screen is as wanted.
    @discardableResult
    func wait(
        for wanted: String, limit: Double = 20, _ holds: (String) -> Bool
    ) async throws -> String {
        let deadline = ContinuousClock.now + .seconds(limit)
        var screen = ""
        while ContinuousClock.now < deadline {
            screen = try await self.screen()
            if holds(screen) { return screen }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw NotSeen(wanted: wanted, screen: screen)
    }

    /// Waits for a prompt that nothing is typed at, below the text.
    @discardableResult
    func prompt(after text: String? = nil, limit: Double = 20) async throws -> String {
        try await wait(for: "a prompt" + (text.map { " after \($0)" } ?? ""), limit: limit) { screen in
            guard screen.hasSuffix("rapport>") || screen.hasSuffix("rapport> ") else { return false }
            return text.map(screen.contains) ?? true
        }
    }
}
