/// Numbers and lists as sentences write them, the same on every machine.
public enum Wording {
    /// `1,234`.
    public static func count(_ number: Int) -> String {
        let digits = Array(String(number.magnitude).utf8)
        var text = number < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text += "," }
            text.unicodeScalars.append(Unicode.Scalar(digit))
        }
        return text
    }

    /// `1 customer`, `1,234 customers`.
    public static func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(count(number)) \(number == 1 ? singular : plural ?? singular + "s")"
    }

    /// `17%`, below one in ten `3.4%`.
    public static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "–" }
        let hundredths = share * 100
        return abs(hundredths) < 9.95
            ? "\(fixed(hundredths, places: 1))%" : "\(fixed(hundredths, places: 0))%"
    }

    /// As ``percent(_:)``, and `over 99%` of what is not quite all.
    public static func part(_ share: Double) -> String {
        share < 1 && share >= 0.995 ? "over 99%" : percent(share)
    }

    /// `1,235`, below a hundred `12.35`: enough for a sentence.
    public static func number(_ number: Double) -> String {
        guard number.isFinite else { return "–" }
        return fixed(number, places: abs(number) < 99.995 && number != number.rounded() ? 2 : 0)
    }

    /// `45 s`, `11 min`, `1 h 5 min`, `2 d 3 h`.
    public static func duration(_ seconds: Double) -> String { SpokenDuration(seconds: seconds)?.text ?? "–" }

    private static func fixed(_ number: Double, places: Int) -> String {
        let scale = places == 0 ? 1.0 : places == 1 ? 10.0 : 100.0
        let scaled = (number * scale).rounded()
        guard scaled.magnitude < 0x1p53 else { return "\(number)" }
        let whole = Int(scaled.magnitude)
        let sign = scaled < 0 ? "-" : ""
        let text = count(whole / Int(scale))
        guard places > 0 else { return sign + text }
        let fraction = String(whole % Int(scale))
        return "\(sign)\(text).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
    }

    /// `a`, `a and b`, `a, b and c`.
    public static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}
