import RapportNumerics
import RapportPluginKit

/// The rows of a table in an order that depends on nothing but what is in them.
///
/// Sums and ties depend on the order in which rows are taken. Taken in the order of ids, then of all that is measured,
/// a clustering is the same however the table was sorted.
struct SortedRows {
    /// The rows, by `id` and the columns.
    let table: Table
    /// Of each row of ``table`` its number in the table as it came.
    let places: [Int]

    init(_ table: Table, id: String?, columns: [Field], work: Work) throws(Diagnostic) {
        var keys: [SortKey] = []
        for name in [id].compactMap(\.self) + columns.map(\.name) {
            keys.append(SortKey(try table.column(name)))
        }
        let order = try sortOrder(keys, count: table.count, work: work)
        self.table = try table.gathered(at: order, work: work)
        places = (0..<order.count).map { Int(order[$0]) }
    }

    /// Values of the sorted rows in the order in which the table came.
    func restored<Value>(_ values: [Value]) -> [Value] {
        guard var restored = values.first.map({ Array(repeating: $0, count: values.count) }) else {
            return []
        }
        for (place, value) in zip(places, values) { restored[place] = value }
        return restored
    }
}

extension Matrix {
    /// The mean of the rows of each label, which count from 0; labels below 0 are left out.
    func centers(of labels: [Int], count: Int) -> Matrix {
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: count * columns)
        var sizes = [Double](repeating: 0, count: count)
        for (row, label) in labels.enumerated() where label >= 0 {
            sizes[label] += 1
            for column in 0..<columns { sums[label * columns + column].add(self[row, column]) }
        }
        var centers = Matrix(rows: count, columns: columns)
        for label in 0..<count {
            for column in 0..<columns {
                centers[label, column] = sums[label * columns + column].total / max(sizes[label], 1)
            }
        }
        return centers
    }
}
