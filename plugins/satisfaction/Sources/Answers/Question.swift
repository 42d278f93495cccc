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
        } else if let scale = Scale.holding(least, greatest) {
            try Self.requirePoints(present, name, scale)
            (self.scale, origin) = (scale, .values(least, greatest))
        } else {
            throw Diagnostic(
                "survey.scale", "the answers of `\(name)` fit no scale: neither 1 to 5, 1 to 7 nor 0 to 10",
                subject: .column(name),
                help: ["`derive` a column on one of these scales, or name another column in its place"])
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
