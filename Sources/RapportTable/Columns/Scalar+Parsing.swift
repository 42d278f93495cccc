extension Scalar {
    /// Reads what ``text(grain:zone:)`` writes, and ISO 8601 for times; nil where the text is no such value.
    ///
    /// Blanks around it are ignored, except of text itself. A datetime with an offset fits a column with a
    /// zone only, one without is the wall clock of the column's zone. Nothing is guessed: a file's reader
    /// knows of more forms.
    public init?(text: String, type: ColumnType) {
        if type == .text {
            self = .text(text)
            return
        }
        if case .list(let element) = type {
            self.init(listText: text, of: element)
            return
        }
        let bytes = Array(text.utf8)
        self.init(bytes: bytes.span, type: type)
    }

    /// As above, of UTF-8 bytes, for types other than text and lists.
    init?(bytes: Span<UInt8>, type: ColumnType) {
        var scanner = Scanner(bytes: bytes)
        scanner.trim()
        switch type {
        case .bool:
            if scanner.takes("true") {
                self = .bool(true)
            } else if scanner.takes("false") {
                self = .bool(false)
            } else {
                return nil
            }
        case .int:
            guard let value = scanner.int() else { return nil }
            self = .int(value)
        case .float:
            guard let value = scanner.float() else { return nil }
            self = .float(value)
        case .date:
            guard let value = scanner.date() else { return nil }
            self = .date(value)
        case .datetime(let zone):
            guard let value = scanner.datetime(zone: zone) else { return nil }
            self = .datetime(value)
        case .duration:
            guard let value = scanner.duration() else { return nil }
            self = .duration(value)
        case .text, .list: return nil
        }
        if !scanner.isAtEnd { return nil }
    }
}

/// Takes values off the front of some bytes.
private struct Scanner: ~Escapable {
    private let bytes: Span<UInt8>
    private var place = 0
    private var end: Int

    @_lifetime(copy bytes)
    init(bytes: Span<UInt8>) { (self.bytes, end) = (bytes, bytes.count) }

    var isAtEnd: Bool { place == end }
    private var next: UInt8? { place < end ? bytes[place] : nil }

    mutating func trim() {
        let isBlank = { (byte: UInt8) in byte == 32 || (9...13).contains(byte) }
        while let byte = next, isBlank(byte) { place += 1 }
        while end > place, isBlank(bytes[end - 1]) { end -= 1 }
    }

    /// Takes the word, or nothing.
    mutating func takes(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard end - place >= count else { return false }
        // SAFETY: a static string of ASCII has `count` bytes at its start.
        for index in 0..<count where unsafe bytes[place + index] != word.utf8Start[index] { return false }
        place += count
        return true
    }

    /// Takes as many digits as `widths` allows; nil where there are fewer, or more.
    private mutating func digits(_ widths: ClosedRange<Int>) -> Int? {
        var (value, width) = (0, 0)
        while let byte = next, (48...57).contains(byte) {
            (value, width) = (value &* 10 &+ Int(byte &- 48), width + 1)
            if width > widths.upperBound { return nil }
            place += 1
        }
        return width < widths.lowerBound ? nil : value
    }

    mutating func int() -> Int64? {
        let isNegative = takes("-")
        if !isNegative { _ = takes("+") }
        guard next != nil else { return nil }
        var value: Int64 = 0
        while let byte = next {
            guard (48...57).contains(byte) else { return nil }
            let (tens, past) = value.multipliedReportingOverflow(by: 10)
            let digit = Int64(byte) - 48
            let (sum, pastToo) =
                isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
            if past || pastToo { return nil }
            (value, place) = (sum, place + 1)
        }
        return value
    }

    mutating func float() -> Double? {
        var text: [UInt8] = []
        while let byte = next {
            // `Double` would take `inf`, `nan` and `0x1p3` as well.
            switch byte {
            case 48...57, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "e"),
                UInt8(ascii: "E"):
                text.append(byte)
            default: return nil
            }
            place += 1
        }
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    mutating func date() -> Int32? {
        let isNegative = takes("-")
        guard let year = digits(4...4), takes("-"), let month = digits(2...2), takes("-"),
            let day = digits(2...2)
        else { return nil }
        return daysFromCivil(isNegative ? -year : year, month, day)
    }

    mutating func datetime(zone: String?) -> Int64? {
        guard let day = date() else { return nil }
        var time: Int64 = 0
        if next == UInt8(ascii: " ") || next == UInt8(ascii: "T") {
            place += 1
            guard let clock = clock(hours: 0...23) else { return nil }
            time = clock
        }
        let wall = Int64(day) * microsecondsPerDay + time
        if isAtEnd {
            guard let zone else { return wall }
            return (try? Zone(zone)).flatMap { $0.instant(ofWall: wall) }
        }
        var suffix: [UInt8] = []
        while let byte = next {
            suffix.append(byte)
            place += 1
        }
        guard zone != nil, let offset = ZoneOffset(String(decoding: suffix, as: UTF8.self)) else {
            return nil
        }
        return wall - offset.microseconds
    }

    /// Takes `04:05`, `04:05:06` or `04:05:06.25`, as microseconds.
    private mutating func clock(hours: ClosedRange<Int>) -> Int64? {
        guard let hour = digits(2...2), hours.contains(hour), takes(":"), let minute = digits(2...2),
            minute < 60
        else { return nil }
        var time = Int64(hour * 3600 + minute * 60) * 1_000_000
        guard takes(":") else { return time }
        guard let second = digits(2...2), second < 60 else { return nil }
        time += Int64(second) * 1_000_000
        guard takes(".") else { return time }
        let start = place
        guard let fraction = digits(1...6) else { return nil }
        var scaled = Int64(fraction)
        for _ in (place - start)..<6 { scaled *= 10 }
        return time + scaled
    }

    mutating func duration() -> Int64? {
        let isNegative = takes("-")
        var total: Int64 = 0
        let start = place
        if let days = digits(1...9), takes("d") {
            total = Int64(days) * microsecondsPerDay
            if !isAtEnd && !takes(" ") { return nil }
        } else {
            place = start
        }
        if !isAtEnd {
            guard let time = clock(hours: 0...23) else { return nil }
            total += time
        } else if place == start {
            return nil
        }
        return isNegative ? -total : total
    }
}
