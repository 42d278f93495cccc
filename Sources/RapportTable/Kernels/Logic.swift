public import RapportDiagnostics
public import RapportWork

/// Three-valued `and` (Kleene): false where either is false, else missing where either is missing.
///
/// - Throws: `type.operands` where a column is not bool.
public func and(_ a: Column, _ b: Column, work: Work) throws(Diagnostic) -> Column {
    let (a, b) = (try Kleene("and", a), try Kleene("and", b))
    return try a.combined(with: b, work: work) { a, b in (a.yes & b.yes, a.no | b.no) }
}

/// Three-valued `or` (Kleene): true where either is true, else missing where either is missing.
///
/// - Throws: `type.operands` where a column is not bool.
public func or(_ a: Column, _ b: Column, work: Work) throws(Diagnostic) -> Column {
    let (a, b) = (try Kleene("or", a), try Kleene("or", b))
    return try a.combined(with: b, work: work) { a, b in (a.yes | b.yes, a.no & b.no) }
}

/// The opposite; missing stays missing.
///
/// - Throws: `type.operands` where the column is not bool.
public func not(_ column: Column, work: Work) throws(Diagnostic) -> Column {
    let column = try Kleene("not", column)
    return try column.combined(with: column, work: work) { a, _ in (a.no, a.yes) }
}

/// Whether each cell is missing; never missing itself.
public func isMissing(_ column: Column, work: Work) throws(Diagnostic) -> Column {
    try not(isPresent(column, work: work), work: work)
}

/// Whether each cell is present; never missing itself.
public func isPresent(_ column: Column, work: Work) throws(Diagnostic) -> Column {
    Column(
        .bool,
        .bits(
            values: column.validity ?? Bitmap(repeating: true, count: column.count), validity: nil))
}

/// A bool column, 64 rows at a time.
private struct Kleene: Sendable {
    /// Bits of rows that are true, and of rows that are false; a missing row is neither.
    struct Words {
        var yes: UInt64
        var no: UInt64
    }
    let values: Bitmap
    let validity: Bitmap?

    init(_ what: String, _ column: Column) throws(Diagnostic) {
        guard case .bits(let values, let validity) = column.layout else {
            throw .operand("`\(what)`", column.type)
        }
        (self.values, self.validity) = (values, validity)
    }

    @inline(__always) func words(
        _ index: Int, _ values: Span<UInt64>, _ valid: Span<UInt64>
    ) -> Words {
        let value = self.values.word(index, in: values)
        // Past the end `word` is clear, so `no` may be set there; the result does not show those bits.
        let present = validity.map { $0.word(index, in: valid) } ?? .max
        return Words(yes: value & present, no: ~value & present)
    }

    func combined(
        with other: Kleene, work: Work, _ combine: @Sendable (Words, Words) -> (yes: UInt64, no: UInt64)
    ) throws(Diagnostic) -> Column {
        precondition(values.count == other.values.count)
        let (a, b) = (self, other)
        let aValid = a.validity?.words ?? a.values.words
        let bValid = b.validity?.words ?? b.values.words
        let yes = try work.bits(values.count, for: "a condition") { rows, out in
            let (x, y, xv, yv) = (a.values.words.span, b.values.words.span, aValid.span, bValid.span)
            for index in out.indices {
                let word = rows.lowerBound / 64 + index
                out[index] = combine(a.words(word, x, xv), b.words(word, y, yv)).yes
            }
        }
        if a.validity == nil && b.validity == nil { return Column(.bool, .bits(values: yes, validity: nil)) }
        let known = try work.bits(values.count, for: "a condition") { rows, out in
            let (x, y, xv, yv) = (a.values.words.span, b.values.words.span, aValid.span, bValid.span)
            for index in out.indices {
                let word = rows.lowerBound / 64 + index
                let result = combine(a.words(word, x, xv), b.words(word, y, yv))
                out[index] = result.yes | result.no
            }
        }
        return Column(.bool, .bits(values: yes, validity: known.ifAnyClear))
    }
}

package enum Logic {
    /// Defines what is correct.
    package static func and(_ a: Bool?, _ b: Bool?) -> Bool? {
        a == false || b == false ? false : a == nil || b == nil ? nil : true
    }
    package static func or(_ a: Bool?, _ b: Bool?) -> Bool? {
        a == true || b == true ? true : a == nil || b == nil ? nil : false
    }
}
