public import RapportDiagnostics
public import RapportTable
public import RapportWork
internal import Synchronization

/// How many different values a column has, missing being none: exact, and of a long column counted only when
/// someone asks.
///
/// Until then it holds the column, whose storage it shares with the table that the column is of.
public final class Tally: Sendable {
    private enum State {
        case counted(Int)
        case waiting(Column)
    }
    private let state: Mutex<State>

    public init(_ count: Int) { state = Mutex(.counted(count)) }

    /// Counts at once up to `eagerRows` rows, which takes a few milliseconds.
    ///
    /// - Throws: `memory.limit`, `run.cancelled`.
    public init(
        distinct column: Column, eagerRows: Int = 262_144, work: Work
    ) throws(Diagnostic) {
        if column.count <= eagerRows {
            state = Mutex(.counted(try Self.count(column, work: work)))
        } else {
            state = Mutex(.waiting(column))
        }
    }

    /// - Throws: `memory.limit`, `run.cancelled`.
    public func value(work: Work) throws(Diagnostic) -> Int {
        let column: Column
        switch state.withLock({ $0 }) {
        case .counted(let count): return count
        case .waiting(let waiting): column = waiting
        }
        let count = try Self.count(column, work: work)
        state.withLock { $0 = .counted(count) }
        return count
    }

    private static func count(_ column: Column, work: Work) throws(Diagnostic) -> Int {
        let grouping = try Grouping(by: [column], count: column.count, work: work)
        return grouping.groupCount - (column.missingCount > 0 ? 1 : 0)
    }
}
