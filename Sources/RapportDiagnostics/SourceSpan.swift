/// A stretch of the text that the analyst typed, as UTF-8 offsets: half open, and never outside the text.
public struct SourceSpan: Sendable, Hashable, Codable {
    public var lower: Int
    public var upper: Int

    public init(_ range: Range<Int>) {
        (lower, upper) = (range.lowerBound, range.upperBound)
    }

    public var range: Range<Int> { lower..<upper }
    public var isEmpty: Bool { lower == upper }

    /// The smallest span that covers both.
    public func union(_ other: SourceSpan) -> SourceSpan {
        SourceSpan(min(lower, other.lower)..<max(upper, other.upper))
    }
}
