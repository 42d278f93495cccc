import RapportTable

/// Dates and times as ISO 8601 writes them.
enum TimeText {
    /// `2010-12-01`; of a grain, the stretch it stands for: `2010-12`, `2010-Q4`.
    static func date(_ days: Int32, grain: Grain? = nil) -> String {
        let (year, month, day) = civilFromDays(Int(days))
        switch grain {
        case .month: return "\(padded(year, 4))-\(padded(month, 2))"
        case .quarter: return "\(padded(year, 4))-Q\((month + 2) / 3)"
        case .day, .week, nil: return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        }
    }

    /// `2010-12-01T08:45:00`, in the zone where it is a fixed offset, in UTC (`Z`) where it is a place.
    ///
    /// Fractions of a second stand there only where there are any.
    static func datetime(_ microseconds: Int64, zone: String?, separator: String = "T") -> String {
        let offset = zone.map { ZoneOffset(text: $0) }
        let local = microseconds.addingReportingOverflow(Int64(offset?.minutes ?? 0) * 60_000_000)
        let instant = local.overflow ? microseconds : local.partialValue
        let day = floorDivide(instant, 86_400_000_000)
        let rest = Int(instant - day * 86_400_000_000)
        let (seconds, fraction) = (rest / 1_000_000, rest % 1_000_000)
        let clock =
            "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        var digits = fraction == 0 ? "" : "." + padded(fraction, 6)
        while digits.hasSuffix("0") { digits.removeLast() }
        let (year, month, dayOfMonth) = civilFromDays(Int(day))
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
        return date + separator + clock + digits + (offset?.suffix ?? "")
    }

    /// `1d 02:30:00`; `00:00:07.5`.
    static func duration(_ microseconds: Int64) -> String {
        let magnitude = microseconds.magnitude
        let days = magnitude / 86_400_000_000
        let rest = Int(magnitude % 86_400_000_000)
        let (seconds, fraction) = (rest / 1_000_000, rest % 1_000_000)
        var digits = fraction == 0 ? "" : "." + padded(fraction, 6)
        while digits.hasSuffix("0") { digits.removeLast() }
        let clock =
            "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return (microseconds < 0 ? "-" : "") + (days > 0 ? "\(grouped(days))d " : "") + clock + digits
    }

    static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value.magnitude)
        return (value < 0 ? "-" : "") + String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }

    static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}

/// A zone as a shift from UTC; a place (`Asia/Shanghai`), whose shift depends on the day, counts as UTC.
struct ZoneOffset {
    var minutes = 0

    init(text: String) {
        let bytes = Array(text.utf8)
        guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return }
        let digits = bytes.dropFirst().filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 4, digits.allSatisfy({ (48...57).contains($0) }) else { return }
        let numbers = digits.map { Int($0) - 48 }
        let shift = (numbers[0] * 10 + numbers[1]) * 60 + numbers[2] * 10 + numbers[3]
        minutes = sign == UInt8(ascii: "-") ? -shift : shift
    }

    var suffix: String {
        if minutes == 0 { return "Z" }
        let size = minutes.magnitude
        return (minutes < 0 ? "-" : "+") + TimeText.padded(Int(size / 60), 2) + ":"
            + TimeText.padded(Int(size % 60), 2)
    }
}
