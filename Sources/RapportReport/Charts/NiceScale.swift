/// An axis of numbers whose ticks are multiples of 1, 2 or 5 times a power of ten.
///
/// Source: P. Heckbert, *Nice Numbers for Graph Labels*, Graphics Gems, 1990.
struct NiceScale: Sendable, Hashable {
    /// Ends of the axis, which are ticks.
    let low: Double
    let high: Double
    let ticks: [Double]
    /// Digits behind the point that the ticks need.
    let places: Int

    /// Covers `values`; with `includesZero` zero too.
    init(covering values: [Double], includesZero: Bool, count: Int = 7) {
        // The halves keep the span of the whole range of a double finite.
        let limit = Double.greatestFiniteMagnitude / 4
        var least = min(max(values.min() ?? 0, -limit), limit)
        var most = min(max(values.max() ?? 1, -limit), limit)
        if includesZero { (least, most) = (min(least, 0), max(most, 0)) }
        if least == most {
            // One value: a little room on both sides, or up to one where it is zero.
            let room = least == 0 ? 1 : least.magnitude * 0.1
            if least == 0 || !includesZero { most += room }
            if least != 0 && !includesZero { least -= room }
        }
        let smallest = Self.step(atLeast: (most - least) / Double(max(count - 1, 1)), of: max(-least, most))
        // There are no half customers.
        let isWhole = values.allSatisfy { $0.rounded() == $0 }
        let step = isWhole ? max(smallest, 1) : smallest
        let first = (least / step).rounded(.down)
        let last = max((most / step).rounded(.up), first + 1)
        var ticks: [Double] = []
        var index = first
        while index <= last, ticks.count < 50 {
            ticks.append(index * step)
            if index + 1 == index { break }
            index += 1
        }
        self.ticks = ticks
        (low, high) = (first * step, last * step)
        places = min(DecimalText(step).fractionDigits, 12)
    }

    /// Where `value` lies between the ends, in 0…1.
    func position(_ value: Double) -> Double {
        high > low ? min(max((value - low) / (high - low), 0), 1) : 0.5
    }

    /// The smallest of 1, 2, 5 × 10ⁿ that is not below `rough`, and that still moves a number as large as
    /// `magnitude`.
    private static func step(atLeast rough: Double, of magnitude: Double) -> Double {
        let rough = max(rough, magnitude * 1e-12, Double.leastNormalMagnitude * 1e10)
        let exponent = DecimalText(rough).exponent - 1
        for power in [exponent, exponent + 1] {
            for factor in [1, 2, 5] {
                // Read from text, so that 0.1 is 0.1 and not a product near it.
                if let step = Double("\(factor)e\(power)"), step >= rough * (1 - 1e-9) { return step }
            }
        }
        return rough
    }
}

extension AxisNumbers {
    /// A value in at most three digits and a unit, `412k`, `1.2M`, `40万`: for cells with little room.
    static func compact(_ value: Double, _ language: Document.Language) -> String {
        let units: [(Double, String)] =
            switch language {
            case .english: [(1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k")]
            case .chinese: [(1e12, "万亿"), (1e8, "亿"), (1e4, "万")]
            }
        guard value.magnitude < 1e15, let unit = units.first(where: { value.magnitude >= $0.0 }) else {
            return NumberStyle.single(value)
        }
        let decimal = DecimalText(value / unit.0)
        return decimal.fixed(min(max(3 - decimal.exponent, 0), decimal.fractionDigits)) + unit.1
    }
}

/// Numbers of an axis in few letters: 1,200,000 is `1.2M`, in Chinese `120万`.
enum AxisNumbers {
    static func labels(_ ticks: [Double], places: Int, _ language: Document.Language) -> [String] {
        let largest = ticks.reduce(0) { max($0, $1.magnitude) }
        if largest >= 1e15 || (largest > 0 && largest < 1e-4) {
            return ticks.map { DecimalText($0).scientific(3) }
        }
        let units: [(Double, String)] =
            switch language {
            case .english: [(1e12, "tn"), (1e9, "bn"), (1e6, "M")]
            case .chinese: [(1e12, "万亿"), (1e8, "亿"), (1e4, "万")]
            }
        let unit = units.first { largest >= $0.0 } ?? (1, "")
        let scaled = ticks.map { DecimalText($0 / unit.0) }
        let needed = unit.0 == 1 ? places : min(scaled.map(\.fractionDigits).max() ?? 0, 3)
        return zip(ticks, scaled).map { $0 == 0 ? "0" : $1.fixed(needed) + unit.1 }
    }
}
