extension ChineseDictionary {
    /// A text in words, with everything between them: put together they give the text again.
    ///
    /// As `jieba.cut(text, HMM=False)`: what stands between words comes one scalar at a time. It takes texts as they are;
    /// a ``Tokenizer`` brings them into their normal form first.
    public func words(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        let span = bytes.span
        var (words, place) = ([String](), 0)
        var route = SegmentationRoute()
        func append(_ range: Range<Int>) {
            words.append(String(decoding: bytes[range], as: UTF8.self))
        }
        while place < bytes.count {
            let start = place
            while place < bytes.count {
                let (scalar, width) = UTF8Scalar.decode(span, at: place)
                guard Self.isBlock(scalar) else { break }
                place += width
            }
            if place > start {
                for range in cutBlock(bytes, start..<place, &route) { append(range) }
                continue
            }
            let width =
                bytes[place] == 0x0D && place + 1 < bytes.count && bytes[place + 1] == 0x0A
                ? 2 : UTF8Scalar.decode(span, at: place).1
            append(place..<place + width)
            place += width
        }
        return words
    }

    /// A block may hold `+#&._%-`, each of which is a word by itself unless the dictionary has one with it.
    private func cutBlock(_ bytes: [UInt8], _ block: Range<Int>, _ route: inout SegmentationRoute)
        -> [Range<Int>]
    {
        route.cut(bytes, block, by: trie)
        var parts: [Range<Int>] = []
        for piece in route.pieces {
            // `_` keeps words together elsewhere.
            var start = Int(piece.start)
            let end = Int(piece.end)
            for place in start..<end where bytes[place] == 0x5F {
                if place > start { parts.append(start..<place) }
                parts.append(place..<place + 1)
                start = place + 1
            }
            if start < end { parts.append(start..<end) }
        }
        return parts
    }

    private static func isBlock(_ scalar: UInt32) -> Bool {
        if (0x4E00...0x9FD5).contains(scalar) { return true }
        guard scalar < 0x80 else { return false }
        let byte = UInt8(truncatingIfNeeded: scalar)
        return WordScalars.containsASCII(byte) || "+#&.%-".utf8.contains(byte)
    }
}
