/// What the functions of text do to one text.
extension TextKernels {
    static let lowered: Transform = { text, out in
        cased(text, &out, from: UInt8(ascii: "A")...UInt8(ascii: "Z")) { $0.lowercased() }
    }
    static let uppered: Transform = { text, out in
        cased(text, &out, from: UInt8(ascii: "a")...UInt8(ascii: "z")) { $0.uppercased() }
    }

    /// ASCII letters change by one bit; any other text takes the way over `String`.
    @inline(__always) private static func cased(
        _ text: Span<UInt8>, _ out: inout [UInt8], from letters: ClosedRange<UInt8>,
        _ whole: (String) -> String
    ) {
        let start = out.count
        for index in 0..<text.count {
            let byte = text[index]
            if byte >= 0x80 {
                out.removeSubrange(start...)
                out += Array(whole(string(text)).utf8)
                return
            }
            out.append(letters.contains(byte) ? byte ^ 0x20 : byte)
        }
    }

    static let trimmed: Transform = { text, out in
        append(text.extracting(inside(text)), to: &out)
    }

    /// The text between the blanks at its ends; blanks are those of Unicode.
    private static func inside(_ text: Span<UInt8>) -> Range<Int> {
        var (lower, upper) = (0, text.count)
        while lower < upper {
            let width = blankWidth(text, at: lower, before: upper)
            if width == 0 { break }
            lower += width
        }
        while upper > lower {
            var start = upper - 1
            while start > lower, text[start] & 0xC0 == 0x80 { start -= 1 }
            let width = blankWidth(text, at: start, before: upper)
            if width != upper - start { break }
            upper = start
        }
        return lower..<upper
    }

    /// Bytes of the blank that begins there; 0 where none does.
    private static func blankWidth(_ text: Span<UInt8>, at start: Int, before end: Int) -> Int {
        let byte = text[start]
        if byte < 0x80 { return byte == 0x20 || (0x09...0x0D).contains(byte) ? 1 : 0 }
        let width = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        guard start + width <= end else { return 0 }
        let scalar = string(text.extracting(start..<start + width)).unicodeScalars.first
        return scalar?.properties.isWhitespace == true ? width : 0
    }

    static func scalarCount(_ text: Span<UInt8>) -> Int {
        var count = 0
        for index in 0..<text.count where text[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// The first `count` scalars.
    static func prefix(_ count: Int) -> Transform {
        { text, out in
            var (end, seen) = (0, 0)
            while end < text.count {
                if text[end] & 0xC0 != 0x80 {
                    if seen == count { break }
                    seen += 1
                }
                end += 1
            }
            append(text.extracting(0..<end), to: &out)
        }
    }

    /// The last `count` scalars.
    static func suffix(_ count: Int) -> Transform {
        { text, out in
            var (start, seen) = (text.count, 0)
            while start > 0, seen < count {
                start -= 1
                if text[start] & 0xC0 != 0x80 { seen += 1 }
            }
            append(text.extracting(start..<text.count), to: &out)
        }
    }

    /// Every `old`, from the left and without overlap, as `new`; an empty `old` stands nowhere.
    static func replace(
        _ old: Span<UInt8>, _ new: Span<UInt8>, in text: Span<UInt8>, _ out: inout [UInt8]
    ) {
        var place = 0
        while place < text.count {
            guard !old.isEmpty, let next = first(old, in: text, from: place) else { break }
            append(text.extracting(place..<next), to: &out)
            append(new, to: &out)
            place = next + old.count
        }
        append(text.extracting(min(place, text.count)..<text.count), to: &out)
    }

    static func holds(_ part: Span<UInt8>, _ place: Place, _ text: Span<UInt8>) -> Bool {
        guard part.count <= text.count else { return false }
        return switch place {
        case .anywhere: first(part, in: text, from: 0) != nil
        case .start: stands(part, in: text, at: 0)
        case .end: stands(part, in: text, at: text.count - part.count)
        }
    }

    /// UTF-8 cannot match in the middle of a scalar, so bytes are enough.
    private static func first(_ part: Span<UInt8>, in text: Span<UInt8>, from start: Int) -> Int? {
        if part.isEmpty { return start }
        guard part.count <= text.count - start else { return nil }
        let head = part[0]
        var place = start
        while place <= text.count - part.count {
            if text[place] == head, stands(part, in: text, at: place) { return place }
            place += 1
        }
        return nil
    }

    @inline(__always) private static func stands(
        _ part: Span<UInt8>, in text: Span<UInt8>, at place: Int
    ) -> Bool {
        for index in 0..<part.count where text[place + index] != part[index] { return false }
        return true
    }

    static func string(_ text: Span<UInt8>) -> String {
        // SAFETY: the pointer is used only inside the call.
        unsafe text.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
