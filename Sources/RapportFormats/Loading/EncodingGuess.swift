internal import RapportDiagnostics

extension TextEncoding {
    /// What the first bytes of a file are written in, and how many of them are a byte order mark.
    ///
    /// Nil where they are no text at all. UTF-8 where they are valid UTF-8; GB18030 where every byte above
    /// 127 is part of a pair it allows and most pairs are common Chinese characters, Shift_JIS and Big5 by like
    /// signs; else Windows-1252, in which any byte is a letter.
    static func guess(_ head: [UInt8]) -> (encoding: TextEncoding, mark: Int)? {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        let zeros = head.indices.filter { head[$0] == 0 }
        // One stray NUL in a thousand letters is a problem of a cell, and no sign of another encoding.
        let isStray = zeros.count * 1000 < head.count && zeros.allSatisfy { $0 >= 1000 }
        if !zeros.isEmpty, !isStray {
            // ASCII in UTF-16 has a zero in every second place, and only there.
            guard zeros.count * 4 > head.count, let first = zeros.first else { return nil }
            guard zeros.allSatisfy({ $0 % 2 == first % 2 }) else { return nil }
            return (first % 2 == 1 ? .utf16LittleEndian : .utf16BigEndian, 0)
        }
        // A sample may end inside a character.
        let whole = head.dropLast(min(head.count, 4))
        if isUTF8(Array(whole)) || isUTF8(head) { return (.utf8, 0) }
        if looksLikeShiftJIS(head) { return (.shiftJIS, 0) }
        if looksLikeBig5(head) { return (.big5, 0) }
        return (looksLikeGB18030(head) ? .gb18030 : .windows1252, 0)
    }

    /// Every byte above 127 is part of what the encoding allows, and one pair in eight is a kana, whose pairs are
    /// rare characters elsewhere.
    private static func looksLikeShiftJIS(_ bytes: [UInt8]) -> Bool {
        var index = 0
        var (pairs, kana) = (0, 0)
        while index < bytes.count {
            let lead = bytes[index]
            if lead < 0x80 || (0xA1...0xDF).contains(lead) {
                index += 1
                continue
            }
            guard index + 1 < bytes.count else { break }
            let second = bytes[index + 1]
            guard (0x81...0x9F).contains(lead) || (0xE0...0xFC).contains(lead),
                (0x40...0xFC).contains(second), second != 0x7F
            else { return false }
            pairs += 1
            let isHiragana = lead == 0x82 && (0x9F...0xF1).contains(second)
            if isHiragana || (lead == 0x83 && (0x40...0x96).contains(second)) { kana += 1 }
            index += 2
        }
        return kana > 0 && kana * 8 >= pairs
    }

    /// Every pair is one of Big5, and more than one in six ends in a byte that common characters of GB18030 never
    /// end in.
    private static func looksLikeBig5(_ bytes: [UInt8]) -> Bool {
        var index = 0
        var (pairs, low, common) = (0, 0, 0)
        while index < bytes.count {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            guard index + 1 < bytes.count else { break }
            let second = bytes[index + 1]
            guard (0xA1...0xF9).contains(lead),
                (0x40...0x7E).contains(second) || (0xA1...0xFE).contains(second)
            else { return false }
            pairs += 1
            if second < 0x80 { low += 1 }
            if (0xA4...0xC6).contains(lead) { common += 1 }
            index += 2
        }
        return pairs >= 4 && low * 6 > pairs && common * 10 > pairs * 7
    }

    static func isUTF8(_ bytes: [UInt8]) -> Bool {
        // A cut character at the very end of a sample is no fault.
        for cut in 0...min(3, bytes.count) where String(validating: bytes.dropLast(cut), as: UTF8.self) != nil
        {
            return true
        }
        return false
    }

    private static func looksLikeGB18030(_ bytes: [UInt8]) -> Bool {
        var index = 0
        var (pairs, common) = (0, 0)
        while index < bytes.count {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            guard index + 1 < bytes.count else { break }
            let second = bytes[index + 1]
            guard (0x81...0xFE).contains(lead) else { return false }
            if (0x30...0x39).contains(second) {
                guard index + 3 < bytes.count else { break }
                guard (0x81...0xFE).contains(bytes[index + 2]), (0x30...0x39).contains(bytes[index + 3])
                else {
                    return false
                }
                index += 4
                continue
            }
            guard (0x40...0xFE).contains(second), second != 0x7F else { return false }
            pairs += 1
            if lead >= 0xA1, lead <= 0xF7, second >= 0xA1 { common += 1 }
            index += 2
        }
        return pairs > 0 && common * 2 > pairs
    }
}
