internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// A signed integer as wide as a decimal's.
private protocol WideInteger: BitwiseCopyable, Sendable {
    /// Nil where it needs more than 64 bits.
    var narrow: Int64? { get }
    /// In decimal.
    var digits: String { get }
}

extension FixedWidthInteger where Self: WideInteger {
    fileprivate var narrow: Int64? { Int64(exactly: self) }
    fileprivate var digits: String { description }
}
extension Int32: WideInteger {}
extension Int64: WideInteger {}
extension Int128: WideInteger {}

/// 256 bits, least significant word first.
private struct Int256: WideInteger {
    var words: (UInt64, UInt64, UInt64, UInt64)

    var narrow: Int64? {
        let low = Int64(bitPattern: words.0)
        let rest: UInt64 = low < 0 ? .max : 0
        return words.1 == rest && words.2 == rest && words.3 == rest ? low : nil
    }

    var digits: String {
        var rest = [words.3, words.2, words.1, words.0]
        let isNegative = Int64(bitPattern: words.3) < 0
        if isNegative {
            var carry = true
            for index in rest.indices.reversed() {
                let (sum, isOver) = (~rest[index]).addingReportingOverflow(carry ? 1 : 0)
                (rest[index], carry) = (sum, isOver)
            }
        }
        var digits = ""
        repeat {
            var remainder: UInt64 = 0
            for index in rest.indices {
                (rest[index], remainder) = UInt64(10).dividingFullWidth((remainder, rest[index]))
            }
            digits = String(remainder) + digits
        } while rest.contains { $0 != 0 }
        return (isNegative ? "-" : "") + digits
    }
}

extension Decoder {
    /// Decimals without places behind the point as ints, all others as the nearest floats, as a CSV of them
    /// would be read.
    func decimals(
        _ rows: Rows, bits: Int, scale: Int, _ validity: Bitmap?, _ facts: inout ArrowFacts
    ) throws(Diagnostic) -> Column {
        switch bits {
        case 32: try decimals(rows, of: Int32.self, scale: scale, validity, &facts)
        case 64: try decimals(rows, of: Int64.self, scale: scale, validity, &facts)
        case 128: try decimals(rows, of: Int128.self, scale: scale, validity, &facts)
        default: try decimals(rows, of: Int256.self, scale: scale, validity, &facts)
        }
    }

    private func decimals<Value: WideInteger>(
        _ rows: Rows, of: Value.Type, scale: Int, _ validity: Bitmap?, _ facts: inout ArrowFacts
    ) throws(Diagnostic) -> Column {
        if scale == 0 {
            let values: Buffer<Int64> = try converted(rows, validity, &facts) { (value: Value) in
                value.narrow.map { ($0, []) } ?? (0, .bad)
            }
            return Column(.int, .int64(FixedColumn(values: values, validity: validity)))
        }
        // Up to 10^22 powers of ten are exact, and a quotient of two exact numbers is the nearest one.
        let power: Double? = (1...22).contains(scale) ? (0..<scale).reduce(1) { power, _ in power * 10 } : nil
        let values: Buffer<Double> = try converted(rows, validity, &facts) { (value: Value) in
            if let narrow = value.narrow, narrow.magnitude <= 1 << 53, let power {
                return (Double(narrow) / power, [])
            }
            let nearest = Double("\(value.digits)e\(-scale)") ?? .infinity
            return nearest.isFinite ? (nearest, value.narrow == 0 ? [] : .rounded) : (0, .bad)
        }
        return Column(.float, .float64(FixedColumn(values: values, validity: validity)))
    }
}
