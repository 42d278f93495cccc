/// Reads the cells of one type.
///
/// Exact about what it takes, because a column has a type only when all of its cells have it. Blanks,
/// quotes and missing codes are the caller's.
protocol CellParser {
    associatedtype Value: BitwiseCopyable & Sendable
    /// What stands in a buffer where the cell is missing.
    static var filler: Value { get }
    static var isNumber: Bool { get }
    /// Nil where the cell is not of the type.
    mutating func parse(_ cell: CellBytes) -> Value?
    /// Of a number that is written with more than digits; nil where the type is no number, or not that one.
    func parse(_ text: NumberText, _ number: NumberText.Number) -> Value?
    /// The decimal sign of numbers.
    var decimal: UInt8 { get }
}

extension CellParser {
    func parse(_ text: NumberText, _ number: NumberText.Number) -> Value? { nil }
    var decimal: UInt8 { UInt8(ascii: ".") }
}

/// `0`, `-12`, `9223372036854775807`; never `007`, which is an id, nor `+8613812345678`, a telephone.
struct IntParser: CellParser {
    static var filler: Int64 { 0 }
    static var isNumber: Bool { true }
    /// What groups of thousands may not be parted by.
    var decimal = UInt8(ascii: ".")

    func parse(_ text: NumberText, _ number: NumberText.Number) -> Int64? { text.int(number) }

    @inline(__always) func parse(_ cell: CellBytes) -> Int64? {
        let count = cell.count
        if count >= 1, count <= 8 {
            let word = cell.word(at: 0)
            if let number = Word.number(word, digits: count) {
                return word & 0xFF == 48 && count > 1 ? nil : Int64(bitPattern: number)
            }
        }
        return Self.parseAny(cell)
    }

    @inline(never) static func parseAny(_ cell: CellBytes) -> Int64? {
        guard cell.count > 0 else { return nil }
        let isNegative = cell[0] == .minus
        var index = isNegative || cell[0] == .plus ? 1 : 0
        if cell[0] == .plus, cell.count > 10 { return nil }
        let digits = cell.count - index
        guard digits >= 1, digits <= 19, cell[index] != 48 || digits == 1 else { return nil }
        var magnitude: UInt64 = 0
        while index < cell.count {
            guard cell[index].isDigit else { return nil }
            magnitude = magnitude &* 10 &+ UInt64(cell[index] &- 48)
            index += 1
        }
        if isNegative { return magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil }
        return Int64(exactly: magnitude)
    }
}

/// `12`, `-0.5`, `.5`, `6.02e23`, rounded to the nearest double.
///
/// Not `05.1`; not `NaN`; nothing that would become infinite; no integer beyond 64 bits, whose digits would
/// be lost.
struct FloatParser: CellParser {
    static var filler: Double { 0 }
    static var isNumber: Bool { true }
    /// `.` or `,`.
    var decimal = UInt8(ascii: ".")

    func parse(_ text: NumberText, _ number: NumberText.Number) -> Double? {
        text.isPercent ? nil : text.float(number)
    }

