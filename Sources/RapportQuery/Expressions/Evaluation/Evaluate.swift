public import RapportDiagnostics
public import RapportTable

/// The values of an expression, one a row of the table.
///
/// Values that are the same for all rows are computed once. A branch of `if`, `case`, `coalesce`, `and` and
/// `or` that could fail is computed for the rows that need it alone.
/// - Throws: `number.overflow`, `value.number`, `time.out-of-range`, naming the first row;
///   `parameter.unset`; `zone.unknown`; `memory.limit`, `run.cancelled`.
public func evaluate(
    _ expression: BoundExpression, over table: Table, context: EvaluationContext
) throws(Diagnostic) -> Evaluated {
    var evaluator = Evaluator(table, context: context)
    let column = try evaluator.column(expression)
    return Evaluated(column, counts: evaluator.counts)
}

/// The value of a constant expression.
///
/// - Throws: as ``evaluate(_:over:context:)``.
public func evaluateConstant(
    _ expression: BoundExpression, context: EvaluationContext
) throws(Diagnostic) -> Scalar {
    var evaluator = Evaluator(Table(Schema(), [], count: 1), context: context)
    switch try evaluator.operand(expression) {
    case .scalar(let value, _): return value
    case .column(let column): return column[0]
    }
}

/// Walks a bound expression once a batch of rows, never once a row.
struct Evaluator {
    let table: Table
    let context: EvaluationContext
    /// Values of aggregates and keys, where a row stands for a group.
    var aggregates: [AggregateCall: Column] = [:]
    var keys: [Column] = []
    /// Values of functions over neighbouring rows.
    var windows: [WindowCall: Column] = [:]
    /// The rows of the whole table that these are, where they are a choice of them; for messages.
    var origin: Buffer<Int32>?
    var counts = EvaluationCounts()

    init(_ table: Table, context: EvaluationContext) { (self.table, self.context) = (table, context) }

    mutating func column(_ expression: BoundExpression) throws(Diagnostic) -> Column {
        switch try operand(expression) {
        case .column(let column): return column
        case .scalar(let value, let type): return .repeating(value, type: type, count: table.count)
        }
    }

    mutating func operand(_ expression: BoundExpression) throws(Diagnostic) -> Operand {
        let type = expression.type.type
        switch expression.form {
        case .column(let name):
            guard let column = table[name] else {
                throw Diagnostic("table.unknown-column", "no column named `\(name)`", at: expression.span)
            }
            return .column(column)
        case .literal(let value): return .scalar(value, type)
        case .late(let late):
            guard let value = context.values[late] else { throw .unset(late, at: expression.span) }
            return .scalar(value, type)
        case .convert(let inner): return try converted(operand(inner), to: type, at: expression.span)
        case .key(let place, _):
            guard keys.indices.contains(place) else { throw .internalError("no key \(place)") }
            return .column(keys[place])
        case .aggregate(let call):
            guard let column = aggregates[call] else {
                throw .internalError("`\(call.name)` outside of groups")
            }
            return .column(column)
        case .window(let call):
            guard let column = windows[call] else {
                throw .internalError("`\(call.name)` outside of a window")
            }
            return .column(column)
        case .list, .period, .option: throw .internalError("what is no value stands alone")
        case .call(let name, let arguments):
            if let branched = try branches(name, arguments, expression) { return branched }
            var operands: [Operand] = []
            for argument in arguments where !argument.isNoOperand {
                operands.append(try operand(argument))
            }
            return try call(name, operands, arguments, expression)
        }
    }

    /// Calls a kernel over operands that are computed already.
    mutating func call(
        _ name: String, _ operands: [Operand], _ arguments: [BoundExpression], _ expression: BoundExpression
    ) throws(Diagnostic) -> Operand {
        guard let function = Function.named(name), case .scalar(_, let kernel) = function.body else {
            throw .internalError("no function `\(name)`")
        }
        let isConstant = operands.allSatisfy { $0.count == nil }
        var call = KernelCall(
            operands: operands, type: expression.type, rows: isConstant ? 1 : table.count, work: context.work,
            hash: context.hash)
        for argument in arguments {
            switch argument.form {
            case .list(let elements): call.list = try constants(elements)
            case .period(let period): call.period = period
            case .option(let name, let value):
                if case .list(let elements) = value.form {
                    call.options[name] = try constants(elements)
                } else if case .scalar(let value, _) = try operand(value) {
                    call.options[name] = [value]
                }
            default: break
            }
        }
        do throws(Diagnostic) {
            let column = try kernel(&call)
            counts += call.counts
            return isConstant ? .scalar(column[0], column.type) : .column(column)
        } catch {
            throw told(error, isConstant: isConstant).located(at: expression.span)
        }
    }

    private mutating func constants(_ elements: [BoundExpression]) throws(Diagnostic) -> [Scalar] {
        var values: [Scalar] = []
        for element in elements {
            if case .scalar(let value, _) = try operand(element) { values.append(value) }
        }
        return values
    }

    private func converted(
        _ operand: Operand, to type: ColumnType, at span: SourceSpan
    ) throws(Diagnostic) -> Operand {
        if operand.type == type { return operand }
        do throws(Diagnostic) {
            switch operand {
            case .column(let column): return .column(try cast(column, to: type, work: context.work).column)
            case .scalar(let value, let from):
                let one = Column(from, scalars: [value])
                return .scalar(try cast(one, to: type, work: context.work).column[0], type)
            }
        } catch {
            throw error.located(at: span)
        }
    }

    /// A kernel's failure with the row of the whole table, or without one where a value was computed once.
    private func told(_ error: Diagnostic, isConstant: Bool) -> Diagnostic {
        guard case .row(let row)? = error.subject else { return error }
        var copy = error
        if isConstant {
            copy.subject = nil
            copy.message = error.message.replacing(" in row \(row)", with: "")
        } else if let origin, row >= 1, row <= origin.count {
            let whole = Int(origin[row - 1]) + 1
            copy.subject = .row(whole)
            copy.message = error.message.replacing("row \(row)", with: "row \(whole)")
        }
        return copy
    }
}

extension BoundExpression {
    /// A list, a period or an argument by name, which a kernel finds in fields of their own.
    var isNoOperand: Bool {
        switch form {
        case .list, .period, .option: true
        default: false
        }
    }
}

extension Diagnostic {
    static func unset(_ late: BoundExpression.Late, at span: SourceSpan) -> Diagnostic {
        switch late {
        case .asOf:
            Diagnostic(
                "parameter.unset", "`$as_of` has no value", at: span, help: ["`set as_of=2025-01-31`"])
        case .seed: .internalError("no seed")
        case .parameter(let name):
            Diagnostic(
                "parameter.unset", "`$\(name)` has no value", at: span, help: ["`let \(name)=…`"])
        }
    }
}
