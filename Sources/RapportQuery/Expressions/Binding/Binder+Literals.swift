import RapportDiagnostics
import RapportLanguage
import RapportTable

extension Binder {
    func bind(_ literal: Literal, _ syntax: Expression) throws(Diagnostic) -> Draft {
        func typed(_ scalar: Scalar, _ type: ColumnType) -> Draft {
            Draft(BoundExpression(.literal(scalar), ValueType(type), at: syntax.span), syntax)
        }
        switch literal {
        case .int(let value): return typed(.int(value), .int)
        case .float(let value), .percent(let value):
            guard value.isFinite else {
                throw Diagnostic(
                    "number.range", "`\(syntax.printed)` is larger than any number", at: syntax.span)
            }
            return typed(.float(value), .float)
        case .text(let value): return typed(.text(value), .text)
        case .bool(let value): return typed(.bool(value), .bool)
        case .missing: return Draft(.missing, syntax)
        case .date(let year, let month, let day):
            guard let days = daysFromCivil(year, month, day) else {
                throw Diagnostic("syntax.date", "there is no day \(syntax.printed)", at: syntax.span)
            }
            return typed(.date(days), .date)
        case .datetime(let value):
            guard let wall = value.wallMicroseconds else {
                throw Diagnostic("syntax.date", "there is no time \(syntax.printed)", at: syntax.span)
            }
            guard let offset = value.offsetMinutes else {
                return typed(.datetime(wall), .datetime(zone: nil))
            }
            let instant = wall - Int64(offset) * 60_000_000
            return typed(.datetime(instant), .datetime(zone: zoneName(offsetMinutes: offset)))
        case .quantity(let amount, let unit):
            return Draft(.period(try period(amount, unit, syntax)), syntax)
        }
    }

    /// A quantity as a stretch of the calendar; parts of a day are exact, parts of a month are refused.
    private func period(
        _ amount: Double, _ unit: Literal.Unit, _ syntax: Expression
    ) throws(Diagnostic) -> Period {
        func whole(_ value: Double) -> Int? { Int(exactly: value) }
        func exact(_ microseconds: Double) -> Int64? { Int64(exactly: (amount * microseconds).rounded()) }
        let found: Period? =
            switch unit {
            case .y: whole(amount * 12).map { Period(months: $0) }
            case .q: whole(amount * 3).map { Period(months: $0) }
            case .mo: whole(amount).map { Period(months: $0) }
            case .w:
                whole(amount * 7).map { Period(days: $0) }
                    ?? exact(7 * 86_400_000_000).map { Period(microseconds: $0) }
            case .d:
                whole(amount).map { Period(days: $0) }
                    ?? exact(86_400_000_000).map { Period(microseconds: $0) }
            case .h: exact(3_600_000_000).map { Period(microseconds: $0) }
            case .min: exact(60_000_000).map { Period(microseconds: $0) }
            case .s: exact(1_000_000).map { Period(microseconds: $0) }
            case .ms: exact(1000).map { Period(microseconds: $0) }
            case .kilobyte, .megabyte, .gigabyte, .terabyte:
                throw Diagnostic(
                    "type.size", "`\(syntax.printed)` is a size of memory", at: syntax.span,
                    help: ["a duration is `90d`, `2h`, `15min`"])
            }
        guard let found else {
            throw Diagnostic(
                "type.period", "`\(syntax.printed)` is no whole number of months, or too long",
                at: syntax.span, help: ["`1mo`, `45d`"])
        }
        return found
    }
}

extension DatetimeLiteral {
    /// Microseconds of the wall clock since 1970-01-01T00:00; nil where there is no such time.
    var wallMicroseconds: Int64? {
        guard let days = daysFromCivil(year, month, day), (0..<24).contains(hour), (0..<60).contains(minute),
            (0..<60).contains(second), (0..<1_000_000).contains(microsecond)
        else { return nil }
        let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        return seconds * 1_000_000 + Int64(microsecond)
    }
}

/// `UTC`, `+08:00`: the zone of a literal that states its offset.
func zoneName(offsetMinutes: Int) -> String {
    if offsetMinutes == 0 { return "UTC" }
    let (hours, minutes) = abs(offsetMinutes).quotientAndRemainder(dividingBy: 60)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(offsetMinutes < 0 ? "-" : "+")\(two(hours)):\(two(minutes))"
}
