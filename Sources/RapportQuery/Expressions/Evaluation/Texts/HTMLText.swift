/// `strip_html`: what a page or a mail in HTML says, as plain text.
///
/// A text without any tag keeps its blanks and lines, only its entities become signs. Otherwise blanks count as in a
/// browser: runs of them are one, and blocks, rows and `<br>` begin lines; cells of a row are parted by a tab. What
/// a browser does not show is left out: scripts, styles, the head, comments.
enum HTMLText {
    static let plain: TextKernels.Transform = { text, out in
        // Behind the last `>` no tag begins: looking for its end from each `<` would take for ever.
        var last = text.count - 1
        while last >= 0, text[last] != UInt8(ascii: ">") { last -= 1 }
        var (hasTag, hasEntity) = (false, false)
        for index in 0..<text.count {
            if text[index] == UInt8(ascii: "&") { hasEntity = true }
            if text[index] == UInt8(ascii: "<"), beginsTag(text, index, before: last) {
                hasTag = true
                break
            }
        }
        if hasTag {
            var writer = Writer(out)
            read(text, before: last, &writer)
            out = writer.finished
        } else if hasEntity {
            var place = 0
            while place < text.count { place = copy(text, place) { out.append($0) } }
        } else {
            TextKernels.append(text, to: &out)
        }
    }

    private static func read(_ text: Span<UInt8>, before last: Int, _ writer: inout Writer) {
        var place = 0
        while place < text.count {
            guard text[place] == UInt8(ascii: "<"), beginsTag(text, place, before: last) else {
                place = copy(text, place) { writer.write($0) }
                continue
            }
            if starts(text, place, "<!--") {
                place = end(text, of: "-->", from: place + 4) ?? text.count
                continue
            }
            let (name, isClosing) = tagName(text, place)
            let next = tagEnd(text, place)
            if !isClosing, hidden.contains(name) {
                place = end(text, ofTag: name, from: next)
                continue
            }
            if name == "pre" { writer.pre = max(writer.pre + (isClosing ? -1 : 1), 0) }
            if name == "td" || name == "th" {
                if !isClosing { writer.cell() }
            } else if blocks.contains(name) {
                writer.breaks(paragraphs.contains(name) ? 2 : 1)
            } else if name == "br" {
                writer.line()
            }
            place = next
        }
    }

    // MARK: - Tags

