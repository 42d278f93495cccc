/// Puts `_url_`, `_email_` and `_phone_` where a text has links, addresses and telephone numbers.
///
/// What looks like a number of an order stays: a telephone number begins with `+`, is a Chinese mobile number of 11
/// digits, or stands in groups with signs between them, and is no date.
struct ContactReplacer {
    private var result: [UInt8] = []

    mutating func replace(in bytes: inout [UInt8]) {
        guard bytes.contains(where: { $0 == 0x40 || $0 == 0x3A || $0 == 0x2E || $0 &- 0x30 < 10 }) else {
            return
        }
        result.removeAll(keepingCapacity: true)
        var place = 0
        while place < bytes.count {
            let isStart = place == 0 || !Self.isLetterOrDigit(bytes[place - 1])
            if isStart, let (end, word) = Self.contact(bytes.span, place) {
                result.append(0x20)
                result.append(contentsOf: word.utf8)
                result.append(0x20)
                place = end
            } else {
                result.append(bytes[place])
                place += 1
            }
        }
        swap(&bytes, &result)
    }

    /// The end of the contact that begins at a place, and the word for it.
    private static func contact(_ bytes: Span<UInt8>, _ place: Int) -> (end: Int, word: String)? {
        let byte = bytes[place]
        if isLetterOrDigit(byte) {
            if let end = urlEnd(bytes, place) { return (end, "_url_") }
            if let end = emailEnd(bytes, place) { return (end, "_email_") }
        }
        if byte == 0x2B || byte == 0x28 || isDigit(byte), let end = phoneEnd(bytes, place) {
            return (end, "_phone_")
        }
        return nil
    }

    private static func urlEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
        let prefixes: [StaticString] = ["http://", "https://", "ftp://", "www."]
        guard let prefix = prefixes.first(where: { matches(bytes, start, $0) }) else { return nil }
        var end = start + prefix.utf8CodeUnitCount
        // Ideographs beside a link are no part of it.
        while end < bytes.count, bytes[end] > 0x20, bytes[end] < 0x7F, !"<>\"'`".utf8.contains(bytes[end]) {
            end += 1
        }
        while end > start, ".,;:!?)]}".utf8.contains(bytes[end - 1]) { end -= 1 }
        return end > start + prefix.utf8CodeUnitCount ? end : nil
    }

    private static func emailEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
        var place = start
        // No longer name of a box is allowed; and no text takes quadratic time.
        let limit = min(bytes.count, start + 65)
        while place < limit, isLetterOrDigit(bytes[place]) || "._%+-".utf8.contains(bytes[place]) {
            place += 1
        }
        guard place < limit, bytes[place] == 0x40 else { return nil }
        place += 1
        let domain = place
        var (end, letters, hasDot) = (domain, 0, false)
        let domainLimit = min(bytes.count, domain + 254)
        while place < domainLimit,
            isLetterOrDigit(bytes[place]) || bytes[place] == 0x2E || bytes[place] == 0x2D
        {
            if bytes[place] == 0x2E {
                (hasDot, letters) = (true, 0)
            } else {
                letters = isDigit(bytes[place]) ? 0 : letters + 1
                // The last part of the name of a host is two letters at the least.
                if hasDot, letters >= 2 { end = place + 1 }
            }
            place += 1
        }
        return end > domain ? end : nil
    }

    private static func phoneEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
        let isInternational = bytes[start] == 0x2B
        var place = isInternational ? start + 1 : start
        var (digits, end, separators, group) = (0, start, 0, 0)
        var groups: [Int] = []
        while place < bytes.count, digits <= 15, place < start + 40 {
            let byte = bytes[place]
            if isDigit(byte) {
                digits += 1
                group += 1
                end = place + 1
            } else if " -().".utf8.contains(byte), place + 1 < bytes.count,
                isDigit(bytes[place + 1]) || " (".utf8.contains(bytes[place + 1]) || group == 0
            {
                if group > 0 {
                    groups.append(group)
                    separators += 1
                }
                group = 0
            } else {
                break
            }
            place += 1
        }
        groups.append(group)
        if end < bytes.count, isLetterOrDigit(bytes[end]) || bytes[end] == 0x3A { return nil }
        guard digits <= 15 else { return nil }
        if isInternational { return digits >= 7 ? end : nil }
        if separators == 0 {
            let isMobile = digits == 11 && bytes[start] == 0x31 && bytes[start + 1] >= 0x33
            return isMobile ? end : nil
        }
        let isDate = groups.count >= 3 && groups[0] == 4 && groups[1] <= 2 && groups[2] <= 2
        return digits >= 10 && groups.count <= 5 && !isDate ? end : nil
    }

    private static func matches(_ bytes: Span<UInt8>, _ start: Int, _ prefix: StaticString) -> Bool {
        guard start + prefix.utf8CodeUnitCount <= bytes.count else { return false }
        var place = start
        for expected in "\(prefix)".utf8 {
            let byte = bytes[place]
            guard (byte &- 0x41 < 26 ? byte | 0x20 : byte) == expected else { return false }
            place += 1
        }
        return true
    }

    @inline(__always) private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    @inline(__always) private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
    }
}
