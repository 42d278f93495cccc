internal import RapportTable

/// How a workbook counts days.
///
/// In the system of 1900 day 1 is 1900-01-01, and day 60 is 1900-02-29, a day that never was: Excel keeps the error of
/// Lotus 1-2-3, so that days before it are one off. In the system of 1904 day 0 is 1904-01-01.
enum SerialDate: Sendable {
    case since1900, since1904

    /// Days since 1970-01-01 and microseconds of the day; nil where Excel knows no such day either.
    func moment(_ serial: Double) -> (days: Int32, microseconds: Int64)? {
        guard serial.isFinite, serial >= (self == .since1900 ? 1 : 0), serial < 2_958_466 else { return nil }
        var whole = serial.rounded(.down)
        var microseconds = Self.microseconds(ofDays: serial - whole, near: serial)
        if microseconds >= 86_400_000_000 {
            microseconds -= 86_400_000_000
            whole += 1
        }
        let days = Int(whole)
        switch self {
        case .since1904: return (Int32(days - 24_107), microseconds)
        case .since1900:
            if days == 60 { return nil }
            return (Int32(days - (days < 60 ? 25_568 : 25_569)), microseconds)
        }
    }

    /// The serial of a moment; nil for days that the system does not know.
    func serial(_ days: Int, microseconds: Int64 = 0) -> Double? {
        let serial: Int
        switch self {
        case .since1900: serial = days + (days < -25_508 ? 25_568 : 25_569)
        case .since1904: serial = days + 24_107
        }
        guard serial >= (self == .since1900 ? 1 : 0), serial < 2_958_466 else { return nil }
        return Double(serial) + Double(microseconds) / 86_400e6
    }

    /// A part of days in microseconds, without the noise of binary fractions: what is all but a whole millisecond is
    /// one.
    static func microseconds(ofDays part: Double, near serial: Double) -> Int64 {
        let exact = part * 86_400e6
        let milliseconds = (exact / 1000).rounded() * 1000
        // The spacing of doubles at the serial, in microseconds, and what is lost where fewer digits are written.
        let noise = serial.ulp * 86_400e6 + 0.5
        return Int64(abs(exact - milliseconds) <= noise ? milliseconds : exact.rounded())
    }
}
