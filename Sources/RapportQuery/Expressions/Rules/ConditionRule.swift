import RapportDiagnostics
import RapportLanguage
import RapportTable

/// Types of `and or not`, of tests for missing, and of what chooses between values.
enum ConditionRule {
    static func logic(_ site: CallSite) throws(Diagnostic) -> Draft {
        var operands: [BoundExpression] = []
        for place in site.arguments.indices { operands.append(try site.condition(place)) }
        return site.result(.bool, operands)
    }

    /// `missing(x)`, `present(x)`: of any type.
    static func presence(_ site: CallSite) throws(Diagnostic) -> Draft {
        if site.arguments[0].isMissing {
            throw Diagnostic(
                "type.argument", "`\(site.name)` takes a column, found missing", at: site.arguments[0].span)
        }
        return site.result(.bool, [try site.arguments[0].settled()])
    }

    static func choice(_ site: CallSite) throws(Diagnostic) -> Draft {
        let condition = try site.condition(0)
        let values = try unified(Array(site.arguments[1...]), site)
        return site.result(values.type, [condition] + values.values)
    }

    /// `case(c1, a, c2, b, otherwise)`: an even number of values has no otherwise, which is missing.
    static func cases(_ site: CallSite) throws(Diagnostic) -> Draft {
        let count = site.arguments.count
        var conditions: [BoundExpression] = []
        var branches: [Draft] = []
        for place in stride(from: 0, to: count - 1, by: 2) {
            conditions.append(try site.condition(place))
            branches.append(site.arguments[place + 1])
        }
        if count % 2 == 1 { branches.append(site.arguments[count - 1]) }
        let values = try unified(branches, site)
        var arguments: [BoundExpression] = []
        for (condition, value) in zip(conditions, values.values) { arguments += [condition, value] }
        if count % 2 == 1, let otherwise = values.values.last { arguments.append(otherwise) }
        return site.result(values.type, arguments)
    }

    static func coalesce(_ site: CallSite) throws(Diagnostic) -> Draft {
        let values = try unified(site.arguments, site)
        return site.result(values.type, values.values)
    }

    /// The smallest or largest of several values, of any type with an order.
    static func extreme(_ site: CallSite) throws(Diagnostic) -> Draft {
        let values = try unified(site.arguments, site)
        if values.type.type == .bool { _ = try site.number(0) }
        return site.result(values.type, values.values)
    }

    /// One type for all: int and float meet, date and datetime meet, `missing` takes the others' type.
    private static func unified(
        _ drafts: [Draft], _ site: CallSite
    ) throws(Diagnostic) -> (type: ValueType, values: [BoundExpression]) {
        var common: ValueType?
        var origin: Draft?
        for draft in drafts where !draft.isMissing {
            let type = try draft.settled().type
            guard let known = common, let first = origin else {
                (common, origin) = (type, draft)
                continue
            }
            guard let met = known.type.meeting(type.type) else {
                throw Diagnostic(
                    "type.operands", "`\(site.name)` gives one type: \(first.sentence), \(draft.sentence)",
                    at: draft.span)
            }
            common = ValueType(
                met, grain: known.grain == type.grain ? known.grain : nil,
                unit: known.unit == type.unit ? known.unit : nil)
        }
        guard let type = common else { return try (drafts[0].settled().type, []) }
        var values: [BoundExpression] = []
        for draft in drafts {
            if draft.isMissing {
                values.append(BoundExpression(.literal(.missing), type, at: draft.span))
            } else {
                values.append(try draft.settled().converted(to: type.type))
            }
        }
        return (type, values)
    }
}

extension ColumnType {
    /// The type that both convert to by themselves; nil where there is none.
    func meeting(_ other: ColumnType) -> ColumnType? {
        switch (self, other) {
        case _ where self == other: self
        case (.int, .float), (.float, .int): .float
        case (.date, .datetime): other
        case (.datetime, .date): self
        default: nil
        }
    }
}

extension Draft {
    /// `` `a` is text ``.
    var sentence: String { "`\(text)` is \(phrase)" }
}
