import RapportDiagnostics
import RapportTable

/// Values that only some rows need: `if(b != 0, a / b, 0)` divides nowhere by zero, and says so.
extension Evaluator {
    /// The value of a call that chooses, where what it chooses from could fail; nil: nothing could, so
    /// the plain kernel over whole columns serves.
    mutating func branches(
        _ name: String, _ arguments: [BoundExpression], _ expression: BoundExpression
    ) throws(Diagnostic) -> Operand? {
        guard table.count > 0 else { return nil }
        switch name {
        case "if" where arguments[1...].contains(where: \.canFail):
            return try cases(arguments, expression)
        case "case" where arguments[1...].contains(where: \.canFail):
            return try cases(arguments, expression)
        case "coalesce" where arguments[1...].contains(where: \.canFail):
            return try firstPresent(arguments, expression)
        case "and" where arguments[1].canFail: return try logic(name, arguments, expression, needs: false)
        case "or" where arguments[1].canFail: return try logic(name, arguments, expression, needs: true)
        default: return nil
        }
    }

    /// `if` is a `case` of one condition.
    private mutating func cases(
        _ arguments: [BoundExpression], _ expression: BoundExpression
    ) throws(Diagnostic) -> Operand {
        var open = Bitmap(repeating: true, count: table.count)
        var parts: [(condition: Column, value: Operand)] = []
        var place = 0
        while place + 1 < arguments.count {
            let condition = try restricted(arguments[place], to: open)
            let holds = conditionColumn(condition)
            let chosen = try rowsWhere(holds, within: open)
            parts.append((holds, try restricted(arguments[place + 1], to: chosen)))
            open = open.intersected(with: chosen.inverted)
            place += 2
        }
        var result: Operand =
            place < arguments.count
            ? try restricted(arguments[place], to: open) : .scalar(.missing, expression.type.type)
        for part in parts.reversed() {
            result = .column(
                try choose(
                    part.condition, part.value, result, type: expression.type.type, work: context.work))
        }
        return result
    }

    private mutating func firstPresent(
        _ arguments: [BoundExpression], _ expression: BoundExpression
    ) throws(Diagnostic) -> Operand {
        var result = Column.repeating(.missing, type: expression.type.type, count: table.count)
        for argument in arguments {
            guard let present = result.validity else { break }
            let value = try restricted(argument, to: present.inverted)
            result = try RapportTable.coalesce(
                [.column(result), value], type: expression.type.type, work: context.work)
        }
        return .column(result)
    }

    /// The right side of `and` is of no interest where the left is false, of `or` where it is true.
    private mutating func logic(
        _ name: String, _ arguments: [BoundExpression], _ expression: BoundExpression, needs decided: Bool
    ) throws(Diagnostic) -> Operand {
        let left = conditionColumn(try operand(arguments[0]))
        guard case .bits(let values, let validity) = left.layout else { return try operand(arguments[0]) }
        let known = validity ?? Bitmap(repeating: true, count: table.count)
        let settled = known.intersected(with: decided ? values : values.inverted)
        let right = try restricted(arguments[1], to: settled.inverted)
        return try call(name, [.column(left), right], arguments, expression)
    }

    /// The expression over the rows whose bit is set; missing elsewhere.
    private mutating func restricted(
        _ expression: BoundExpression, to rows: Bitmap
    ) throws(Diagnostic) -> Operand {
        guard expression.canFail, rows.setCount < rows.count else { return try operand(expression) }
        guard rows.setCount > 0 else { return .scalar(.missing, expression.type.type) }
        let places = try rows.setRows(work: context.work)
        let names = expression.usedColumns
        var inner = Evaluator(
            try table.selecting(names).gathered(at: places, work: context.work), context: context)
        for key in keys { inner.keys.append(try key.gathered(at: places, work: context.work)) }
        for (call, column) in windows where expression.contains({ $0.form == .window(call) }) {
            inner.windows[call] = try column.gathered(at: places, work: context.work)
        }
        for (call, column) in aggregates where expression.contains({ $0.form == .aggregate(call) }) {
            inner.aggregates[call] = try column.gathered(at: places, work: context.work)
        }
        inner.origin =
            origin.map { origin in Buffer((0..<places.count).map { origin[Int(places[$0])] }) } ?? places
        let value = try inner.operand(expression)
        counts += inner.counts
        guard case .column(let column) = value else { return value }
        var back = BufferBuilder<Int32>(repeating: -1, count: rows.count)
        for place in 0..<places.count { back[Int(places[place])] = Int32(place) }
        return .column(try column.gathered(at: back.freeze(), work: context.work))
    }

    private func conditionColumn(_ operand: Operand) -> Column {
        switch operand {
        case .column(let column): column
        case .scalar(let value, let type): .repeating(value, type: type, count: table.count)
        }
    }

    /// The rows of `within` where the condition is true.
    private func rowsWhere(_ condition: Column, within: Bitmap) throws(Diagnostic) -> Bitmap {
        guard case .bits(let values, let validity) = condition.layout else {
            throw .internalError("a condition of type `\(condition.type.name)`")
        }
        let holds = values.intersected(with: within)
        return validity.map { holds.intersected(with: $0) } ?? holds
    }
}

extension BoundExpression {
    /// Whether a value of it can be an error or be counted as lost.
    var canFail: Bool {
        contains { part in
            guard case .call(let name, _) = part.form else { return false }
            switch name {
            case "/", "%", "sqrt", "log", "exp", "pow", "number", "matches", "extract", "extract_all",
                "parse_date",
                "from_epoch":
                return true
            case "+", "-", "*", "abs", "round": return part.type.type != .float
            default: return false
            }
        }
    }
}

extension Bitmap {
    func intersected(with other: Bitmap) -> Bitmap { combined(with: other) { $0 & $1 } }
    /// The other rows.
    var inverted: Bitmap { combined(with: self) { word, _ in ~word } }

    private func combined(with other: Bitmap, _ operation: (UInt64, UInt64) -> UInt64) -> Bitmap {
        let (a, b) = (words, other.words)
        let (ours, theirs) = (a.span, b.span)
        var builder = BufferBuilder<UInt64>(uninitialized: (count + 63) / 64)
        var cells = builder.mutableSpan
        for index in 0..<cells.count {
            let left = count - index * 64
            let mask: UInt64 = left >= 64 ? .max : (1 << UInt64(left)) - 1
            cells[index] = operation(word(index, in: ours), other.word(index, in: theirs)) & mask
        }
        return Bitmap(words: builder.freeze(), count: count)
    }
}
