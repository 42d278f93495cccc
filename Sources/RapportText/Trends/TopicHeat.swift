#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How much something is spoken of now: Rapport's own measures.
public enum TopicHeat {
    /// Σ ½^(age / half-life): a text counts 1 on its day, ½ after a half-life.
    ///
    /// Ages and half-life in days; texts of the future are left out.
    public static func heat(agesInDays: some Sequence<Double>, halfLifeDays: Double = 14) -> Double {
        agesInDays.reduce(0.0) { sum, age in age >= 0 ? sum + exp2(-age / halfLifeDays) : sum }
    }

    /// (count + 1) / (mean of the `window` periods before + 1): above 1 where there is more than there was.
    ///
    /// Nil for the first period, which has none before it.
    public static func growth(_ counts: [Int], window: Int) -> [Double?] {
        counts.indices.map { period in
            let before = counts[max(0, period - max(window, 1))..<period]
            guard !before.isEmpty else { return nil }
            let mean = Double(before.reduce(0, +)) / Double(before.count)
            return (Double(counts[period]) + 1) / (mean + 1)
        }
    }
}
