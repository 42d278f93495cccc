import RapportDiagnostics
import RapportLanguage
import RapportTable

extension Binder {
    func bind(_ call: Call, _ syntax: Expression) throws(Diagnostic) -> Draft {
        let name = call.name
        guard let function = Function.named(name.text), function.kind != .operator else {
            throw unknownFunction(call, syntax)
        }
        if case .window(let window) = scope.level, function.kind == .aggregate || function.kind == .window {
            return try bind(call, function, window, syntax)
        }
        if let frame = call.frame {
            if case .window = scope.level {
                throw Diagnostic(
                    "function.frame", "`over` stands behind an aggregate, `\(name.text)` is none",
                    at: frame.span, help: ["`mean(x) over last 3`"])
            }
            throw Diagnostic(
                "function.frame", "`over` stands in `window`, not in `\(scope.verb)`", at: frame.span,
                help: ["`window: x=\(name.text)(…) over last 3`"])
        }
        switch function.body {
        case .scalar:
            let (arguments, options) = try bindArguments(of: call, function)
            try checkCount(arguments, of: function, syntax)
            return try apply(name.text, arguments, syntax, options: options)
        case .aggregate(let rule):
            try checkLevel(function, rule, syntax)
            var inner = self
            inner.enclosingAggregate = name.text
            let (arguments, _) = try inner.bindArguments(of: call, function)
            try checkCount(arguments, of: function, syntax)
            return Draft(try aggregate(function, rule, arguments, syntax), syntax)
        case .window:
            throw Diagnostic(
                "verb.window", "`\(name.text)` looks at neighbouring rows, `\(scope.verb)` sees none",
                at: syntax.span, help: [.init("`window by … sort …: x=\(syntax.printed)`")])
        }
    }

    func bindArguments(
        of call: Call, _ function: Function
    ) throws(Diagnostic) -> ([Draft], [String: Draft]) {
        var arguments: [Draft] = []
        var options: [String: Draft] = [:]
        for item in call.arguments {
            if let name = item.name {
                guard function.options.contains(name.text) else {
                    throw unknownArgument(name, item, function)
                }
                options[name.text] = try bind(item.value)
            } else {
                arguments.append(try bind(item.value))
            }
        }
        return (arguments, options)
    }

    private func unknownArgument(_ name: Name, _ item: Item, _ function: Function) -> Diagnostic {
        // The sign stands between the name and the value; blanks around it are taken to be even.
        let gap = item.value.span.lower - name.span.upper
        let end = max(item.value.span.lower - (gap - 1) / 2, name.span.upper)
        let test = "\(name.printed) == \(item.value.printed)"
        let near = name.text.nearest(in: function.options)
        return Diagnostic(
            "function.unknown-argument", "`\(function.name)` has no argument `\(name.text)`",
            at: SourceSpan(name.span.lower..<end),
            help: [
                near.map { .init("`\($0)=`", edit: .init(name.span, $0)) }
                    ?? .init("`\(test)`", edit: .init(item.span, test))
            ])
    }

    func checkCount(
        _ arguments: [Draft], of function: Function, _ syntax: Expression
    ) throws(Diagnostic) {
        guard !function.arity.contains(arguments.count) else { return }
        let (least, most) = (function.arity.lowerBound, function.arity.upperBound)
        let expected =
            least == most
            ? "\(least)"
            : most > 16
                ? "at least \(least)" : most == least + 1 ? "\(least) or \(most)" : "\(least) to \(most)"
        let noun = most == 1 ? "value" : "values"
        throw Diagnostic(
            "function.arguments", "`\(function.name)` takes \(expected) \(noun), found \(arguments.count)",
            at: syntax.span, help: [.init("`\(function.signature)`")])
    }

    // MARK: - Aggregates

    private func checkLevel(
        _ function: Function, _ rule: AggregateRule, _ syntax: Expression
    ) throws(Diagnostic) {
        if let outer = enclosingAggregate {
            throw Diagnostic(
                "function.nested-aggregate",
                "`\(function.name)` stands in `\(outer)`: aggregates do not nest",
                at: syntax.span,
                help: ["two steps: `summarize x=\(function.name)(…) by … | summarize \(outer)(x)`"])
        }
        guard case .rows = scope.level else { return }
        throw Diagnostic(
            "verb.aggregate", "`\(function.name)` needs all rows, `\(scope.verb)` sees one", at: syntax.span,
            help: [.init(windowHelp(function, syntax))])
    }

    /// `` `window: m=mean(amount) | where amount > m` ``.
    private func windowHelp(_ function: Function, _ syntax: Expression) -> String {
        let letter = String(function.name.prefix(1))
        let name = scope.schema[letter] == nil ? letter : function.name + "_all"
        let call = syntax.printed
        guard let whole, scope.verb == "where" else { return "`window: \(name)=\(call)` before it" }
        let column = Expression(.name(Name(name, span: syntax.span)), syntax.span)
        return "`window: \(name)=\(call) | where \(whole.replacing(syntax.span, with: column).printed)`"
    }

