public import RapportDiagnostics
public import RapportWork

extension Column {
    /// The cells whose bit is set, in row order.
    public func filtered(by keep: Bitmap, work: Work) throws(Diagnostic) -> Column {
        precondition(keep.count == count)
        if keep.setCount == count { return self }
        return try gathered(at: keep.setRows(work: work), work: work)
    }
}

extension Table {
    /// The rows whose bit is set, in row order.
    public func filtered(by keep: Bitmap, work: Work) throws(Diagnostic) -> Table {
        precondition(keep.count == count)
        if keep.setCount == count { return self }
        return try gathered(at: keep.setRows(work: work), work: work)
    }
}

extension Bitmap {
    /// The rows whose bit is set, ascending.
    ///
    /// - Throws: `table.too-many-rows`, `memory.limit`, `run.cancelled`.
    public func setRows(work: Work) throws(Diagnostic) -> Buffer<Int32> {
        try Diagnostic.checkRows(count)
        return Filter.reference(self)
    }
}

package enum Filter {
    /// Defines what is correct.
    package static func reference(_ keep: Bitmap) -> Buffer<Int32> {
        Buffer((0..<keep.count).filter { keep[$0] }.map(Int32.init))
    }
}
