extension Scalar {
    /// The canonical text of a value, the same wherever it is written; empty for missing.
    ///
    /// | value | text |
    /// |---|---|
    /// | int, float | `12`, `0.5`, `3.0`: the shortest that reads back; an exponent from 1e15 and below 1e-6 |
    /// | date | `2025-01-31`; of a month `2025-01`, a quarter `2025-Q1`, a year `2025` |
    /// | datetime | `2025-01-31 09:30:00`, with a fraction only where there is one |
    /// | duration | `3d 04:05:06`, `-00:00:01.5` |
    /// | list | JSON: `["a", "b"]`, `[1, null]` |
    ///
    /// `grain` is that of a date's column; `zone` that of a datetime's: its wall clock with `Z` or
    /// `+08:00` behind it, a zone that is not known the clock of UTC with `Z`.
    public func text(grain: Grain? = nil, zone: String? = nil) -> String {
        switch self {
        case .missing: ""
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .float(let value): Self.text(value)
        case .text(let value): value
        case .date(let days): Self.text(day: Int(days), grain: grain)
        case .datetime(let instant): Self.text(datetime: instant, zone: zone)
        case .duration(let value): Self.text(duration: value)
        case .list(let elements): Self.text(list: elements, zone: zone)
        }
    }

    // MARK: - Floats

    private static func text(_ value: Double) -> String {
        if value == 0 { return "0.0" }
        // The digits of Swift's shortest text, laid out by rules of our own.
        let bytes = Array(value.description.utf8)
        var (digits, exponent, isPastPoint): ([UInt8], Int, Bool) = ([], 0, false)
        scan: for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "."): isPastPoint = true
            case UInt8(ascii: "e"):
                exponent += Int(String(decoding: bytes[(index + 1)...], as: UTF8.self)) ?? 0
                break scan
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits.append(byte)
                if isPastPoint { exponent -= 1 }
            case UInt8(ascii: "-"): continue
            default: return value.description  // inf, nan: in no column
            }
        }
        digits.removeFirst(digits.prefix { $0 == UInt8(ascii: "0") }.count)
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        let sign = value < 0 ? "-" : ""
        // Where the point is, counted from before the first digit.
        let point = digits.count + exponent
        let zeros = { (count: Int) in String(repeating: "0", count: max(count, 0)) }
        let text = { (bytes: ArraySlice<UInt8>) in String(decoding: bytes, as: UTF8.self) }
        if point > 15 || point < -5 {
            let rest = digits.count > 1 ? text(digits[1...]) : "0"
            return "\(sign)\(text(digits[..<1])).\(rest)e\(point - 1)"
        }
        if point <= 0 { return "\(sign)0.\(zeros(-point))\(text(digits[...]))" }
        if point >= digits.count { return "\(sign)\(text(digits[...]))\(zeros(point - digits.count)).0" }
        return "\(sign)\(text(digits[..<point])).\(text(digits[point...]))"
    }

    // MARK: - Times

    private static func text(day: Int, grain: Grain?) -> String {
        let (year, month, day) = civilFromDays(day)
        let sign = year < 0 ? "-" : ""
        let yearText = sign + padded(abs(year), 4)
        return switch grain {
        case .year: yearText
        case .quarter: "\(yearText)-Q\((month + 2) / 3)"
        case .month: "\(yearText)-\(padded(month, 2))"
        case .week, .day, nil: "\(yearText)-\(padded(month, 2))-\(padded(day, 2))"
        }
    }

    private static func text(datetime instant: Int64, zone: String?) -> String {
        let offset = zone.map { ZoneOffset(microseconds: (try? Zone($0).offset(at: instant)) ?? 0) }
        let wall = instant &+ (offset?.microseconds ?? 0)
        let day = wall.flooredQuotient(by: microsecondsPerDay)
        let suffix = offset?.suffix ?? ""
        return "\(text(day: Int(day), grain: nil)) \(clock(wall &- day &* microsecondsPerDay))\(suffix)"
    }

    private static func text(duration: Int64) -> String {
        let size = duration.magnitude
        let (days, time) = size.quotientAndRemainder(dividingBy: UInt64(microsecondsPerDay))
        let sign = duration < 0 ? "-" : ""
        return sign + (days > 0 ? "\(days)d " : "") + clock(Int64(time))
    }

    /// `04:05:06`, `04:05:06.25`.
    private static func clock(_ microseconds: Int64) -> String {
        let seconds = Int(microseconds / 1_000_000)
        let whole =
            "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        var fraction = Int(microseconds % 1_000_000)
        if fraction == 0 { return whole }
        var width = 6
        while fraction % 10 == 0 { (fraction, width) = (fraction / 10, width - 1) }
        return "\(whole).\(padded(fraction, width))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}

extension ZoneOffset {
    /// `Z` or `+08:00`; the mean time of a place has seconds, `+08:05:43`.
    var suffix: String {
        if microseconds == 0 { return "Z" }
        let seconds = Int(microseconds.magnitude / 1_000_000)
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        let minutes = "\(microseconds < 0 ? "-" : "+")\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
        return seconds % 60 == 0 ? minutes : "\(minutes):\(two(seconds % 60))"
    }
}

extension Column {
    /// The canonical text of one cell, in the column's zone; empty for missing.
    public func text(at row: Int, grain: Grain? = nil) -> String {
        self[row].text(grain: grain, zone: type.zone)
    }
}
