internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Names and values as the language writes them, so that a recipe reads back as the same plan.
enum LanguageText {
    private static let nowhere = SourceSpan(0..<0)

    /// A column's or table's name, in backticks where it would read as something else.
    static func name(_ text: String) -> String { Name(text, span: nowhere).printed }
    static func names(_ texts: [String]) -> String { texts.map(name).joined(separator: ", ") }

    static func text(_ value: String) -> String { literal(.text(value)) }

    static func literal(_ literal: Literal) -> String { Expression(.literal(literal), nowhere).printed }

    /// A literal; `zone` is a datetime's.
    static func scalar(_ value: Scalar, zone: String? = nil) -> String {
        switch value {
        case .missing: literal(.missing)
        case .bool(let value): literal(.bool(value))
        case .int(let value): literal(.int(value))
        case .float(let value): literal(.float(value))
        case .text(let value): literal(.text(value))
        case .date(let days): literal(date(Int(days)))
        case .datetime(let moment): literal(.datetime(DatetimeLiteral(moment, zone: zone)))
        case .duration(let microseconds): period(Period(microseconds: microseconds))
        case .list(let elements):
            "[" + elements.map { scalar($0, zone: zone) }.joined(separator: ", ") + "]"
        }
    }

    private static func date(_ days: Int) -> Literal {
        let (year, month, day) = civilFromDays(days)
        return .date(year: year, month: month, day: day)
    }

    /// One quantity: a stretch of the calendar in its largest whole unit.
    static func period(_ period: Period) -> String {
        if period.months != 0 { return quantity(period.months, [(12, .y), (3, .q), (1, .mo)]) }
        if period.days != 0 { return quantity(period.days, [(7, .w), (1, .d)]) }
        let whole = Int(period.microseconds)
        if whole % 1000 != 0 { return literal(.quantity(Double(whole) / 1000, .ms)) }
        return quantity(whole, [(3_600_000_000, .h), (60_000_000, .min), (1_000_000, .s), (1000, .ms)])
    }

    private static func quantity(_ amount: Int, _ units: [(size: Int, unit: Literal.Unit)]) -> String {
        let fitting = units.first { amount % $0.size == 0 } ?? units[units.count - 1]
        return literal(.quantity(Double(amount / fitting.size), fitting.unit))
    }

    /// A parameter's value; a word of a choice stands bare.
    static func value(_ value: Value, of kind: Signature.ParameterKind?) -> String {
        switch value {
        case .missing: literal(.missing)
        case .bool(let value): literal(.bool(value))
        case .int(let value): literal(.int(value))
        case .float(let value): literal(.float(value))
        case .text(let value): kind?.hasChoice(value) ?? false ? name(value) : text(value)
        case .date(let value): scalar(.date(value))
        case .datetime(let value): scalar(.datetime(value))
        case .duration(let value): period(value)
        case .column(let column): name(column)
        case .columns(let columns): "[" + names(columns) + "]"
        case .file(let path): text(path)
        case .table(let words): words
        case .list(let values):
            "[" + values.map { self.value($0, of: kind?.element) }.joined(separator: ", ") + "]"
        case .map(let entries):
            "{"
                + entries.map { scalar($0.key) + ": " + self.value($0.value, of: kind?.element) }
                .joined(separator: ", ") + "}"
        }
    }
}

extension DatetimeLiteral {
    /// A moment of a wall clock, or with a zone of UTC, which is written in that zone where it is an offset.
    init(_ moment: Int64, zone: String?) {
        let offset = zone.map { DatetimeLiteral.offsetMinutes(of: $0) ?? 0 }
        let local = moment + Int64(offset ?? 0) * 60_000_000
        let microsecondsPerDay: Int64 = 86_400_000_000
        let days = Int(
            (local - (local % microsecondsPerDay + microsecondsPerDay) % microsecondsPerDay)
                / microsecondsPerDay)
        let rest = Int(local) - days * Int(microsecondsPerDay)
        let (year, month, day) = civilFromDays(days)
        let seconds = rest / 1_000_000
        self.init(
            year: year, month: month, day: day, hour: seconds / 3600, minute: seconds / 60 % 60,
            second: seconds % 60, microsecond: rest % 1_000_000, offsetMinutes: offset)
    }

    /// Minutes east of UTC of `UTC` or `+08:00`.
    static func offsetMinutes(of zone: String) -> Int? {
        if zone == "UTC" || zone == "Z" { return 0 }
        let parts = zone.dropFirst().split(separator: ":")
        guard zone.hasPrefix("+") || zone.hasPrefix("-"), parts.count == 2, let hours = Int(parts[0]),
            let minutes = Int(parts[1])
        else { return nil }
        return (hours * 60 + minutes) * (zone.hasPrefix("-") ? -1 : 1)
    }
}

extension Signature.ParameterKind {
    /// Whether `word` is one of its choices.
    func hasChoice(_ word: String) -> Bool {
        switch self {
        case .choice(let words): words.contains(word)
        case .either(let first, let second): first.hasChoice(word) || second.hasChoice(word)
        default: false
        }
    }

    /// What each element of a list or map is.
    var element: Signature.ParameterKind? {
        switch self {
        case .list(let each), .map(let each): each
        case .either(let first, let second): first.element ?? second.element
        default: nil
        }
    }
}
