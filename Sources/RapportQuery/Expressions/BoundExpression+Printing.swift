import RapportDiagnostics
public import RapportLanguage
import RapportTable

extension BoundExpression {
    /// The language: read and bound again in the same scope it gives the same expression.
    public var printed: String { syntax.printed }

    /// The tree that would have been typed.
    public var syntax: RapportLanguage.Expression {
        switch form {
        case .column(let name): .column(name)
        case .literal(let value): Self.syntax(of: value, type.type)
        case .period(let period): Self.syntax(of: period)
        case .list(let elements): .list(elements.map(\.syntax))
        case .late(.asOf): .parameter("as_of")
        case .late(.seed): .parameter("seed")
        case .late(.parameter(let name)): .parameter(name)
        case .convert(let inner), .key(_, let inner), .option(_, let inner): inner.syntax
        case .call(let name, let arguments): Self.syntax(of: name, arguments)
        case .aggregate(let call): Self.syntax(of: call)
        case .window(let call): Self.syntax(of: call)
        }
    }

    private static func syntax(of name: String, _ arguments: [BoundExpression]) -> Expression {
        let operands = arguments.map(\.syntax)
        if name == "not", let inner = arguments.first, case .call("in", let tested) = inner.form {
            return .binary(.isNotIn, tested[0].syntax, tested[1].syntax)
        }
        if let sign = UnaryOperator(rawValue: name), operands.count == 1 { return .unary(sign, operands[0]) }
        if let sign = BinaryOperator(rawValue: name), operands.count == 2 {
            return .binary(sign, operands[0], operands[1])
        }
        let items = zip(arguments, operands).map { argument, operand in
            if case .option(let option, _) = argument.form {
                Item.built(option, operand)
            } else {
                Item.built(operand)
            }
        }
        return Expression(.call(Call(.built(name), items)), .nowhere)
    }

    private static func syntax(of call: AggregateCall) -> Expression {
        var items: [Item] = []
        if let argument = call.argument { items.append(.built(argument.syntax)) }
        if let level = call.level { items.append(.built(.literal(.float(level)))) }
        return Expression(.call(Call(.built(call.name), items)), .nowhere)
    }

    private static func syntax(of call: WindowCall) -> Expression {
        var items: [Item] = []
        if let argument = call.argument { items.append(.built(argument.syntax)) }
        if let level = call.level { items.append(.built(.literal(.float(level)))) }
        if let offset = call.offset { items.append(.built(.literal(.int(Int64(offset))))) }
        let extent: Expression? =
            switch call.frame {
            case .partition: nil
            case .rows(let rows): .literal(.int(Int64(rows)))
            case .time(let period): syntax(of: period)
            }
        let frame = extent.map { Call.Frame(.built("last"), $0, span: .nowhere) }
        return Expression(.call(Call(.built(call.name), items, frame: frame)), .nowhere)
    }

    // MARK: - Values

    private static func syntax(of value: Scalar, _ type: ColumnType) -> Expression {
        switch value {
        case .missing: return .literal(.missing)
        case .bool(let value): return .literal(.bool(value))
        case .int(let value):
            return value < 0 && value != .min
                ? .unary(.minus, .literal(.int(-value))) : .literal(.int(value))
        case .float(let value):
            return value < 0 ? .unary(.minus, .literal(.float(-value))) : .literal(.float(value))
        case .text(let value): return .literal(.text(value))
        case .date(let days):
            let (year, month, day) = civilFromDays(Int(days))
            return .literal(.date(year: year, month: month, day: day))
        case .datetime(let instant): return .literal(.datetime(literal(of: instant, type)))
        case .duration(let microseconds): return quantity(microseconds)
        case .list(let elements): return .list(elements.map { syntax(of: $0, type.element ?? type) })
        }
    }

    private static func literal(of instant: Int64, _ type: ColumnType) -> DatetimeLiteral {
        var offsetMinutes: Int?
        if case .datetime(let zone?) = type {
            // A mean time with seconds has no literal; UTC is the same instant.
            let ahead = (try? Zone(zone).offset(at: instant)) ?? 0
            offsetMinutes = ahead % 60_000_000 == 0 ? Int(ahead / 60_000_000) : 0
        }
        let wall = instant + Int64(offsetMinutes ?? 0) * 60_000_000
        var (days, time) = wall.quotientAndRemainder(dividingBy: Period.microsecondsPerDay)
        if time < 0 { (days, time) = (days - 1, time + Period.microsecondsPerDay) }
        let (year, month, day) = civilFromDays(Int(days))
        let seconds = Int(time / 1_000_000)
        return DatetimeLiteral(
            year: year, month: month, day: day, hour: seconds / 3600, minute: seconds / 60 % 60,
            second: seconds % 60, microsecond: Int(time % 1_000_000), offsetMinutes: offsetMinutes)
    }

    /// An exact duration in the largest unit that holds it whole; beside a date not in days, which are
    /// steps of the calendar there.
    private static func quantity(_ microseconds: Int64, inDays: Bool = true) -> Expression {
        let units: [(Literal.Unit, Int64)] = [
            (.d, Period.microsecondsPerDay), (.h, 3_600_000_000), (.min, 60_000_000), (.s, 1_000_000),
        ]
        let size = Int64(clamping: microseconds.magnitude)
        let fit = units.dropFirst(inDays ? 0 : 1).first { size % $0.1 == 0 }
        let amount = fit.map { Double(size / $0.1) } ?? Double(size) / 1000
        let literal = Expression.literal(.quantity(amount, fit?.0 ?? .ms))
        return microseconds < 0 ? .unary(.minus, literal) : literal
    }

    private static func syntax(of period: Period) -> Expression {
        var parts: [Expression] = []
        func part(_ amount: Int, _ unit: Literal.Unit) {
            let literal = Expression.literal(.quantity(Double(amount.magnitude), unit))
            parts.append(amount < 0 ? .unary(.minus, literal) : literal)
        }
        if period.months != 0 { part(period.months, .mo) }
        if period.days != 0 { part(period.days, .d) }
        if period.microseconds != 0 || parts.isEmpty {
            parts.append(quantity(period.microseconds, inDays: false))
        }
        return parts.dropFirst().reduce(parts[0]) { .binary(.add, $0, $1) }
    }
}
