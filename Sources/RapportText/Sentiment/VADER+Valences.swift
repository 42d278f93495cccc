extension VADER {
    /// Gives the valences of the tokens that are not neutral, before the rule of "but"; returns how many tokens the
    /// lexicon knows.
    func weigh(_ tokens: [Token], into valences: inout [(token: Int, value: Double)]) -> Int {
        valences.removeAll(keepingCapacity: true)
        let isMixedCase = Self.isMixedCase(tokens)
        let context = VADERContext(tokens: tokens, vocabulary: vocabulary, isMixedCase: isMixedCase)
        var hits = 0
        for (place, token) in tokens.enumerated() where token.entry >= 0 {
            let entry = context.entries[Int(token.entry)]
            guard entry.isInLexicon, entry.booster == 0,
                !(entry.word == .kind && context.word(place + 1) == .of)
            else { continue }
            hits += 1
            let value = context.valence(place, entry)
            if value != 0 { valences.append((place, value)) }
        }
        return hits
    }
}

extension VADER {
    /// What a negation makes of a valence, as a factor.
    static let negation = -0.74
    /// What a word of degree adds to the valence of the next one, or takes away.
    static let degree = 0.293
}

/// The words around one word.
private struct VADERContext {
    let tokens: [VADER.Token]
    let entries: [VADERVocabulary.Entry]
    let isMixedCase: Bool

    static let capitals = 0.733

    init(tokens: [VADER.Token], vocabulary: VADERVocabulary, isMixedCase: Bool) {
        (self.tokens, entries, self.isMixedCase) = (tokens, vocabulary.entries, isMixedCase)
    }

    private func entry(_ place: Int) -> VADERVocabulary.Entry? {
        guard tokens.indices.contains(place), tokens[place].entry >= 0 else { return nil }
        return entries[Int(tokens[place].entry)]
    }
    func word(_ place: Int) -> VADERVocabulary.Word { entry(place)?.word ?? .other }
    private func isInLexicon(_ place: Int) -> Bool { entry(place)?.isInLexicon ?? false }
    private func isNegated(_ place: Int) -> Bool { tokens[place].hasNt || entry(place)?.isNegator ?? false }

    func valence(_ place: Int, _ entry: VADERVocabulary.Entry) -> Double {
        var value = entry.valence
        if entry.word == .no, isInLexicon(place + 1) { value = 0 }
        let before = word(place - 1)
        if before == .no || word(place - 2) == .no
            || (word(place - 3) == .no && (before == .or || before == .nor))
        {
            value = entry.valence * VADER.negation
        }
        if isMixedCase, tokens[place].isUpper { value += value > 0 ? Self.capitals : -Self.capitals }
        for distance in 0..<3 {
            let other = place - distance - 1
            // A word of the lexicon is neither degree nor negation here, and hides the idioms at its distance.
            guard other >= 0, !isInLexicon(other) else { continue }
            value += degree(other, value) * (distance == 0 ? 1 : distance == 1 ? 0.95 : 0.9)
            value = negated(value, place, distance)
            if distance == 2 { value = idiom(value, place) }
        }
        return least(value, place)
    }

    private func degree(_ place: Int, _ value: Double) -> Double {
        guard let booster = entry(place)?.booster, booster != 0 else { return 0 }
        var degree = value < 0 ? -booster : booster
        if isMixedCase, tokens[place].isUpper { degree += value > 0 ? Self.capitals : -Self.capitals }
        return degree
    }

    private func negated(_ value: Double, _ place: Int, _ distance: Int) -> Double {
        let (one, two, three) = (word(place - 1), word(place - 2), word(place - 3))
        let isSoOrThis: (VADERVocabulary.Word) -> Bool = { $0 == .so || $0 == .this }
        switch distance {
        case 1 where two == .never && isSoOrThis(one): return value * 1.25
        case 1 where two == .without && one == .doubt: return value
        // As the source's operators bind: "so" or "this" in front is enough.
        case 2 where (three == .never && isSoOrThis(two)) || isSoOrThis(one): return value * 1.25
        case 2 where three == .without && (two == .doubt || one == .doubt): return value
        default: return isNegated(place - distance - 1) ? value * VADER.negation : value
        }
    }

    /// Phrases with a valence of their own, and degrees of two words.
    private func idiom(_ value: Double, _ place: Int) -> Double {
        let (three, two, one) = (word(place - 3), word(place - 2), word(place - 1))
        let (zero, next, after) = (word(place), word(place + 1), word(place + 2))
        var value =
            Self.special(one, zero) ?? Self.special(two, one, zero) ?? Self.special(two, one)
            ?? Self.special(three, two, one) ?? Self.special(three, two) ?? value
        value = Self.special(zero, next, after) ?? Self.special(zero, next) ?? value
        if Self.isDampener(three, two) { value -= VADER.degree }
        if Self.isDampener(two, one) { value -= VADER.degree }
        return value
    }

    private static func special(_ first: VADERVocabulary.Word, _ second: VADERVocabulary.Word) -> Double? {
        switch (first, second) {
        case (.the, .shit), (.the, .bomb): 3
        case (.bad, .ass): 1.5
        case (.bus, .stop): 0
        case (.yeah, .right): -2
        case (.beating, .heart): 3.5
        default: nil
        }
    }

    private static func special(
        _ first: VADERVocabulary.Word, _ second: VADERVocabulary.Word, _ third: VADERVocabulary.Word
    ) -> Double? {
        switch (first, second, third) {
        case (.kiss, .of, .death): -1.5
        case (.to, .die, .for): 3
        default: nil
        }
    }

    private static func isDampener(_ first: VADERVocabulary.Word, _ second: VADERVocabulary.Word) -> Bool {
        switch (first, second) {
        case (.kind, .of), (.sort, .of), (.just, .enough): true
        default: false
        }
    }

    /// "least" turns the word behind it, "at least" and "very least" do not.
    private func least(_ value: Double, _ place: Int) -> Double {
        guard place > 0, word(place - 1) == .least, !isInLexicon(place - 1) else { return value }
        if place > 1, word(place - 2) == .at || word(place - 2) == .very { return value }
        return value * VADER.negation
    }
}
