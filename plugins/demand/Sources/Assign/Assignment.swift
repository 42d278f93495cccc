import RapportPluginKit

/// The group of each row, as columns beside the table.
struct Assignment {
    /// Numbers that readers see, from 1.
    let clusters: [Int?]
    /// Places in ``names``.
    let labels: [Int?]
    let names: [String]
    let similarities: [Double?]
    /// Below this a row is far from its group.
    let limit: Double
    let tokens: [Int]
    let reasons: [Unusable?]

    func added(to table: Table) -> Table {
        let reasonNames = Unusable.allCases.map(\.rawValue)
        let columns: [Column] = [
            .ints(clusters), .categories(labels, of: names), .floats(similarities),
            .bools(similarities.map { $0.map { $0 < limit } }), .ints(present: tokens),
            .categories(reasons.map { $0.flatMap { Unusable.allCases.firstIndex(of: $0) } }, of: reasonNames),
        ]
        var table = table
        for (field, column) in zip(ClusterTables.documentFields, columns) {
            table = table.adding(field, column)
        }
        return table
    }
}
