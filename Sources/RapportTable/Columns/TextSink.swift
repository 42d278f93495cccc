/// Writes texts one behind the other, into room that whoever makes it has reckoned.
///
/// Each method writes what ``Scalar/text(grain:zone:)`` says of such a value, byte for byte, and makes no `String`.
@safe package struct TextSink {
    // SAFETY: whoever makes the sink keeps the room for as long as it writes; `put` and `digits` look at its end.
    private let room: UnsafeMutableBufferPointer<UInt8>
    package private(set) var count = 0

    @unsafe package init(_ room: UnsafeMutableBufferPointer<UInt8>) { unsafe self.room = unsafe room }

    package var written: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(rebasing: room[..<count]) }

    @inline(__always) mutating func put(_ byte: UInt8) {
        precondition(unsafe count < room.count, "a text is longer than its room")
        unsafe room[count] = byte
        count &+= 1
    }

    mutating func put(_ bytes: Span<UInt8>) {
        precondition(unsafe bytes.count <= room.count - count, "a text is longer than its room")
        for index in bytes.indices { unsafe room[count &+ index] = bytes[index] }
        count += bytes.count
    }

    /// At least `width` digits.
    @inline(__always) mutating func digits(_ value: UInt64, width: Int = 1) {
        var (rest, size) = (value, 1)
        while rest >= 10 { (rest, size) = (rest / 10, size &+ 1) }
        let end = count + max(size, width)
        precondition(unsafe end <= room.count, "a text is longer than its room")
        var place = end
        rest = value
        while place > count {
            place &-= 1
            unsafe room[place] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
            rest /= 10
        }
        count = end
    }

    @inline(__always) private mutating func two(_ value: Int) {
        put(UInt8(truncatingIfNeeded: 48 &+ value / 10))
        put(UInt8(truncatingIfNeeded: 48 &+ value % 10))
    }
}

// MARK: - Numbers

extension TextSink {
    /// The most bytes of an int, and of a float.
    static let numberRoom = 32

    mutating func int(_ value: Int64) {
        if value < 0 { put(UInt8(ascii: "-")) }
        digits(value.magnitude)
    }

    mutating func float(_ value: Double) {
        guard let short = ShortDecimal(value) else {
            for byte in Scalar.float(value).text().utf8 { put(byte) }
            return
        }
        if short.isNegative { put(UInt8(ascii: "-")) }
        digits(short.whole)
        put(UInt8(ascii: "."))
        digits(short.fraction, width: short.width)
    }
}

/// A float of at most four decimals and 15 digits, taken apart by integers.
///
/// Exact: a decimal of at most 15 digits that reads back is the only one, so it is the shortest.
package struct ShortDecimal {
    package let isNegative: Bool
    package let whole: UInt64
    /// The digits behind the point, of which there are ``width``.
    package let fraction: UInt64
    package let width: Int

    @inline(__always) package init?(_ value: Double) {
        let scaled = (value * 10_000).rounded()
        guard abs(scaled) < 1e15, scaled / 10_000 == value else { return nil }
        let number = UInt64(abs(scaled))
        (isNegative, whole) = (value < 0, number / 10_000)
        var (fraction, width) = (number % 10_000, 4)
        while width > 1, fraction % 10 == 0 { (fraction, width) = (fraction / 10, width - 1) }
        (self.fraction, self.width) = (fraction, width)
    }
}

// MARK: - Times

extension TextSink {
    /// The most bytes of a date, a datetime or a duration.
    package static let timeRoom = 48

    package mutating func date(_ days: Int) {
        let (year, month, day) = civilFromDays(days)
        if year < 0 { put(UInt8(ascii: "-")) }
        digits(UInt64(year.magnitude), width: 4)
        put(UInt8(ascii: "-"))
        two(month)
        put(UInt8(ascii: "-"))
        two(day)
    }

    /// Of microseconds that a wall clock shows, without its zone.
    package mutating func moment(_ wall: Int64) {
        let day = wall.flooredQuotient(by: microsecondsPerDay)
        date(Int(day))
        put(UInt8(ascii: " "))
        clock(wall &- day &* microsecondsPerDay)
    }

    mutating func duration(_ value: Int64) {
        let (days, time) = value.magnitude.quotientAndRemainder(dividingBy: UInt64(microsecondsPerDay))
        if value < 0 { put(UInt8(ascii: "-")) }
        if days > 0 {
            digits(days)
            put(UInt8(ascii: "d"))
            put(UInt8(ascii: " "))
        }
        clock(Int64(time))
    }

    /// `04:05:06`, `04:05:06.25`.
    private mutating func clock(_ microseconds: Int64) {
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let (minutes, second) = Int(seconds).quotientAndRemainder(dividingBy: 60)
        two(minutes / 60)
        put(UInt8(ascii: ":"))
        two(minutes % 60)
        put(UInt8(ascii: ":"))
        two(second)
        if rest == 0 { return }
        var (fraction, width) = (UInt64(rest), 6)
        while fraction % 10 == 0 { (fraction, width) = (fraction / 10, width - 1) }
        put(UInt8(ascii: "."))
        digits(fraction, width: width)
    }

    /// `Z` or `+08:00`, as ``ZoneOffset`` says it.
    mutating func offset(_ ahead: Int64) {
        if ahead == 0 { return put(UInt8(ascii: "Z")) }
        put(ahead < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        let seconds = Int(ahead.magnitude / 1_000_000)
        two(seconds / 3600)
        put(UInt8(ascii: ":"))
        two(seconds / 60 % 60)
        if seconds % 60 == 0 { return }
        put(UInt8(ascii: ":"))
        two(seconds % 60)
    }
}
