import RapportTable

/// A day and a time of day as text had them.
struct ReadTime: Sendable {
    var year: Int?
    var month: Int?
    var day: Int?
    var dayOfYear: Int?
    var hour = 0
    var minute = 0
    var second = 0
    var microsecond = 0
    /// Of twelve hours: 0 before noon, 12 after.
    var half: Int?
    var offset: Int64?
    var hasClock = false

    /// Microseconds of the wall clock, or of UTC where the text had an offset; nil where there is no such time.
    var microseconds: Int64? {
        guard let year else { return nil }
        var days: Int32?
        if let dayOfYear {
            let length = daysInMonth(year, 2) == 29 ? 366 : 365
            guard (1...length).contains(dayOfYear), let first = daysFromCivil(year, 1, 1) else { return nil }
            days = first + Int32(dayOfYear - 1)
        } else {
            days = daysFromCivil(year, month ?? 1, day ?? 1)
        }
        var hour = hour
        if let half {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + half
        }
        guard let days, (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else {
            return nil
        }
        let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        return seconds * 1_000_000 + Int64(microsecond) - (offset ?? 0)
    }
}

/// Takes parts of a time off the front of a text.
struct TimeScanner: ~Escapable {
    private let bytes: Span<UInt8>
    var place = 0

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// The byte before the next; nil at the start.
    var last: UInt8? { place > 0 ? bytes[place - 1] : nil }
    var isAtEnd: Bool { place >= bytes.count }
    var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    /// Blanks of any width.
    mutating func skipBlanks() -> Bool {
        let start = place
        while let byte = next {
            if byte == 32 || (9...13).contains(byte) {
                place += 1
            } else if byte == 0xE3, takes([0xE3, 0x80, 0x80]) || byte == 0xC2 && takes([0xC2, 0xA0]) {
                continue
            } else if byte == 0xC2, takes([0xC2, 0xA0]) {
                continue
            } else {
                break
            }
        }
        return place > start
    }

    mutating func takes(_ part: [UInt8]) -> Bool {
        guard place + part.count <= bytes.count else { return false }
        for index in 0..<part.count where bytes[place + index] != part[index] { return false }
        place += part.count
        return true
    }
    mutating func takes(_ part: String) -> Bool { takes(Array(part.utf8)) }

    /// As many digits as `widths` allows; full-width ones too.
    mutating func number(_ widths: ClosedRange<Int>) -> (value: Int, width: Int)? {
        var (value, width) = (0, 0)
        let start = place
        while width < widths.upperBound, let digit = digit() {
            (value, width) = (value * 10 + digit, width + 1)
        }
        if width < widths.lowerBound {
            place = start
            return nil
        }
        return (value, width)
    }

    private mutating func digit() -> Int? {
        guard let byte = next else { return nil }
        if byte &- 48 < 10 {
            place += 1
            return Int(byte) - 48
        }
        // U+FF10 to U+FF19.
        guard byte == 0xEF, place + 2 < bytes.count, bytes[place + 1] == 0xBC, bytes[place + 2] &- 0x90 < 10
        else {
            return nil
        }
        let digit = Int(bytes[place + 2]) - 0x90
        place += 3
        return digit
    }

    /// Letters of ASCII.
    mutating func word() -> [UInt8] {
        var word: [UInt8] = []
        while let byte = next, (byte | 0x20) &- 0x61 < 26 {
            word.append(byte)
            place += 1
        }
        return word
    }

    /// `AM`, `p.m.`, `上午`: 0 before noon, 12 after.
    mutating func half() -> Int? {
        if takes("上午") || takes("早上") || takes("凌晨") { return 0 }
        if takes("下午") || takes("晚上") || takes("中午") { return 12 }
        guard let first = next, place + 1 < bytes.count else { return nil }
        let letter = first | 0x20
        guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return nil }
        let start = place
        place += 1
        let isDotted = takes(".")
        guard let second = next, second | 0x20 == UInt8(ascii: "m") else {
            place = start
            return nil
        }
        place += 1
        if isDotted { _ = takes(".") }
        return letter == UInt8(ascii: "a") ? 0 : 12
    }

