internal import RapportTable

/// A date or a point in time as it is written, before it is known which part is the month.
struct Temporal {
    /// How the day is written.
    enum Shape: Int, CaseIterable {
        case dashed, slashed, chinese
        /// `2025.01.31`.
        case pointed
        /// Day or month first.
        case openSlash, openDash
        /// The same with a year of two digits, as American programs print it: `1/31/25`.
        case openShort
        /// Day first, wherever dates are written so.
        case dotted
        /// The month as a word, as in mails: see ``readWritten(_:)``.
        case written
        /// The month as a word between day and year: `31/Jan/2025`, `31-JAN-2025`, `31/一月/2025`.
        case named
        /// The same with a year of two digits, as Jira and Oracle print it: `31/Jan/25`.
        case namedShort

        var isOpen: Bool { self == .openSlash || self == .openDash || self == .openShort }
    }

    var shape = Shape.dashed
    var year = 0
    /// The two other parts in the order of the file.
    var first = 0
    var second = 0
    /// Of the day.
    var microseconds: Int64 = 0
    var hasTime = false
    /// East of Greenwich; nil where no zone is written.
    var zoneMinutes: Int?

    /// Nil where there is no such day.
    @inline(__always) func days(_ order: DateOrder) -> Int32? {
        let isDayFirst = shape == .dotted || (shape.isOpen && order == .dayFirst)
        return isDayFirst ? daysFromCivil(year, second, first) : daysFromCivil(year, first, second)
    }

    /// Nil where the cell is no date; the day of the month is checked by ``days(_:)``, which has the order.
    init?(_ cell: CellBytes) {
        var cursor = Cursor(cell)
        if readDay(&cursor) {
            guard cursor.isAtEnd || readTime(&cursor) else { return nil }
        } else {
            cursor.place = 0
            guard readWritten(&cursor) else { return nil }
        }
    }

    private mutating func readDay(_ cursor: inout Cursor) -> Bool {
        guard let lead = cursor.number(upTo: 4) else { return false }
        if lead.digits == 4 {
            year = lead.value
            if cursor.take("年") {
                shape = .chinese
                guard let month = cursor.number(upTo: 2), cursor.take("月"),
                    let day = cursor.number(upTo: 2), cursor.take("日")
                else { return false }
                (first, second) = (month.value, day.value)
            } else {
                guard let separator = cursor.next(),
                    separator == .minus || separator == UInt8(ascii: "/") || separator == UInt8(ascii: "."),
                    let month = cursor.number(upTo: 2), cursor.next() == separator,
                    let day = cursor.number(upTo: 2)
                else { return false }
                switch separator {
                case .minus: shape = .dashed
                case UInt8(ascii: "."): shape = .pointed
                default: shape = .slashed
                }
                (first, second) = (month.value, day.value)
            }
            return (1...12).contains(first) && (1...31).contains(second)
        }
        guard lead.digits <= 2, let separator = cursor.next() else { return false }
        switch separator {
        case UInt8(ascii: "/"): shape = .openSlash
        case UInt8(ascii: "-"): shape = .openDash
        case UInt8(ascii: "."): shape = .dotted
        default: return false
        }
        if shape != .dotted, let month = cursor.takeMonth() {
            return readYear(of: lead.value, month, behind: separator, &cursor)
        }
        guard let middle = cursor.number(upTo: 2), cursor.next() == separator,
            let last = cursor.number(upTo: 4)
        else { return false }
        switch last.digits {
        case 4: year = last.value
        case 2 where shape == .openSlash: (shape, year) = (.openShort, Self.fullYear(last.value))
        default: return false
        }
        (first, second) = (lead.value, middle.value)
        return (1...31).contains(first) && (1...31).contains(second) && min(first, second) <= 12
            && (shape != .dotted || second <= 12)
    }

    /// Of two digits 69 to 99 are of the last century, as POSIX has it.
    private static func fullYear(_ written: Int) -> Int { written + (written < 69 ? 2000 : 1900) }

    /// Whether the last of three parts can be no day, so that the year does not stand in front.
    var isLateYear: Bool { shape == .openShort && year % 100 > 31 }

    /// Reads the year behind `31/Jan`.
    private mutating func readYear(
        of day: Int, _ month: Int, behind separator: UInt8, _ cursor: inout Cursor
    ) -> Bool {
        guard cursor.next() == separator, let written = cursor.number(upTo: 4) else { return false }
        switch written.digits {
        case 4: (shape, year) = (.named, written.value)
        case 2: (shape, year) = (.namedShort, Self.fullYear(written.value))
        default: return false
        }
        (first, second) = (month, day)
        return (1...31).contains(day)
    }

