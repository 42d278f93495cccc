extension Unicode.Scalar {
    /// Whether a terminal or a page would act on the scalar instead of showing it: controls, line and
    /// paragraph separators, bidirectional controls, and marks that are invisible by design.
    ///
    /// The joiners U+200C and U+200D stay: emoji and several scripts are written with them.
    ///
    /// Source: Unicode Standard Annex 9, table of directional formatting characters; *Trojan Source*,
    /// Boucher & Anderson, 2021.
    var isUnsafeToShow: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E,
            0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }
}

extension String {
    /// The text on one line with every control character written out: `\n`, `\t`, `\u{1B}`.
    ///
    /// What comes out of data goes to a terminal or a page only through here, so that a name can neither
    /// move the cursor nor reverse the text around it.
    var visible: String {
        guard unicodeScalars.contains(where: \.isUnsafeToShow) else { return self }
        var out = ""
        for scalar in unicodeScalars { scalar.writeVisible(to: &out) }
        return out
    }

    /// As ``visible``, with line ends kept and tabs as four blanks: for text of more than one line.
    var visibleLines: String {
        guard unicodeScalars.contains(where: \.isUnsafeToShow) else { return self }
        var out = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": out += "\n"
            case "\t": out += "    "
            case "\r": break
            default: scalar.writeVisible(to: &out)
            }
        }
        return out
    }
}

extension Unicode.Scalar {
    fileprivate func writeVisible(to out: inout String) {
        switch self {
        case "\n": out += "\\n"
        case "\r": out += "\\r"
        case "\t": out += "\\t"
        default:
            if isUnsafeToShow {
                out += "\\u{\(String(value, radix: 16, uppercase: true))}"
            } else {
                out.unicodeScalars.append(self)
            }
        }
    }
}
