public import RapportDiagnostics
public import RapportWork

/// `a` where the condition holds, else `b`, also where the condition is missing.
///
/// `type` is the result's; operands of other types are cast (int to float, date to datetime).
/// - Throws: `type.operands`, `memory.limit`, `run.cancelled`.
public func choose(
    _ condition: Column, _ a: Operand, _ b: Operand, type: ColumnType, work: Work
) throws(Diagnostic) -> Column {
    guard case .bits(let values, let validity) = condition.layout else {
        throw .operand("the condition", condition.type)
    }
    precondition([a, b].allSatisfy { $0.count.map { $0 == condition.count } ?? true })
    let rows = condition.count
    let (first, second) = (try a.converted(to: type, work: work), try b.converted(to: type, work: work))
    try Diagnostic.checkRows(first.count + second.count)
    let (aStep, bStep, bStart) = (Int32(a.step), Int32(b.step), Int32(first.count))
    let validWords = (validity ?? values).words
    let places: Buffer<Int32> = try work.fill(rows, for: "a choice") { range, out in
        let (bits, words) = (values.words.span, validWords.span)
        for slot in 0..<(range.count + 63) / 64 {
            let index = range.lowerBound / 64 + slot
            let word = values.word(index, in: bits) & (validity.map { $0.word(index, in: words) } ?? .max)
            for bit in 0..<min(64, range.count - slot * 64) {
                let row = Int32(truncatingIfNeeded: index &* 64 &+ bit)
                out[slot &* 64 &+ bit] =
                    word >> UInt64(bit) & 1 == 1 ? row &* aStep : bStart &+ row &* bStep
            }
        }
    }
    return try Column.concatenated([first, second], work: work).gathered(at: places, work: work)
}

/// The first operand that is present, row by row.
///
/// `type` is the result's; operands of other types are cast (int to float, date to datetime).
/// - Throws: `type.operands`, `memory.limit`, `run.cancelled`.
public func coalesce(_ operands: [Operand], type: ColumnType, work: Work) throws(Diagnostic) -> Column {
    let count = Operand.count(operands)
    guard let last = operands.last else { return .repeating(.missing, type: type, count: 0) }
    var result = last
    for operand in operands.dropLast().reversed() {
        switch operand {
        case .scalar(.missing, _): continue
        case .scalar: result = operand
        case .column(let column):
            if column.validity == nil {
                result = operand
            } else {
                let present = try isPresent(column, work: work)
                result = .column(try choose(present, operand, result, type: type, work: work))
            }
        }
    }
    switch result {
    case .column: return try result.converted(to: type, work: work)
    case .scalar:
        let one = try result.converted(to: type, work: work)
        return .repeating(one[0], type: type, count: count)
    }
}

extension Operand {
    /// As a column of `type` (one row where it is a scalar), by the casts the language makes by itself.
    func converted(to type: ColumnType, work: Work) throws(Diagnostic) -> Column {
        if self.type == type { return column }
        if case .scalar(.missing, _) = self { return .repeating(.missing, type: type, count: 1) }
        switch (self.type, type) {
        case (.int, .float), (.date, .datetime): return try cast(column, to: type, work: work).column
        default: throw .operands("a choice", self.type, type)
        }
    }
}

package enum Choose {
    /// Defines what is correct, for operands of the result's type.
    package static func reference(_ condition: Column, _ a: Operand, _ b: Operand) -> Column {
        Column(
            a.type, scalars: (0..<condition.count).map { condition[$0] == .bool(true) ? a[$0] : b[$0] })
    }
}
