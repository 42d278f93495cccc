import RapportPluginKit

extension Question {
    /// What was taken for what: the scale, its direction, and the words.
    var caveats: [Outcome.Caveat] {
        [detected, direction, words, agreed, numbered, silent].compactMap(\.self)
    }

    private var named: [Outcome.NamedValue] { [.init("question", .text(name))] }

    private var detected: Outcome.Caveat? {
        let how: String
        switch origin {
        case .given: return nil
        case .name: how = "by its name"
        case .words: how = "by its words"
        case .values(let least, let greatest):
            how = "by its values, from \(Wording.number(least)) to \(Wording.number(greatest))"
        }
        return .init(
            "scale.detected", "`\(name)` is taken for \(scale.title), \(how); `scale=…` says otherwise",
            values: named + [.init("scale", .text(scale.rawValue))])
    }

    private var direction: Outcome.Caveat? {
        guard scale == .ces else { return nil }
        return .init(
            "scale.direction",
            isReversed
                ? "`\(name)` is turned round: 7 was the hardest (reverse=true)"
                : "in `\(name)` 7 is taken as the easiest; `reverse=true` where it is the hardest",
            values: named)
    }

    private var words: Outcome.Caveat? {
        guard let wording, !wording.taken.isEmpty else { return nil }
        let listed = wording.taken.map { "\($0.word) \(Wording.number($0.point))" }
        return .init(
            "answers.words", "`\(name)` is answered in words, taken as \(Wording.list(listed))", values: named
        )
    }

    /// Who agrees that something is bad is not content.
    private var agreed: Outcome.Caveat? {
        guard let wording,
            wording.taken.contains(where: { $0.word.contains("agree") || $0.word.contains("同意") })
        else { return nil }
        return .init(
            "answers.agreement",
            "agreement in `\(name)` counts as satisfaction, as with a statement that praises; of one that complains "
                + "turn the words round with `recode` before it",
            values: named)
    }

    private var numbered: Outcome.Caveat? {
        guard let wording, wording.taken.isEmpty else { return nil }
        return .init(
            "answers.numbers", "`\(name)` is text, of which the number in each answer counts", values: named)
    }

    private var silent: Outcome.Caveat? {
        guard let wording, wording.unanswered > 0 else { return nil }
        return .init(
            "answers.none", count: wording.unanswered,
            "\(Wording.count(wording.unanswered, "cell")) of `\(name)` say that nobody answered, and count as missing",
            values: named)
    }
}
