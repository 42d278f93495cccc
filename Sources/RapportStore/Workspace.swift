internal import FoundationEssentials
internal import GRDB
public import RapportDiagnostics
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The SQLite file that keeps every result with what made it.
///
/// WAL, `synchronous=FULL`: what the analyst was told is saved survives a power cut. Two processes may
/// share it: one writes at a time, readers never wait. Errors carry SQLite's code, never a bound value.
public final class Workspace: Sendable {
    /// `:memory:` keeps nothing.
    public let path: String
    public let isReadOnly: Bool
    let database: any DatabaseWriter
    let session = Mutex<Int64?>(nil)
    let origin: Origin

    /// Who opens the workspace, for the session's row.
    public struct Origin: Sendable {
        public enum Mode: String, Sendable { case repl, batch, once }
        public var mode: Mode
        public var appVersion: String
        public var host: String

        public init(mode: Mode, appVersion: String, host: String = "") {
            (self.mode, self.appVersion, self.host) = (mode, appVersion, host)
        }
    }

    /// Opens the file, or makes it with mode 0600; brings an older schema up to date.
    ///
    /// A file without a write bit opens read-only, for root too.
    /// - Throws: `workspace.folder`, `workspace.not-a-database`, `workspace.newer`, `workspace.locked`,
    ///   `workspace.open`.
    public init(path: String, origin: Origin) throws(Diagnostic) {
        (self.path, self.origin) = (path, origin)
        if path == ":memory:" {
            isReadOnly = false
            database = try Self.wrap("open", path) {
                try DatabaseQueue(configuration: Self.configuration(false))
            }
        } else {
            isReadOnly = try Self.prepareFile(at: path)
            try Self.refuseNewer(path)
            let configuration = Self.configuration(isReadOnly)
            database = try Self.wrap("open", path) {
                if configuration.readonly {
                    return try DatabaseQueue(path: path, configuration: configuration)
                }
                return try DatabasePool(path: path, configuration: configuration)
            }
        }
        try bringUpToDate()
    }

    private static func configuration(_ isReadOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(3)
        configuration.maximumReaderCount = 2
        configuration.prepareDatabase { db in
            if !isReadOnly { try db.execute(sql: "PRAGMA synchronous = FULL") }
        }
        return configuration
    }

    /// Makes a missing file readable by its owner alone; gives whether an existing one is read-only.
    private static func prepareFile(at path: String) throws(Diagnostic) -> Bool {
        var status = stat()
        if unsafe stat(path, &status) != 0 {
            let descriptor = unsafe open(path, O_CREAT | O_RDWR, 0o600)
            guard descriptor >= 0 else {
                throw Diagnostic(
                    "workspace.open", "cannot make the workspace `\(path)`: \(reason(errno))",
                    help: ["name another place with `--workspace PATH`"])
            }
            closeDescriptor(descriptor)
            return false
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Diagnostic(
                "workspace.folder", "the workspace `\(path)` is no file",
                help: ["name a file: `--workspace \(path)/rapport.db`"])
        }
        return unsafe status.st_mode & 0o222 == 0 || access(path, W_OK) != 0
    }

    /// Looks at the version without touching the file: opening it for use would already switch its journal.
    private static func refuseNewer(_ path: String) throws(Diagnostic) {
        let version = try wrap("read", path) {
            try DatabaseQueue(path: path, configuration: configuration(true)).read {
                try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0
            }
        }
        guard version <= Migrations.current else {
            throw Diagnostic(
                "workspace.newer",
                "the workspace `\(path)` was made by a newer version (schema \(version), known \(Migrations.current))",
                help: ["open it with that version, or name another one with `--workspace PATH`"])
        }
    }

    private func bringUpToDate() throws(Diagnostic) {
        let version = try Self.wrap("read", path) {
            try database.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
        }
        if version == Migrations.current { return }
        if isReadOnly {
            throw Diagnostic(
                "workspace.read-only", "the workspace `\(path)` is read-only and must be brought up to date",
                help: ["make the file writable, or name another one with `--workspace PATH`"])
        }
        try Self.wrap("set up", path) { try Migrations.migrator.migrate(database) }
    }

    /// Ends the session's row, and leaves the workspace in one file where nobody else has it open.
    ///
    /// Nothing waits for it: what was kept is kept.
    public func close(at time: String) {
        if let id = session.withLock({ $0 }), !isReadOnly {
            try? database.write { db in
                try db.execute(sql: "UPDATE session SET ended_at = ? WHERE id = ?", arguments: [time, id])
            }
        }
        // A pool closes its readers last, and a reader cannot take the journal's files away: so they go first.
        (database as? DatabasePool)?.invalidateReadOnlyConnections()
        try? database.close()
    }

    // MARK: - Failures

    private static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

    func reading<Result>(_ what: String, _ body: (Database) throws -> Result) throws(Diagnostic) -> Result {
        try Self.wrap(what, path) { try database.read(body) }
    }

    func writing<Result>(_ what: String, _ body: (Database) throws -> Result) throws(Diagnostic) -> Result {
        if isReadOnly {
            throw Diagnostic(
                "workspace.read-only", "the workspace `\(path)` is read-only: cannot \(what)",
                help: ["make the file writable; what was computed stays bound"])
        }
        return try Self.wrap(what, path) { try database.write(body) }
    }

    /// Turns any failure of SQLite into a diagnostic, without bound values.
    static func wrap<Result>(_ what: String, _ path: String, _ body: () throws -> Result) throws(Diagnostic)
        -> Result
    {
        do {
            return try body()
        } catch let error as Diagnostic {
            throw error
        } catch let error as DatabaseError {
            throw diagnostic(error, what, path)
        } catch {
            throw Diagnostic("workspace.failed", "cannot \(what) in the workspace `\(path)`")
        }
    }

    private static func diagnostic(_ error: DatabaseError, _ what: String, _ path: String) -> Diagnostic {
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            Diagnostic(
                "workspace.not-a-database",
                "`\(path)` is no workspace: it is not an SQLite database, or damaged",
                help: ["name another one with `--workspace PATH`; a backup opens the same way"])
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            Diagnostic(
                "workspace.locked", "the workspace `\(path)` is locked by another process: cannot \(what)",
                help: ["it is tried again before the next statement"])
        case .SQLITE_READONLY:
            Diagnostic(
                "workspace.read-only", "the workspace `\(path)` is read-only: cannot \(what)",
                help: ["make the file and its folder writable; what was computed stays bound"])
        case .SQLITE_FULL:
            Diagnostic(
                "workspace.full", "the disk is full: cannot \(what) in the workspace `\(path)`",
                help: ["free some room; it is tried again before the next statement"])
        default:
            Diagnostic(
                "workspace.failed",
                "cannot \(what) in the workspace `\(path)`: SQLite error \(error.resultCode.rawValue) "
                    + "(\(error.resultCode))",
                help: ["`rapport workspace check` looks for damage"])
        }
    }
}

/// `close` of the system, which the method of that name would hide.
private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }
