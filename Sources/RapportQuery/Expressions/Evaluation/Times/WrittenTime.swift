/// Dates as people write them out, where nothing can be taken for another: the month is a word, or stands between
/// `年` and `月`, or the form is ISO 8601.
///
/// `31 January 2025`, `Jan 31st, 2025 3:04 PM`, `Friday, 31-Jan-2025`, `2025年1月31日 下午3:04`, `二〇二五年一月三十一日`,
/// `2025-01-31T09:30`. `31/01/2025` is none of them: `parse_date(x, "%d/%m/%Y")` says which is the day.
enum WrittenTime {
    static func read(_ text: Span<UInt8>) -> ReadTime? {
        var scanner = TimeScanner(text)
        var time = ReadTime()
        skip(&scanner)
        if scanner.weekday() { skip(&scanner) }
        guard date(&scanner, &time) else { return nil }
        skip(&scanner)
        if scanner.isAtEnd { return time }
        if bracketedWeekday(&scanner) { skip(&scanner) }
        if scanner.isAtEnd { return time }
        _ = scanner.takes("T") || scanner.takes("at ")
        skip(&scanner)
        guard clock(&scanner, &time) else { return nil }
        skip(&scanner)
        if bracketedWeekday(&scanner) { skip(&scanner) }
        return scanner.isAtEnd ? time : nil
    }

    /// Blanks and commas.
    private static func skip(_ scanner: inout TimeScanner) {
        while scanner.skipBlanks() || scanner.takes(",") || scanner.takes("，") {}
    }

    private static func bracketedWeekday(_ scanner: inout TimeScanner) -> Bool {
        let start = scanner.place
        let isOpen = scanner.takes("(") || scanner.takes("（")
        if scanner.weekday(), !isOpen || scanner.takes(")") || scanner.takes("）") { return true }
        scanner.place = start
        return false
    }

    private static func date(_ scanner: inout TimeScanner, _ time: inout ReadTime) -> Bool {
        let start = scanner.place
        if chineseDate(&scanner, &time) { return true }
        scanner.place = start
        guard let first = scanner.number(1...4) else {
            // January 31st, 2025
            guard let month = month(&scanner) else { return false }
            skip(&scanner)
            guard let day = day(&scanner), separated(&scanner), let year = scanner.number(4...4) else {
                return false
            }
            (time.year, time.month, time.day) = (year.value, month, day)
            return true
        }
        if first.width == 4 {
            if scanner.takes("-"), let month = scanner.number(2...2), scanner.takes("-"),
                let day = scanner.number(2...2)
            {
                (time.year, time.month, time.day) = (first.value, month.value, day.value)
                return true
            }
            // 2025 January 31
            guard scanner.place > start, separatedOrBehind(&scanner), let month = month(&scanner),
                separated(&scanner),
                let day = day(&scanner)
            else { return false }
            (time.year, time.month, time.day) = (first.value, month, day)
            return true
        }
        guard first.width <= 2 else { return false }
        // 31st of January 2025
        ordinal(&scanner)
        _ = separated(&scanner)
        if scanner.takes("of ") { skip(&scanner) }
        guard let month = month(&scanner), separated(&scanner), let year = scanner.number(4...4) else {
            return false
        }
        (time.year, time.month, time.day) = (year.value, month, first.value)
        return true
    }

    private static func month(_ scanner: inout TimeScanner) -> Int? {
        let month = CalendarNames.month(scanner.word())
        if month != nil { _ = scanner.takes(".") }
        return month
    }

    private static func day(_ scanner: inout TimeScanner) -> Int? {
        guard let day = scanner.number(1...2) else { return nil }
        ordinal(&scanner)
        return day.value
    }

    private static func ordinal(_ scanner: inout TimeScanner) {
        _ = scanner.takes("st") || scanner.takes("nd") || scanner.takes("rd") || scanner.takes("th")
    }

