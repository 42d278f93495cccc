import RapportPluginKit

extension Score {
    /// The input with the new columns behind it.
    /// - Throws: `table.duplicate-column`.
    func outputSchema(_ input: Schema) throws(Diagnostic) -> Schema {
        var schema = input
        for var field in ScoreTables.declared[0].fields {
            field.name = prefix + field.name
            guard input[field.name] == nil else {
                throw Diagnostic(
                    "table.duplicate-column",
                    "the table has a column `\(field.name)` already; `\(Self.name)` adds one of that name",
                    subject: .parameter("prefix"),
                    help: ["`prefix=\"text_\"` adds `text_\(field.name)` and so on in its place"])
            }
            schema.fields.append(field)
        }
        return schema
    }

    /// - Throws: `parameter.conflict`, `model.shape`, `parameter.missing`.
    func checkModel(_ inputs: Inputs<Schema>) throws(Diagnostic) {
        if method == .trained, rating == nil, model == nil {
            throw Diagnostic(
                "parameter.missing", "`method=trained` needs `rating`: the column with the writers' ratings",
                subject: .parameter("rating"), help: ["`rating=…` names the column"])
        }
        guard let model else { return }
        if method != .auto {
            throw conflict("method", "says how texts are scored")
        }
        if userLexicon != nil { throw conflict("user_lexicon", "gives words") }
        if let schema = inputs.named[model] { try KeptModel.kept.check(schema) }
    }

    private func conflict(_ name: String, _ what: String) -> Diagnostic {
        Diagnostic(
            "parameter.conflict", "`model` \(what), and so does `\(name)`", subject: .parameter(name),
            help: ["leave out one of the two"])
    }

    /// Parameters that were given and change nothing.
    var unused: [Note] {
        guard ratingScale.given != nil, rating == nil else { return [] }
        return [
            Note(
                "parameter.unused", "`rating_scale` is not used: there is no column of ratings",
                isWarning: true)
        ]
    }

    /// - Throws: `parameter.range` where an aspect has no word; `role.missing` where a table has no column of them.
    func checkAspects(_ inputs: Inputs<Schema>) throws(Diagnostic) {
        switch byAspect {
        case .first(.first(let words))?:
            if words.isEmpty || words.contains(where: \.isBlank) { throw Self.blankAspect }
        case .first(.second(let map))?:
            if map.entries.isEmpty
                || map.entries.contains(where: { $0.value.isEmpty || $0.value.contains(where: \.isBlank) })
            {
                throw Self.blankAspect
            }
        case .second?:
            if let schema = inputs.named["by_aspect"] { _ = try Aspects.columns(of: schema) }
        case nil: break
        }
    }

    private static var blankAspect: Diagnostic {
        Diagnostic(
            "parameter.range", "`by_aspect` has an aspect without a word; expected one or more of each",
            subject: .parameter("by_aspect"),
            help: ["`by_aspect=[\"delivery\", \"price\"]`, or `by_aspect={delivery: [\"delivery\", \"物流\"]}`"]
        )
    }

    /// The lowest and the highest rating; of auto the scale of the column's name, else the smallest one of surveys that
    /// holds all that were given.
    /// - Throws: `parameter.range`.
    static func scale(
        of ratings: [Double], given: [Double]?, column: String = ""
    ) throws(Diagnostic) -> ClosedRange<Double> {
        if let given {
            guard given.count == 2, given[0] < given[1] else {
                throw Diagnostic(
                    "parameter.range", "`rating_scale` takes two numbers, the lower one first",
                    subject: .parameter("rating_scale"), help: ["`rating_scale=[1, 5]`"])
            }
            let outside = ratings.count { $0 < given[0] || $0 > given[1] }
            guard outside == 0 else {
                throw Diagnostic(
                    "column.range",
                    "`\(column)` has \(Wording.count(outside)) of \(Wording.count(ratings.count, "rating")) outside "
                        + "\(Wording.number(given[0])) to \(Wording.number(given[1])); expected none",
                    subject: .parameter("rating_scale"),
                    help: ["`rating_scale=[lowest, highest]` that holds all"])
            }
            return given[0]...given[1]
        }
        guard let least = ratings.min(), let most = ratings.max() else { return 1...5 }
        func holds(_ scale: ClosedRange<Double>) -> Bool { scale.contains(least) && scale.contains(most) }
        if let named = named(column), holds(named) { return named }
        // Where all are 1 they are the worst of five, more likely than the best of 0 and 1.
        return scales.first(where: holds) ?? least...max(most, least.nextUp)
    }

    static let scales: [ClosedRange<Double>] = [1...5, 1...7, 0...1, 0...5, 0...10, 0...100]

    /// Nil of a name that says nothing, as `score`.
    private static func named(_ column: String) -> ClosedRange<Double>? {
        let name = RoleAliases.folded(column)
        func has(_ words: [String]) -> Bool { words.contains { name.contains($0) } }
        if has(["nps", "recommend", "推荐"]) { return 0...10 }
        if has(["csat", "satisf", "满意"]) { return 1...5 }
        return nil
    }
}

extension String {
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
