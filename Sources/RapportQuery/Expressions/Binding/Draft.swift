import RapportDiagnostics
import RapportLanguage
import RapportTable

/// A part of an expression while it is bound: what has no type by itself waits for its place to give it one.
struct Draft {
    var value: Value
    let syntax: Expression

    enum Value {
        case typed(BoundExpression)
        case missing
        /// `3mo` beside a date is a step of the calendar, `2h` beside a duration is exact.
        case period(Period)
        case list([Draft])
    }

    init(_ value: Value, _ syntax: Expression) { (self.value, self.syntax) = (value, syntax) }
    init(_ bound: BoundExpression, _ syntax: Expression) { self.init(.typed(bound), syntax) }

    var span: SourceSpan { syntax.span }
    /// As typed, for messages.
    var text: String { syntax.printed }

    var typed: BoundExpression? {
        if case .typed(let bound) = value { bound } else { nil }
    }
    var type: ColumnType? { typed?.type.type }
    var isMissing: Bool {
        if case .missing = value { true } else { false }
    }
    var period: Period? {
        if case .period(let period) = value { period } else { nil }
    }
    var literal: Scalar? {
        if case .literal(let scalar)? = typed?.form { scalar } else { nil }
    }
    var textLiteral: String? {
        if case .text(let text)? = literal { text } else { nil }
    }
    /// A literal as it stands in the line: messages call it by its kind, not by its type alone.
    var isLiteral: Bool {
        switch value {
        case .typed(let bound): if case .literal = bound.form { true } else { false }
        case .missing, .period, .list: true
        }
    }

    /// A list that stands in the line: values of one type, an int meeting a float; an empty one is of text.
    private func list(of elements: [Draft]) throws(Diagnostic) -> BoundExpression {
        var (values, type): ([Scalar], ColumnType?) = ([], nil)
        for element in elements {
            if element.isMissing {
                values.append(.missing)
                continue
            }
            let bound = try element.settled()
            guard let value = bound.constant else {
                throw Diagnostic(
                    "type.constant", "a list holds values, found an expression", at: element.span,
                    help: ["`list(x)` collects a column, `split(text, \",\")` cuts a text"])
            }
            values.append(value)
            guard let met = type, met != bound.type.type else {
                type = bound.type.type
                continue
            }
            guard met.isNumber, bound.type.type.isNumber else {
                throw Diagnostic(
                    "type.mixed", "the list holds \(met.phrase), found \(bound.type.phrase)", at: element.span
                )
            }
            type = .float
        }
        if type == .float { values = values.map { $0.number.map { .float($0) } ?? .missing } }
        return BoundExpression(
            .literal(.list(values)), ValueType(.list(of: type ?? .text)), at: span)
    }

    /// With a type: a period becomes a duration, and what has no type is refused.
    func settled() throws(Diagnostic) -> BoundExpression {
        switch value {
        case .typed(let bound): return bound
        case .period(let period):
            guard let exact = period.exactMicroseconds else { throw .noFixedLength(self) }
            return BoundExpression(.literal(.duration(exact)), .duration, at: span)
        case .missing:
            throw Diagnostic(
                "type.missing", "`missing` has no type here", at: span,
                help: ["a value beside it gives it one: `if(condition, value, missing)`"])
        case .list(let elements): return try list(of: elements)
        }
    }
}

extension Diagnostic {
    static func noFixedLength(_ draft: Draft) -> Diagnostic {
        Diagnostic(
            "type.period", "`\(draft.text)` has no fixed length: months differ", at: draft.span,
            help: ["`d`, `h`, `min`, `s` are exact: `90d`"])
    }
}

extension Period {
    static let microsecondsPerDay: Int64 = 86_400_000_000

    /// The length in microseconds; nil where it holds months, or is longer than 64 bits can say.
    var exactMicroseconds: Int64? {
        guard months == 0 else { return nil }
        let (ofDays, overflow) = Int64(days).multipliedReportingOverflow(by: Self.microsecondsPerDay)
        let (sum, past) = ofDays.addingReportingOverflow(microseconds)
        return overflow || past ? nil : sum
    }

    /// The sum; nil past the range of the parts.
    func adding(_ other: Period) -> Period? {
        let (months, a) = months.addingReportingOverflow(other.months)
        let (days, b) = days.addingReportingOverflow(other.days)
        let (microseconds, c) = microseconds.addingReportingOverflow(other.microseconds)
        return a || b || c ? nil : Period(months: months, days: days, microseconds: microseconds)
    }
}

extension BoundExpression {
    /// The value where it stands in the line itself, with its sign.
    fileprivate var constant: Scalar? {
        switch form {
        case .literal(let value): return value
        case .call("-", let operands) where operands.count == 1:
            switch operands[0].constant {
            case .int(let value)? where value != .min: return .int(-value)
            case .float(let value)?: return .float(-value)
            default: return nil
            }
        default: return nil
        }
    }
}
