import RapportDiagnostics
import RapportLanguage
import RapportTable

/// Types of `+ - * / %` and of the minus sign.
enum ArithmeticRule {
    static func binary(_ site: CallSite) throws(Diagnostic) -> Draft {
        guard let op = ArithmeticOperator(rawValue: site.name) else {
            throw .internalError("no operator `\(site.name)`")
        }
        let (left, right) = (site.arguments[0], site.arguments[1])
        if left.isMissing || right.isMissing {
            throw Diagnostic(
                "type.operands", "`\(op.rawValue)` with `missing` gives missing in every row", at: site.span,
                help: ["`coalesce(x, 0)` puts a value in the place of missing ones"])
        }
        if let shifted = try shift(op, left, right, site) { return shifted }
        if let folded = try period(op, left, right, site) { return folded }
        let (a, b) = (try left.settled(), try right.settled())
        guard let type = op.resultType(a.type.type, zoneless(b, beside: a)) else {
            throw refusal(op, left, right, site)
        }
        let unit = unit(op, a.type, b.type)
        return site.result(ValueType(type, unit: unit), [a, zoned(b, beside: a)])
    }

    static func negation(_ site: CallSite) throws(Diagnostic) -> Draft {
        let operand = site.arguments[0]
        switch operand.value {
        case .period(let period): return Draft(.period(period.negated), site.syntax)
        case .typed(let bound):
            switch bound.form {
            case .literal(.int(let value)) where value != .min:
                return Draft(BoundExpression(.literal(.int(-value)), .int, at: site.span), site.syntax)
            case .literal(.float(let value)):
                return Draft(
                    BoundExpression(.literal(.float(0 - value)), .float, at: site.span), site.syntax)
            default: break
            }
            guard bound.type.type.isNumber || bound.type.type == .duration else { fallthrough }
            return site.result(ValueType(bound.type.type, unit: bound.type.unit), [bound])
        default:
            throw Diagnostic(
                "type.operands", "the minus sign takes a number, \(operand.statement)", at: operand.span)
        }
    }

    /// A date or a datetime moved by a period or a duration; nil where it is no such thing.
    private static func shift(
        _ op: ArithmeticOperator, _ left: Draft, _ right: Draft, _ site: CallSite
    ) throws(Diagnostic) -> Draft? {
        let swapped = op == .add && (left.period != nil || left.type == .duration)
        let (moved, step) = swapped ? (right, left) : (left, right)
        guard op == .add || op == .subtract, let time = moved.typed, time.type.type.isTime else { return nil }
        if let period = step.period {
            let amount = BoundExpression(.period(period), .duration, at: step.span)
            let type: ColumnType =
                time.type.type == .date && period.microseconds != 0 ? .datetime(zone: nil) : time.type.type
            // A month and a month are a month again; a month and a day are none.
            let keepsGrain = time.type.grain.map { period.keeps($0) } ?? false
            return site.result(
                ValueType(type, grain: keepsGrain ? time.type.grain : nil), [time, amount])
        }
        guard let duration = step.typed, duration.type.type == .duration else { return nil }
        let type: ColumnType = time.type.type == .date ? .datetime(zone: nil) : time.type.type
        return site.result(ValueType(type), [time, duration])
    }

    /// Periods among themselves are worked out here: `2h + 30min`.
    private static func period(
        _ op: ArithmeticOperator, _ left: Draft, _ right: Draft, _ site: CallSite
    ) throws(Diagnostic) -> Draft? {
        guard let a = left.period, let b = right.period, op == .add || op == .subtract else { return nil }
        guard let sum = a.adding(op == .add ? b : b.negated) else {
            throw Diagnostic("type.period", "`\(site.syntax.printed)` is too long", at: site.span)
        }
        return Draft(.period(sum), site.syntax)
    }

    // MARK: - Zones

    /// A time without a zone that stands in the line takes the zone of the column it meets.
    private static func zoned(_ b: BoundExpression, beside a: BoundExpression) -> BoundExpression {
        guard case .datetime = b.type.type, case .datetime = a.type.type, b.isConstant else { return b }
        return b.converted(to: a.type.type)
    }
    private static func zoneless(_ b: BoundExpression, beside a: BoundExpression) -> ColumnType {
        zoned(b, beside: a).type.type
    }

    // MARK: - Units and refusals

    private static func unit(_ op: ArithmeticOperator, _ a: ValueType, _ b: ValueType) -> String? {
        switch op {
        case .add, .subtract: a.unit == b.unit ? a.unit : nil
        case .multiply: a.unit == nil ? b.unit : b.unit == nil ? a.unit : nil
        case .divide: b.unit == nil ? a.unit : nil
        case .remainder: a.unit
        }
    }

    private static func refusal(
        _ op: ArithmeticOperator, _ left: Draft, _ right: Draft, _ site: CallSite
    ) -> Diagnostic {
        let both = "`\(left.text)` is \(left.phrase), `\(right.text)` is \(right.phrase)"
        return Diagnostic(
            "type.operands", "`\(op.rawValue)` has no meaning here: \(both)", at: site.span,
            help: help(op, left, right, site))
    }

    private static func help(
        _ op: ArithmeticOperator, _ left: Draft, _ right: Draft, _ site: CallSite
    ) -> [Diagnostic.Help] {
        if op == .add, left.type == .text, right.type == .text {
            let joined = "concat(\(left.text), \(right.text))"
            return [.init("`\(joined)`", edit: .init(site.span, joined))]
        }
        for side in [left, right] where side.type == .text && side.textLiteral == nil {
            let number = "number(\(side.text))"
            return [.init("`\(number)` reads text as a number", edit: .init(side.span, number))]
        }
        for side in [left, right] where side.type == .bool {
            let number = "if(\(side.text), 1, 0)"
            return [.init("`\(number)`", edit: .init(side.span, number))]
        }
        if left.type?.isTime == true, case .int(let days)? = right.literal, op == .add || op == .subtract {
            return [.init("`\(days)d` for days", edit: .init(right.span, "\(days)d"))]
        }
        if case .datetime? = left.type, case .datetime? = right.type {
            return ["one has a time zone and the other none; two zones do not meet"]
        }
        return []
    }
}

extension Period {
    /// Whether a first day of a grain, moved by this, is a first day of the grain again.
    func keeps(_ grain: Grain) -> Bool {
        guard microseconds == 0 else { return false }
        return switch grain {
        case .day: true
        case .week: months == 0 && days % 7 == 0
        case .month: days == 0
        case .quarter: days == 0 && months % 3 == 0
        case .year: days == 0 && months % 12 == 0
        }
    }
}
