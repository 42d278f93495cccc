/// Which scalars make a name, which stand for a sign, and which only look like one.
enum Characters {
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// `XID_Start` and the low line, for ASCII.
    static func startsName(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == UInt8(ascii: "_")
    }

    static func startsName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? startsName(UInt8(scalar.value)) : scalar.properties.isXIDStart
    }

    static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return scalar.properties.isXIDContinue }
        let byte = UInt8(scalar.value)
        return startsName(byte) || isDigit(byte)
    }

    /// Blanks beyond ASCII: the ideographic one, the one that does not break, and their kin.
    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .spaceSeparator
    }

    /// The ASCII sign that a full-width one is read as: what a Chinese keyboard types.
    static func twin(of scalar: Unicode.Scalar) -> UInt8? {
        switch scalar {
        case "，": UInt8(ascii: ",")
        case "（": UInt8(ascii: "(")
        case "）": UInt8(ascii: ")")
        case "［": UInt8(ascii: "[")
        case "］": UInt8(ascii: "]")
        case "｛": UInt8(ascii: "{")
        case "｝": UInt8(ascii: "}")
        case "：": UInt8(ascii: ":")
        case "；": UInt8(ascii: ";")
        case "｜": UInt8(ascii: "|")
        case "＝": UInt8(ascii: "=")
        case "＋": UInt8(ascii: "+")
        case "－": UInt8(ascii: "-")
        case "＊": UInt8(ascii: "*")
        case "／": UInt8(ascii: "/")
        case "％": UInt8(ascii: "%")
        case "＞": UInt8(ascii: ">")
        case "＜": UInt8(ascii: "<")
        case "“", "”", "„", "‟", "＂": UInt8(ascii: "\"")
        case "‘", "’", "‚", "‛", "＇": UInt8(ascii: "'")
        default: nil
        }
    }

    /// What was probably meant by a sign that is not read as its twin, because it could stand in a name or
    /// could mean something else.
    static func lookalike(of scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "−", "–", "—", "‐", "‑", "﹣": "-"
        case "≥": ">="
        case "≤": "<="
        case "≠", "！": "!="
        case "×": "*"
        case "÷": "/"
        case "、": ","
        case "。", "．": "."
        case "？": "?"
        case "＃": "#"
        case "＄": "$"
        case "｀": "`"
        case "【", "〔", "「": "["
        case "】", "〕", "」": "]"
        case "\u{FF10}"..."\u{FF19}": String(scalar.value - 0xFF10)
        default: nil
        }
    }

    /// `U+FEFF`.
    static func codePoint(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
