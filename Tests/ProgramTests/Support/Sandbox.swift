import Foundation
import Testing

/// A folder of its own, with a home and nothing of the user's settings; gone with the value.
final class Sandbox: Sendable {
    let folder: String

    init() throws {
        let unresolved = FileManager.default.temporaryDirectory.appendingPathComponent(
            "rapport-program-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: unresolved, withIntermediateDirectories: true)
        folder = unresolved.resolvingSymlinksInPath().path
    }

    deinit {
        // A read-only folder among them must not stay.
        if let all = FileManager.default.enumerator(atPath: folder) {
            for case let path as String in all { _ = unsafe chmod("\(folder)/\(path)", 0o700) }
        }
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    func write(_ bytes: [UInt8], to name: String) throws {
        let url = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// Names of what lies in the folder, sorted.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    /// Nothing of the user's, nothing of the tests'.
    func environment(_ more: [String: String] = [:]) -> [String: String] {
        let inherited = ProcessInfo.processInfo.environment
        var environment = [
            "HOME": folder, "PATH": inherited["PATH"] ?? "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "dumb",
            "RAPPORT_HISTORY": path("history"), "RAPPORT_KEY_FILE": path("key"),
            "SWIFT_BACKTRACE": "enable=no",
        ]
        environment["LD_LIBRARY_PATH"] = inherited["LD_LIBRARY_PATH"]
        return environment.merging(more) { $1 }
    }

    /// Runs the program to its end.
    func run(
        _ arguments: String..., input: String = "", environment more: [String: String] = [:],
        limit: Double = 60
    ) async throws -> Ended {
        let running = try start(arguments, input: input, environment: more)
        return try await running.end(limit: limit)
    }

    /// Starts a program, ours where no other is named.
    func start(
        _ arguments: [String], program: String? = nil, input: String = "",
        environment more: [String: String] = [:]
    ) throws -> Running {
        let id = UUID().uuidString
        // Files and not pipes: a program that says much must not wait for us.
        let names = [".in-\(id)", ".out-\(id)", ".err-\(id)"]
        try write(input, to: names[0])
        for name in names[1...] { try write("", to: name) }
        let descriptors = names.enumerated().map { place, name in
            unsafe open(path(name), (place == 0 ? O_RDONLY : O_WRONLY) | O_CLOEXEC)
        }
        defer { for descriptor in descriptors { close(descriptor) } }
        let child = try Child(
            program ?? Program.path(), arguments, folder: folder, environment: environment(more),
            descriptors: descriptors)
        return Running(child: child, sandbox: self, names: names)
    }
}

/// A program that was started.
struct Running {
    fileprivate let child: Child
    fileprivate let sandbox: Sandbox
    fileprivate let names: [String]

    var id: pid_t { child.id }
    var isRunning: Bool { child.status == nil }

    struct TookTooLong: Error, CustomStringConvertible {
        let limit: Double
        let output: String
        let errors: String
        var description: String {
            "had not ended after \(limit) s, and was killed\noutput: \(output)\nerrors: \(errors)"
        }
    }

    /// Waits for the end; kills the program where it takes longer.
    func end(limit: Double = 60) async throws -> Ended {
        let status = try await child.end(limit: limit)
        func text(_ name: String) -> String {
            String(decoding: (try? sandbox.bytes(name)) ?? [], as: UTF8.self)
        }
        let (output, errors) = (text(names[1]), text(names[2]))
        for name in names { try? FileManager.default.removeItem(atPath: sandbox.path(name)) }
        guard let status else { throw TookTooLong(limit: limit, output: output, errors: errors) }
        return Ended(status: status, output: output, errors: errors)
    }
}