    @inline(__always) func parse(_ cell: CellBytes) -> Double? {
        let isNegative = cell.count > 1 && cell[0] == .minus
        let digits = isNegative ? cell.from(1) : cell
        let count = digits.count
        if count >= 1, count <= 8 {
            let word = digits.word(at: 0)
            let inside = ~(0 as UInt64) &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count)
            let points = Word.matches(word, Word.repeating(decimal)) & inside
            if points != 0 {
                // Take the point out, so that one number of `count - 1` digits stays.
                let place = points.trailingZeroBitCount &>> 3
                let bits = UInt64(truncatingIfNeeded: 8 &* place)
                let low = word & ((1 &<< bits) &- 1)
                let joined = low | (((word &>> bits) &>> 8) &<< bits)
                if count > 1, let number = Word.number(joined, digits: count &- 1) {
                    if place > 1, word & 0xFF == 48 { return nil }
                    // Exact, as numerator and power of ten are.
                    let value = Double(number) / powersOfTen[count &- 1 &- place]
                    return isNegative ? -value : value
                }
            } else if let number = Word.number(word, digits: count) {
                if count > 1, word & 0xFF == 48 { return nil }
                return isNegative ? -Double(number) : Double(number)
            }
        }
        return parseAny(cell)
    }

    @inline(never) func parseAny(_ cell: CellBytes) -> Double? {
        guard let number = WrittenNumber(cell, decimal: decimal) else { return nil }
        if number.isInteger, IntParser.parseAny(cell) == nil { return nil }
        let scale = number.exponent
        if number.isExact, number.mantissa <= 1 << 53, abs(scale) <= 22 {
            let mantissa = Double(number.mantissa)
            let value = scale < 0 ? mantissa / powersOfTen[-scale] : mantissa * powersOfTen[scale]
            return number.isNegative ? -value : value
        }
        var text = cell.text
        if decimal != UInt8(ascii: ".") { text = String(text.map { $0 == "," ? "." : $0 }) }
        if text.hasPrefix("+") { text.removeFirst() }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}

/// The cases in which one division or multiplication rounds correctly.
///
/// Source: W. Clinger, *How to read floating point numbers accurately*, 1990.
let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
]

/// A decimal number taken apart: `mantissa * 10^exponent`.
private struct WrittenNumber {
    var isNegative = false
    var mantissa: UInt64 = 0
    var exponent = 0
    /// No point and no exponent.
    var isInteger = true
    /// False where there were more digits than the mantissa holds.
    var isExact = true

    init?(_ cell: CellBytes, decimal: UInt8) {
        var index = 0
        let count = cell.count
        guard count > 0 else { return nil }
        isNegative = cell[0] == .minus
        if isNegative || cell[0] == .plus { index = 1 }
        let first = index
        var (digits, significant) = (0, 0)
        var point: Int?
        while index < count {
            let byte = cell[index]
            if byte.isDigit {
                digits += 1
                if significant < 19 {
                    mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
                    if mantissa != 0 { significant += 1 }
                } else {
                    isExact = false
                }
                if point != nil { exponent -= 1 }
            } else if byte == decimal, point == nil {
                point = index
            } else {
                break
            }
            index += 1
        }
        guard digits > 0 else { return nil }
        if (point ?? index) - first > 1, cell[first] == 48 { return nil }
        isInteger = point == nil && index == count
        if index < count {
            guard cell[index] | 0x20 == UInt8(ascii: "e") else { return nil }
            index += 1
            let isBelow = index < count && cell[index] == .minus
            if index < count, cell[index] == .minus || cell[index] == .plus { index += 1 }
            guard index < count else { return nil }
            var written = 0
            while index < count {
                guard cell[index].isDigit else { return nil }
                written = min(written * 10 + Int(cell[index] - 48), 100_000)
                index += 1
            }
            exponent += isBelow ? -written : written
        }
    }
}

/// `true` and `false` in any case; `yes`, `1`, `是` are words and numbers.
struct BoolParser: CellParser {
    static var filler: UInt8 { 0 }
    static var isNumber: Bool { false }

    @inline(__always) func parse(_ cell: CellBytes) -> UInt8? {
        let word = cell.firstWord | 0x2020_2020_2020_2020
        if cell.count == 4, word == 0x2020_2020_6575_7274 { return 1 }
        if cell.count == 5, word == 0x2020_2065_736C_6166 { return 0 }
        return nil
    }
}

/// `12.5%`, which is 0.125; of a column whose cells all have the sign.
struct PercentParser: CellParser {
    static var filler: Double { 0 }
    static var isNumber: Bool { true }
    var decimal = UInt8(ascii: ".")

    func parse(_ cell: CellBytes) -> Double? { nil }
    func parse(_ text: NumberText, _ number: NumberText.Number) -> Double? {
        text.isPercent ? text.float(number) : nil
    }
}
