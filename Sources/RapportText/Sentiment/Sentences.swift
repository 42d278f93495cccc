/// Where a text's sentences begin and end.
public enum Sentences {
    /// The sentences of a text as ranges of its UTF-8, in order, without the blanks around them; none of a blank text.
    ///
    /// A sentence ends behind 。！？… and their doubles, behind a line's end, and behind . ! ? that white space, a closing
    /// quote or the end of the text follows; a full stop behind one letter or a known abbreviation (e.g., Mr.) ends none.
    public static func ranges(in text: Span<UInt8>) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var (start, place) = (0, 0)
        func end(_ end: Int) {
            let range = trimmed(text, start..<end)
            if !range.isEmpty { ranges.append(range) }
            start = end
        }
        while place < text.count {
            let (scalar, width) = UTF8Scalar.decode(text, at: place)
            place += width
            switch scalar {
            case 10, 13, 0x2028, 0x2029: end(place)
            case 0x3002, 0xFF01, 0xFF1F, 0x2026, 0xFF61:
                place = behindClosing(text, place)
                end(place)
            case 0x21, 0x3F, 0x2E:
                let stop = place - 1
                place = behindClosing(text, place)
                let isLast =
                    place >= text.count || UTF8Reading.blank(text, at: place) > 0
                    || UTF8Scalar.decode(text, at: place).0 >= 0x2E80
                if isLast, scalar != 0x2E || !isAbbreviation(text, start..<stop) { end(place) }
            default: continue
            }
        }
        end(text.count)
        return ranges
    }

    /// Behind further marks and closing quotes.
    private static func behindClosing(_ text: Span<UInt8>, _ place: Int) -> Int {
        var place = place
        while place < text.count {
            let (scalar, width) = UTF8Scalar.decode(text, at: place)
            switch scalar {
            case 0x21, 0x3F, 0x2E, 0x22, 0x27, 0x29, 0x5D, 0x3002, 0xFF01, 0xFF1F, 0x2026, 0x2019, 0x201D,
                0x300D,
                0x300F, 0xFF09, 0x3011:
                place += width
            default: return place
            }
        }
        return place
    }

    private static let abbreviations: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "e.g", "i.e", "inc", "ltd", "co", "approx",
        "dept",
        "est", "jr", "sr", "fig", "tel",
    ]

    /// Whether the word that ends in front of a full stop is short for another.
    private static func isAbbreviation(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var word: [UInt8] = []
        var place = range.upperBound
        while place > range.lowerBound, word.count < 8 {
            let byte = text[place - 1]
            let isWord = byte == UInt8(ascii: ".") || VADERVocabulary.lower(byte) &- 97 < 26
            if !isWord { break }
            word.append(VADERVocabulary.lower(byte))
            place -= 1
        }
        if word.count == 1 { return word[0] != UInt8(ascii: "i") }
        return abbreviations.contains(String(decoding: word.reversed(), as: UTF8.self))
    }

    private static func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper {
            let blank = UTF8Reading.blank(text, at: lower)
            if blank == 0 { break }
            lower += blank
        }
        while upper > lower {
            var last = upper - 1
            while last > lower, text[last] & 0xC0 == 0x80 { last -= 1 }
            if UTF8Reading.blank(text, at: last) == 0 { break }
            upper = last
        }
        return min(lower, upper)..<upper
    }
}
