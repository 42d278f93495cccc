internal import RapportTable

/// Dates and moments as SQLite's own functions write and read them: `2025-01-31`, `2025-01-31 09:30:00`, with a
/// fraction only where there is one.
///
/// Texts of years 0 to 9999 sort as the moments do.
enum ClockText {
    static let microsecondsPerDay: Int64 = 86_400_000_000

    /// Hands the text of a day to `body`.
    static func withDate(_ days: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: TextSink.timeRoom) { room in
            var sink = unsafe TextSink(room)
            sink.date(days)
            unsafe body(sink.written)
        }
    }

    /// Hands the text of microseconds since 1970-01-01T00:00 to `body`.
    static func withMoment(_ moment: Int64, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: TextSink.timeRoom) { room in
            var sink = unsafe TextSink(room)
            sink.moment(moment)
            unsafe body(sink.written)
        }
    }

    static func date(_ days: Int32) -> String {
        var text = ""
        unsafe withDate(Int(days)) { unsafe text = String(decoding: $0, as: UTF8.self) }
        return text
    }

    static func moment(_ moment: Int64) -> String {
        var text = ""
        unsafe withMoment(moment) { unsafe text = String(decoding: $0, as: UTF8.self) }
        return text
    }

    /// `+01:00`, of microseconds ahead of UTC.
    static func offset(_ ahead: Int64) -> String {
        let minutes = Int(ahead.magnitude / 60_000_000)
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(ahead < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// The instant of a wall clock's text, with `Z` or an offset behind it or without.
    static func instant(_ bytes: UnsafeBufferPointer<UInt8>, in zone: Zone) -> Int64? {
        let count = bytes.count
        if unsafe bytes.last == UInt8(ascii: "Z") {
            return unsafe moment(UnsafeBufferPointer(rebasing: bytes.dropLast()))
        }
        if count > 16, unsafe bytes[count - 3] == UInt8(ascii: ":"),
            unsafe bytes[count - 6] == UInt8(ascii: "+") || bytes[count - 6] == UInt8(ascii: "-")
        {
            guard
                let offset = unsafe ZoneOffset(String(decoding: bytes[(count - 6)...], as: UTF8.self)),
                let wall = unsafe moment(UnsafeBufferPointer(rebasing: bytes[..<(count - 6)]))
            else { return nil }
            return wall - offset.microseconds
        }
        return unsafe moment(bytes).flatMap { zone.instant(ofWall: $0) }
    }

    /// The day of `2025-01-31`, or of `-0043-03-15` before the year 0; nil where it is anything else.
    static func days(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
        if unsafe bytes.first == UInt8(ascii: "-") {
            return unsafe days(UnsafeBufferPointer(rebasing: bytes.dropFirst()), sign: -1)
        }
        return unsafe days(bytes, sign: 1)
    }

    private static func days(_ bytes: UnsafeBufferPointer<UInt8>, sign: Int) -> Int32? {
        guard bytes.count == 10, unsafe bytes[4] == UInt8(ascii: "-"), unsafe bytes[7] == UInt8(ascii: "-"),
            let year = unsafe number(bytes, 0..<4), let month = unsafe number(bytes, 5..<7),
            let day = unsafe number(bytes, 8..<10)
        else { return nil }
        return daysFromCivil(sign * year, month, day)
    }

    /// The moment of `2025-01-31`, `2025-01-31 09:30`, `2025-01-31 09:30:00` or with a fraction of up to six digits;
    /// nil where they are anything else.
    static func moment(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        let year = unsafe bytes.first == UInt8(ascii: "-") ? 5 : 4
        guard bytes.count >= year + 6,
            let day = unsafe days(UnsafeBufferPointer(rebasing: bytes[..<(year + 6)]))
        else { return nil }
        // Behind a sign everything stands as without one.
        let bytes = unsafe UnsafeBufferPointer(rebasing: bytes[(year - 4)...])
        let midnight = Int64(day) * microsecondsPerDay
        if bytes.count == 10 { return midnight }
        guard bytes.count == 16 || bytes.count == 19 || bytes.count > 20 && bytes.count <= 26,
            unsafe bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T"),
            unsafe bytes[13] == UInt8(ascii: ":"), let hour = unsafe number(bytes, 11..<13), hour < 24,
            let minute = unsafe number(bytes, 14..<16), minute < 60
        else { return nil }
        var seconds = hour * 3600 + minute * 60
        var fraction = 0
        if bytes.count >= 19 {
            guard unsafe bytes[16] == UInt8(ascii: ":"), let second = unsafe number(bytes, 17..<19),
                second < 60
            else { return nil }
            seconds += second
        }
        if bytes.count > 20 {
            guard unsafe bytes[19] == UInt8(ascii: "."), let digits = unsafe number(bytes, 20..<bytes.count)
            else {
                return nil
            }
            fraction = digits
            for _ in bytes.count..<26 { fraction *= 10 }
        }
        return midnight + Int64(seconds) * 1_000_000 + Int64(fraction)
    }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        var value = 0
        for index in range {
            let digit = unsafe bytes[index] &- 48
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