    /// `T09:30`, ` 9:30:15.25 PM`, `T09:30:00+08:00`, ` 09:30Z`, ` 下午3:04`, `15时04分`.
    private mutating func readTime(_ cursor: inout Cursor) -> Bool {
        guard readClock(&cursor) else { return false }
        return cursor.isAtEnd || readZone(&cursor) && cursor.isAtEnd
    }

    private mutating func readClock(_ cursor: inout Cursor) -> Bool {
        let isSet = cursor.take("T") || cursor.take(" ")
        while cursor.take(" ") {}
        var half = Half(beforeTime: &cursor)
        guard isSet || shape == .chinese || half != nil, let written = cursor.number(upTo: 2) else {
            return false
        }
        var (hour, minutes, second) = (written.value, 0, 0)
        if cursor.take("时") || cursor.take("時") || cursor.take("点") {
            if let minute = cursor.number(upTo: 2) {
                guard cursor.take("分") else { return false }
                minutes = minute.value
                if let value = cursor.number(upTo: 2) {
                    guard cursor.take("秒") else { return false }
                    second = value.value
                }
            }
        } else {
            guard cursor.takeColon(), let minute = cursor.number(upTo: 2), minute.digits == 2 else {
                return false
            }
            minutes = minute.value
            if cursor.takeColon() {
                guard let value = cursor.number(upTo: 2), value.digits == 2 else { return false }
                second = value.value
                if cursor.take(".") || cursor.take(",") {
                    guard let fraction = cursor.fraction() else { return false }
                    microseconds = fraction
                }
            }
        }
        half = half ?? Half(behindTime: &cursor)
        if let half {
            guard (1...12).contains(hour) else { return false }
            hour = hour % 12 + (half == .morning ? 0 : 12)
        }
        guard hour < 24, minutes < 60, second < 60 else { return false }
        hasTime = true
        microseconds += Int64((hour * 60 + minutes) * 60 + second) * 1_000_000
        return true
    }

    // MARK: - Written out

    private static let weekdays: [StaticString] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    fileprivate static let months: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    fileprivate static let capitalMonths: [StaticString] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]
    fileprivate static let chineseMonths: [StaticString] = [
        "一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月",
    ]

    /// A day and a time of it with the month as a word: `Fri, 31 Jan 2025 08:45:00 +0100 (CET)` as in mails, the weekday
    /// and the seconds as may be, and `Fri Jan 31 08:45:00 +0000 2025`, as programs print it, the zone as may be.
    ///
    /// Zones are offsets, or `GMT`: `CST` is one in Chicago and another in Shanghai.
    ///
    /// Source: RFC 5322, *Internet Message Format*, 3.3; ISO C, `asctime`.
    private mutating func readWritten(_ cursor: inout Cursor) -> Bool {
        guard cursor.cell.count >= 16 else { return false }
        let hasWeekday = cursor.take(oneOf: Self.weekdays) != nil
        if hasWeekday {
            _ = cursor.take(",")
            guard cursor.takeBlanks() else { return false }
        }
        if let day = cursor.number(upTo: 2) {
            guard cursor.takeBlanks(), let month = cursor.take(oneOf: Self.months), cursor.takeBlanks(),
                let year = cursor.number(upTo: 4), year.digits == 4, readClock(&cursor)
            else { return false }
            (self.year, first, second) = (year.value, month + 1, day.value)
            guard cursor.isAtEnd || readOffset(&cursor) else { return false }
            cursor.takeComment()
        } else {
            guard hasWeekday, let month = cursor.take(oneOf: Self.months), cursor.takeBlanks(),
                let day = cursor.number(upTo: 2), readClock(&cursor)
            else { return false }
            let behindClock = cursor.place
            if readOffset(&cursor) {} else { cursor.place = behindClock }
            guard cursor.takeBlanks(), let year = cursor.number(upTo: 4), year.digits == 4 else {
                return false
            }
            (self.year, first, second) = (year.value, month + 1, day.value)
        }
        shape = .written
        return cursor.isAtEnd && (1...31).contains(second)
    }

    /// ` +0100`, ` GMT`; what follows is left.
    private mutating func readOffset(_ cursor: inout Cursor) -> Bool {
        guard cursor.takeBlanks() else { return false }
        if cursor.take("GMT") || cursor.take("UTC") || cursor.take("UT") {
            zoneMinutes = 0
            return true
        }
        // A sign, so that the year of another form is no offset.
        guard cursor.peek == .plus || cursor.peek == .minus else { return false }
        return readZone(&cursor)
    }

    /// Of the day, where hours are counted to twelve.
    private enum Half {
        case morning, afternoon

        init?(beforeTime cursor: inout Cursor) {
            if cursor.take("上午") || cursor.take("凌晨") {
                self = .morning
            } else if cursor.take("下午") || cursor.take("晚上") {
                self = .afternoon
            } else {
                return nil
            }
            _ = cursor.take(" ")
        }

        init?(behindTime cursor: inout Cursor) {
            let start = cursor.place
            _ = cursor.take(" ")
            if cursor.take("AM") || cursor.take("am") || cursor.take("a.m.") || cursor.take("上午") {
                self = .morning
            } else if cursor.take("PM") || cursor.take("pm") || cursor.take("p.m.") || cursor.take("下午") {
                self = .afternoon
            } else {
                cursor.place = start
                return nil
            }
        }
    }

    private mutating func readZone(_ cursor: inout Cursor) -> Bool {
        if cursor.take("Z") || cursor.take(" UTC") {
            zoneMinutes = 0
            return true
        }
        _ = cursor.take(" ")
        guard let sign = cursor.next(), sign == .plus || sign == .minus,
            let hours = cursor.number(upTo: 2), hours.digits == 2, hours.value <= 18
        else { return false }
        var minutes = 0
        if !cursor.isAtEnd {
            _ = cursor.take(":")
            guard let value = cursor.number(upTo: 2), value.digits == 2, value.value < 60 else {
                return false
            }
            minutes = value.value
        }
        zoneMinutes = (hours.value * 60 + minutes) * (sign == .minus ? -1 : 1)
        return true
    }

    /// `UTC` or `+08:00`.
    static func zoneName(_ minutes: Int) -> String {
        if minutes == 0 { return "UTC" }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return (minutes < 0 ? "-" : "+") + two(abs(minutes) / 60) + ":" + two(abs(minutes) % 60)
    }
}