    func aggregate(
        _ function: Function, _ rule: AggregateRule, _ arguments: [Draft], _ syntax: Expression
    ) throws(Diagnostic) -> BoundExpression {
        if rule.needsOrder, !scope.isSorted {
            throw Diagnostic(
                "verb.missing", "`\(function.name)` needs an order", at: syntax.span,
                help: ["`sort ts | \(scope.verb) …`"])
        }
        guard let draft = arguments.first else {
            let type: ValueType = rule.isShare ? .float : .int
            return BoundExpression(.aggregate(AggregateCall(function.name)), type, at: syntax.span)
        }
        if function.name == "count", draft.type == .bool, draft.typed?.isBareColumn == false {
            throw Diagnostic(
                "function.condition", "`count` would count where it is known", at: draft.span,
                help: [.init("`sum(\(draft.text))`", edit: .init(syntax.span, "sum(\(draft.text))"))])
        }
        let argument = try draft.settled()
        var call = AggregateCall(function.name, of: argument)
        if rule.takesLevel { call.level = try level(arguments[1], function) }
        let accepts = !rule.isShare || argument.type.type != .bool
        guard accepts, let type = rule.make(call).resultType(of: argument.type.type) else {
            throw Diagnostic(
                "type.argument", "`\(function.name)` takes \(rule.expected), \(draft.statement)",
                at: draft.span, help: aggregateHelp(draft, function))
        }
        let kept = Self.keepsMeaning.contains(function.name)
        let value = ValueType(
            rule.isShare ? .float : type, grain: kept ? argument.type.grain : nil,
            unit: kept || Self.keepsUnit.contains(function.name) ? argument.type.unit : nil)
        return BoundExpression(.aggregate(call), value, at: syntax.span)
    }

    private static let keepsMeaning: Set<String> = ["min", "max", "first", "last", "mode"]
    private static let keepsUnit: Set<String> = ["sum", "mean", "median", "quantile", "std"]

    private func level(_ draft: Draft, _ function: Function) throws(Diagnostic) -> Double {
        guard let level = draft.literal?.number, (0...1).contains(level) else {
            throw Diagnostic(
                "function.constant", "`\(function.name)` takes a level from 0 to 1", at: draft.span,
                help: ["`\(function.signature)`, such as `quantile(x, 0.9)`"])
        }
        return level
    }

    private func aggregateHelp(_ draft: Draft, _ function: Function) -> [Diagnostic.Help] {
        if draft.type == .text, ["sum", "mean", "median", "quantile", "std", "var"].contains(function.name) {
            let number = "number(\(draft.text))"
            return [.init("`\(number)` reads text as a number", edit: .init(draft.span, number))]
        }
        if draft.type == .bool, function.name == "share" {
            return [.init("`mean(\(draft.text))` is the part that holds")]
        }
        if function.name == "any" || function.name == "all" {
            return [.init("`\(function.name)(present(\(draft.text)))`, or a comparison")]
        }
        return []
    }

    // MARK: - Beside aggregates

    /// The expression with what `by` names as keys; a column beside them has no one value in a group.
    func grouped(
        _ bound: BoundExpression, keys: [BoundExpression], whole: Expression
    ) throws(Diagnostic) -> BoundExpression {
        if let place = keys.firstIndex(of: bound) {
            return BoundExpression(.key(place, bound), bound.type, at: bound.span)
        }
        var copy = bound
        switch bound.form {
        case .column(let name): throw notAggregated(name, bound.span, whole)
        case .convert(let inner): copy.form = .convert(try grouped(inner, keys: keys, whole: whole))
        case .call(let name, let arguments):
            var mapped: [BoundExpression] = []
            for argument in arguments { mapped.append(try grouped(argument, keys: keys, whole: whole)) }
            copy.form = .call(name, mapped)
        case .literal, .late, .list, .period, .option, .aggregate, .window, .key: break
        }
        return copy
    }

    private func notAggregated(_ name: String, _ span: SourceSpan, _ whole: Expression) -> Diagnostic {
        if scope.verb == "expect" {
            let test = "all(\(whole.printed))"
            return Diagnostic(
                "verb.not-aggregated", "`\(name)` has many values, `expect` needs one", at: span,
                help: [.init("`\(test)`", edit: .init(whole.span, test))])
        }
        let column = Name(name, span: span).printed
        return Diagnostic(
            "verb.not-aggregated", "`\(name)` has many values in a group", at: span,
            help: ["`by \(column)`, or one of them: `max(\(column))`"])
    }
}

extension BoundExpression {
    var isBareColumn: Bool {
        if case .column = form { true } else { false }
    }
}

extension Expression {
    /// The same tree with another expression in the place of the one at `span`.
    func replacing(_ span: SourceSpan, with other: Expression) -> Expression {
        if self.span == span { return other }
        var copy = self
        switch form {
        case .group(let inner): copy.form = .group(inner.replacing(span, with: other))
        case .unary(let op, let inner): copy.form = .unary(op, inner.replacing(span, with: other))
        case .binary(let op, let left, let right, let operatorSpan):
            copy.form = .binary(
                op, left.replacing(span, with: other), right.replacing(span, with: other),
                operatorSpan: operatorSpan)
        case .list(let elements): copy.form = .list(elements.map { $0.replacing(span, with: other) })
        case .call(var call):
            for place in call.arguments.indices {
                call.arguments[place].value = call.arguments[place].value.replacing(span, with: other)
            }
            copy.form = .call(call)
        case .literal, .name, .parameter, .map, .run: break
        }
        return copy
    }
}
