import Foundation
import Testing

/// Types lines at the prompt, through a terminal of its own, and reads what comes back.
///
/// The terminal is dumb, so that what comes back is the text alone; real keys and colours are tmux's to test.
final class Typist {
    let child: Child
    private let master: Int32
    private var unread: [UInt8] = []
    static let prompt = "rapport> "

    struct NoPrompt: Error, CustomStringConvertible {
        let after: String
        let found: String
        var description: String { "no prompt after `\(after)`; found: \(found)" }
    }

    init(in sandbox: Sandbox, _ arguments: [String], environment: [String: String] = [:]) throws {
        let (master, name) = try Self.openTerminal()
        self.master = master
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        var size = winsize(ws_row: 60, ws_col: 160, ws_xpixel: 0, ws_ypixel: 0)
        _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
        let slave = unsafe open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(slave) }
        child = try Child(
            Program.path(), arguments, folder: sandbox.folder, environment: sandbox.environment(environment),
            descriptors: [slave, slave, slave])
    }

    /// A new terminal: our end of it, and the name of the program's.
    private static func openTerminal() throws -> (master: Int32, name: String) {
        // `posix_openpt` and its kin are not in the module of this C library: what they do, by hand.
        let (unlock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
        let master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (isLocked, place): (Int32, UInt32) = (0, 0)
        guard master >= 0, unsafe ioctl(master, unlock, &isLocked) == 0,
            unsafe ioctl(master, number, &place) == 0
        else { throw CocoaError(.fileNoSuchFile) }
        return (master, "/dev/pts/\(place)")
    }

    deinit {
        child.kill()
        close(master)
    }

    /// Waits for the first prompt.
    ///
    /// - Returns: the greeting.
    @discardableResult
    func begin() async throws -> String { try await read(after: "the start", limit: 30) }

    /// Types a line, and waits for the next prompt.
    ///
    /// - Returns: what was said, without the echo of the line.
    @discardableResult
    func enter(_ line: String, limit: Double = 30) async throws -> String {
        type(line + "\n")
        let text = try await read(after: line, limit: limit)
        return text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).dropFirst()
            .joined()
    }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        // SAFETY: the buffer holds `count` bytes for the length of the call; a line fits into the terminal's queue.
        _ = unsafe bytes.withUnsafeBytes { unsafe Foundation.write(master, $0.baseAddress, $0.count) }
    }

    private func read(after line: String, limit: Double) async throws -> String {
        let deadline = ContinuousClock.now + .seconds(limit)
        let prompt = Array(Self.prompt.utf8)
        while ContinuousClock.now < deadline {
            var block = [UInt8](repeating: 0, count: 1 << 16)
            let count = unsafe block.withUnsafeMutableBytes { all in
                // SAFETY: as many bytes as the block has.
                unsafe Foundation.read(master, all.baseAddress, all.count)
            }
            if count > 0 { unread += block[..<count] }
            if unread.suffix(prompt.count).elementsEqual(prompt) {
                let text = String(decoding: unread.dropLast(prompt.count), as: UTF8.self)
                unread = []
                return text.replacing("\r\n", with: "\n").replacing("\r", with: "")
            }
            if count <= 0 {
                if child.status != nil { break }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        let found = String(decoding: unread, as: UTF8.self)
        let end = child.status.map { "the program ended with \($0); " } ?? ""
        throw NoPrompt(after: line, found: end + found)
    }

    /// Ends the session, and waits for the process.
    func quit() async throws -> Int32? {
        type("quit\n")
        return try await child.end(limit: 20)
    }
}
