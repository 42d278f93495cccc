@testable import RapportText

/// VADER's rules as they are written in words, slowly, over strings and scalars: the fast one must agree with it.
struct LiteralVADER {
    let lexicon: [String: Double]
    let emoji: [Unicode.Scalar: String]

    init() {
        lexicon = Dictionary(
            EmbeddedLexicon.vader.lines.map { (String($0.word), Double($0.meaning) ?? 0) },
            uniquingKeysWith: { $1 })
        var names: [Unicode.Scalar: String] = [:]
        for (emoji, name) in EmbeddedLexicon.emojiNames.lines {
            names[emoji.unicodeScalars[emoji.unicodeScalars.startIndex]] = String(name)
        }
        emoji = names
    }

    private let negators = Set(VADERVocabulary.negators)
    private let boosters: [String: Double] = {
        var all: [String: Double] = ["just enough": -0.293, "kind of": -0.293, "sort of": -0.293]
        for word in VADERVocabulary.boosters { all[word] = 0.293 }
        for word in VADERVocabulary.dampeners { all[word] = -0.293 }
        return all
    }()
    private let special: [String: Double] = [
        "the shit": 3, "the bomb": 3, "bad ass": 1.5, "badass": 1.5, "bus stop": 0, "yeah right": -2,
        "kiss of death": -1.5, "to die for": 3, "beating heart": 3.5,
    ]

    // MARK: - Tokens

