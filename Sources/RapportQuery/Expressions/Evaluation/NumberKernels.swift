import RapportDiagnostics
import RapportTable
import RapportWork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Functions of numbers, over whole columns.
enum NumberKernels {
    /// Floats, and how many were none and became missing.
    struct Floats {
        var column: Column
        var notFinite: Int
    }

    /// A function of 64-bit values, for present rows; nil is an overflow.
    @inline(__always)
    static func ints(
        _ column: Column, giving type: ColumnType, work: Work,
        _ body: @escaping @Sendable (Int64) -> Int64?
    ) throws(Diagnostic) -> Column {
        guard case .int64(let cells) = column.layout else {
            throw .internalError("`\(column.type.name)` is not stored as 64-bit integers")
        }
        let (values, validity) = (cells.values, cells.validity)
        let out: Buffer<Int64> = try work.fill(cells.count, for: "a number") {
            (rows, out) throws(Diagnostic) in
            let span = values.span
            for row in rows {
                let result = body(span[row])
                if result == nil, validity.map({ $0[row] }) ?? true { throw overflow(row: row) }
                out[row - rows.lowerBound] = result ?? 0
            }
        }
        return Column(type, .int64(FixedColumn(values: out, validity: validity)))
    }

    private static func overflow(row: Int) -> Diagnostic {
        Diagnostic(
            "number.overflow", "the result in row \(row + 1) does not fit in 64 bits",
            subject: .row(row + 1), help: ["`cast` it to `float` first"])
    }

    /// A function of floats; what is no finite number becomes missing and is counted.
    @inline(__always)
    static func floats(
        _ column: Column, work: Work, _ body: @escaping @Sendable (Double) -> Double
    ) throws(Diagnostic) -> Floats {
        let cells = try doubles(column)
        let values = cells.values
        let out: Buffer<Double> = try work.fill(cells.count, for: "a number") { (rows, out) in
            let span = values.span
            for row in rows { out[row - rows.lowerBound] = body(span[row]) }
        }
        return try finite(out, cells.validity, work: work)
    }

    @inline(__always)
    static func floats(
        _ a: Column, _ b: Column, work: Work, _ body: @escaping @Sendable (Double, Double) -> Double
    ) throws(Diagnostic) -> Floats {
        let (first, second) = (try doubles(a), try doubles(b))
        let (x, y) = (first.values, second.values)
        let out: Buffer<Double> = try work.fill(first.count, for: "a number") { (rows, out) in
            let (x, y) = (x.span, y.span)
            for row in rows { out[row - rows.lowerBound] = body(x[row], y[row]) }
        }
        let validity =
            first.validity.map { mine in second.validity.map { mine.intersected(with: $0) } ?? mine }
            ?? second.validity
        return try finite(out, validity, work: work)
    }

    private static func doubles(_ column: Column) throws(Diagnostic) -> FixedColumn<Double> {
        guard case .float64(let cells) = column.layout else {
            throw .internalError("`\(column.type.name)` is not stored as floats")
        }
        return cells
    }

    /// The values with those that are not finite as missing.
    private static func finite(
        _ values: Buffer<Double>, _ validity: Bitmap?, work: Work
    ) throws(Diagnostic) -> Floats {
        let isFinite = try work.bits(values.count, for: "a number") { (rows, out) in
            let span = values.span
            for slot in 0..<out.count {
                var word: UInt64 = 0
                let start = rows.lowerBound + slot * 64
                for bit in 0..<min(64, rows.upperBound - start) where span[start + bit].isFinite {
                    word |= 1 << UInt64(bit)
                }
                out[slot] = word
            }
        }
        if isFinite.ifAnyClear == nil {
            return Floats(column: try zeroed(values, validity, work: work), notFinite: 0)
        }
        let kept = validity.map { $0.intersected(with: isFinite) } ?? isFinite
        let lost = (validity?.setCount ?? values.count) - kept.setCount
        return Floats(column: try zeroed(values, kept, work: work), notFinite: lost)
    }

    /// NaN and infinities never enter a column, not even under a missing row.
    private static func zeroed(
        _ values: Buffer<Double>, _ validity: Bitmap?, work: Work
    ) throws(Diagnostic) -> Column {
        guard let validity else { return Column(.float, .float64(FixedColumn(values: values))) }
        let out: Buffer<Double> = try work.fill(values.count, for: "a number") { (rows, out) in
            let (span, bits) = (values.span, validity.words.span)
            for row in rows {
                let word = validity.word(row / 64, in: bits)
                out[row - rows.lowerBound] = word >> UInt64(row % 64) & 1 == 1 ? span[row] : 0
            }
        }
        return Column(.float, .float64(FixedColumn(values: out, validity: validity)))
    }

    // MARK: - Functions

    static func absolute(
        _ column: Column, giving type: ColumnType, work: Work
    ) throws(Diagnostic) -> Column {
        if case .float64 = column.layout { return try floats(column, work: work) { $0.magnitude }.column }
        return try ints(column, giving: type, work: work) { $0 == .min ? nil : abs($0) }
    }

    static func whole(
        _ column: Column, _ rule: FloatingPointRoundingRule, work: Work
    ) throws(Diagnostic) -> Column {
        guard case .float64 = column.layout else { return column }
        // `+ 0` turns a negative zero into a plain one.
        return try floats(column, work: work) { $0.rounded(rule) + 0 }.column
    }

    static func real(_ name: String, _ x: Column, work: Work) throws(Diagnostic) -> Floats {
        switch name {
        case "sqrt": try floats(x, work: work) { $0.squareRoot() }
        case "log": try floats(x, work: work) { $0 > 0 ? log($0) : .nan }
        case "exp": try floats(x, work: work) { exp($0) }
        default: throw .internalError("no function `\(name)`")
        }
    }

    static func real(_ name: String, _ x: Column, _ y: Column, work: Work) throws(Diagnostic) -> Floats {
        switch name {
        case "pow": return try floats(x, y, work: work) { pow($0, $1) }
        case "log":
            return try floats(x, y, work: work) { value, base in
                guard value > 0, base > 0, base != 1 else { return .nan }
                if base == 2 { return log2(value) }
                if base == 10 { return log10(value) }
                return log(value) / log(base)
            }
        default: throw .internalError("no function `\(name)`")
        }
    }

    /// The smallest (`less`) or largest (`greater`) value of a row; missing where one is.
    static func extreme(
        _ op: ComparisonOperator, _ operands: [Operand], in call: KernelCall
    ) throws(Diagnostic) -> Column {
        let type = call.type.type
        guard var best = operands.first else { return .repeating(.missing, type: type, count: call.rows) }
        for operand in operands.dropFirst() {
            let isBetter = try compare(op, operand, best, work: call.work)
            var chosen = try choose(isBetter, operand, best, type: type, work: call.work)
            if isBetter.validity != nil {
                let isKnown = try isPresent(isBetter, work: call.work)
                chosen = try choose(
                    isKnown, .column(chosen), .scalar(.missing, type), type: type, work: call.work)
            }
            best = .column(chosen)
        }
        if case .column(let column) = best {
            return column.count == call.rows
                ? column : .repeating(column[0], type: type, count: call.rows)
        }
        return .repeating(.missing, type: type, count: call.rows)
    }
}
