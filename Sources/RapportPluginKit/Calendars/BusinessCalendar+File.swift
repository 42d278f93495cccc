public import RapportDiagnostics
internal import RapportTable

extension BusinessCalendar {
    /// Reads a calendar file: a CSV with the columns `day` and `hours`; others, such as `note`, are for people.
    ///
    ///     day,hours,note
    ///     zone,Asia/Shanghai,
    ///     mon-fri,09:00-12:00 13:00-18:00,
    ///     2026-10-01..2026-10-07,closed,国庆
    ///     2026-10-10,workday,调休
    ///     2026-12-24,09:00-13:00,
    ///
    /// A `day` is `zone`, a weekday or a range of them (English or Chinese, short or long), `daily`, a date, or a range of
    /// dates. `hours` are one or more of `09:00-18:00`, up to `24:00`; `22:00-06:00` ends on the next day; `24h`; `closed`;
    /// of a date also `workday` (the hours of the first weekday that is open) or a weekday (its hours). Weekdays without a
    /// row are closed. A date wins over its weekday, a later row over an earlier one of the same kind of day.
    ///
    /// - Throws: `calendar.columns`, `calendar.row` with its number, `calendar.zone`, and as
    ///   ``init(zone:week:exceptions:)`` and ``CSVText/init(file:)``.
    public init(file: FilePath) throws(Diagnostic) {
        try self.init(csv: try CSVText(file: file), named: file.path)
    }

    init(csv: CSVText, named name: String) throws(Diagnostic) {
        guard let days = csv.column("day"), let hours = csv.column("hours") else {
            throw Diagnostic(
                "calendar.columns",
                "`\(name)` has the columns \(csv.header.joined(separator: ", ")); expected day and hours",
                help: ["a row is a weekday or a date, and its hours: `mon-fri,09:00-17:00`"])
        }
        var reader = CalendarReader(name: name)
        for row in days.indices { try reader.read(days[row], hours[row], row: row + 1) }
        guard let zone = reader.zone else {
            throw Diagnostic(
                "calendar.zone", "`\(name)` names no time zone", help: ["a row such as `zone,Asia/Shanghai`"])
        }
        do throws(Diagnostic) {
            try self.init(zone: zone, week: reader.week, exceptions: reader.exceptions)
        } catch {
            var named = error
            named.message = "`\(name)`: \(error.message)"
            throw named
        }
    }
}

/// Takes the rows of a calendar file one after another.
private struct CalendarReader {
    let name: String
    var zone: String?
    var week = [[BusinessCalendar.Hours]](repeating: [], count: 7)
    /// Dates, which may refer to weekdays that come later in the file.
    private var dates: [(days: ClosedRange<Int32>, hours: HoursWord)] = []

    enum HoursWord {
        case hours([BusinessCalendar.Hours])
        case weekday(Int)
        case workday
    }

    init(name: String) { self.name = name }

    var exceptions: [Int32: [BusinessCalendar.Hours]] {
        var found: [Int32: [BusinessCalendar.Hours]] = [:]
        let workday = week.first { !$0.isEmpty } ?? []
        for entry in dates {
            for day in entry.days {
                found[day] =
                    switch entry.hours {
                    case .hours(let hours): hours
                    case .weekday(let number): week[number]
                    case .workday: workday
                    }
            }
        }
        return found
    }

    mutating func read(_ day: String, _ hours: String, row: Int) throws(Diagnostic) {
        let day = Self.plain(day)
        if ["zone", "timezone", "时区"].contains(day) {
            // Names of zones keep their capitals.
            zone = hours.filter { $0 != " " }
            return
        }
        guard let word = Self.hours(hours) else {
            throw Diagnostic(
                "calendar.row", "row \(row) of `\(name)` has no hours; expected times, `closed` or `workday`",
                subject: .row(row), help: ["such as `09:00-12:00 13:00-18:00`, `22:00-06:00`, `24h`"])
        }
        if let weekdays = Self.weekdays(day), case .hours(let hours) = word {
            for weekday in weekdays { week[weekday] = hours }
        } else if let days = Self.dates(day) {
            dates.append((days, word))
        } else {
            throw Diagnostic(
                "calendar.row", "row \(row) of `\(name)` begins with no day; expected a weekday or a date",
                subject: .row(row),
                help: ["such as `mon-fri`, `周一至周五`, `2026-10-01`, `2026-10-01..2026-10-07`"])
        }
    }

