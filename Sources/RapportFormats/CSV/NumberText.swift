/// A number as people and bookkeeping write it, taken apart: `¥1,234.50`, `(12,5 %)`, `1 234-`, `１２３`.
///
/// What its points and commas mean is asked afterwards (``number(decimal:thousands:)``), for a column decides that.
struct NumberText {
    private static let room = 48

    /// Digits, separators and an exponent, in ASCII.
    private var core = InlineArray<48, UInt8>(repeating: 0)
    private var count = 0
    private(set) var isNegative = false
    private(set) var currency: Currency?
    private(set) var isPercent = false
    /// Digits or signs of double width.
    private(set) var isWide = false
    /// The sign is a bracket, or stands behind.
    private(set) var hasOddSign = false
    /// Points, commas, blanks or apostrophes stand between digits.
    private(set) var hasSeparators = false

    /// Nothing about it but digits and a sign in front.
    private var isPlain: Bool { currency == nil && !isPercent && !isWide && !hasOddSign && !hasSeparators }

    /// Nil where the cell is no number, or one of digits alone, which is the plain reader's.
    init?(_ cell: CellBytes) {
        guard cell.count > 1, cell.count <= 64 else { return nil }
        var place = 0
        var (hasSign, brackets) = (false, 0)
        // In front of the digits.
        front: while place < cell.count {
            let (sign, length) = Self.sign(cell, place)
            switch sign {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): break front
            case UInt8(ascii: "-"), UInt8(ascii: "+"):
                guard !hasSign, brackets == 0 else { return nil }
                hasSign = true
                isNegative = sign == .minus
            case UInt8(ascii: "("):
                guard !hasSign, brackets == 0 else { return nil }
                (brackets, isNegative, hasOddSign) = (1, true, true)
            case 32: guard place > 0 else { return nil }
            default:
                guard currency == nil, let (found, length) = Currency.at(place, of: cell) else { return nil }
                currency = found
                place += length
                continue front
            }
            if length > 1 { isWide = true }
            place += length
        }
        guard let end = readCore(cell, place) else { return nil }
        place = end
        // Behind them.
        while place < cell.count {
            let (sign, length) = Self.sign(cell, place)
            switch sign {
            case UInt8(ascii: "%"):
                guard !isPercent, currency == nil else { return nil }
                isPercent = true
            case UInt8(ascii: ")"):
                guard brackets == 1 else { return nil }
                brackets = 2
            case .minus:
                guard !hasSign, brackets == 0, place + length == cell.count else { return nil }
                (hasSign, isNegative, hasOddSign) = (true, true, true)
            case 32: break
            default:
                guard currency == nil, !isPercent, let (found, length) = Currency.at(place, of: cell) else {
                    return nil
                }
                currency = found
                place += length
                continue
            }
            if length > 1 { isWide = true }
            place += length
        }
        if brackets == 1 || isPlain { return nil }
    }

    /// The digits and what stands between them; returns the place behind.
    private mutating func readCore(_ cell: CellBytes, _ start: Int) -> Int? {
        var place = start
        var hasDigits = false
        while place < cell.count {
            let (sign, length) = Self.sign(cell, place)
            switch sign {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                hasDigits = true
            case UInt8(ascii: "."), UInt8(ascii: ","):
                hasSeparators = true
            case 32, UInt8(ascii: "'"):
                // A blank or an apostrophe is part of the number where a digit follows it.
                let next = place + length
                guard hasDigits, next < cell.count, Self.sign(cell, next).0.isDigit else {
                    return hasDigits ? place : nil
                }
                hasSeparators = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                let next = place + 1
                guard hasDigits, next < cell.count,
                    cell[next].isDigit || cell[next] == .minus || cell[next] == .plus
                else { return hasDigits ? place : nil }
                guard append(UInt8(ascii: "e")), append(cell[next]) else { return nil }
                place += 2
                while place < cell.count, cell[place].isDigit {
                    guard append(cell[place]) else { return nil }
                    place += 1
                }
                return place
            default: return hasDigits ? place : nil
            }
            if length > 1, sign.isDigit || sign == UInt8(ascii: ".") || sign == UInt8(ascii: ",") {
                isWide = true
            }
            guard append(sign) else { return nil }
            place += length
        }
        return hasDigits ? place : nil
    }

    private mutating func append(_ byte: UInt8) -> Bool {
        guard count < Self.room else { return false }
        core[count] = byte
        count += 1
        return true
    }

    /// The letter at `place` as its ASCII twin (0 where it has none), and how many bytes it takes.
    private static func sign(_ cell: CellBytes, _ place: Int) -> (UInt8, Int) {
        let byte = cell[place]
        if byte < 0x80 { return (byte, 1) }
        func next(_ distance: Int) -> UInt8 { place + distance < cell.count ? cell[place + distance] : 0 }
        switch (byte, next(1)) {
        case (0xC2, 0xA0): return (32, 2)
        case (0xE2, 0x80):
            switch next(2) {
            case 0x89, 0xAF: return (32, 3)
            case 0x99: return (UInt8(ascii: "'"), 3)
            default: return (0, 3)
            }
        case (0xE2, 0x88): return (next(2) == 0x92 ? .minus : 0, 3)
        case (0xE3, 0x80): return (next(2) == 0x80 ? 32 : 0, 3)
        // Full-width forms stand in the order of ASCII, from `！`.
        case (0xEF, 0xBC):
            let third = next(2)
            return third >= 0x81 && third <= 0x9F ? (third &- 0x60, 3) : (0, 3)
        default: return (0, 1)
        }
    }

    // MARK: - The number

    /// What it is under a decimal sign.
    struct Number {
        var mantissa: UInt64 = 0
        /// Of ten.
        var exponent = 0
        var digits = 0
        /// No decimals, no exponent, no percent.
        var isInteger = true
        var isGrouped = false
        /// Only this decimal sign can be meant.
        var isProof = false
    }

    /// Nil where it is none under that decimal sign.
    func number(decimal: UInt8, thousands: CSVOptions.Thousands) -> Number? {
        var number = Number()
        var place = 0
        var separator: UInt8?
        var (run, groups, first) = (0, 0, 0)
        // Groups in front of the last, which in India have two digits.
        var (areThree, areTwo) = (true, true)
        while place < count, core[place] != decimal, core[place] != UInt8(ascii: "e") {
            let byte = core[place]
            if byte.isDigit {
                guard number.add(byte) else { return nil }
                run += 1
            } else {
                guard separator == nil || separator == byte, Self.allows(byte, thousands, decimal) else {
                    return nil
                }
                separator = byte
                if groups == 0 {
                    first = run
                } else {
                    (areThree, areTwo) = (areThree && run == 3, areTwo && run == 2)
                }
                groups += 1
                run = 0
            }
            place += 1
        }
        if groups > 0 {
            let isIndian = areTwo && groups > 1 && (1...2).contains(first) && separator == UInt8(ascii: ",")
            guard run == 3, (areThree && (1...3).contains(first)) || isIndian, core[0] != 48 else {
                return nil
            }
            number.isGrouped = true
        } else if run > 1, core[0] == 48 {
            // An id.
            return nil
        }
        number.isProof =
            groups > 1 || (groups == 1 && separator != UInt8(ascii: ",") && separator != UInt8(ascii: "."))
        if place < count, core[place] == decimal {
            place += 1
            var decimals = 0
            while place < count, core[place].isDigit {
                guard number.add(core[place]) else { return nil }
                number.exponent -= 1
                decimals += 1
                place += 1
            }
            // `1.234` may be grouped; so may `1,2345`, as myriads are.
            let isOpen = decimals == 3 || (decimals == 4 && decimal == UInt8(ascii: ","))
            if !isOpen || groups > 0 || run == 0 || run > 3 || core[0] == 48 { number.isProof = true }
            number.isInteger = false
        }
        if place < count {
            guard core[place] == UInt8(ascii: "e"), let exponent = exponent(from: place + 1) else {
                return nil
            }
            number.exponent += exponent
            number.isInteger = false
        }
        if isPercent {
            number.exponent -= 2
            number.isInteger = false
        }
        return number.digits > 0 ? number : nil
    }

    private func exponent(from start: Int) -> Int? {
        var place = start
        let isBelow = place < count && core[place] == .minus
        if place < count, !core[place].isDigit { place += 1 }
        var value = 0
        guard place < count else { return nil }
        while place < count {
            guard core[place].isDigit else { return nil }
            value = min(value * 10 + Int(core[place] - 48), 1000)
            place += 1
        }
        return isBelow ? -value : value
    }

    private static func allows(_ byte: UInt8, _ thousands: CSVOptions.Thousands, _ decimal: UInt8) -> Bool {
        switch thousands {
        case .sniffed: byte != decimal
        case .none: false
        case .sign(let sign): sign.asciiValue == byte
        }
    }

    func int(_ number: Number) -> Int64? {
        guard number.isInteger else { return nil }
        if isNegative {
            return number.mantissa <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- number.mantissa) : nil
        }
        return Int64(exactly: number.mantissa)
    }

    func float(_ number: Number) -> Double? {
        if number.isInteger, int(number) == nil { return nil }
        let value: Double?
        if number.mantissa <= 1 << 53, abs(number.exponent) <= 22 {
            let mantissa = Double(number.mantissa)
            value =
                number.exponent < 0
                ? mantissa / powersOfTen[-number.exponent] : mantissa * powersOfTen[number.exponent]
        } else {
            value = Double("\(number.mantissa)e\(number.exponent)")
        }
        guard let value, value.isFinite else { return nil }
        return isNegative ? -value : value
    }
}

extension NumberText.Number {
    /// False where 64 bits do not hold the digits.
    fileprivate mutating func add(_ digit: UInt8) -> Bool {
        let (shifted, overflows) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, overflowsToo) = shifted.addingReportingOverflow(UInt64(digit &- 48))
        if overflows || overflowsToo { return false }
        mantissa = sum
        digits += 1
        return true
    }
}
