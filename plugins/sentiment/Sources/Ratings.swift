import RapportPluginKit

/// What the writers rated, and the third of the scale that each rating lies in.
struct Ratings: Sendable {
    enum Third: String, Sendable, CaseIterable { case low, middle, high }

    let values: [Double?]
    let scale: ClosedRange<Double>

    func third(of row: Int) -> Third? {
        guard let value = values[row] else { return nil }
        let share = (value - scale.lowerBound) / (scale.upperBound - scale.lowerBound)
        // A third is no float: 1 of 0 to 3 and 3 of 1 to 7 lie on the limit, and belong to the outer thirds.
        return share <= 1.0 / 3 + 1e-12 ? .low : share >= 2.0 / 3 - 1e-12 ? .high : .middle
    }
}

extension Score {
    /// Nil where the table has no column of ratings.
    func ratings(_ table: Table) throws(Diagnostic) -> Ratings? {
        guard let rating else { return nil }
        let values = try table.optionalNumbers(in: rating)
        let scale = try Self.scale(of: values.compactMap(\.self), given: ratingScale.given, column: rating)
        return Ratings(values: values, scale: scale)
    }
}
