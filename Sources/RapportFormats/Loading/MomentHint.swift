internal import RapportTable

/// Whole numbers that are moments: they stay numbers, and the report says how they become times.
enum MomentHint {
    /// Nil where the column's name speaks of no time, or its numbers are none.
    static func text(_ name: String, _ low: Int64, _ high: Int64) -> String? {
        guard low <= high, KindGuess.isTimeName(name) else { return nil }
        let written = Tally.written(name)
        if isDay(low), isDay(high) {
            return "days written as numbers: `… | derive \(written) = parse_date(\(written), \"yyyyMMdd\")`"
        }
        // From 1990 to 2100, in seconds and in finer units.
        let units: [(String, Int64)] = [("s", 1), ("ms", 1000), ("us", 1_000_000), ("ns", 1_000_000_000)]
        for (unit, scale) in units where low >= 631_152_000 * scale && high <= 4_102_444_800 * scale {
            return
                "seems to count \(unit) since 1970: `… | derive \(written) = from_epoch(\(written), \"\(unit)\")`"
        }
        return nil
    }

    private static func isDay(_ number: Int64) -> Bool {
        guard number >= 1800_01_01, number <= 2199_12_31 else { return false }
        return daysFromCivil(Int(number / 10_000), Int(number / 100 % 100), Int(number % 100)) != nil
    }
}
