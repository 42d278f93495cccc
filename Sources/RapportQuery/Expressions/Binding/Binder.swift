public import RapportDiagnostics
public import RapportLanguage
import RapportTable

/// Settles the names and types of an expression.
///
/// - Throws: `table.unknown-column`, `parameter.unknown`, `function.*`, `type.*`, `verb.aggregate`,
///   `verb.not-aggregated`, each with its place in the line.
public func bind(
    _ syntax: RapportLanguage.Expression, in scope: Scope
) throws(Diagnostic) -> BoundExpression {
    let binder = Binder(scope: scope, whole: syntax)
    let bound = try binder.bind(syntax).settled()
    guard case .groups(let keys) = scope.level else { return bound }
    return try binder.grouped(bound, keys: keys, whole: syntax)
}

/// Binds an expression that must not depend on rows: an option's value.
///
/// - Throws: as ``bind(_:in:)``; `type.constant` where it reads a column.
public func bindConstant(
    _ syntax: RapportLanguage.Expression, in scope: Scope
) throws(Diagnostic) -> BoundExpression {
    var scope = scope
    scope.level = .rows
    let bound = try bind(syntax, in: scope)
    guard bound.isConstant else {
        throw Diagnostic(
            "type.constant", "expected one value, found an expression over rows", at: syntax.span,
            help: ["`$name` is a value, set by `let name=…`"])
    }
    return bound
}

struct Binder {
    let scope: Scope
    /// All that was typed in this place, for the help of a part.
    let whole: Expression?
    /// The aggregate that the present part stands in.
    var enclosingAggregate: String?

    init(scope: Scope, whole: Expression? = nil) { (self.scope, self.whole) = (scope, whole) }

    func bind(_ syntax: Expression) throws(Diagnostic) -> Draft {
        switch syntax.form {
        case .literal(let literal): return try bind(literal, syntax)
        case .name(let name): return Draft(try column(name, syntax.span), syntax)
        case .parameter(let name): return Draft(try parameter(name, syntax.span), syntax)
        case .group(let inner): return Draft(try bind(inner).value, syntax)
        case .list(let elements):
            var drafts: [Draft] = []
            for element in elements { drafts.append(try bind(element)) }
            return Draft(.list(drafts), syntax)
        case .call(let call): return try bind(call, syntax)
        case .unary(let op, let operand):
            return try apply(op.rawValue, [bind(operand)], syntax)
        case .binary(let op, let left, let right, let operatorSpan):
            return try bind(op, left, right, operatorSpan, syntax)
        case .map:
            throw Diagnostic(
                "type.map", "a map has no place in an expression", at: syntax.span,
                help: ["`recode column = {…}`, or `case(…)`"])
        case .run:
            throw Diagnostic(
                "type.table", "`\(syntax.printed)` is a table, expected a value", at: syntax.span)
        }
    }

    private func bind(
        _ op: BinaryOperator, _ left: Expression, _ right: Expression, _ operatorSpan: SourceSpan,
        _ syntax: Expression
    ) throws(Diagnostic) -> Draft {
        if op == .subtract, let name = hyphenated(syntax) { throw splitName(name, syntax) }
        switch op {
        case .assign:
            guard scope.isCondition else {
                throw Diagnostic(
                    "syntax.assign", "`=` does not compare", at: operatorSpan,
                    help: [.init("`==`", edit: .init(operatorSpan, "=="))])
            }
            return try bind(.equal, left, right, operatorSpan, syntax)
        case .isNotIn:
            let found = try bind(.isIn, left, right, operatorSpan, syntax)
            return try apply("not", [found], syntax)
        case .isIn:
            try refuseTable(right, tested: left)
        default: break
        }
        let operands = [
            try operand(left, beside: right, of: syntax), try operand(right, beside: left, of: syntax),
        ]
        return try apply(op.rawValue, operands, syntax, operatorSpan: operatorSpan)
    }

    /// One side of an operator: an unknown name is helped by what stands on the other side.
    private func operand(
        _ side: Expression, beside other: Expression, of whole: Expression
    ) throws(Diagnostic) -> Draft {
        guard case .name(let name) = side.form, scope.schema[name.text] == nil else { return try bind(side) }
        throw unknownColumn(name, side.span, beside: other, of: whole)
    }

    /// The bound call of a function of the table.
    func apply(
        _ name: String, _ arguments: [Draft], _ syntax: Expression, operatorSpan: SourceSpan? = nil,
        options: [String: Draft] = [:]
    ) throws(Diagnostic) -> Draft {
        guard let function = Function.named(name), case .scalar(let rule, _) = function.body else {
            throw .internalError("no function `\(name)`")
        }
        return try rule(
            CallSite(
                function: function, syntax: syntax, operatorSpan: operatorSpan ?? syntax.span,
                arguments: arguments, options: options, scope: scope))
    }
}
