import RapportPluginKit

extension Heat {
    /// What is counted.
    enum Source {
        case labels(column: String)
        case keywords([String], text: String)
    }

    /// - Throws: `role.missing`, `parameter.range`.
    func source() throws(Diagnostic) -> Source {
        guard keywords.isEmpty else {
            if let index = keywords.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
                throw Diagnostic(
                    "parameter.range",
                    "`keywords` has no word at place \(index + 1); expected a word or phrase",
                    subject: .parameter("keywords"), help: ["leave it out"])
            }
            if let twice = keywords.indices.first(where: { keywords[..<$0].contains(keywords[$0]) }) {
                throw Diagnostic(
                    "parameter.twice", "`keywords` names `\(keywords[twice])` twice",
                    subject: .parameter("keywords"), help: ["name it once"])
            }
            guard let text else {
                throw Diagnostic(
                    "role.missing",
                    "`\(Self.name)` needs a column for `text`: the text that `keywords` are looked for in",
                    subject: .parameter("text"), help: ["`text=…` names the column"])
            }
            return .keywords(keywords, text: text)
        }
        guard let label else {
            throw Diagnostic(
                "role.missing", "`\(Self.name)` needs a column for `label`: what was asked for",
                subject: .parameter("label"),
                help: [
                    "`label=…` names the column; `demand.cluster` before it makes one; `keywords=[\"…\"]` counts words of a text"
                ])
        }
        return .labels(column: label)
    }

    /// - Throws: `parameter.range` where it is not above 0, or in months, which differ in length.
    func halfLifeDays() throws(Diagnostic) -> Double {
        let days = Double(halfLife.days) + Double(halfLife.microseconds) / Double(Day.microseconds)
        guard halfLife.months == 0, days > 0 else {
            throw Diagnostic(
                "parameter.range", "`half_life` takes days or hours above 0",
                subject: .parameter("half_life"), help: ["`half_life=14d`"])
        }
        return days
    }

    static let details = """
        A demand is hot when many messages asked for it lately: each counts 1 when it comes and half as much after \
        every `half_life`. Growth compares a period with the mean of the `window` before it. A burst is a run of \
        periods in which the share of the demand is about `s` times the usual.

        **Read it** from `labels`: one row a demand with its heat now, its growth and its trend. `output` has each \
        period; `bursts` says from when to when. `total` is the denominator: all messages of the period, with a label \
        or without. A demand that doubles while all messages double has not become more important: look at `share`.

        **Do not trust it** where labels were made anew each month (they do not mean the same), or where the last \
        period has just begun: it is marked as partial, and neither growth nor trend look at it. With five messages a \
        period a burst is chance.

        Heat and growth are definitions of this workbench; no outside standard exists. Bursts follow Kleinberg; trends \
        are tests of Mann and Kendall with the slope of Sen.
        """
}
