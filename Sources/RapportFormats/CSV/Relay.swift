internal import RapportDiagnostics
internal import RapportWork
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What one block hands to the next: where its first record begins, and its numbers.
struct Handoff: Sendable {
    /// In the file.
    var place: Int
    /// Of the table, from 0.
    var row: Int
    /// Of the file, from 1.
    var line: Int
    /// Enough rows were read.
    var isStopped = false
}

/// Hands from block to block, in the order of the file.
///
/// A block guesses where its first record begins; only the block before knows. It is waited for after the
/// scan for cells and before the values are read, so threads wait for a scan at most. Blocks are taken in
/// order (``Work/pieces(_:_:)``), so the one that is waited for is always at work on another thread.
final class Relay: Sendable {
    private let handed: Mutex<[Int: Handoff]>
    private let ready = Atomic<Int>(0)
    private let isBroken = Atomic<Bool>(false)

    init(_ first: Handoff) { handed = Mutex([0: first]) }

    func wait(for block: Int, work: Work) throws(Diagnostic) -> Handoff {
        var turns = 0
        while ready.load(ordering: .acquiring) < block {
            // The block that failed reports why; this one only has to stop.
            if isBroken.load(ordering: .relaxed) || work.isCancelled { throw .cancelled }
            turns += 1
            if turns > 200 { usleep(20) } else { sched_yield() }
        }
        guard let handoff = handed.withLock({ $0.removeValue(forKey: block) }) else {
            throw .internalError("block \(block) was not handed over")
        }
        return handoff
    }

    func hand(_ handoff: Handoff, to block: Int) {
        handed.withLock { $0[block] = handoff }
        ready.store(block, ordering: .releasing)
    }

    func fail() { isBroken.store(true, ordering: .relaxed) }
}

/// Workspaces for as many threads as are at work.
final class BlockPool: Sendable {
    private let free = Mutex<[BlockBuffer]>([])

    func take() -> BlockBuffer { free.withLock { $0.popLast() } ?? BlockBuffer() }
    func give(_ block: BlockBuffer) { free.withLock { $0.append(block) } }
}