    private static let hidden: Set<String> = ["script", "style", "head", "title", "noscript", "template"]
    private static let paragraphs: Set<String> = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "dl", "pre",
    ]
    private static let blocks: Set<String> = paragraphs.union([
        "div", "li", "tr", "hr", "dt", "dd", "section", "article", "header", "footer", "aside", "nav", "main",
        "form", "fieldset", "address", "figure", "figcaption", "center", "body", "html", "option",
    ])

    /// `<` is a tag's before a letter, `/`, `!` or `?` alone: in `a < b` it is itself.
    private static func beginsTag(_ text: Span<UInt8>, _ place: Int, before last: Int) -> Bool {
        // A comment that does not end goes on to the end of the text.
        guard place < last else { return starts(text, place, "<!--") }
        let next = text[place + 1]
        if isLetter(next) { return tagClose(text, place) != nil }
        switch next {
        case UInt8(ascii: "/"): return place + 2 < text.count && isLetter(text[place + 2])
        case UInt8(ascii: "!"), UInt8(ascii: "?"): return true
        default: return false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    private static func tagName(_ text: Span<UInt8>, _ place: Int) -> (String, isClosing: Bool) {
        var start = place + 1
        let isClosing = start < text.count && text[start] == UInt8(ascii: "/")
        if isClosing { start += 1 }
        var name: [UInt8] = []
        while start < text.count, isLetter(text[start]) || (48...57).contains(text[start]) {
            name.append(isLetter(text[start]) ? text[start] | 0x20 : text[start])
            start += 1
        }
        return (String(decoding: name, as: UTF8.self), isClosing)
    }

    /// Behind the `>` of a tag; one in quotes does not end it.
    private static func tagEnd(_ text: Span<UInt8>, _ place: Int) -> Int {
        tagClose(text, place) ?? text.count
    }

    private static func tagClose(_ text: Span<UInt8>, _ place: Int) -> Int? {
        var (index, quote): (Int, UInt8?) = (place + 1, nil)
        while index < text.count {
            let byte = text[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: ">") {
                return index + 1
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), index > place,
                text[index - 1] == UInt8(ascii: "=")
            {
                quote = byte
            }
            index += 1
        }
        return nil
    }

    private static func starts(_ text: Span<UInt8>, _ place: Int, _ word: String) -> Bool {
        let word = word.utf8
        guard place + word.count <= text.count else { return false }
        return zip(word, place...).allSatisfy { text[$1] == $0 }
    }

    private static func end(_ text: Span<UInt8>, of word: String, from start: Int) -> Int? {
        var place = start
        while place + word.utf8.count <= text.count {
            if starts(text, place, word) { return place + word.utf8.count }
            place += 1
        }
        return nil
    }

    /// Behind the closing tag of a name.
    private static func end(_ text: Span<UInt8>, ofTag name: String, from start: Int) -> Int {
        var place = start
        while place < text.count {
            if text[place] == UInt8(ascii: "<"), place + 1 < text.count, text[place + 1] == UInt8(ascii: "/"),
                tagName(text, place).0 == name
            {
                return tagEnd(text, place)
            }
            place += 1
        }
        return text.count
    }

    // MARK: - Text

    /// Writes the sign at a place, an entity as what it stands for, and gives the place behind.
    private static func copy(_ text: Span<UInt8>, _ place: Int, _ write: (UInt8) -> Void) -> Int {
        guard text[place] == UInt8(ascii: "&") else {
            write(text[place])
            return place + 1
        }
        var end = place + 1
        while end < text.count, end - place <= 11, text[end] != UInt8(ascii: ";") {
            guard isLetter(text[end]) || (48...57).contains(text[end]) || text[end] == UInt8(ascii: "#")
            else { break }
            end += 1
        }
        guard end < text.count, text[end] == UInt8(ascii: ";"),
            let scalar = HTMLEntities.scalar(text.extracting(place + 1..<end))
        else {
            write(text[place])
            return place + 1
        }
        // A blank that does not break is a blank.
        for byte in scalar == "\u{A0}" ? " ".utf8 : String(scalar).utf8 { write(byte) }
        return end + 1
    }

    /// Text as a browser lays it out.
    private struct Writer {
        private var out: [UInt8]
        private let start: Int
        /// Line ends that stand before the next sign.
        private var lines = 0
        private var blank = false
        var pre = 0

        init(_ out: [UInt8]) { (self.out, start) = (out, out.count) }

        var finished: [UInt8] { out }

        mutating func write(_ byte: UInt8) {
            let isBlank = byte == 32 || (9...13).contains(byte)
            if isBlank, pre == 0 {
                blank = true
                return
            }
            if isBlank {
                if byte == 10 { lines += 1 } else if byte != 13 { pendingBlank(byte) }
                return
            }
            flush()
            out.append(byte)
        }

        private mutating func pendingBlank(_ byte: UInt8) {
            flush()
            out.append(byte)
        }

        private mutating func flush() {
            if out.count > start {
                if lines > 0 {
                    trimBlanks()
                    for _ in 0..<min(lines, 2) { out.append(10) }
                } else if blank {
                    out.append(32)
                }
            }
            (lines, blank) = (0, false)
        }

        private mutating func trimBlanks() {
            while out.count > start, let last = out.last, last == 32 || last == 9 { out.removeLast() }
        }

        mutating func breaks(_ count: Int) { lines = max(lines, count) }
        mutating func line() { lines += 1 }

        mutating func cell() {
            guard out.count > start, lines == 0 else { return }
            if out.last != 10 {
                trimBlanks()
                out.append(9)
            }
            blank = false
        }
    }
}
