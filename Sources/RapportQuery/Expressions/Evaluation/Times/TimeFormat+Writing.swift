import RapportTable

extension TimeFormat {
    /// Appends a time: microseconds of its wall clock, and how far that is ahead of UTC.
    func write(wall: Int64, ahead: Int64, to out: inout [UInt8]) {
        let perDay = Period.microsecondsPerDay
        let rest = wall % perDay
        let time = rest < 0 ? rest + perDay : rest
        let days = Int32(truncatingIfNeeded: (wall - time) / perDay)
        let (year, month, day) = civilFromDays(Int(days))
        let weekday = Int(Grain.week.start(of: days) == days ? 1 : days - Grain.week.start(of: days) + 1)
        let seconds = Int(time / 1_000_000)
        for item in items {
            switch item {
            case .literal(let bytes): out += bytes
            case .blanks(let count): out += [UInt8](repeating: 32, count: count)
            case .field(let field, let padded):
                func number(_ value: Int, _ width: Int) { Self.append(value, padded ? width : 1, to: &out) }
                switch field {
                case .year: number(year, 4)
                case .shortYear: number((year % 100 + 100) % 100, 2)
                case .month: number(month, 2)
                case .day: number(day, 2)
                case .monthName: out += CalendarNames.months[month - 1].utf8
                case .shortMonthName: out += CalendarNames.months[month - 1].utf8.prefix(3)
                case .weekdayName: out += CalendarNames.weekdays[weekday - 1].utf8
                case .shortWeekdayName: out += CalendarNames.weekdays[weekday - 1].utf8.prefix(3)
                case .hour: number(seconds / 3600, 2)
                case .hour12: number((seconds / 3600 + 11) % 12 + 1, 2)
                case .minute: number(seconds / 60 % 60, 2)
                case .second: number(seconds % 60, 2)
                case .fraction: Self.append(Int(time % 1_000_000), 6, to: &out)
                case .meridiem: out += (seconds < 43_200 ? "AM" : "PM").utf8
                case .offset:
                    let minutes = Int(ahead.magnitude / 60_000_000)
                    out.append(ahead < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
                    Self.append(minutes / 60, 2, to: &out)
                    out.append(UInt8(ascii: ":"))
                    Self.append(minutes % 60, 2, to: &out)
                case .dayOfYear: number(Int(days - Grain.year.start(of: days)) + 1, 3)
                case .quarter: out.append(UInt8(ascii: "1") + UInt8((month - 1) / 3))
                case .weekdayNumber: out.append(UInt8(ascii: "0") + UInt8(weekday))
                case .isoYear, .isoWeek:
                    // A week belongs to the year of its Thursday.
                    let thursday = Grain.week.start(of: days) + 3
                    if field == .isoYear {
                        number(civilFromDays(Int(thursday)).year, 4)
                    } else {
                        number(Int(thursday - Grain.year.start(of: thursday)) / 7 + 1, 2)
                    }
                }
            }
        }
    }

    private static func append(_ value: Int, _ width: Int, to out: inout [UInt8]) {
        if value < 0 { out.append(UInt8(ascii: "-")) }
        let digits = Array(String(value.magnitude).utf8)
        for _ in 0..<max(width - digits.count, 0) { out.append(48) }
        out += digits
    }
}
