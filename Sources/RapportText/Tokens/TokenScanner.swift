/// Finds the words of one text after another, as ranges of its normalised bytes.
///
/// It keeps its memory between texts, and so is for one thread.
struct TokenScanner: ~Copyable {
    /// A word in ``bytes``.
    struct Token {
        var start: Int32
        var end: Int32
        /// Whether punctuation stands between it and the word before.
        var isAfterBreak: Bool
    }

    let tokenizer: Tokenizer
    /// The text last read, in its normal form.
    private(set) var bytes: [UInt8] = []
    private(set) var tokens: [Token] = []
    private var normalizer = TextNormalizer()
    private var replacer = ContactReplacer()
    private var route = SegmentationRoute()
    private let wordTable = WordScalars.table
    private let minimumLength: Int

    init(_ tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
        minimumLength = max(tokenizer.minimumLength, 1)
    }

    /// The bytes of a word.
    func range(_ token: Token) -> Range<Int> { Int(token.start)..<Int(token.end) }

    mutating func read(_ text: String) {
        tokens.removeAll(keepingCapacity: true)
        var isASCII = true
        if tokenizer.normalizes {
            isASCII = normalizer.normalize(text, lowers: tokenizer.lowercases, into: &bytes)
        } else {
            bytes.removeAll(keepingCapacity: true)
            bytes.append(contentsOf: (tokenizer.lowercases ? text.lowercased() : text).utf8)
            isASCII = bytes.allSatisfy { $0 < 0x80 }
        }
        if tokenizer.placeholders { replacer.replace(in: &bytes) }
        if isASCII { scanASCII() } else { scanScalars() }
    }

    private mutating func scanASCII() {
        let count = bytes.count
        var (place, isAfterBreak) = (0, true)
        while place < count {
            let byte = bytes[place]
            guard WordScalars.containsASCII(byte) else {
                if byte > 0x20 { isAfterBreak = true }
                place += 1
                continue
            }
            let start = place
            while place < count, WordScalars.containsASCII(bytes[place]) || joins(at: place) { place += 1 }
            if place - start >= minimumLength {
                append(start, place, isAfterBreak)
            }
            isAfterBreak = false
        }
    }

    private mutating func scanScalars() {
        let count = bytes.count
        var (place, isAfterBreak) = (0, true)
        while place < count {
            let (first, width) = UTF8Scalar.decode(bytes.span, at: place)
            guard isWord(first) else {
                if !Self.isSpace(first) { isAfterBreak = true }
                place += width
                continue
            }
            let start = place
            var (scalars, hasHan) = (0, false)
            while place < count {
                let (scalar, width) = UTF8Scalar.decode(bytes.span, at: place)
                guard isWord(scalar) || joins(at: place) else { break }
                hasHan = hasHan || (0x4E00...0x9FD5).contains(scalar)
                scalars += 1
                place += width
            }
            if hasHan, tokenizer.segmentation.isOn {
                appendSegmented(start..<place, isAfterBreak)
            } else if scalars >= minimumLength {
                append(start, place, isAfterBreak)
            }
            isAfterBreak = false
        }
    }

    /// Splits a run that holds ideographs, with letters and digits beside them.
    private mutating func appendSegmented(_ run: Range<Int>, _ isAfterBreak: Bool) {
        switch tokenizer.segmentation {
        case .none: return
        case .dictionary(let dictionary): route.cut(bytes, run, by: dictionary.trie)
        case .bigrams: route.cutBigrams(bytes, run)
        }
        for (place, piece) in route.pieces.enumerated() where piece.scalars >= minimumLength {
            append(Int(piece.start), Int(piece.end), place == 0 && isAfterBreak)
        }
    }

    private mutating func append(_ start: Int, _ end: Int, _ isAfterBreak: Bool) {
        tokens.append(
            Token(
                start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end),
                isAfterBreak: isAfterBreak))
    }

    @inline(__always) private func isWord(_ scalar: UInt32) -> Bool {
        WordScalars.contains(scalar, wordTable)
    }

    /// Whether an apostrophe between two letters stands here, and is kept.
    @inline(__always) private func joins(at place: Int) -> Bool {
        guard tokenizer.keepsApostrophes, bytes[place] == 0x27, place + 1 < bytes.count else { return false }
        return place > 0 && WordScalars.containsASCII(bytes[place - 1])
            && WordScalars.containsASCII(bytes[place + 1])
    }

    private static func isSpace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0...0x20, 0x85, 0xA0, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}

/// Reads UTF-8 that a string has made, and so is well-formed.
enum UTF8Scalar {
    /// The scalar at a place where one begins, and how many bytes it has; U+FFFD and 1 where it is cut off.
    @inline(__always) static func decode(_ bytes: Span<UInt8>, at place: Int) -> (UInt32, Int) {
        let first = UInt32(bytes[place])
        if first < 0x80 { return (first, 1) }
        let left = bytes.count - place
        if first >= 0xF0, left >= 4 {
            return (
                (first & 0x07) << 18 | next(bytes, place + 1) << 12 | next(bytes, place + 2) << 6
                    | next(bytes, place + 3), 4
            )
        }
        if first >= 0xE0, left >= 3 {
            return ((first & 0x0F) << 12 | next(bytes, place + 1) << 6 | next(bytes, place + 2), 3)
        }
        if first >= 0xC0, left >= 2 { return ((first & 0x1F) << 6 | next(bytes, place + 1), 2) }
        return (0xFFFD, 1)
    }

    @inline(__always) private static func next(_ bytes: Span<UInt8>, _ place: Int) -> UInt32 {
        UInt32(bytes[place] & 0x3F)
    }
}