    // MARK: - Words

    /// Without blanks and case, and with the signs of a Chinese keyboard as their twins.
    private static func plain(_ text: String) -> String {
        var plain = ""
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case " ", "\t", "\u{3000}": continue
            case "：": plain += ":"
            case "–", "—", "－": plain += "-"
            case "～", "~", "至", "到": plain += ".."
            default: plain.unicodeScalars.append(scalar)
            }
        }
        return plain
    }

    private static let names: [[String]] = [
        ["mon", "monday", "周一", "星期一", "礼拜一"], ["tue", "tues", "tuesday", "周二", "星期二", "礼拜二"],
        ["wed", "wednesday", "周三", "星期三", "礼拜三"], ["thu", "thur", "thurs", "thursday", "周四", "星期四", "礼拜四"],
        ["fri", "friday", "周五", "星期五", "礼拜五"], ["sat", "saturday", "周六", "星期六", "礼拜六"],
        ["sun", "sunday", "周日", "周天", "星期日", "星期天", "礼拜天"],
    ]

    private static func weekday(_ word: some StringProtocol) -> Int? {
        names.firstIndex { $0.contains(String(word)) }
    }

    /// `mon`, `mon-fri`, `fri..mon`, `daily`.
    private static func weekdays(_ text: String) -> [Int]? {
        if ["daily", "everyday", "每天"].contains(text) { return Array(0..<7) }
        let ends = split(text.replacing("-", with: ".."), at: "..")
        guard let first = ends.first.flatMap(weekday), let last = ends.last.flatMap(weekday), ends.count <= 2
        else { return nil }
        return first <= last ? Array(first...last) : Array(first..<7) + Array(0...last)
    }

    /// `2026-10-01`, `2026-10-01..2026-10-07`; at most 3,660 days.
    private static func dates(_ text: String) -> ClosedRange<Int32>? {
        let ends = split(text, at: "..").map { Scalar(text: $0, type: .date) }
        guard ends.count <= 2, case .date(let first)? = ends.first ?? nil,
            case .date(let last)? = ends.last ?? nil, last >= first, last - first < 3_660
        else { return nil }
        return first...last
    }

    private static func hours(_ text: String) -> HoursWord? {
        let word = plain(text)
        if ["closed", "holiday", "off", "休息", "放假", "假日", "休"].contains(word) { return .hours([]) }
        if ["workday", "上班", "调休", "工作日"].contains(word) { return .workday }
        if ["24h", "全天"].contains(word) { return .hours([0..<Day.microseconds]) }
        if let weekday = weekday(word) { return .weekday(weekday) }
        var found: [BusinessCalendar.Hours] = []
        let separators: Set<Unicode.Scalar> = [" ", ",", ";", "、", "，", "；", "\u{3000}"]
        let parts = text.unicodeScalars.split { separators.contains($0) }.map { plain(String($0)) }
        for part in parts {
            let ends = split(part.replacing("-", with: ".."), at: "..").map(time)
            guard ends.count == 2, let open = ends[0], let close = ends[1], open < Day.microseconds,
                open != close
            else { return nil }
            found.append(open..<(close > open ? close : close + Day.microseconds))
        }
        return found.isEmpty ? nil : .hours(found)
    }

    /// `9:00`, `24:00`, in microseconds.
    private static func time(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hour = Int64(parts[0]), let minute = Int64(parts[1]),
            parts[1].utf8.count == 2, (0...24).contains(hour), (0..<60).contains(minute),
            hour < 24 || minute == 0
        else { return nil }
        return (hour * 60 + minute) * 60_000_000
    }

    private static func split(_ text: String, at mark: String) -> [String] {
        text.split(separator: mark, omittingEmptySubsequences: false).map(String.init)
    }
}
