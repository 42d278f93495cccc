import RapportDiagnostics

extension Lexer {
    /// Reads a date, or what was meant as one; false where the digits are a number.
    mutating func lexDate() -> Bool {
        let start = position
        let first = endOfDigits(from: start)
        guard first - start <= 4, let sign = byte(at: first) else { return false }
        let second = endOfDigits(from: first + 1)
        guard (1...2).contains(second - first - 1) else { return false }
        let third = byte(at: second) == sign ? endOfDigits(from: second + 1) : second
        let lengths = (first - start, second - first - 1, third - second - 1)
        switch (sign, lengths) {
        case (UInt8(ascii: "-"), (4, 2, 2)):
            lexDay(from: start, to: third)
        case (UInt8(ascii: "-"), (4, _, 1...2)):
            refuseForm(start..<third, day: (start..<first, first + 1..<second, second + 1..<third))
        case (UInt8(ascii: "-"), (4, 2, _)):
            return lexHalfDate(from: start, to: second)
        case (UInt8(ascii: "/"), (4, _, 1...2)) where byte(at: third) != UInt8(ascii: "."):
            refuseForm(start..<third, day: (start..<first, first + 1..<second, second + 1..<third))
        case (UInt8(ascii: "/"), (1...2, _, 4)) where byte(at: third) != UInt8(ascii: "."):
            position = third
            refuse(
                "syntax.date", "a date has the form 2025-01-31", at: start..<third, from: start,
                help: ["year, month, day; for arithmetic put blanks around `/`"])
        default: return false
        }
        return true
    }

    /// `2025-1-5`, `2025/01/31`.
    private mutating func refuseForm(_ span: Range<Int>, day: (Range<Int>, Range<Int>, Range<Int>)) {
        func padded(_ range: Range<Int>) -> String { (range.count < 2 ? "0" : "") + source(range) }
        let date = "\(source(day.0))-\(padded(day.1))-\(padded(day.2))"
        position = span.upperBound
        refuse(
            "syntax.date", "a date has the form 2025-01-31", at: span, from: span.lowerBound,
            help: [
                .init(
                    "`\(date)`; for arithmetic put blanks around the signs",
                    edit: .init(SourceSpan(span), date))
            ])
    }

    /// `2025-01`, which is the month and not a subtraction; `2025-13` is one.
    private mutating func lexHalfDate(from start: Int, to end: Int) -> Bool {
        guard let month = Int(source(end - 2..<end)), (1...12).contains(month),
            byte(at: end) != UInt8(ascii: ".")
        else { return false }
        position = end
        let day = source(start..<end) + "-01"
        // No edit: whether the day or the month was meant is the analyst's to say.
        let help =
            "`\(day)` for the day; `start_of`, `month()` for months; for arithmetic put blanks around `-`"
        refuse("syntax.date", "half a date", at: start..<end, from: start, help: [.init(help)])
        return true
    }

    private mutating func lexDay(from start: Int, to dayEnd: Int) {
        position = dayEnd
        var end = dayEnd
        if byte() == UInt8(ascii: "T") {
            guard let timeEnd = endOfTime(from: dayEnd + 1), endOfLooseTime(from: timeEnd) == timeEnd else {
                return refuseTime(start: start, dayEnd: dayEnd)
            }
            end = timeEnd
        } else if continuesName(at: dayEnd) {
            position = endOfWord(from: dayEnd)
            return refuse("syntax.date", "letters touch a date", at: start..<position, from: start)
        } else if refusesLooseTime(start: start, dayEnd: dayEnd) {
            return
        }
        position = end
        guard let date = DateText(bytes[start..<end]) else { return append(.error, from: start) }
        if !date.isDay {
            let day = source(start..<dayEnd)
            refuse("syntax.date", "there is no day \(day)", at: start..<end, from: start)
        } else if !date.isTime {
            let time = source(dayEnd + 1..<end)
            refuse("syntax.date", "there is no time of day \(time)", at: start..<end, from: start)
        } else {
            append(.date, from: start)
        }
    }

    /// The end of `09:30:15.5+08:00`, which begins at an index; nil where it has another form.
    private func endOfTime(from index: Int) -> Int? {
        func two(_ at: Int) -> Bool { endOfDigits(from: at) == at + 2 }
        let colon = UInt8(ascii: ":")
        guard two(index), byte(at: index + 2) == colon, two(index + 3) else { return nil }
        var end = index + 5
        if byte(at: end) == colon, two(end + 1) {
            end += 3
            if byte(at: end) == UInt8(ascii: "."), (1...6).contains(endOfDigits(from: end + 1) - end - 1) {
                end = endOfDigits(from: end + 1)
            }
        }
        if byte(at: end) == UInt8(ascii: "Z") { return end + 1 }
        let isSigned = byte(at: end) == UInt8(ascii: "+") || byte(at: end) == UInt8(ascii: "-")
        if isSigned, two(end + 1), byte(at: end + 3) == colon, two(end + 4) { return end + 6 }
        return end
    }

    /// Where something like a time ends: `9:30`, `09:30:1.25`.
    private func endOfLooseTime(from index: Int) -> Int {
        var end = endOfWord(from: index)
        while let sign = byte(at: end), sign == UInt8(ascii: ":") || sign == UInt8(ascii: "."),
            byte(at: end + 1).map(Characters.isDigit) ?? false
        {
            end = endOfWord(from: end + 1)
        }
        return end
    }

    private mutating func refuseTime(start: Int, dayEnd: Int) {
        position = endOfLooseTime(from: dayEnd + 1)
        let span = start..<position
        let mended = source(start..<dayEnd + 1) + "0" + source(dayEnd + 1..<position)
        let isMended = DateText(Array(mended.utf8)[...]).map { $0.isDay && $0.isTime } ?? false
        refuse(
            "syntax.date", "a time of day is written T09:30 or T09:30:00, with Z or +08:00 after it",
            at: span,
            from: start, help: isMended ? [.init("`\(mended)`", edit: .init(SourceSpan(span), mended))] : [])
    }

    /// `2025-01-31 09:30`: reported from the date to the hour, as one token up to the end of the time.
    private mutating func refusesLooseTime(start: Int, dayEnd: Int) -> Bool {
        var hour = dayEnd
        while byte(at: hour) == UInt8(ascii: " ") { hour += 1 }
        let hourEnd = endOfDigits(from: hour)
        guard hour > dayEnd, (1...2).contains(hourEnd - hour), byte(at: hourEnd) == UInt8(ascii: ":"),
            endOfDigits(from: hourEnd + 1) == hourEnd + 3
        else { return false }
        position = endOfLooseTime(from: hour)
        let time = (hourEnd - hour == 1 ? "0" : "") + source(hour..<position)
        let mended = source(start..<dayEnd) + "T" + time
        refuse(
            "syntax.date", "a time of day touches its date", at: start..<hourEnd, from: start,
            help: [.init("`\(mended)`", edit: .init(SourceSpan(start..<position), mended))])
        return true
    }
}
