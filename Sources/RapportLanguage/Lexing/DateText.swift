/// The numbers in the text of a date or a datetime whose form was found right, or nearly.
struct DateText {
    var year = 0, month = 0, day = 0
    /// Nil for a whole day.
    var time: Time?

    struct Time {
        var hour = 0, minute = 0, second = 0, microsecond = 0
        var offsetMinutes: Int?
        /// The hours and minutes of the offset as written.
        var offset = (hours: 0, minutes: 0)
    }

    /// Reads `2025-01-31` or `2025-01-31T09:30:15.5+08:00`; nil where the form is another.
    init?(_ text: ArraySlice<UInt8>) {
        var rest = text
        func number(_ digits: Int) -> Int? {
            guard rest.count >= digits, rest.prefix(digits).allSatisfy(Characters.isDigit) else { return nil }
            defer { rest = rest.dropFirst(digits) }
            return rest.prefix(digits).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        func sign(_ expected: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: expected) else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let year = number(4), sign("-"), let month = number(2), sign("-"), let day = number(2) else {
            return nil
        }
        (self.year, self.month, self.day) = (year, month, day)
        if rest.isEmpty { return }
        var time = Time()
        guard sign("T"), let hour = number(2), sign(":"), let minute = number(2) else { return nil }
        (time.hour, time.minute) = (hour, minute)
        if sign(":") {
            guard let second = number(2) else { return nil }
            time.second = second
            if sign(".") {
                let digits = rest.prefix(while: Characters.isDigit).prefix(6).count
                guard digits > 0, var fraction = number(digits) else { return nil }
                for _ in digits..<6 { fraction *= 10 }
                time.microsecond = fraction
            }
        }
        if sign("Z") {
            time.offsetMinutes = 0
        } else if let first = rest.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
            rest = rest.dropFirst()
            guard let hours = number(2), sign(":"), let minutes = number(2) else { return nil }
            time.offset = (hours, minutes)
            time.offsetMinutes = (hours * 60 + minutes) * (first == UInt8(ascii: "-") ? -1 : 1)
        }
        guard rest.isEmpty else { return nil }
        self.time = time
    }

    /// Whether the calendar has the day.
    var isDay: Bool {
        guard year >= 1, (1...12).contains(month) else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        return (1...days).contains(day)
    }

    /// Whether the clock has the time; a leap second is none.
    var isTime: Bool {
        guard let time else { return true }
        return time.hour < 24 && time.minute < 60 && time.second < 60 && time.offset.hours < 24
            && time.offset.minutes < 60
    }

    var literal: Literal {
        guard let time else { return .date(year: year, month: month, day: day) }
        return .datetime(
            DatetimeLiteral(
                year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second,
                microsecond: time.microsecond, offsetMinutes: time.offsetMinutes))
    }
}
