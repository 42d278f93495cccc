extension Table {
    /// Whether names, types and all cells are the same, bit for bit except for -0; for tests.
    ///
    /// How text lies in memory, and what stands under a missing cell, does not count.
    public func isIdentical(to other: Table) -> Bool {
        schema.names == other.schema.names && count == other.count
            && zip(columns, other.columns).allSatisfy { $0.isIdentical(to: $1) }
    }
}

extension Column {
    /// Whether type and all cells are the same; for tests.
    public func isIdentical(to other: Column) -> Bool {
        type == other.type && count == other.count
            && (0..<count).allSatisfy { self[$0].isSame(as: other[$0]) }
    }
}
