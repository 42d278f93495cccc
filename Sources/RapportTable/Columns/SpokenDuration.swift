/// A duration as a person says it: at most two units side by side, `45 s`, `11 min`, `1 h 5 min`, `2 d 3 h`.
///
/// Rounded to what matters at its size: tenths of a second below ten, seconds below ten minutes, minutes below a day,
/// hours below a hundred days. Days are of 24 hours.
public struct SpokenDuration: Sendable, Hashable {
    public enum Unit: Sendable, Hashable, CaseIterable {
        case day, hour, minute, second

        fileprivate var tenths: Int64 {
            switch self {
            case .day: 864_000
            case .hour: 36_000
            case .minute: 600
            case .second: 10
            }
        }
    }

    public var isNegative: Bool
    /// From the larger unit to the smaller; of zero one, in seconds.
    public var parts: [Part]

    public struct Part: Sendable, Hashable {
        /// A whole number, but for seconds below ten, which may have tenths.
        public var count: Double
        public var unit: Unit
    }

    /// Nil of what is no number, and past a hundred million years.
    public init?(seconds: Double) {
        guard seconds.magnitude < 3e15 else { return nil }
        let tenths = seconds.magnitude * 10
        let step: Double =
            switch tenths {
            case ..<100: 1
            case ..<6_000: 10
            case ..<864_000: 600
            case ..<86_400_000: 36_000
            default: 864_000
            }
        var rest = Int64((tenths / step).rounded() * step)
        isNegative = seconds < 0 && rest > 0
        parts = []
        for unit in Unit.allCases where unit != .second {
            let count = rest / unit.tenths
            // Behind the first unit the next one, or none.
            if count > 0 { parts.append(Part(count: Double(count), unit: unit)) }
            rest %= unit.tenths
        }
        if rest > 0 || parts.isEmpty { parts.append(Part(count: Double(rest) / 10, unit: .second)) }
    }

    /// `1 h 5 min`.
    public var text: String {
        (isNegative ? "-" : "")
            + parts.map { "\(Self.number($0.count)) \(Self.sign($0.unit))" }.joined(separator: " ")
    }

    /// A number without the point where it is whole, thousands apart.
    public static func number(_ count: Double) -> String {
        guard let whole = Int64(exactly: count) else { return "\(count)" }
        var digits = String(whole)
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
            place -= 3
        }
        return digits
    }

    private static func sign(_ unit: Unit) -> String {
        switch unit {
        case .day: "d"
        case .hour: "h"
        case .minute: "min"
        case .second: "s"
        }
    }
}