    /// Takes what stands between the parts: blanks, a comma, or `-`.
    private static func separated(_ scanner: inout TimeScanner) -> Bool {
        let start = scanner.place
        skip(&scanner)
        if scanner.place == start { _ = scanner.takes("-") }
        return scanner.place > start
    }

    /// As ``separated(_:)``, also where a hyphen has been taken already.
    private static func separatedOrBehind(_ scanner: inout TimeScanner) -> Bool {
        scanner.last == UInt8(ascii: "-") || separated(&scanner)
    }

    // MARK: - Chinese

    private static func chineseDate(_ scanner: inout TimeScanner, _ time: inout ReadTime) -> Bool {
        let year: Int
        if let digits = scanner.number(4...4) {
            year = digits.value
        } else {
            guard let found = chineseYear(&scanner) else { return false }
            year = found
        }
        _ = scanner.skipBlanks()
        guard scanner.takes("年") else { return false }
        _ = scanner.skipBlanks()
        guard let month = scanner.number(1...2)?.value ?? chineseNumber(&scanner) else { return false }
        _ = scanner.skipBlanks()
        guard scanner.takes("月") else { return false }
        _ = scanner.skipBlanks()
        guard let day = scanner.number(1...2)?.value ?? chineseNumber(&scanner) else { return false }
        _ = scanner.skipBlanks()
        guard scanner.takes("日") || scanner.takes("号") || scanner.takes("號") else { return false }
        (time.year, time.month, time.day) = (year, month, day)
        return true
    }

    private static let digits = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"]

    private static func chineseDigit(_ scanner: inout TimeScanner) -> Int? {
        if scanner.takes("零") || scanner.takes("○") { return 0 }
        return digits.firstIndex { scanner.takes($0) }
    }

    private static func chineseYear(_ scanner: inout TimeScanner) -> Int? {
        var year = 0
        for _ in 0..<4 {
            guard let digit = chineseDigit(&scanner) else { return nil }
            year = year * 10 + digit
        }
        return year
    }

    /// 一 to 九十九.
    private static func chineseNumber(_ scanner: inout TimeScanner) -> Int? {
        let tens = chineseDigit(&scanner)
        guard scanner.takes("十") else { return tens }
        return (tens ?? 1) * 10 + (chineseDigit(&scanner) ?? 0)
    }

    // MARK: - The clock

    /// `15:04:05.25`, `3:04 PM`, `下午3点04分`; an offset behind has no place in a column without a zone.
    private static func clock(_ scanner: inout TimeScanner, _ time: inout ReadTime) -> Bool {
        time.hasClock = true
        time.half = scanner.half()
        _ = scanner.skipBlanks()
        guard let hour = scanner.number(1...2) else { return false }
        time.hour = hour.value
        if scanner.takes("点") || scanner.takes("时") || scanner.takes("時") || scanner.takes("點") {
            guard let minute = scanner.number(1...2) else { return scanner.isAtEnd }
            time.minute = minute.value
            guard scanner.takes("分") else { return scanner.isAtEnd }
            if let second = scanner.number(1...2) {
                time.second = second.value
                return scanner.takes("秒")
            }
            return true
        }
        if scanner.takes(":") || scanner.takes("：") {
            guard let minute = scanner.number(2...2) else { return false }
            time.minute = minute.value
            if scanner.takes(":") || scanner.takes("：") {
                guard let second = scanner.number(2...2) else { return false }
                time.second = second.value
                if scanner.takes(".") {
                    guard let fraction = scanner.fraction() else { return false }
                    time.microsecond = fraction
                }
            }
        } else if time.half == nil {
            // `3 PM` alone has no minutes.
            let start = scanner.place
            _ = scanner.skipBlanks()
            guard scanner.half() != nil else { return false }
            scanner.place = start
        }
        let end = scanner.place
        _ = scanner.skipBlanks()
        if time.half == nil, let half = scanner.half() {
            time.half = half
        } else {
            scanner.place = end
        }
        return true
    }
}
