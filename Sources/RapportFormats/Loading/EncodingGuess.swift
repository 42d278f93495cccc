internal import RapportDiagnostics

extension TextEncoding {
    /// What the first bytes of a file are written in, and how many of them are a byte order mark.
    ///
    /// Nil where they are no text at all. UTF-8 where they are valid UTF-8; GB18030 where every byte above
    /// 127 is part of a pair it allows and most pairs are common Chinese characters; else Windows-1252, in
    /// which any byte is a letter.
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
        return (looksLikeGB18030(head) ? .gb18030 : .windows1252, 0)
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
