import RapportDiagnostics
import RapportTable
import RapportWork

/// What a kernel is called with: values of exactly the types that the rule of its function gave.
struct KernelCall {
    /// Columns and values for all rows; lists and periods stand in fields of their own.
    var operands: [Operand]
    var list: [Scalar] = []
    var period: Period?
    /// Arguments by name; one value is a list of one.
    var options: [String: [Scalar]] = [:]
    /// Of the result.
    let type: ValueType
    /// 1 where all operands are values for all rows.
    let rows: Int
    let work: Work
    /// As ``EvaluationContext/hash``.
    var hash: (@Sendable (Column, Work) throws(Diagnostic) -> Column)?
    var counts = EvaluationCounts()

    /// The operand as a column of ``rows`` cells.
    func column(_ place: Int) -> Column {
        switch operands[place] {
        case .column(let column): column
        case .scalar(let value, let type): .repeating(value, type: type, count: rows)
        }
    }

    /// The value of an operand that is the same for all rows.
    func scalar(_ place: Int) -> Scalar? {
        guard place < operands.count, case .scalar(let value, _) = operands[place] else { return nil }
        return value
    }
    func int(_ place: Int) -> Int? {
        if case .int(let value)? = scalar(place) { Int(value) } else { nil }
    }

    func text(_ place: Int) -> String? {
        if case .text(let value)? = scalar(place) { value } else { nil }
    }

    mutating func count(_ computed: Computed) -> Column {
        counts += EvaluationCounts(
            divisionsByZero: computed.divisionsByZero, notFinite: computed.notFinite)
        return computed.column
    }
    mutating func count(_ computed: NumberKernels.Floats) -> Column {
        counts += EvaluationCounts(notFinite: computed.notFinite)
        return computed.column
    }
}

extension KernelCall {
    /// A column of texts where those that `missing=[…]` lists are missing.
    func withoutMissingWords(_ place: Int) throws(Diagnostic) -> Column {
        let column = column(place)
        guard let words = options["missing"], !words.isEmpty else { return column }
        let isMissingWord = try isIn(column, words, work: work)
        return try choose(
            isMissingWord, .scalar(.missing, .text), .column(column), type: .text, work: work)
    }
}
