/// What the terminal can show; without one, what a plain text file can.
public struct TerminalStyle: Sendable, Hashable {
    /// Columns, at least 20; no line is wider.
    public var width: Int
    /// Lines that one table may take; nil: no limit.
    public var height: Int?
    /// Whether to send colours and other attributes; without it no control code is sent at all.
    public var color: Bool
    /// Whether box, block and Braille characters show.
    ///
    /// Without it the program's own signs are ASCII; data keep their letters.
    public var unicode: Bool

    public init(width: Int = 80, height: Int? = nil, color: Bool = false, unicode: Bool = true) {
        (self.width, self.height, self.color, self.unicode) = (max(width, 20), height, color, unicode)
    }

    /// For a file or a pipe.
    public static let plain = TerminalStyle()

    var ellipsis: String { unicode ? "…" : "..." }
    /// Stands for a missing value.
    var missing: String { unicode ? "·" : "-" }
    var rule: String { unicode ? "─" : "-" }
    var separator: String { unicode ? " · " : "; " }
    var bullet: String { unicode ? "•" : "*" }

    /// `text` with an attribute, where the terminal takes attributes; the only place that sends control codes.
    func paint(_ text: String, _ attribute: Attribute) -> String {
        color && !text.isEmpty ? "\u{1B}[\(attribute.code)m\(text)\u{1B}[0m" : text
    }

    enum Attribute: Sendable, Hashable {
        case bold, dim, red, yellow, cyan
        /// Colour of the n-th series, of the terminal's own palette.
        case series(Int)
        /// A cell of a heat map at a level of the scale, with its own foreground.
        case heat(Int)

        var code: String {
            switch self {
            case .bold: "1"
            case .dim: "2"
            case .red: "31"
            case .yellow: "33"
            case .cyan: "36"
            case .series(let index): ["34", "33", "32", "35", "36", "31"][index % 6]
            case .heat(let level):
                // Blues of the 256-colour cube, light to dark; the text is black or white by contrast.
                [
                    "48;5;255;38;5;16", "48;5;195;38;5;16", "48;5;153;38;5;16", "48;5;117;38;5;16",
                    "48;5;75;38;5;16", "48;5;68;38;5;16", "48;5;25;38;5;231", "48;5;24;38;5;231",
                    "48;5;17;38;5;231",
                ][min(max(level, 0), 8)]
            }
        }
    }
}
