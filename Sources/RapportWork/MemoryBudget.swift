public import RapportDiagnostics
internal import Synchronization

/// What `set memory=8GB` allows: large allocations are announced before they are made.
///
/// It counts what is announced, not what the process uses; its purpose is an error that names the step
/// in place of the kernel's killer. A session has one for all of its statements, so that the tables it
/// holds count too.
public final class MemoryBudget: Sendable {
    private let limitBytes: Atomic<Int>
    private let used = Atomic<Int>(0)
    private let peak = Atomic<Int>(0)

    public init(limit: Int? = nil) { limitBytes = Atomic(limit ?? .max) }

    /// Bytes; nil is no limit.
    public var limit: Int? {
        get {
            let bytes = limitBytes.load(ordering: .relaxed)
            return bytes == .max ? nil : bytes
        }
        set { limitBytes.store(newValue ?? .max, ordering: .relaxed) }
    }

    public var usedBytes: Int { used.load(ordering: .relaxed) }
    /// The most that has been in use at once.
    public var peakBytes: Int { peak.load(ordering: .relaxed) }

    /// Announces `bytes` for `purpose`, or refuses.
    /// - Throws: `memory.limit`, with what needed how much.
    public func reserve(_ bytes: Int, for purpose: String) throws(Diagnostic) {
        let total = used.add(bytes, ordering: .relaxed).newValue
        guard let limit, total > limit else {
            peak.max(total, ordering: .relaxed)
            return
        }
        used.subtract(bytes, ordering: .relaxed)
        throw Diagnostic(
            "memory.limit",
            "\(purpose) needs \(Self.megabytes(bytes)) more; \(Self.megabytes(total - bytes)) of "
                + "\(Self.megabytes(limit)) are in use",
            help: ["`set memory=…` allows more; `select` fewer columns or `where` fewer rows need less"])
    }

    /// Gives back what ``reserve(_:for:)`` took.
    public func release(_ bytes: Int) { used.subtract(bytes, ordering: .relaxed) }

    private static func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000) MB" }
}
