/// A form of numbers as spreadsheets write them: `#,##0.00`, `0.0%`, `¥#,##0`, `000`.
///
/// `0` is a digit that always stands, `#` one that stands where it is needed, a comma groups by thousands, `%` shows
/// hundredths; what is before and behind stands for itself. Half is rounded away from zero, on the shortest decimal
/// that is the number.
struct NumberFormat: Sendable {
    private var prefix: [UInt8] = []
    private var suffix: [UInt8] = []
    private var leastWhole = 0
    private var leastFraction = 0
    private var mostFraction = 0
    private var groups = false
    /// Places that the point moves to the right.
    private var shift = 0

    struct Flaw: Error {
        var message: String
        var offset: Int
    }

    init(_ text: String) throws(Flaw) {
        let bytes = Array(text.utf8)
        let signs = Array("#0,.".utf8)
        guard let start = bytes.firstIndex(where: { $0 == 48 || $0 == 35 }) else {
            throw Flaw(message: "no `0` or `#` stands in it", offset: 0)
        }
        var end = start
        while end < bytes.count, signs.contains(bytes[end]) { end += 1 }
        // A full stop behind the digits ends a sentence.
        if end > start, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: ",") {
            end -= 1
        }
        if let again = bytes[end...].firstIndex(where: { $0 == 48 || $0 == 35 }) {
            throw Flaw(message: "digits stand in two places", offset: again)
        }
        (prefix, suffix) = (Array(bytes[..<start]), Array(bytes[end...]))
        let digits = bytes[start..<end]
        let point = digits.firstIndex(of: UInt8(ascii: ".")) ?? end
        groups = digits[..<point].contains(UInt8(ascii: ","))
        leastWhole = digits[..<point].count { $0 == 48 }
        if let place = digits[..<point].firstIndex(of: 48),
            let later = digits[place..<point].firstIndex(of: UInt8(ascii: "#"))
        {
            throw Flaw(message: "`#` stands behind `0`", offset: later)
        }
        var isOptional = false
        for place in digits.indices where place > point {
            switch digits[place] {
            case 48 where !isOptional:
                leastFraction += 1
                mostFraction += 1
            case 35:
                isOptional = true
                mostFraction += 1
            default: throw Flaw(message: "the sign has no place behind the point", offset: place)
            }
        }
        shift = (prefix + suffix).count { $0 == UInt8(ascii: "%") } > 0 ? 2 : 0
    }

    func write(_ value: Int64, to out: inout [UInt8]) {
        write(digits: Array(String(value.magnitude).utf8), exponent: 0, isNegative: value < 0, to: &out)
    }

    /// A finite number.
    func write(_ value: Double, to out: inout [UInt8]) {
        var (digits, exponent, isPastPoint): ([UInt8], Int, Bool) = ([], 0, false)
        let written = Array(value.magnitude.description.utf8)
        scan: for (place, byte) in written.enumerated() {
            switch byte {
            case UInt8(ascii: "."): isPastPoint = true
            case 48...57:
                digits.append(byte)
                if isPastPoint { exponent -= 1 }
            default:
                exponent += Int(String(decoding: written[(place + 1)...], as: UTF8.self)) ?? 0
                break scan
            }
        }
        write(digits: digits, exponent: exponent, isNegative: value < 0, to: &out)
    }

    /// `digits` times ten to the `exponent`.
    private func write(digits: [UInt8], exponent: Int, isNegative: Bool, to out: inout [UInt8]) {
        var (digits, exponent) = (digits, exponent + shift)
        let cut = -exponent - mostFraction
        if cut > 0 {
            let first = cut <= digits.count ? digits[digits.count - cut] : 48
            digits = cut <= digits.count ? Array(digits.dropLast(cut)) : []
            exponent = -mostFraction
            if first >= 53 { Self.increment(&digits) }
        }
        var whole: [UInt8] = []
        var fraction: [UInt8] = []
        if exponent >= 0 {
            whole = digits + [UInt8](repeating: 48, count: exponent)
        } else {
            let behind = min(-exponent, digits.count)
            fraction = [UInt8](repeating: 48, count: -exponent - behind) + digits.suffix(behind)
            whole = Array(digits.dropLast(behind))
        }
        whole = Array(whole.drop { $0 == 48 })
        while fraction.count > leastFraction, fraction.last == 48 { fraction.removeLast() }
        while fraction.count < leastFraction { fraction.append(48) }
        let isZero = whole.isEmpty && fraction.allSatisfy { $0 == 48 }
        if whole.count < leastWhole {
            whole = [UInt8](repeating: 48, count: leastWhole - whole.count) + whole
        }
        if whole.isEmpty, fraction.isEmpty { whole = [48] }
        if isNegative, !isZero { out.append(UInt8(ascii: "-")) }
        out += prefix
        for (place, digit) in whole.enumerated() {
            if groups, place > 0, (whole.count - place) % 3 == 0 { out.append(UInt8(ascii: ",")) }
            out.append(digit)
        }
        if !fraction.isEmpty {
            out.append(UInt8(ascii: "."))
            out += fraction
        }
        out += suffix
    }

    private static func increment(_ digits: inout [UInt8]) {
        var place = digits.count - 1
        while place >= 0, digits[place] == 57 {
            digits[place] = 48
            place -= 1
        }
        if place >= 0 { digits[place] += 1 } else { digits.insert(49, at: 0) }
    }
}
