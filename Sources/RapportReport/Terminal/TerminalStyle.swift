/// What the terminal can show; without one, what a plain text file can.
public struct TerminalStyle: Sendable, Hashable {
    /// Columns; no line is wider.
    public var width: Int
    /// Lines that one table may take; nil: no limit.
    public var height: Int?
    /// Whether to send colours and other attributes; without it no control code is sent at all.
    public var color: Bool
    /// Whether box, block and Braille characters show; else ASCII. Data keep their own letters.
    public var unicode: Bool

    public init(width: Int = 80, height: Int? = nil, color: Bool = false, unicode: Bool = true) {
        (self.width, self.height, self.color, self.unicode) = (max(width, 20), height, color, unicode)
    }

    /// For a file or a pipe.
    public static let plain = TerminalStyle()
}
