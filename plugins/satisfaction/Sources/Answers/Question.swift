import RapportPluginKit

/// A column of answers and its scale.
struct Question: Sendable {
    let name: String
    let scale: Scale
    let origin: ScaleOrigin
    let isReversed: Bool
    /// How words were taken; nil of numbers.
    let wording: AnswerWording?

    /// At least one answer is there.
    /// - Throws: `column.range` where an answer is outside the scale, `survey.scale` where no scale holds all
    ///   or most lie between its points.
    init(
        _ name: String, _ answers: Answers, scale given: Auto<Scale>, isReversed: Bool
    ) throws(Diagnostic) {
        let present = answers.points.lazy.compactMap(\.self)
        let (least, greatest) = (present.min() ?? 0, present.max() ?? 0)
        self.name = name
        wording = answers.wording
        if let scale = given.given {
            (self.scale, origin) = (scale, .given)
        } else if let scale = answers.wording?.scale {
            (self.scale, origin) = (scale, .words)
        } else if least == 0, greatest == 1, present.allSatisfy({ $0 == 0 || $0 == 1 }) {
            // A flag, whatever the column is called: on a scale of eleven points nobody would be content.
            (self.scale, origin) = (.good, .values(least, greatest))
        } else if let scale = Scale.named(name) {
            (self.scale, origin) = (scale, .name)
        } else {
            if let holding = Scale.holding(least, greatest) {
                try Self.requirePoints(present, name, holding)
            }
            guard let scale = Scale.told(by: present, least, greatest) else {
                throw Self.unknownScale(name, least, greatest)
            }
            (self.scale, origin) = (scale, .values(least, greatest))
        }
        self.isReversed = isReversed && self.scale == .ces
        try Self.check(answers.points, name, self.scale, least, greatest)
    }

    /// Numbers that are no points of any scale are taken for answers only where that is said.
    private static func requirePoints(
        _ answers: some Sequence<Double>, _ name: String, _ scale: Scale
    ) throws(Diagnostic) {
        var (count, between) = (0, 0)
        for answer in answers {
            count += 1
            if (answer * 2).rounded() != answer * 2 { between += 1 }
        }
        guard between * 2 > count else { return }
        throw Diagnostic(
            "survey.scale",
            "\(Wording.count(between)) of \(Wording.count(count, "answer")) of `\(name)` lie between the points of a "
                + "scale: they look like another measure",
            subject: .column(name),
            help: [
                .init("`scale=\(scale.rawValue)` where they are means of answers; else name another column")
            ])
    }

    /// A guess between scales on which the same number is good and bad would be a wrong number.
    private static func unknownScale(_ name: String, _ least: Double, _ greatest: Double) -> Diagnostic {
        guard Scale.holding(least, greatest) != nil else {
            return Diagnostic(
                "survey.scale", "the answers of `\(name)` fit no scale: neither 1 to 5, 1 to 7 nor 0 to 10",
                subject: .column(name),
                help: ["`derive` a column on one of these scales, or name another column in its place"])
        }
        let column = name.asColumnName
        if least == greatest {
            let other: Scale = least == 0 ? .nps : .csat
            return Diagnostic(
                "survey.scale",
                "all answers of `\(name)` are \(Wording.number(least)), which is one thing on the scale "
                    + "\(Scale.good.title), another on \(other.title)",
                subject: .column(name), help: ["`scale=good`", .init("`scale=\(other.rawValue)`")])
        }
        return Diagnostic(
            "survey.scale",
            "the answers of `\(name)` run from \(Wording.number(least)) to \(Wording.number(greatest)): stars from "
                + "\(Wording.number(least)) to 5, or \(Scale.nps.title), of which nobody gave more than \(Wording.number(greatest))",
            subject: .column(name),
            help: [
                least == 0
                    ? .init("`derive csat = 1 + 0.8 * \(column)` before it makes stars satisfaction, 1 to 5")
                    : .init(
                        "`derive csat = max_of(1, \(column))` before it, with `ratings=csat`, makes stars from "
                            + "\(Wording.number(least)) satisfaction, 1 to 5"),
                "`scale=nps` where they say whether they would recommend",
            ])
    }

    /// `reverse` turns effort alone.
    /// - Throws: `parameter.conflict` where no question asks for it.
    static func requireEffort(_ questions: [Question]) throws(Diagnostic) {
        if questions.contains(where: { $0.scale == .ces }) { return }
        throw Diagnostic(
            "parameter.conflict",
            "`reverse` is for effort (ces), and no column of `ratings` is on that scale",
            subject: .parameter("reverse"),
            help: [
                "`scale=ces` where it is one, else leave out `reverse`",
                "where 1 is the best of 5 answers, `derive csat = 6 - csat` before it turns them round",
            ])
    }

    private static func check(
        _ answers: [Double?], _ name: String, _ scale: Scale, _ least: Double, _ greatest: Double
    ) throws(Diagnostic) {
        func isOutside(_ answer: Double?) -> Bool { answer.map { !scale.range.contains($0) } ?? false }
        guard let row = answers.firstIndex(where: isOutside) else { return }
        let range = scale.range
        let ends = "\(Wording.number(range.lowerBound)) to \(Wording.number(range.upperBound))"
        var help = [
            "`… | where \(name.asColumnName) >= \(Wording.number(range.lowerBound)) and "
                + "\(name.asColumnName) <= \(Wording.number(range.upperBound))` before it leaves them out"
        ]
        if let other = Scale.holding(least, greatest), other != scale {
            help.insert(
                "`scale=\(other.rawValue)`: all answers lie within \(other.title)", at: 0)
        }
        let count = answers.count(where: isOutside)
        let side = answers[row].map { $0 < range.lowerBound } ?? false ? "below" : "above"
        throw Diagnostic(
            "column.range",
            "\(Wording.count(count, "answer")) of `\(name)` \(count == 1 ? "lies" : "lie") outside \(scale.title) "
                + "(scale=\(scale.rawValue)), the first, in row \(row + 1), \(side) it; expected \(ends)",
            subject: .column(name), help: help.map { .init($0) })
    }
}
