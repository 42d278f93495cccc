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
        let classes = vocabulary.classes.span
        var (exclamations, questions) = (0, 0)
        var place = 0
        while place < text.count {
            if ByteClass.mayBeBlank(classes[Int(text[place])]) {
                let blank = UTF8Reading.blank(text, at: place)
                if blank > 0 {
                    place += blank
                    continue
                }
            }
            let start = place
            var seen: UInt8 = 0
            while place < text.count {
                let byte = text[place]
                let kind = classes[Int(byte)]
                if ByteClass.mayBeBlank(kind), UTF8Reading.blank(text, at: place) > 0 { break }
                if kind & ByteClass.mark != 0 {
                    if byte == UInt8(ascii: "!") { exclamations += 1 } else { questions += 1 }
                }
                seen |= kind
                place += 1
            }
            tokens.append(token(text, start..<place, seen, classes))
        }
        return (exclamations, questions)
    }

    /// The token of what stands between blanks; `seen` is the classes of all its bytes together.
    private func token(
        _ text: Span<UInt8>, _ whole: Range<Int>, _ seen: UInt8, _ classes: Span<UInt8>
    ) -> Token {
        var (start, end) = (whole.lowerBound, whole.upperBound)
        if seen & ByteClass.punctuation != 0 {
            while start < end, classes[Int(text[start])] & ByteClass.punctuation != 0 { start += 1 }
            while end > start, classes[Int(text[end - 1])] & ByteClass.punctuation != 0 { end -= 1 }
            if end - start <= 8, Self.scalars(text, start..<end) <= 2 {
                (start, end) = (whole.lowerBound, whole.upperBound)
            }
        }
        var (hasUpper, hasLower) = (seen & ByteClass.upper != 0, seen & ByteClass.lower != 0)
        if seen & ByteClass.beyondASCII != 0 { (hasUpper, hasLower) = Self.cases(text, start..<end) }
        return Token(
            start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end),
            entry: vocabulary.find(text, start..<end), isUpper: hasUpper && !hasLower,
            hasNt: seen & ByteClass.apostrophe != 0 && Self.hasNt(text, start..<end))
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

/// What a byte of UTF-8 may be to VADER, as bits.
enum ByteClass {
    static let upper: UInt8 = 1
    static let lower: UInt8 = 2
    static let apostrophe: UInt8 = 4
    static let beyondASCII: UInt8 = 8
    /// Python's `string.punctuation`: all of ASCII that is seen and neither letter nor digit.
    static let punctuation: UInt8 = 16
    private static let blank: UInt8 = 32
    /// Begins white space beyond ASCII, perhaps.
    private static let lead: UInt8 = 64
    /// An exclamation or a question mark.
    static let mark: UInt8 = 128

    @inline(__always) static func mayBeBlank(_ kind: UInt8) -> Bool { kind & (blank | lead) != 0 }

    static let table: [UInt8] = (0...255).map { byte in
        var kind: UInt8 = 0
        switch byte {
        case 65...90: kind = upper
        case 97...122: kind = lower
        case 33...47, 58...64, 91...96, 123...126: kind = punctuation
        case 9...13, 28...32: kind = blank
        case 0xC2, 0xE1, 0xE2, 0xE3: kind = lead | beyondASCII
        case 0x80...255: kind = beyondASCII
        default: kind = 0
        }
        if byte == 0x27 { kind |= apostrophe }
        if byte == 0x21 || byte == 0x3F { kind |= mark }
        return kind
    }
}
