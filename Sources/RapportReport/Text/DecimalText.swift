/// The shortest decimal that reads back as a float, taken apart: 0.d₁d₂d₃… × 10^`exponent`.
struct DecimalText {
    var isNegative: Bool
    /// ASCII digits without leading or trailing zeros; empty for zero.
    var digits: [UInt8]
    var exponent: Int

    /// `value` must be finite, as columns are.
    init(_ value: Double) {
        isNegative = value < 0
        var (digits, exponent, point) = ([UInt8](), 0, Int?.none)
        var bytes = value.magnitude.description.utf8[...]
        if let mark = bytes.firstIndex(of: UInt8(ascii: "e")) {
            let power = bytes[bytes.index(after: mark)...].drop { $0 == UInt8(ascii: "+") }
            exponent = Int(String(power) ?? "") ?? 0
            bytes = bytes[..<mark]
        }
        for byte in bytes {
            if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte) }
        }
        exponent += point ?? digits.count
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        exponent -= leading
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        (self.digits, self.exponent) = (digits, digits.isEmpty ? 0 : exponent)
    }

    /// Digits behind the point that the value needs.
    var fractionDigits: Int { max(digits.count - exponent, 0) }

    /// The value with `places` digits behind the point, rounded half away from zero: of the decimal a person
    /// sees, so that 2.675 becomes 2.68.
    func fixed(_ places: Int, grouped: Bool = true) -> String {
        var rounded = digits
        var exponent = exponent
        let kept = exponent + places
        if kept < 0 {
            rounded = []
        } else if kept < rounded.count {
            let goesUp = rounded[kept] >= UInt8(ascii: "5")
            rounded.removeSubrange(kept...)
            if goesUp { Self.increment(&rounded, &exponent, width: kept) }
        }
        var whole = [UInt8](), fraction = [UInt8]()
        for place in 0..<max(exponent, 0) {
            whole.append(place < rounded.count ? rounded[place] : UInt8(ascii: "0"))
        }
        for place in 0..<places {
            let index = exponent + place
            let isDigit = index >= 0 && index < rounded.count
            fraction.append(isDigit ? rounded[index] : UInt8(ascii: "0"))
        }
        if whole.isEmpty { whole = [UInt8(ascii: "0")] }
        let isZero = !(whole + fraction).contains { $0 != UInt8(ascii: "0") }
        let head = String(decoding: whole, as: UTF8.self)
        let tail = fraction.isEmpty ? "" : "." + String(decoding: fraction, as: UTF8.self)
        return (isNegative && !isZero ? "-" : "") + (grouped ? groupedDigits(head) : head) + tail
    }

    /// `3.12e-7`: at most `significant` digits.
    func scientific(_ significant: Int) -> String {
        guard !digits.isEmpty else { return "0" }
        var rounded = digits
        var exponent = exponent
        if rounded.count > significant {
            let goesUp = rounded[significant] >= UInt8(ascii: "5")
            rounded.removeSubrange(significant...)
            if goesUp { Self.increment(&rounded, &exponent, width: significant) }
            while rounded.last == UInt8(ascii: "0"), rounded.count > 1 { rounded.removeLast() }
        }
        let head = String(decoding: rounded.prefix(1), as: UTF8.self)
        let tail = String(decoding: rounded.dropFirst(), as: UTF8.self)
        return (isNegative ? "-" : "") + head + (tail.isEmpty ? "" : "." + tail) + "e\(exponent - 1)"
    }

    /// Adds one in the last of `width` places; a carry out of the first moves the point.
    private static func increment(_ digits: inout [UInt8], _ exponent: inout Int, width: Int) {
        var place = width - 1
        while place >= 0 {
            if digits[place] != UInt8(ascii: "9") {
                digits[place] += 1
                return
            }
            digits[place] = UInt8(ascii: "0")
            place -= 1
        }
        digits.insert(UInt8(ascii: "1"), at: 0)
        exponent += 1
    }
}

extension String {
    fileprivate init?(_ bytes: Substring.UTF8View) { self = String(Substring(bytes)) }
}

/// `12345678` as `12,345,678`.
func groupedDigits(_ digits: String) -> String {
    var out = [UInt8]()
    let bytes = Array(digits.utf8)
    for (index, byte) in bytes.enumerated() {
        if index > 0, (bytes.count - index) % 3 == 0 { out.append(UInt8(ascii: ",")) }
        out.append(byte)
    }
    return String(decoding: out, as: UTF8.self)
}

/// An int with thousands separators.
func grouped(_ value: some BinaryInteger) -> String {
    let digits = String(value)
    return digits.hasPrefix("-") ? "-" + groupedDigits(String(digits.dropFirst())) : groupedDigits(digits)
}
