/// The language by which a text's feelings are read.
public enum TextLanguage: String, Sendable, Hashable, CaseIterable { case en, zh }

/// Which letters a text is written with.
public struct ScriptCount: Sendable, Hashable {
    public var latin = 0
    public var han = 0
    /// Hiragana and katakana: with ideographs, Japanese.
    public var kana = 0
    public var hangul = 0
    public var other = 0

    public var letters: Int { latin + han + kana + hangul + other }

    public init(_ text: Span<UInt8>) {
        var place = 0
        while place < text.count {
            let (scalar, width) = UTF8Scalar.decode(text, at: place)
            place += width
            switch scalar {
            case 0x41...0x5A, 0x61...0x7A: latin += 1
            case 0..<0xAA: continue
            case 0xAA...0x24F:
                if scalar != 0xD7, scalar != 0xF7, scalar > 0xBF || scalar == 0xAA { latin += 1 }
            case 0x3040...0x30FF: kana += 1
            case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: han += 1
            case 0x1100...0x11FF, 0xAC00...0xD7A3: hangul += 1
            case 0x1E00...0x1EFF, 0xFF21...0xFF3A, 0xFF41...0xFF5A: latin += 1
            case 0x2000...0x2BFF, 0xFE00...0xFE0F, 0x1F000...0x1FAFF: continue
            default: if Unicode.Scalar(scalar)?.properties.isAlphabetic ?? false { other += 1 }
            }
        }
    }

    /// The language, or why there is none.
    ///
    /// Chinese where ideographs are at least 3 in 10 of the letters; else English where most letters are Latin, or where
    /// there are none (emoji, emoticons).
    public var language: Routing {
        let all = Double(letters)
        if letters == 0 { return .language(.en) }
        if Double(kana) >= 0.1 * all { return .otherScript("Japanese") }
        if Double(han) >= 0.3 * all { return .language(.zh) }
        if Double(latin) >= 0.5 * all { return .language(.en) }
        return .otherScript(Double(hangul) >= 0.5 * all ? "Korean" : "neither Latin nor Chinese letters")
    }

    public enum Routing: Sendable, Hashable {
        case language(TextLanguage)
        /// What it is written in.
        case otherScript(String)
    }
}
