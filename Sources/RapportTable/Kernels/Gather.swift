public import RapportDiagnostics
public import RapportWork

extension Column {
    /// The cells at `rows`, in their order; -1 gives a missing cell.
    ///
    /// Traps on a row that is not there.
    /// - Complexity: O(rows + bytes of text).
    public func gathered(at rows: Buffer<Int32>, work: Work) throws(Diagnostic) -> Column {
        Gather.reference(self, at: rows)
    }
}

extension Table {
    /// The rows at `rows`, in their order; -1 gives a row of missing cells.
    public func gathered(at rows: Buffer<Int32>, work: Work) throws(Diagnostic) -> Table {
        var gathered: [Column] = []
        for column in columns { gathered.append(try column.gathered(at: rows, work: work)) }
        return Table(schema, gathered, count: rows.count)
    }
}

package enum Gather {
    /// Defines what is correct.
    package static func reference(_ column: Column, at rows: Buffer<Int32>) -> Column {
        Column(
            column.type,
            scalars: (0..<rows.count).map { rows[$0] < 0 ? .missing : column[Int(rows[$0])] })
    }
}
