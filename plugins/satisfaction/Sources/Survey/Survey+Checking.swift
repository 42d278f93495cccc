import RapportPluginKit

extension Survey {
    /// What a choice needs beside the answers.
    /// - Throws: `role.missing`, `parameter.conflict`, `parameter.range`, `table.unknown-column`, `column.type`.
    func checkRoles(_ inputs: Inputs<Schema>) throws(Diagnostic) {
        func need(_ role: String, _ column: String?, _ choice: String, _ meaning: String) throws(Diagnostic) {
            if column != nil { return }
            throw Diagnostic(
                "role.missing", "`\(choice)` needs a column for `\(role)`: \(meaning)",
                subject: .parameter(role), help: ["`\(role)=…` names the column"])
        }
        if answers == .latest {
            try need("customer", customer, "answers=latest", "who answered")
            try need("time", time, "answers=latest", "when they answered")
        }
        if period != .none { try need("time", time, "period=\(period.rawValue)", "when they answered") }
        try checkChoices()
        try checkSent(inputs)
    }

    /// That no two choices contradict each other, and thresholds lie on their scale.
    private func checkChoices() throws(Diagnostic) {
        if unanswered == .count, sent != nil {
            throw Diagnostic(
                "parameter.conflict",
                "`sent` tells which surveys were sent, and so does `unanswered=count`",
                subject: .parameter("unanswered"), help: ["leave out one of the two"])
        }
        if reverse, let scale = scale.given, scale != .ces {
            let column = (ratings.first ?? "csat").asColumnName
            throw Diagnostic(
                "parameter.conflict", "`reverse` is for effort (ces); found `scale=\(scale.rawValue)`",
                subject: .parameter("reverse"),
                help: [
                    .init(
                        "leave out `reverse`; where 1 is the best answer, "
                            + "`derive \(column) = "
                            + "\(Wording.number(scale.range.lowerBound + scale.range.upperBound)) - \(column)` "
                            + "before it turns the scale round")
                ])
        }
        for (name, given, scale) in [
            ("satisfied_from", satisfiedFrom.given, Scale.csat), ("easy_from", easyFrom.given, .ces),
        ] {
            guard let given, !scale.range.contains(given) else { continue }
            throw Diagnostic(
                "parameter.range", "`\(name)` lies on the scale, \(scale.title); found \(given)",
                subject: .parameter(name), help: ["`\(name)=\(Wording.number(scale.usualThreshold))`"])
        }
        if let column = ratings.first(where: compare.contains) {
            throw Diagnostic(
                "parameter.conflict", "column `\(column)` holds answers and is one of `compare` too",
                subject: .parameter("compare"), help: ["name another column"])
        }
    }

    /// That the table of `sent` can be broken down as the answers are.
    private func checkSent(_ inputs: Inputs<Schema>) throws(Diagnostic) {
        guard let sent, let schema = inputs.named[sent], !schema.isOpen else { return }
        for name in compare {
            guard let field = schema[name] else {
                throw Diagnostic(
                    "table.unknown-column",
                    "the table of `sent` has no column `\(name)`, which `compare` breaks down by",
                    subject: .parameter("sent"),
                    help: [
                        name.nearest(in: schema.names).map { "there is `\($0)`: `rename` it" }
                            ?? "`join` it there, or leave it out of `compare`"
                    ])
            }
            guard let own = inputs.piped[name], own.type != field.type else { continue }
            throw Diagnostic(
                "column.type",
                "`\(name)` is of type \(own.type.name), in the table of `sent` of type \(field.type.name)",
                subject: .parameter("sent"), help: ["`cast` one of the two"])
        }
    }

    /// `95%`, `99.9%`.
    var confidenceText: String {
        let hundredths = (confidence * 1_000).rounded() / 10
        return hundredths == hundredths.rounded() ? Wording.percent(confidence) : "\(hundredths)%"
    }

    /// The least answer of a question that counts.
    func threshold(_ scale: Scale) -> Double {
        switch scale {
        case .csat: satisfiedFrom.given ?? scale.usualThreshold
        case .ces: easyFrom.given ?? scale.usualThreshold
        case .nps, .good: scale.usualThreshold
        }
    }

    /// All answers, then each column of `compare`, then the periods; with what was sent, where that is known.
    func breakdowns(
        _ inputs: Inputs<Table>, _ answers: SurveyAnswers, _ groups: [Breakdown], _ work: Work
    ) throws(Diagnostic) -> [Breakdown] {
        var found = [Breakdown.all(rows: inputs.piped.count)] + groups
        let sentTable = sent.flatMap { inputs.named[$0] }
        if let grain = Grain(rawValue: period.rawValue), let days = answers.days {
            found.append(Breakdown(days, grain, sent: try sentTable?.sentDays(work)))
        }
        guard let table = sentTable else {
            if unanswered == .count { for index in found.indices { found[index].countRows(answers) } }
            return found
        }
        for index in found.indices { try found[index].count(sent: table, work) }
        return found
    }
}
