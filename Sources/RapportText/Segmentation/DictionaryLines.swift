internal import CLexicons

/// Words and counts, one a line, between spaces or tabs.
struct DictionaryLines {
    private let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    // SAFETY: both functions take nothing and give what the program itself holds; see the initializer.

    /// The words of jieba that were counted five times or more.
    static var general: DictionaryLines { unsafe DictionaryLines(rp_lexicon_zh_word_frequencies()) }
    /// Our own words of the trade.
    static var trade: DictionaryLines { unsafe DictionaryLines(rp_lexicon_zh_trade_words()) }

    private init(_ lexicon: rp_lexicon) {
        // SAFETY: a lexicon is `length` bytes of the program's own pages, which never move.
        bytes = unsafe Array(
            UnsafeRawBufferPointer(start: UnsafeRawPointer(lexicon.bytes), count: lexicon.length))
    }

    /// Every word, its letters in lower case, with its count; nil where a line has none.
    ///
    /// Empty lines and those that begin with `#` are left out.
    func forEach(_ body: ([UInt32], Int?) -> Void) {
        let span = bytes.span
        var place = 0
        var word: [UInt32] = []
        if span.count >= 3, span[0] == 0xEF, span[1] == 0xBB, span[2] == 0xBF { place = 3 }
        while place < span.count {
            word.removeAll(keepingCapacity: true)
            while place < span.count, !Self.ends(span[place]) {
                let (scalar, width) = UTF8Scalar.decode(span, at: place)
                word.append(SegmentationRoute.folded(scalar))
                place += width
            }
            while place < span.count, span[place] == 0x20 || span[place] == 0x09 { place += 1 }
            var (count, hasDigits) = (0, false)
            while place < span.count, span[place] &- 0x30 < 10 {
                count = min(count * 10 + Int(span[place] &- 0x30), Int(UInt32.max))
                hasDigits = true
                place += 1
            }
            while place < span.count, span[place] != 0x0A { place += 1 }
            place += 1
            if let first = word.first, first != 0x23 { body(word, hasDigits ? count : nil) }
        }
    }

    private static func ends(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
