/// What customers are scored by.
enum Measure: String, CaseIterable {
    case recency, frequency, monetary

    /// Few days since the last purchase score high, much of the others.
    var isReversed: Bool { self == .recency }
    var letter: String { rawValue.prefix(1).uppercased() }
}
