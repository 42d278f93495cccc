import RapportPluginKit

/// A number that stands for "none" among the numbers of a column: -1 or 999 days since the last contact.
struct StandIn {
    let column: String
    let value: Double
    let count: Int
    let rows: Int

    private static let low: Set<Double> = [-1, -9, -99, -999, -9_999]
    private static let high: Set<Double> = [99, 999, 9_999, 99_999, 999_999]

    /// Nil where no value stands apart: one negative number among none, or a row of nines far above all others.
    init?(_ values: [Double], column: String) {
        guard let least = values.min(), let most = values.max() else { return nil }
        func lone(_ value: Double, _ isApart: (Double) -> Bool) -> Int? {
            let count = values.count { $0 == value }
            guard count >= 2, count * 100 >= values.count else { return nil }
            return values.allSatisfy { $0 == value || isApart($0) } ? count : nil
        }
        if Self.low.contains(least), most > 1, let count = lone(least, { $0 >= 0 }) {
            (value, self.count) = (least, count)
        } else if Self.high.contains(most), let count = lone(most, { $0 <= most / 2 }) {
            (value, self.count) = (most, count)
        } else {
            return nil
        }
        (self.column, rows) = (column, values.count)
    }

    var caveat: Outcome.Caveat {
        let name = column.asColumnName
        return .init(
            "features.stand-in", count: count,
            "\(Wording.number(value)) stands in \(Wording.percent(Double(count) / Double(rows))) of the rows of "
                + "`\(column)`, far from all its other values: where it means “none” it is measured as a number; "
                + "`… | derive is_known = \(name) != \(Wording.number(value))` keeps what it says")
    }
}
