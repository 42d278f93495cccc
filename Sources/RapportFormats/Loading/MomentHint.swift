internal import RapportTable

/// Numbers that are moments: they stay numbers, and the report says how they become times.
enum MomentHint {
    /// Nil where the column's name speaks of no time, or its numbers are none.
    static func text(_ name: String, _ low: Int64, _ high: Int64) -> String? {
        guard low <= high, KindGuess.isTimeName(name) || isUnnamed(name) else { return nil }
        let written = Tally.written(name)
        if isDay(low), isDay(high), !isUnnamed(name) {
            return "days written as numbers: `… | derive \(written) = parse_date(\(written), \"yyyyMMdd\")`"
        }
        return epoch(written, Double(low), Double(high))
    }

    /// The same of floats, as `1767225600.0`.
    static func text(_ name: String, _ low: Double, _ high: Double) -> String? {
        guard low <= high, KindGuess.isTimeName(name) || isUnnamed(name) else { return nil }
        return epoch(Tally.written(name), low, high)
    }

    /// From 1990 to 2100, in seconds and in finer units.
    private static func epoch(_ written: String, _ low: Double, _ high: Double) -> String? {
        let units: [(String, Double)] = [("s", 1), ("ms", 1e3), ("us", 1e6), ("ns", 1e9)]
        for (unit, scale) in units where low >= 631_152_000 * scale && high <= 4_102_444_800 * scale {
            // Moments are kept to the microsecond.
            let call =
                unit == "ns" ? "from_epoch(\(written) / 1000, \"us\")" : "from_epoch(\(written), \"\(unit)\")"
            return "seems to count \(unit) since 1970: `… | derive \(written) = \(call)`"
        }
        return nil
    }

    /// A file without a header says nothing of its numbers but what they are.
    private static func isUnnamed(_ name: String) -> Bool {
        let ending = name.dropFirst("column_".count)
        return name.hasPrefix("column_") && !ending.isEmpty && ending.utf8.allSatisfy(\.isDigit)
    }

    private static func isDay(_ number: Int64) -> Bool {
        guard number >= 1800_01_01, number <= 2199_12_31 else { return false }
        return daysFromCivil(Int(number / 10_000), Int(number / 100 % 100), Int(number % 100)) != nil
    }
}
