/// What one cell of a question says that was answered in words.
enum AnswerText: Hashable {
    /// `4`, `5 - Excellent`, `Extremely likely - 10`, `四星`, `★★★☆☆`: the number, and the words beside it.
    case number(Double, beside: String)
    case word(String)
    /// `N/A`, `(跳过)`.
    case unanswered

    init(_ cell: String) {
        let text = AnswerWords.folded(cell)
        self =
            if AnswerWords.unanswered.contains(text) {
                .unanswered
            } else if let found = Self.leading(text) ?? Self.trailing(text) ?? Self.stars(text) {
                .number(found.number, beside: found.beside)
            } else {
                .word(text)
            }
    }

    private typealias Numbered = (number: Double, beside: String)

    /// What may stand between a number and its words.
    private static let separators: Set<Character> = ["-", "–", "—", ":", "=", ".", ",", "、", ")", "(", " "]
    private static let units = ["stars", "star", "points", "point", "分", "星", "颗星"]

    private static func leading(_ text: String) -> Numbered? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...2).contains(digits.count), let number = Double(digits) else { return nil }
        var rest = text.dropFirst(digits.count)
        if rest.hasPrefix(".0") { rest = rest.dropFirst(2) }
        if rest.isEmpty { return (number, "") }
        let bare = trimmed(rest)
        if units.contains(bare) { return (number, "") }
        if let first = rest.first, separators.contains(first), bare.first?.isNumber != true {
            return (number, bare)
        }
        guard let unit = units.first(where: { bare.hasPrefix($0) }) else { return nil }
        return (number, trimmed(bare.dropFirst(unit.count)))
    }

    /// `Excellent (5)`, `not at all likely - 0`.
    private static func trailing(_ text: String) -> Numbered? {
        var text = text[...]
        let isBracketed = text.last == ")"
        if isBracketed { text = text.dropLast() }
        if text.last == "分" { text = text.dropLast() }
        let digits = text.reversed().prefix { $0.isASCII && $0.isNumber }.count
        let rest = text.dropLast(digits)
        guard (1...2).contains(digits), let number = Double(text.suffix(digits)),
            let mark = rest.last(where: { $0 != " " }), isBracketed ? mark == "(" : "-–—:=".contains(mark)
        else { return nil }
        let beside = trimmed(rest)
        return beside.isEmpty || beside.contains(where: \.isNumber) ? nil : (number, beside)
    }

    private static func stars(_ text: String) -> Numbered? {
        let full = text.count { $0 == "★" || $0 == "⭐" }
        if full > 0, text.allSatisfy({ "★⭐☆".contains($0) }) { return (Double(full), "") }
        guard let first = text.first, let number = "一二三四五".firstIndex(of: first),
            let unit = ["星好评", "星", "分", "颗星"].first(where: { text.dropFirst() == $0 })
        else { return nil }
        let place = "一二三四五".distance(from: "一二三四五".startIndex, to: number)
        return (Double(place + 1), unit == "星好评" ? "好评" : "")
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while let first = text.first, separators.contains(first) { text = text.dropFirst() }
        while let last = text.last, separators.contains(last) { text = text.dropLast() }
        return String(text)
    }
}
