import RapportDiagnostics
import RapportTable
import RapportWork

/// Rounding as people write it: half away from zero, on the shortest decimal that is the number.
///
/// 2.675 is 2.67499999999999982236431605997495353221893310546875 in binary; what stands in the file and on
/// the screen is 2.675, and that rounds to 2.68.
enum Rounding {
    /// Digits after the point; negative ones before it.
    static let digits: ClosedRange<Int64> = -15...15

    static func rounded(_ column: Column, digits: Int, work: Work) throws(Diagnostic) -> Column {
        switch column.layout {
        case .int64 where digits >= 0: return column
        case .int64:
            let step = (0..<(-digits)).reduce(Int64(1)) { step, _ in step * 10 }
            return try NumberKernels.ints(column, giving: column.type, work: work) { value in
                let (quotient, rest) = value.quotientAndRemainder(dividingBy: step)
                let away: Int64 = rest.magnitude >= UInt64(step) - rest.magnitude ? rest.signum() : 0
                let (result, overflow) = (quotient + away).multipliedReportingOverflow(by: step)
                return overflow ? nil : result
            }
        default:
            return try NumberKernels.floats(column, work: work) { rounded($0, digits: digits) }.column
        }
    }

    static func rounded(_ value: Double, digits: Int) -> Double {
        let power = powers[min(digits.magnitude.asInt, 15)]
        let scaled = digits >= 0 ? value * power : value / power
        // Past 2^53 units a number has no digits left to round.
        guard scaled.magnitude < 9_007_199_254_740_992 else {
            return digits >= 0 ? value : slow(value, digits)
        }
        let fraction = scaled.magnitude - scaled.magnitude.rounded(.down)
        if (fraction - 0.5).magnitude <= Swift.max(1e-9, scaled.magnitude * 0x1p-50) {
            return slow(value, digits)
        }
        let whole = scaled.rounded(.toNearestOrAwayFromZero)
        return (digits >= 0 ? whole / power : whole * power) + 0
    }

    /// By the digits of the shortest decimal.
    static func slow(_ value: Double, _ digits: Int) -> Double {
        var text: [UInt8] = []
        var exponent = 0
        var isPastPoint = false
        let written = Array(value.magnitude.description.utf8)
        for (place, byte) in written.enumerated() {
            switch byte {
            case UInt8(ascii: "."): isPastPoint = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                text.append(byte - UInt8(ascii: "0"))
                if isPastPoint { exponent -= 1 }
            default:
                exponent += Int(String(decoding: written[(place + 1)...], as: UTF8.self)) ?? 0
                return finished(value, text, exponent, digits)
            }
        }
        return finished(value, text, exponent, digits)
    }

    /// `text` times ten to the `exponent`, rounded.
    private static func finished(_ value: Double, _ text: [UInt8], _ exponent: Int, _ digits: Int) -> Double {
        let cut = -exponent - digits
        guard cut > 0 else { return value }
        var kept = cut <= text.count ? Array(text.dropLast(cut)) : []
        let first = cut <= text.count ? text[text.count - cut] : 0
        if first >= 5 {
            var place = kept.count - 1
            while place >= 0, kept[place] == 9 {
                kept[place] = 0
                place -= 1
            }
            if place >= 0 { kept[place] += 1 } else { kept.insert(1, at: 0) }
        }
        if kept.isEmpty { return 0 }
        let decimal = String(decoding: kept.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
        let result = Double("\(decimal)e\(-digits)") ?? value
        return value < 0 && result != 0 ? -result : result
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]
}

extension UInt {
    fileprivate var asInt: Int { Int(clamping: self) }
}