/// A place in a cell that is being read.
private struct Cursor {
    let cell: CellBytes
    var place = 0

    init(_ cell: CellBytes) { self.cell = cell }

    var isAtEnd: Bool { place >= cell.count }
    var peek: UInt8? { place < cell.count ? cell[place] : nil }

    mutating func next() -> UInt8? {
        guard place < cell.count else { return nil }
        place += 1
        return cell[place - 1]
    }

    mutating func take(_ literal: StaticString) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard place + length <= cell.count else { return false }
        for offset in 0..<length {
            // SAFETY: the offset is below the literal's count of code units.
            guard unsafe cell[place + offset] == literal.utf8Start[offset] else { return false }
        }
        place += length
        return true
    }

    /// The place of the first that stands here.
    mutating func take(oneOf words: [StaticString]) -> Int? { words.firstIndex { take($0) } }

    /// The month, from 1, whose short name stands here.
    mutating func takeMonth() -> Int? {
        guard let peek, !peek.isDigit else { return nil }
        let place =
            take(oneOf: Temporal.months) ?? take(oneOf: Temporal.capitalMonths)
            ?? take(oneOf: Temporal.chineseMonths)
        return place.map { $0 + 1 }
    }

    /// Of ASCII, or as wide as a Chinese letter.
    mutating func takeColon() -> Bool { take(":") || take("：") }

    /// Whether there was one.
    mutating func takeBlanks() -> Bool {
        let start = place
        while take(" ") {}
        return place > start
    }

    /// ` (CET)`: what a mail says beside the offset, for people.
    mutating func takeComment() {
        let start = place
        guard takeBlanks(), take("(") else {
            place = start
            return
        }
        while let byte = next(), byte != UInt8(ascii: ")") {}
    }

    @inline(__always) mutating func number(upTo digits: Int) -> (value: Int, digits: Int)? {
        var (value, count) = (0, 0)
        while count < digits, let digit = digit() {
            value = value &* 10 &+ digit
            count += 1
        }
        return count > 0 ? (value, count) : nil
    }

    /// `0` to `9`, or `０` to `９` (U+FF10 to U+FF19).
    @inline(__always) private mutating func digit() -> Int? {
        guard place < cell.count else { return nil }
        if cell[place].isDigit {
            place += 1
            return Int(cell[place - 1] &- 48)
        }
        guard cell[place] == 0xEF, place + 2 < cell.count, cell[place + 1] == 0xBC,
            cell[place + 2] >= 0x90, cell[place + 2] <= 0x99
        else { return nil }
        place += 3
        return Int(cell[place - 1] &- 0x90)
    }

    /// Microseconds; digits past the sixth are cut.
    mutating func fraction() -> Int64? {
        var (value, count) = (0 as Int64, 0)
        while place < cell.count, cell[place].isDigit {
            if count < 6 { value = value * 10 + Int64(cell[place] - 48) }
            place += 1
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }
}
