import RapportDiagnostics
import RapportLanguage
import RapportTable

extension Binder {
    /// A call in `window`: a function of neighbours, or an aggregate over a frame.
    func bind(
        _ call: Call, _ function: Function, _ window: Scope.Window, _ syntax: Expression
    ) throws(Diagnostic) -> Draft {
        if let outer = enclosingAggregate {
            throw Diagnostic(
                "function.nested-aggregate",
                "`\(function.name)` stands in `\(outer)`: functions over rows do not nest", at: syntax.span,
                help: ["two stages: `window …: a=\(syntax.printed) | window …: \(outer)(a)`"])
        }
        var inner = self
        inner.enclosingAggregate = function.name
        let (arguments, _) = try inner.bindArguments(of: call, function)
        try checkCount(arguments, of: function, syntax)
        switch function.body {
        case .aggregate(let rule):
            let frame = try frame(call, function, window, syntax)
            if rule.isShare {
                throw Diagnostic(
                    "function.share", "`share` is of groups, `window` has rows", at: syntax.span,
                    help: ["`x / sum(x)` is a row's part of its partition"])
            }
            if rule.needsOrder, !window.isSorted { throw unordered(function.name, syntax) }
            let bound = try aggregate(function, rule, arguments, syntax)
            guard case .aggregate(let found) = bound.form else { return Draft(bound, syntax) }
            let windowed = WindowCall(found.name, of: found.argument, level: found.level, frame: frame)
            return Draft(BoundExpression(.window(windowed), bound.type, at: syntax.span), syntax)
        case .window(let rule):
            if let frame = call.frame {
                throw Diagnostic(
                    "function.frame", "`over` stands behind an aggregate, `\(function.name)` is none",
                    at: frame.span, help: ["`mean(x) over last 3`"])
            }
            if !window.isSorted { throw unordered(function.name, syntax) }
            return Draft(try neighbours(function, rule, arguments, syntax), syntax)
        case .scalar: throw .internalError("`\(function.name)` is no function over rows")
        }
    }

    private func neighbours(
        _ function: Function, _ rule: WindowRule, _ arguments: [Draft], _ syntax: Expression
    ) throws(Diagnostic) -> BoundExpression {
        var found = WindowCall(function.name)
        var type = ValueType.int
        if let first = arguments.first {
            let argument = try first.settled()
            found.argument = argument
            switch rule {
            case .neighbour: type = argument.type
            case .sum:
                guard let sum = Aggregate.sum.resultType(of: argument.type.type) else {
                    throw Diagnostic(
                        "type.argument",
                        "`\(function.name)` takes a number, a duration or a condition, \(first.statement)",
                        at: first.span)
                }
                type = ValueType(sum, unit: argument.type.unit)
            case .count, .place: break
            }
        }
        if arguments.count > 1 {
            guard case .int(let offset)? = arguments[1].literal, (1...1_000_000_000).contains(offset) else {
                throw Diagnostic(
                    "function.constant", "`\(function.name)` takes a number of rows, 1 or more",
                    at: arguments[1].span, help: [.init("`\(function.signature)`")])
            }
            found.offset = Int(offset)
        }
        return BoundExpression(.window(found), type, at: syntax.span)
    }

    private func frame(
        _ call: Call, _ function: Function, _ window: Scope.Window, _ syntax: Expression
    ) throws(Diagnostic) -> WindowCall.Frame {
        guard let frame = call.frame else { return .partition }
        if frame.word.text == "all", frame.extent == nil { return .partition }
        guard frame.word.text == "last", let extent = frame.extent else {
            throw Diagnostic(
                "function.frame", "no frame `over \(frame.word.text)`", at: frame.span,
                help: ["`over last 3`, `over last 30d`, `over all`"])
        }
        if !window.isSorted { throw unordered("over last", syntax) }
        let found = try Binder(scope: scope, whole: extent).bind(extent)
        if let period = found.period {
            guard window.hasRisingTime else {
                throw Diagnostic(
                    "window.time", "`over last \(extent.printed)` needs one rising time in `sort`",
                    at: frame.span, help: ["`sort ts`"])
            }
            guard period.months >= 0, period.days >= 0, period.microseconds >= 0,
                period != Period()
            else { throw short(extent) }
            return .time(period)
        }
        var rows = found.literal
        if case .late(.parameter(let name))? = found.typed?.form { rows = scope.parameters[name] }
        guard case .int(let count)? = rows, (1...1_000_000_000).contains(count) else { throw short(extent) }
        return .rows(Int(count))
    }

    private func short(_ extent: Expression) -> Diagnostic {
        Diagnostic(
            "function.frame", "`over last` takes a number of rows, or a stretch of time", at: extent.span,
            help: ["`over last 3`, `over last 30d`"])
    }

    private func unordered(_ name: String, _ syntax: Expression) -> Diagnostic {
        Diagnostic(
            "verb.missing", "`\(name)` needs an order", at: syntax.span,
            help: ["`window by a sort ts: …`"])
    }
}
