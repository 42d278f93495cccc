/// Adds floats with a running correction, so that the error does not grow with their number.
///
/// The total is within 2ε·|Σx| + O(n·ε²)·Σ|x|.
/// Source: A. Neumaier, *Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen*, 1974.
@frozen public struct CompensatedSum: BitwiseCopyable, Sendable {
    @usableFromInline var sum = 0.0
    @usableFromInline var correction = 0.0

    @inlinable public init() {}

    @inlinable @inline(__always) public mutating func add(_ value: Double) {
        // Knuth's TwoSum: exact for any sizes, without Neumaier's branch.
        let total = sum + value
        let part = total - sum
        correction += (sum - (total - part)) + (value - part)
        sum = total
    }

    /// Adds what another has added.
    @inlinable @inline(__always) public mutating func add(_ other: CompensatedSum) {
        add(other.sum)
        correction += other.correction
    }

    @inlinable public var total: Double {
        // Past the largest float the correction is NaN; the plain sum says which infinity it is.
        sum.isFinite ? sum + correction : sum
    }
}

extension Sequence<Double> {
    /// The compensated sum; 0 of nothing.
    @inlinable public func compensatedSum() -> Double {
        var sum = CompensatedSum()
        for value in self { sum.add(value) }
        return sum.total
    }
}
