extension Diagnostic {
    /// The failure as a person reads it: code and message, the line with a caret, and what to do.
    ///
    ///     error[table.unknown-column]: no column named `amuont`
    ///       | orders | sort -amuont
    ///       |                ^^^^^^ not in orders
    ///       = help: `amount`
    ///
    /// The caret counts screen columns, so that it stands right below Chinese. Of a statement over
    /// several lines only the line of each label is shown. A tab is one blank, and what a terminal would act on
    /// one `\u{FFFD}`, so that the caret stays in its place.
    public func rendered(source: String) -> String {
        var lines = ["error[\(code)]: \(message)"]
        for label in labels { lines += Self.excerpt(of: label, in: Array(source.utf8)) }
        lines += help.map { "  = help: \($0.text)" }
        return lines.joined(separator: "\n")
    }

    private static func excerpt(of label: Label, in source: [UInt8]) -> [String] {
        let newline = UInt8(ascii: "\n")
        let lower = min(max(label.span.lower, 0), source.count)
        let upper = min(max(label.span.upper, lower), source.count)
        let start = source[..<lower].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let end = source[lower...].firstIndex(of: newline) ?? source.count
        func text(_ range: Range<Int>) -> String {
            let scalars = String(decoding: source[range], as: UTF8.self).unicodeScalars.map { scalar in
                scalar.isControl ? (scalar == "\t" ? " " : "\u{FFFD}") : scalar
            }
            return String(String.UnicodeScalarView(scalars))
        }
        let indent = String(repeating: " ", count: text(start..<lower).displayWidth)
        let carets = String(repeating: "^", count: max(text(lower..<min(upper, end)).displayWidth, 1))
        let below = "  | \(indent)\(carets)\(label.text.isEmpty ? "" : " " + label.text)"
        return ["  | \(text(start..<end))", below]
    }
}

extension Unicode.Scalar {
    /// Whether a terminal acts on it in place of showing it: controls, and what turns the direction of text.
    public var isControl: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
