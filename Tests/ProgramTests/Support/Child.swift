import Foundation
import Synchronization

/// A child process with a group of its own, which ends with the value.
///
/// Not Foundation's `Process`: it takes a program for running while any child of it lives, and tmux leaves one.
final class Child: Sendable {
    let id: pid_t
    private let ended = Mutex<Int32?>(nil)

    struct NotStarted: Error {
        let path: String
        let reason: String
    }

    init(
        _ path: String, _ arguments: [String], folder: String, environment: [String: String],
        descriptors: [Int32]
    ) throws {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        _ = unsafe posix_spawnattr_init(&attributes)
        defer {
            _ = unsafe posix_spawn_file_actions_destroy(&actions)
            _ = unsafe posix_spawnattr_destroy(&attributes)
        }
        for (place, descriptor) in descriptors.enumerated() {
            _ = unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(place))
        }
        // The runner may ignore or block signals; a program begins without either.
        var none = sigset_t()
        var all = sigset_t()
        _ = unsafe sigemptyset(&none)
        _ = unsafe sigfillset(&all)
        _ = unsafe posix_spawnattr_setsigmask(&attributes, &none)
        _ = unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        _ = unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        // `env` changes the folder and becomes the program: the call that would is not in this C library's module.
        let env = "/usr/bin/env"
        var words = unsafe ([env, "-C", folder, path] + arguments).map { unsafe strdup($0) } + [nil]
        var settings = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            unsafe words.forEach { unsafe free($0) }
            unsafe settings.forEach { unsafe free($0) }
        }
        var child = pid_t()
        let code = unsafe posix_spawn(&child, env, &actions, &attributes, &words, &settings)
        guard code == 0 else { throw NotStarted(path: path, reason: unsafe String(cString: strerror(code))) }
        id = child
    }

    deinit {
        if status == nil { kill() }
    }

    /// The exit code, 128 and the signal where one ended it; nil while it runs.
    var status: Int32? {
        ended.withLock { ended in
            if ended == nil {
                var word: Int32 = 0
                if unsafe waitpid(id, &word, WNOHANG) == id { ended = Self.code(word) }
            }
            return ended
        }
    }

    /// Kills the whole group, and waits for the child.
    func kill() {
        ended.withLock { ended in
            guard ended == nil else { return }
            _ = Foundation.kill(-id, SIGKILL)
            var word: Int32 = 0
            _ = unsafe waitpid(id, &word, 0)
            ended = Self.code(word)
        }
    }

    /// Waits for the end; kills where it takes longer, and gives nil.
    func end(limit: Double) async throws -> Int32? {
        let deadline = ContinuousClock.now + .seconds(limit)
        while ContinuousClock.now < deadline {
            if let status { return status }
            try await Task.sleep(for: .milliseconds(3))
        }
        let last = status
        kill()
        return last
    }

    private static func code(_ word: Int32) -> Int32 {
        let signal = word & 0x7F
        return signal == 0 ? (word >> 8) & 0xFF : 128 + signal
    }
}