    private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9...13, 28...32, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            true
        default: false
        }
    }

    func spelledOut(_ text: String) -> [Unicode.Scalar] {
        var (out, isAfterBlank): ([Unicode.Scalar], Bool) = ([], true)
        for scalar in text.unicodeScalars {
            if let name = emoji[scalar] {
                if !isAfterBlank { out.append(" ") }
                out += Array(name.unicodeScalars)
                isAfterBlank = false
            } else {
                out.append(scalar)
                isAfterBlank = scalar == " "
            }
        }
        return out
    }

    private func tokens(_ scalars: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        let punctuation = Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".unicodeScalars)
        return scalars.split(whereSeparator: isBlank).map { token in
            var stripped = token
            while let first = stripped.first, punctuation.contains(first) { stripped.removeFirst() }
            while let last = stripped.last, punctuation.contains(last) { stripped.removeLast() }
            return Array(stripped.count <= 2 ? token : stripped)
        }
    }

    private func isUpper(_ token: [Unicode.Scalar]) -> Bool {
        var isCased = false
        for scalar in token {
            let properties = scalar.properties
            if properties.isLowercase || properties.generalCategory == .titlecaseLetter { return false }
            if properties.isUppercase { isCased = true }
        }
        return isCased
    }

    // MARK: - Scores

    /// neg, neu, pos, compound.
    func score(_ text: String) -> [Double] {
        let scalars = spelledOut(text)
        let words = tokens(scalars)
        var view = String.UnicodeScalarView()
        let lower = words.map { word in
            view.removeAll()
            view.append(contentsOf: word)
            return String(view).lowercased()
        }
        let isDifferent = {
            let upper = words.count { isUpper($0) }; return 0 < upper && upper < words.count
        }()
        var sentiments = words.indices.map { place -> Double in
            if boosters[lower[place]] != nil { return 0 }
            if place < words.count - 1, lower[place] == "kind", lower[place + 1] == "of" { return 0 }
            return valence(place, lower, words, isDifferent)
        }
        if let but = lower.firstIndex(of: "but") {
            for place in sentiments.indices {
                let value = sentiments[place]
                guard let first = sentiments.firstIndex(of: value) else { continue }
                if first < but {
                    sentiments[first] = value * 0.5
                } else if first > but {
                    sentiments[first] = value * 1.5
                }
            }
        }
        return finish(sentiments, scalars)
    }

    private func valence(
        _ i: Int, _ lower: [String], _ words: [[Unicode.Scalar]], _ isDifferent: Bool
    ) -> Double {
        guard let own = lexicon[lower[i]] else { return 0 }
        var v = own
        func at(_ place: Int) -> String { lower.indices.contains(place) ? lower[place] : "" }
        if lower[i] == "no", i != words.count - 1, lexicon[at(i + 1)] != nil { v = 0 }
        if at(i - 1) == "no" || at(i - 2) == "no" || (at(i - 3) == "no" && ["or", "nor"].contains(at(i - 1)))
        {
            v = own * -0.74
        }
        if isUpper(words[i]), isDifferent { if v > 0 { v += 0.733 } else { v -= 0.733 } }
        func isNegated(_ word: String) -> Bool { negators.contains(word) || word.contains("n't") }
        for k in 0..<3 where i > k && lexicon[at(i - k - 1)] == nil {
            if var s = boosters[at(i - k - 1)] {
                if v < 0 { s = -s }
                if isUpper(words[i - k - 1]), isDifferent { if v > 0 { s += 0.733 } else { s -= 0.733 } }
                if k == 1 { s *= 0.95 }
                if k == 2 { s *= 0.9 }
                v += s
            }
            if k == 0, isNegated(at(i - 1)) { v *= -0.74 }
            if k == 1 {
                if at(i - 2) == "never", ["so", "this"].contains(at(i - 1)) {
                    v *= 1.25
                } else if at(i - 2) == "without", at(i - 1) == "doubt" {
                } else if isNegated(at(i - 2)) {
                    v *= -0.74
                }
            }
            if k == 2 {
                if (at(i - 3) == "never" && ["so", "this"].contains(at(i - 2)))
                    || ["so", "this"].contains(at(i - 1))
                {
                    v *= 1.25
                } else if at(i - 3) == "without", at(i - 2) == "doubt" || at(i - 1) == "doubt" {
                } else if isNegated(at(i - 3)) {
                    v *= -0.74
                }
                let (a, b, c) = (at(i - 3), at(i - 2), at(i - 1))
                for phrase in [
                    "\(c) \(lower[i])", "\(b) \(c) \(lower[i])", "\(b) \(c)", "\(a) \(b) \(c)", "\(a) \(b)",
                ] {
                    guard let value = special[phrase] else { continue }
                    v = value
                    break
                }
                if i + 1 < words.count, let value = special["\(lower[i]) \(at(i + 1))"] { v = value }
                if i + 2 < words.count, let value = special["\(lower[i]) \(at(i + 1)) \(at(i + 2))"] {
                    v = value
                }
                for phrase in ["\(a) \(b) \(c)", "\(a) \(b)", "\(b) \(c)"] { v += boosters[phrase] ?? 0 }
            }
        }
        if i > 1, at(i - 1) == "least" {
            if at(i - 2) != "at", at(i - 2) != "very" { v *= -0.74 }
        } else if i > 0, at(i - 1) == "least" {
            v *= -0.74
        }
        return v
    }

    private func finish(_ sentiments: [Double], _ scalars: [Unicode.Scalar]) -> [Double] {
        guard !sentiments.isEmpty else { return [0, 0, 0, 0] }
        var sum = sentiments.reduce(0, +)
        let questions = scalars.count { $0 == "?" }
        let emphasis =
            Double(min(scalars.count { $0 == "!" }, 4)) * 0.292
            + (questions < 2 ? 0 : questions < 4 ? Double(questions) * 0.18 : 0.96)
        if sum > 0 { sum += emphasis } else if sum < 0 { sum -= emphasis }
        let compound = sum / (sum * sum + 15).squareRoot()
        var (positive, negative, neutral) = (0.0, 0.0, 0.0)
        for value in sentiments {
            if value > 0 { positive += value + 1 }
            if value < 0 { negative += value - 1 }
            if value == 0 { neutral += 1 }
        }
        if positive > abs(negative) {
            positive += emphasis
        } else if positive < abs(negative) {
            negative -= emphasis
        }
        let total = positive + abs(negative) + neutral
        return [abs(negative / total), neutral / total, positive / total, min(max(compound, -1), 1)]
    }
}
