public import RapportDiagnostics
public import RapportWork

/// What to sort by.
public struct SortKey: Sendable {
    public var column: Column
    public var descending: Bool
    public init(_ column: Column, descending: Bool = false) {
        (self.column, self.descending) = (column, descending)
    }
}

/// The rows in the order of the keys, the first key first.
///
/// Stable; missing is last both ways; text is ordered by Unicode scalars, which is the order of its UTF-8.
/// Without keys: the rows as they are.
/// - Throws: `table.too-many-rows`, `memory.limit`, `run.cancelled`.
public func sortOrder(_ keys: [SortKey], count: Int, work: Work) throws(Diagnostic) -> Buffer<Int32> {
    precondition(keys.allSatisfy { $0.column.count == count })
    try Diagnostic.checkRows(count)
    return Sort.reference(keys, count: count)
}

package enum Sort {
    /// Defines what is correct.
    package static func reference(_ keys: [SortKey], count: Int) -> Buffer<Int32> {
        let cells = keys.map { key in (0..<count).map { key.column[$0] } }
        let order = (0..<count).sorted { a, b in
            for (key, cells) in zip(keys, cells) {
                switch (cells[a].isMissing, cells[b].isMissing) {
                case (true, true): continue
                case (true, false): return false
                case (false, true): return true
                case (false, false):
                    if cells[a].isLess(than: cells[b]) { return !key.descending }
                    if cells[b].isLess(than: cells[a]) { return key.descending }
                }
            }
            return a < b
        }
        return Buffer(order.map(Int32.init))
    }
}