    /// `一月` to `十二月`.
    mutating func chineseMonth() -> Int? {
        for (index, name) in ["十二月", "十一月", "十月", "一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月"]
            .enumerated() where takes(name)
        {
            return index < 3 ? 12 - index : index - 2
        }
        return nil
    }

    /// `Friday`, `Fri`, `星期五`, `周五`.
    mutating func weekday() -> Bool {
        for opening in ["星期", "周", "週", "礼拜"] where takes(opening) {
            return ["一", "二", "三", "四", "五", "六", "日", "天"].contains { takes($0) }
        }
        let start = place
        if CalendarNames.weekday(word()) != nil { return true }
        place = start
        return false
    }

    /// `Z`, `+08:00`, `+0800`, in microseconds.
    mutating func offset() -> Int64? {
        if takes("Z") || takes("UTC") { return 0 }
        let isNegative = takes("-")
        guard isNegative || takes("+"), let hours = number(2...2)?.value, hours <= 18 else { return nil }
        _ = takes(":")
        let minutes = number(2...2)?.value ?? 0
        guard minutes < 60 else { return nil }
        let ahead = Int64(hours * 60 + minutes) * 60_000_000
        return isNegative ? -ahead : ahead
    }

    /// ` (CET)`, as mails have it behind an offset.
    mutating func skipComment() {
        let start = place
        _ = skipBlanks()
        guard takes("(") else {
            place = start
            return
        }
        while let byte = next, byte != UInt8(ascii: ")") { place += 1 }
        if !takes(")") { place = start }
    }

    /// Digits after a point, as microseconds; more than six are cut.
    mutating func fraction() -> Int? {
        guard let first = number(1...6) else { return nil }
        var value = first.value
        for _ in first.width..<6 { value *= 10 }
        while number(1...1) != nil {}
        return value
    }
}

extension TimeFormat {
    /// The time that a text in this form says; nil where it is not in this form.
    ///
    /// Blanks around it are ignored.
    func read(_ text: Span<UInt8>) -> ReadTime? {
        var scanner = TimeScanner(text)
        var time = ReadTime()
        time.hasClock = hasClock
        _ = scanner.skipBlanks()
        for item in items {
            switch item {
            case .literal(let bytes): guard scanner.takes(bytes) else { return nil }
            case .blanks: guard scanner.skipBlanks() else { return nil }
            case .field(let field, _): guard read(field, &scanner, &time) else { return nil }
            }
        }
        _ = scanner.skipBlanks()
        return scanner.isAtEnd ? time : nil
    }

    private func read(_ field: Field, _ scanner: inout TimeScanner, _ time: inout ReadTime) -> Bool {
        switch field {
        case .year:
            time.year = scanner.number(4...4)?.value
            return time.year != nil
        case .shortYear:
            // The rule of POSIX: 69 to 99 are of the last century.
            time.year = scanner.number(2...2).map { $0.value + ($0.value < 69 ? 2000 : 1900) }
            return time.year != nil
        case .month:
            time.month = scanner.number(1...2)?.value
            return time.month != nil
        case .day:
            time.day = scanner.number(1...2)?.value
            return time.day != nil
        case .dayOfYear:
            time.dayOfYear = scanner.number(1...3)?.value
            return time.dayOfYear != nil
        case .monthName, .shortMonthName:
            time.month = scanner.chineseMonth() ?? CalendarNames.month(scanner.word())
            if field == .shortMonthName { _ = scanner.takes(".") }
            return time.month != nil
        case .weekdayName, .shortWeekdayName: return scanner.weekday()
        case .hour, .hour12:
            guard let hour = scanner.number(1...2)?.value else { return false }
            time.hour = hour
        case .minute:
            guard let minute = scanner.number(2...2)?.value else { return false }
            time.minute = minute
        case .second:
            guard let second = scanner.number(2...2)?.value else { return false }
            time.second = second
        case .fraction:
            guard let fraction = scanner.fraction() else { return false }
            time.microsecond = fraction
        case .meridiem:
            time.half = scanner.half()
            return time.half != nil
        case .offset:
            time.offset = scanner.offset()
            if time.offset != nil { scanner.skipComment() }
            return time.offset != nil
        case .quarter, .isoYear, .isoWeek, .weekdayNumber: return false
        }
        return true
    }
}
