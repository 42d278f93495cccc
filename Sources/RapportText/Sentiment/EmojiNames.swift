/// Names of emoji, as words that a lexicon knows.
struct EmojiNames: Sendable {
    private var bytes: [UInt8] = []
    /// Begin and end in ``bytes`` by ``place(of:)``; equal where the scalar has no name.
    private var ranges: [(start: Int32, end: Int32)]

    static let standard = EmojiNames()

    private init() {
        ranges = Array(repeating: (0, 0), count: Self.places)
        for (emoji, name) in EmbeddedLexicon.emojiNames.lines {
            guard let scalar = emoji.unicodeScalars.first, let place = Self.place(of: scalar.value) else {
                continue
            }
            ranges[place].start = Int32(bytes.count)
            bytes += Array(name.utf8)
            ranges[place].end = Int32(bytes.count)
        }
    }

    var count: Int { ranges.count { $0.end > $0.start } }

    /// Where emoji are: ©, ® and U+2000 to U+33FF, U+1F000 to U+1FFFF.
    private static func place(of scalar: UInt32) -> Int? {
        switch scalar {
        case 0xA0...0xAF: Int(scalar) - 0xA0
        case 0x2000...0x33FF: Int(scalar) - 0x2000 + 0x10
        case 0x1F000...0x1FFFF: Int(scalar) - 0x1F000 + 0x1410
        default: nil
        }
    }
    private static let places = 0x2410

    /// Writes `text` with each emoji replaced by its name into `out`; false, and nothing written, where there is none.
    ///
    /// A blank stands before a name unless the sign before it in the text is a blank: `a😁b` is `a beaming face with
    /// smiling eyesb`. A flag or a family is its parts. Also writes K for the Kelvin sign, whose small letter is an
    /// ASCII k, so that what reads on may think in bytes.
    func spellOut(_ text: Span<UInt8>, into out: inout [UInt8]) -> Bool {
        var place = 0
        while place < text.count, text[place] < 0x80 { place += 1 }
        if place == text.count { return false }
        out.removeAll(keepingCapacity: true)
        let (ranges, bytes) = (ranges.span, bytes.span)
        var (isAfterBlank, written, found) = (true, 0, false)
        if place > 0 { isAfterBlank = text[place - 1] == 32 }
        while place < text.count {
            let (scalar, width) = UTF8Scalar.decode(text, at: place)
            if width == 1 {
                isAfterBlank = scalar == 32
            } else if scalar == 0x212A {
                UTF8Reading.append(text, written..<place, to: &out)
                out.append(UInt8(ascii: "K"))
                (written, isAfterBlank, found) = (place + width, false, true)
            } else if let emoji = Self.place(of: scalar), ranges[emoji].end > ranges[emoji].start {
                UTF8Reading.append(text, written..<place, to: &out)
                if !isAfterBlank { out.append(32) }
                UTF8Reading.append(bytes, Int(ranges[emoji].start)..<Int(ranges[emoji].end), to: &out)
                (written, isAfterBlank, found) = (place + width, false, true)
            } else {
                isAfterBlank = false
            }
            place += width
        }
        if found { UTF8Reading.append(text, written..<text.count, to: &out) }
        return found
    }
}

/// White space and pieces of UTF-8, for what must see a text as Python does.
enum UTF8Reading {
    static func append(_ text: Span<UInt8>, _ range: Range<Int>, to out: inout [UInt8]) {
        out.reserveCapacity(out.count + range.count)
        for place in range { out.append(text[place]) }
    }

    /// Bytes of the white space that begins at a place, as Python's `str.split` sees it; 0 where there is none.
    @inline(__always) static func blank(_ text: Span<UInt8>, at place: Int) -> Int {
        let lead = text[place]
        if lead < 0x80 { return lead == 32 || (9...13).contains(lead) || (28...31).contains(lead) ? 1 : 0 }
        guard lead == 0xC2 || lead == 0xE1 || lead == 0xE2 || lead == 0xE3 else { return 0 }
        let (scalar, width) = UTF8Scalar.decode(text, at: place)
        return switch scalar {
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: width
        default: 0
        }
    }
}
