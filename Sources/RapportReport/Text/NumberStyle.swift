/// How the floats of one column are written: all with the same digits behind the point.
enum NumberStyle: Sendable, Hashable {
    case fixed(places: Int)
    case scientific

    /// As many places as the values need, but no more than their size deserves: money keeps its cents, a
    /// share four digits, a p-value three that count.
    init(for values: some Sequence<Double>) {
        var (largest, needed) = (0.0, 0)
        for value in values where value.isFinite {
            largest = max(largest, value.magnitude)
            needed = max(needed, DecimalText(value).fractionDigits)
        }
        if largest >= 1e15 || (largest > 0 && largest < 1e-5) {
            self = .scientific
            return
        }
        let cap =
            if largest >= 10 { 2 } else if largest >= 1 { 3 } else if largest == 0 { 0 } else {
                // The places of 0.xxxx, and two more for each zero behind the point.
                4 + max(0, -DecimalText(largest).exponent)
            }
        self = .fixed(places: min(needed, cap))
    }

    /// A value that is not zero never shows as zero.
    func text(_ value: Double) -> String {
        let decimal = DecimalText(value)
        switch self {
        case .scientific: return decimal.scientific(4)
        case .fixed(let places):
            let isTooSmall = !decimal.digits.isEmpty && decimal.exponent < -places
            let isHalf = decimal.exponent == -places && decimal.digits.first.map { $0 >= 53 } ?? false
            if isTooSmall || (decimal.exponent == -places && !decimal.digits.isEmpty && !isHalf) {
                return decimal.scientific(3)
            }
            return decimal.magnitudeIsHuge ? decimal.scientific(4) : decimal.fixed(places)
        }
    }

    /// One number by itself: a metric, the label of a bar.
    static func single(_ value: Double) -> String { NumberStyle(for: [value]).text(value) }
}

extension DecimalText {
    fileprivate var magnitudeIsHuge: Bool { exponent > 15 }
}
