import RapportDiagnostics
import RapportLanguage
import RapportTable

/// A call that waits for its type rule: the function, what it was given, and where.
struct CallSite {
    let function: Function
    let syntax: Expression
    /// The operator of an infix call, the whole call otherwise.
    let operatorSpan: SourceSpan
    var arguments: [Draft]
    /// Arguments by name: `number(x, missing=["N/A"])`.
    var options: [String: Draft]
    let scope: Scope

    var name: String { function.name }
    var span: SourceSpan { syntax.span }

    func result(_ type: ValueType, _ arguments: [BoundExpression]) -> Draft {
        Draft(BoundExpression(.call(name, arguments), type, at: span), syntax)
    }

    // MARK: - Arguments by type

    /// The argument as one of `types`, which `expected` names.
    func argument(
        _ place: Int, _ expected: String, _ accepts: (ColumnType) -> Bool
    ) throws(Diagnostic) -> BoundExpression {
        let draft = arguments[place]
        if draft.isMissing {
            throw Diagnostic(
                "type.argument", "`\(name)` takes \(expected), found missing", at: draft.span,
                help: ["a function of missing is missing"])
        }
        let bound = try draft.settled()
        guard accepts(bound.type.type) else {
            throw Diagnostic(
                "type.argument", "`\(name)` takes \(expected), \(draft.statement)", at: draft.span,
                help: conversionHelp(draft, bound.type.type, expected: expected))
        }
        return bound
    }

    func number(_ place: Int) throws(Diagnostic) -> BoundExpression {
        try argument(place, "a number") { $0.isNumber }
    }
    func float(_ place: Int) throws(Diagnostic) -> BoundExpression {
        try number(place).converted(to: .float)
    }
    func text(_ place: Int) throws(Diagnostic) -> BoundExpression {
        try argument(place, "text") { $0 == .text }
    }
    func time(_ place: Int) throws(Diagnostic) -> BoundExpression {
        try argument(place, "a date or a datetime") { $0.isTime }
    }
    func duration(_ place: Int) throws(Diagnostic) -> BoundExpression {
        try argument(place, "a duration") { $0 == .duration }
    }
    func condition(_ place: Int) throws(Diagnostic) -> BoundExpression {
        let draft = arguments[place]
        guard let bound = draft.typed, bound.type.type == .bool else {
            throw Diagnostic(
                "type.condition",
                "`\(name)` takes a condition, "
                    + (draft.isMissing ? "found missing" : draft.statement), at: draft.span,
                help: conditionHelp(draft))
        }
        return bound
    }

    /// A whole number that stands in the line itself.
    func constantInt(_ place: Int, in range: ClosedRange<Int64>) throws(Diagnostic) -> BoundExpression {
        let draft = arguments[place]
        guard case .int(let value)? = draft.literal, range.contains(value), let bound = draft.typed else {
            throw Diagnostic(
                "function.constant",
                "`\(name)` takes a whole number from \(range.lowerBound) to \(range.upperBound) here",
                at: draft.span, help: ["`\(function.signature)`"])
        }
        return bound
    }

    /// A text that stands in the line, or is a parameter: what it is now, and what it will be when the plan runs.
    func constantText(_ place: Int, _ expected: String) throws(Diagnostic) -> (BoundExpression, String) {
        let draft = arguments[place]
        var value = draft.textLiteral
        if case .late(.parameter(let name))? = draft.typed?.form,
            case .text(let text)? = scope.parameters[name]
        {
            value = text
        }
        guard let value, let bound = draft.typed else {
            throw Diagnostic(
                "function.constant", "`\(name)` takes \(expected), the same in every row", at: draft.span,
                help: ["`\(function.signature)`"])
        }
        return (bound, value)
    }

    /// Where a part of a text literal stands in the line; the whole literal where escapes hide it.
    func span(of place: Int, at offset: Int, in text: String) -> SourceSpan {
        let whole = arguments[place].span
        guard arguments[place].textLiteral != nil, whole.upper - whole.lower == text.utf8.count + 2,
            offset <= text.utf8.count
        else { return whole }
        let start = whole.lower + 1 + offset
        return SourceSpan(start..<min(start + 1, whole.upper))
    }

    /// `missing=["N/A", "-"]`, where it is given.
    func missingWords() throws(Diagnostic) -> [BoundExpression] {
        guard let words = options["missing"] else { return [] }
        guard case .list(let elements) = words.value, elements.allSatisfy({ $0.textLiteral != nil }) else {
            throw Diagnostic(
                "type.argument", "`missing` takes a list of texts, found \(words.phrase)", at: words.span,
                help: ["`missing=[\"N/A\", \"-\"]`"])
        }
        let list = BoundExpression(.list(elements.compactMap(\.typed)), .text, at: words.span)
        return [BoundExpression(.option("missing", list), .text, at: words.span)]
    }

    // MARK: - Help

    private func conditionHelp(_ draft: Draft) -> [Diagnostic.Help] {
        guard let type = draft.type, !draft.isLiteral else { return ["a comparison such as `x > 0`"] }
        let test = type.isNumber ? "\(draft.text) != 0" : "present(\(draft.text))"
        return [.init("`\(test)`", edit: .init(draft.span, test))]
    }

    private func conversionHelp(
        _ draft: Draft, _ found: ColumnType, expected: String
    ) -> [Diagnostic.Help] {
        switch (found, expected) {
        case (.text, "a number"):
            return [.init("`number(\(draft.text))`", edit: .init(draft.span, "number(\(draft.text))"))]
        case (.text, "a date or a datetime"):
            guard case .column(let column)? = draft.typed?.form else {
                return ["a date such as `2025-01-31`"]
            }
            return ["`cast \(column)=date` before it"]
        case (_, "text"):
            guard case .column(let column)? = draft.typed?.form else { return [] }
            return ["`cast \(column)=text` before it"]
        case (.duration, "a number"): return ["`days(\(draft.text))`, or `\(draft.text) / 1d`"]
        default: return ["`\(function.signature)`"]
        }
    }
}

extension BoundExpression {
    /// The same value as `target`, which it must convert to by itself: int to float, date to datetime, a
    /// wall clock to the zone of the column it meets.
    func converted(to target: ColumnType) -> BoundExpression {
        if type.type == target { return self }
        return BoundExpression(.convert(self), ValueType(target, unit: type.unit), at: span)
    }
}
