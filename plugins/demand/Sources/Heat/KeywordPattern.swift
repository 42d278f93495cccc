import RapportText

/// A word or phrase that is looked for in texts, without case.
///
/// Chinese is found anywhere, for nothing stands between its words; elsewhere the word must begin and end where
/// letters do: `tea` is not in `team`.
struct KeywordPattern {
    private let scalars: [Unicode.Scalar]

    init(_ word: String) { scalars = Self.folded(word) }

    /// Lower case, runs of blanks as one.
    static func folded(_ text: String) -> [Unicode.Scalar] {
        var folded: [Unicode.Scalar] = []
        for scalar in text.lowercased().unicodeScalars {
            if !scalar.properties.isWhitespace {
                folded.append(scalar)
            } else if let last = folded.last, last != " " {
                folded.append(" ")
            }
        }
        if folded.last == " " { folded.removeLast() }
        return folded
    }

    func matches(_ text: [Unicode.Scalar]) -> Bool {
        guard let first = scalars.first, let last = scalars.last, text.count >= scalars.count else {
            return false
        }
        for start in 0...(text.count - scalars.count) where text[start] == first {
            let end = start + scalars.count
            guard text[start..<end].elementsEqual(scalars) else { continue }
            let joinsBefore = start > 0 && text[start - 1].isWordPart && first.isWordPart
            let joinsAfter = end < text.count && text[end].isWordPart && last.isWordPart
            if !joinsBefore, !joinsAfter { return true }
        }
        return false
    }
}

extension Unicode.Scalar {
    /// A letter, digit or `_` of a script that writes blanks between words.
    fileprivate var isWordPart: Bool {
        !isHan && (properties.isAlphabetic || properties.numericType != nil || self == "_")
    }
}
