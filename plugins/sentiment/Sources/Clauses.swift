import RapportText

/// The parts of a sentence that may feel differently about different things.
enum Clauses {
    /// The clauses of a sentence in order, without what joins them.
    ///
    /// English ones are parted by but, however and ; – Chinese ones by ，； and 但 但是 不过 可是 然而. A comma parts no
    /// English clauses, for it parts what is listed too; a Chinese list has 、.
    static func ranges(in sentence: Span<UInt8>, _ language: TextLanguage) -> [Range<Int>] {
        let joints = language == .zh ? chinese : english
        var (ranges, start, place) = ([Range<Int>](), 0, 0)
        while place < sentence.count {
            var found: Int?
            for joint in joints where found == nil {
                found = joint.length(in: sentence, at: place, from: start)
            }
            guard let length = found else {
                place += 1
                continue
            }
            if start < place { ranges.append(start..<place) }
            place += length
            start = place
        }
        if start < sentence.count { ranges.append(start..<sentence.count) }
        return ranges
    }

    private struct Joint {
        let bytes: [UInt8]
        /// A word of letters stands whole.
        let isWord: Bool
        /// 不过 joins where a clause begins, and is "no more than" elsewhere.
        let isOpening: Bool
        /// What must not stand before it: 不但.
        let unlessBehind: [UInt8]

        init(_ text: String, isWord: Bool = false, isOpening: Bool = false, unlessBehind: String = "") {
            (bytes, self.isWord, self.isOpening) = (Array(text.utf8), isWord, isOpening)
            self.unlessBehind = Array(unlessBehind.utf8)
        }

        /// How many bytes it takes there; nil where it does not stand.
        func length(in text: Span<UInt8>, at place: Int, from start: Int) -> Int? {
            let end = place + bytes.count
            guard end <= text.count, bytes.indices.allSatisfy({ Self.lower(text[place + $0]) == bytes[$0] })
            else { return nil }
            if isWord {
                if place > 0, Self.isLetter(text[place - 1]) { return nil }
                if end < text.count, Self.isLetter(text[end]) { return nil }
            }
            if isOpening, place != start { return nil }
            let before = place - unlessBehind.count
            if !unlessBehind.isEmpty, before >= 0,
                unlessBehind.indices.allSatisfy({ text[before + $0] == unlessBehind[$0] })
            {
                return nil
            }
            return bytes.count
        }

        private static func lower(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 32 : byte }
        private static func isLetter(_ byte: UInt8) -> Bool { lower(byte) &- 97 < 26 || byte == 39 }
    }

    private static let english = [
        Joint("but", isWord: true), Joint("however", isWord: true), Joint(";"),
    ]
    private static let chinese = [
        Joint("，"), Joint(","), Joint("；"), Joint(";"), Joint("但是"), Joint("但", unlessBehind: "不"),
        Joint("可是"), Joint("然而"), Joint("不过", isOpening: true),
    ]
}
