/// The head of a mail as it is sent: names of fields, ids and addresses in front of what was written.
///
/// Source: RFC 5322, *Internet Message Format*, 2.2.
public enum MailHead {
    /// Whether the text begins with three fields or more, one of them from whom, to whom or of what.
    public static func isIn(_ text: Span<UInt8>) -> Bool {
        var (place, fields, isMail) = (0, 0, false)
        while place < text.count, fields < most {
            let end = endOfLine(text, from: place)
            if end == place || end == place + 1, text[place] == carriageReturn { break }
            // A field may go on in the next line, behind a blank.
            if fields > 0, text[place] == 32 || text[place] == 9 {
                place = end + 1
                continue
            }
            guard let name = fieldName(text, place..<end) else { break }
            fields += 1
            if telling.contains(name) { isMail = true }
            place = end + 1
        }
        return isMail && fields >= 3
    }

    public static func isIn(_ text: String) -> Bool { isIn(text.utf8Span.span) }

    private static let telling: Set<String> = ["from", "to", "subject", "message-id"]
    private static let most = 12
    private static let longestName = 40
    private static let carriageReturn: UInt8 = 13

    private static func endOfLine(_ text: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < text.count, text[end] != 10 { end += 1 }
        return end
    }

    /// The letters and dashes in front of a colon and a blank, in small letters.
    private static func fieldName(_ text: Span<UInt8>, _ line: Range<Int>) -> String? {
        var name: [UInt8] = []
        for place in line {
            let byte = text[place]
            switch byte {
            case UInt8(ascii: ":"):
                guard !name.isEmpty, place + 1 >= line.upperBound || text[place + 1] == 32 else { return nil }
                return String(decoding: name, as: UTF8.self)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): name.append(byte + 32)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"): name.append(byte)
            default: return nil
            }
            if name.count > longestName { return nil }
        }
        return nil
    }
}
