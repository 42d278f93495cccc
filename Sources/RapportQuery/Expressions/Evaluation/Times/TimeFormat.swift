import RapportTable

/// A form of dates and times, `%d.%m.%Y %H:%M`: what `parse_date` reads by and `format` writes by.
///
/// Names are English, so that the same line gives the same text on every machine; reading takes Chinese ones too.
struct TimeFormat: Sendable {
    enum Field: Sendable, Hashable {
        case year, shortYear, month, day, monthName, shortMonthName, weekdayName, shortWeekdayName
        case hour, hour12, minute, second, fraction, meridiem, offset
        case dayOfYear, quarter, isoYear, isoWeek, weekdayNumber
    }
    enum Item: Sendable, Hashable {
        case field(Field, padded: Bool)
        /// Anything else stands for itself.
        case literal([UInt8])
        /// Any number of blanks when read; written as they are.
        case blanks(Int)
    }

    let items: [Item]

    /// Why a text is no form, and at which of its bytes.
    struct Flaw: Error {
        var message: String
        var offset: Int
        var help = "`%Y-%m-%d`, `%d.%m.%Y %H:%M`, `%B %d, %Y %I:%M %p`"
    }

    init(_ text: String) throws(Flaw) {
        var items: [Item] = []
        var literal: [UInt8] = []
        func flush() {
            if !literal.isEmpty { items.append(.literal(literal)) }
            literal = []
        }
        let bytes = Array(text.utf8)
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            if byte == 32 {
                flush()
                var end = place
                while end < bytes.count, bytes[end] == 32 { end += 1 }
                items.append(.blanks(end - place))
                place = end
                continue
            }
            guard byte == UInt8(ascii: "%") else {
                literal.append(byte)
                place += 1
                continue
            }
            let start = place
            place += 1
            var padded = true
            if place < bytes.count, bytes[place] == UInt8(ascii: "-") {
                padded = false
                place += 1
            }
            guard place < bytes.count else {
                throw Flaw(
                    message: "`%` stands alone at the end", offset: start, help: "`%%` is the sign itself")
            }
            let letter = Unicode.Scalar(bytes[place])
            place += 1
            switch letter {
            case "%": literal.append(UInt8(ascii: "%"))
            case "F":
                flush()
                items += [
                    .field(.year, padded: true), .literal([45]), .field(.month, padded: true), .literal([45]),
                    .field(.day, padded: true),
                ]
            case "T":
                flush()
                items += [
                    .field(.hour, padded: true), .literal([58]), .field(.minute, padded: true),
                    .literal([58]),
                    .field(.second, padded: true),
                ]
            default:
                guard let field = Self.fields[letter] else {
                    let sign = letter.value < 0x80 ? "%\(letter)" : "%"
                    throw Flaw(message: "`\(sign)` is no part of a time", offset: start)
                }
                flush()
                items.append(.field(field, padded: padded))
            }
        }
        flush()
        self.items = items
    }

    private static let fields: [Unicode.Scalar: Field] = [
        "Y": .year, "y": .shortYear, "m": .month, "d": .day, "e": .day, "B": .monthName, "b": .shortMonthName,
        "h": .shortMonthName, "A": .weekdayName, "a": .shortWeekdayName, "H": .hour, "I": .hour12,
        "M": .minute,
        "S": .second, "f": .fraction, "p": .meridiem, "z": .offset, "j": .dayOfYear, "q": .quarter,
        "G": .isoYear,
        "V": .isoWeek, "u": .weekdayNumber,
    ]

    private func holds(_ fields: Set<Field>) -> Bool {
        items.contains { if case .field(let field, _) = $0 { fields.contains(field) } else { false } }
    }

    var hasClock: Bool { holds([.hour, .hour12, .minute, .second, .fraction, .meridiem]) }
    var hasOffset: Bool { holds([.offset]) }

    /// Why it does not say which day and hour; nil where it does.
    ///
    /// What a form leaves out is the first: `%Y-%m` reads a month as its first day.
    var readingFlaw: String? {
        if holds([.quarter, .isoYear, .isoWeek, .weekdayNumber]) {
            return "`%q`, `%G`, `%V` and `%u` are written, not read"
        }
        if !holds([.year, .shortYear]) { return "a date needs a year: `%Y`" }
        if holds([.day]), !holds([.month, .monthName, .shortMonthName]) {
            return "a day needs a month: `%m` or `%B`"
        }
        if hasClock || hasOffset, !holds([.hour, .hour12]) { return "a time of day needs an hour: `%H`" }
        if holds([.hour12]) != holds([.meridiem]) { return "`%I` and `%p` stand together" }
        return nil
    }
}

/// English and Chinese names of months and days.
enum CalendarNames {
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// 1…12 of a name, three letters of it or more; nil where it is none.
    static func month(_ word: [UInt8]) -> Int? { place(word, among: months) }
    static func weekday(_ word: [UInt8]) -> Int? { place(word, among: weekdays) }

    private static func place(_ word: [UInt8], among names: [String]) -> Int? {
        guard word.count >= 3 else { return nil }
        let small = word.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        let found = names.firstIndex { name in
            let name = name.utf8.map { $0 | 0x20 }
            // `Sept`, `Tues`, `Thurs` are common beside the three letters.
            return small == name || small == Array(name.prefix(3))
                || small.count < name.count && name.starts(with: small) && (4...5).contains(small.count)
        }
        return found.map { $0 + 1 }
    }
}
