/// Quantiles by type 7 of Hyndman & Fan, the default of numpy and R.
///
/// For `n` values in ascending order and `h = (n - 1)q`: `x[⌊h⌋] + (h - ⌊h⌋)(x[⌊h⌋ + 1] - x[⌊h⌋])`.
/// Source: Hyndman & Fan, *Sample Quantiles in Statistical Packages*, 1996.
public enum Quantile {
    /// Of values in any order, which it reorders; nil of none, or where `portion` is outside 0…1.
    ///
    /// - Complexity: O(*n*) on average: only the two values beside the place are found.
    public static func type7(_ portion: Double, reordering values: inout MutableSpan<Double>) -> Double? {
        guard values.count > 0, portion >= 0, portion <= 1 else { return nil }
        let place = Double(values.count - 1) * portion
        let below = Int(place)
        select(below, &values)
        let lower = values[below]
        if place == Double(below) { return lower }
        // What is behind the place is not smaller; the next value is the smallest of it.
        var upper = values[below + 1]
        for index in below + 1..<values.count { upper = min(upper, values[index]) }
        return lower + (place - Double(below)) * (upper - lower)
    }

    /// Of values in any order; nil of none, or where `portion` is outside 0…1.
    public static func type7(_ portion: Double, of values: some Sequence<Double>) -> Double? {
        var copy = Array(values)
        var span = copy.mutableSpan
        return type7(portion, reordering: &span)
    }

    /// Several quantiles of the same values, by one sort; nil where there are none, or a portion is no portion.
    public static func type7(_ portions: [Double], of values: some Sequence<Double>) -> [Double]? {
        let sorted = values.sorted()
        guard !sorted.isEmpty, portions.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { return nil }
        return portions.map { portion in
            let place = Double(sorted.count - 1) * portion
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
        }
    }

    /// Puts the value of rank `rank` at its place, smaller ones before it and larger ones behind.
    ///
    /// Hoare's selection; the pivot is the median of three places, and of what is left after too many
    /// rounds all is sorted, so that no order of the values takes quadratic time.
    private static func select(_ rank: Int, _ values: inout MutableSpan<Double>) {
        var (low, high) = (0, values.count - 1)
        var rounds = 4 * (Int.bitWidth - values.count.leadingZeroBitCount)
        while high - low > 16 {
            if rounds == 0 { return sort(low...high, &values) }
            rounds -= 1
            let pivot = median(values[low], values[low + (high - low) / 2], values[high])
            var (left, right) = (low, high)
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                if left <= right {
                    (values[left], values[right]) = (values[right], values[left])
                    left += 1
                    right -= 1
                }
            }
            if rank <= right { high = right } else if rank >= left { low = left } else { return }
        }
        sort(low...high, &values)
    }

    private static func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
        max(min(a, b), min(max(a, b), c))
    }

    private static func sort(_ range: ClosedRange<Int>, _ values: inout MutableSpan<Double>) {
        if range.count > 64 {
            let sorted = range.map { values[$0] }.sorted()
            for (place, value) in zip(range, sorted) { values[place] = value }
            return
        }
        for end in range.dropFirst() {
            let value = values[end]
            var place = end
            while place > range.lowerBound, values[place - 1] > value {
                values[place] = values[place - 1]
                place -= 1
            }
            values[place] = value
        }
    }
}
