/// Recognizes texts that hold the marks of a web page, which count as words where words are counted.
public enum Markup {
    /// Whether a tag (`<br />`, `</a>`) or an entity (`&amp;`, `&#39;`) stands in the text.
    public static func isIn(_ text: Span<UInt8>) -> Bool {
        for place in text.indices {
            switch text[place] {
            case UInt8(ascii: "<"): if isTag(text, place + 1) { return true }
            case UInt8(ascii: "&"): if isEntity(text, place + 1) { return true }
            default: continue
            }
        }
        return false
    }

    public static func isIn(_ text: String) -> Bool { isIn(text.utf8Span.span) }

    private static let tags: Set<String> = [
        "a", "b", "blockquote", "body", "br", "center", "code", "div", "em", "font", "h1", "h2", "h3", "h4",
        "head",
        "hr", "html", "i", "img", "li", "ol", "p", "pre", "small", "span", "strong", "table", "tbody", "td",
        "th", "tr",
        "u", "ul",
    ]
    private static let entities: Set<String> = [
        "amp", "lt", "gt", "quot", "nbsp", "apos", "hellip", "ldquo", "rdquo",
    ]

    /// The longest of both lists.
    private static let longest = 10

    private static func isTag(_ text: Span<UInt8>, _ start: Int) -> Bool {
        let isClosing = start < text.count && text[start] == UInt8(ascii: "/")
        guard let (name, end) = word(text, isClosing ? start + 1 : start), tags.contains(name),
            end < text.count
        else {
            return false
        }
        return [UInt8(ascii: ">"), UInt8(ascii: "/"), 32, 9, 10, 13].contains(text[end])
    }

    private static func isEntity(_ text: Span<UInt8>, _ start: Int) -> Bool {
        let isNumber = start < text.count && text[start] == UInt8(ascii: "#")
        guard let (name, end) = word(text, isNumber ? start + 1 : start), end < text.count,
            text[end] == UInt8(ascii: ";")
        else { return false }
        return isNumber || entities.contains(name)
    }

    /// Letters and digits from a place on, in small letters; nil where there are none or too many.
    private static func word(_ text: Span<UInt8>, _ start: Int) -> (name: String, end: Int)? {
        var (end, bytes): (Int, [UInt8]) = (start, [])
        while end < text.count, bytes.count <= longest {
            let byte = text[end] | 0x20
            guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (0x30...0x39).contains(text[end])
            else {
                break
            }
            bytes.append((0x30...0x39).contains(text[end]) ? text[end] : byte)
            end += 1
        }
        return bytes.isEmpty || bytes.count > longest ? nil : (String(decoding: bytes, as: UTF8.self), end)
    }
}
