/// Tells texts in Latin letters that are hardly English.
public enum EnglishDoubt {
    /// Words without which a sentence of English is hardly written.
    private static let common: Set<Substring> = [
        "the", "and", "is", "it", "to", "of", "for", "this", "that", "my", "your", "you", "was", "with",
        "not",
        "have", "be", "are", "very", "but", "they", "on", "at", "i", "we", "great", "good", "app", "product",
    ]

    /// Whether a letter has an accent, and no word is one of the commonest of English: of three words on.
    public static func isIn(_ text: Span<UInt8>) -> Bool {
        // À to ɏ begin with these bytes.
        var isAccented = false
        for place in text.indices where text[place] >= 0xC3 && text[place] <= 0xC9 {
            // × and ÷ are no letters.
            let next = place + 1 < text.count ? text[place + 1] : 0
            if text[place] == 0xC3, next == 0x97 || next == 0xB7 { continue }
            isAccented = true
            break
        }
        guard isAccented else { return false }
        let words = String(decoding: text.indices.map { text[$0] }, as: UTF8.self).lowercased()
            .split { !$0.isLetter }
        return words.count >= 3 && !words.contains(where: common.contains)
    }
}
