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
    /// Nil where the table has no column of ratings, or one whose numbers are none.
    ///
    /// Votes, likes and sums are called `score` too: on no scale, nobody can say which of them are good.
    /// - Throws: `column.range`.
    func ratings(_ table: Table) throws(Diagnostic) -> (ratings: Ratings?, refused: Outcome.Caveat?) {
        guard let rating else { return (nil, nil) }
        let values = try table.optionalNumbers(in: rating)
        let present = values.compactMap(\.self)
        if ratingScale.given == nil, let least = present.min(), let most = present.max(),
            !Self.scales.contains(where: { $0.contains(least) && $0.contains(most) }),
            Set(present).count > 11
        {
            let range = "from \(Wording.number(least)) to \(Wording.number(most))"
            guard method != .trained else {
                throw Diagnostic(
                    "column.range", "`\(rating)` runs \(range), which is no scale of ratings",
                    subject: .column(rating), help: ["`rating_scale=[lowest, highest]` says what it is"])
            }
            return (
                nil,
                .init(
                    "rating.no-scale", count: present.count,
                    "`\(rating)` runs \(range), which is no scale of ratings: scores are not compared with it; "
                        + "`rating_scale=[lowest, highest]` where it is one")
            )
        }
        let scale = try Self.scale(of: present, given: ratingScale.given, column: rating)
        return (Ratings(values: values, scale: scale), nil)
    }

    /// That both sides of a conversation are scored, where a column says who wrote.
    func mixedSides(_ table: Table, work: Work) throws(Diagnostic) -> [Outcome.Caveat] {
        let stated = table.schema.fields.filter { $0.role == "side" }
        let named =
            RoleAliases.closest(table.schema.fields.filter { $0.role == nil }, to: "side")?.fields ?? []
        let found = stated.isEmpty ? named : stated
        guard found.count == 1, let name = found.first?.name else { return [] }
        let column = try table.column(name)
        let levels = try Grouping(by: [column], count: column.count, work: work).groupCount
        guard (2...6).contains(levels) else { return [] }
        return [
            .init(
                "text.sides",
                "`\(name)` seems to say who wrote, and all are scored, ours beside the customers': "
                    + "`… | where \(name.asColumnName)\(column.type == .bool ? "" : " == \"…\"")` before it chooses"
            )
        ]
    }
}
