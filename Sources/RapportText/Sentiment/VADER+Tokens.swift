extension VADER {
    /// A word or an emoticon.
    struct Token: Sendable {
        var start: Int32
        var end: Int32
        /// In the vocabulary's entries, -1 where unknown.
        var entry: Int32
        var isUpper: Bool
        /// Not, in itself: don't, isn't.
        var hasNt: Bool

        var range: Range<Int> { Int(start)..<Int(end) }
    }

    /// Cuts at white space, takes ASCII punctuation off both ends where more than two scalars remain, and counts marks.
    func tokenise(_ text: Span<UInt8>, into tokens: inout [Token]) -> (exclamations: Int, questions: Int) {
        tokens.removeAll(keepingCapacity: true)
        var (exclamations, questions) = (0, 0)
        var place = 0
        while place < text.count {
            let blank = UTF8Reading.blank(text, at: place)
            if blank > 0 {
                place += blank
                continue
            }
            let start = place
            while place < text.count, UTF8Reading.blank(text, at: place) == 0 {
                let byte = text[place]
                if byte == UInt8(ascii: "!") { exclamations += 1 }
                if byte == UInt8(ascii: "?") { questions += 1 }
                place += 1
                // The bytes behind a lead are no white space of their own.
                while place < text.count, text[place] & 0xC0 == 0x80 { place += 1 }
            }
            tokens.append(token(text, start..<place))
        }
        return (exclamations, questions)
    }

    private func token(_ text: Span<UInt8>, _ whole: Range<Int>) -> Token {
        var (start, end) = (whole.lowerBound, whole.upperBound)
        while start < end, Self.isPunctuation(text[start]) { start += 1 }
        while end > start, Self.isPunctuation(text[end - 1]) { end -= 1 }
        if end - start <= 8, Self.scalars(text, start..<end) <= 2 {
            (start, end) = (whole.lowerBound, whole.upperBound)
        }

        var (hasUpper, hasLower, hasApostrophe, isASCII) = (false, false, false, true)
        var hash = VADERVocabulary.basis
        for place in start..<end {
            let byte = text[place]
            let lower = VADERVocabulary.lower(byte)
            hash = VADERVocabulary.mixed(hash, lower)
            hasUpper = hasUpper || lower != byte
            hasLower = hasLower || byte &- 97 < 26
            hasApostrophe = hasApostrophe || byte == UInt8(ascii: "'")
            isASCII = isASCII && byte < 0x80
        }
        if !isASCII { (hasUpper, hasLower) = Self.cases(text, start..<end) }
        let isKnown = end - start <= vocabulary.longest
        return Token(
            start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end),
            entry: isKnown ? vocabulary.find(text, start..<end, hash: hash) : -1,
            isUpper: hasUpper && !hasLower, hasNt: hasApostrophe && Self.hasNt(text, start..<end))
    }

    /// Python's `string.punctuation`: all of ASCII that is seen and neither letter nor digit.
    @inline(__always) static func isPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case 33...47, 58...64, 91...96, 123...126: true
        default: false
        }
    }

    private static func scalars(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var count = 0
        for place in range where text[place] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// Whether there are upper-case scalars, and lower- or title-case ones, as Python's `isupper` asks.
    private static func cases(_ text: Span<UInt8>, _ range: Range<Int>) -> (upper: Bool, lower: Bool) {
        var (hasUpper, hasLower) = (false, false)
        var place = range.lowerBound
        while place < range.upperBound {
            let (value, width) = UTF8Scalar.decode(text, at: place)
            place += width
            guard let scalar = Unicode.Scalar(value) else { continue }
            if value < 0x80 {
                hasUpper = hasUpper || value &- 65 < 26
                hasLower = hasLower || value &- 97 < 26
            } else if !(0x3400...0x9FFF).contains(value) {
                let properties = scalar.properties
                if properties.isLowercase || properties.generalCategory == .titlecaseLetter {
                    hasLower = true
                } else if properties.isUppercase {
                    hasUpper = true
                }
            }
        }
        return (hasUpper, hasLower)
    }

    private static func hasNt(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.dropLast(2).contains { place in
            text[place + 1] == UInt8(ascii: "'") && VADERVocabulary.lower(text[place]) == UInt8(ascii: "n")
                && VADERVocabulary.lower(text[place + 2]) == UInt8(ascii: "t")
        }
    }

    /// Whether some words are in capitals and some are not: only then do capitals stress.
    static func isMixedCase(_ tokens: [Token]) -> Bool {
        let upper = tokens.count { $0.isUpper }
        return 0 < upper && upper < tokens.count
    }
}
