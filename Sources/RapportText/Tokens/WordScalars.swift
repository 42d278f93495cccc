/// Which scalars make words: letters, numbers and `_`, as `\w` of Python.
///
/// The first 65,536 are looked up in a table made once (8 KB), since the standard library searches for each.
enum WordScalars {
    static func contains(_ scalar: UInt32, _ table: [UInt64]) -> Bool {
        if scalar < 0x1_0000 { return table[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 == 1 }
        return Unicode.Scalar(scalar).map(isWord) ?? false
    }

    @inline(__always) static func containsASCII(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F
    }

    static let table: [UInt64] = {
        var bits = [UInt64](repeating: 0, count: 1_024)
        for value in 0..<UInt32(0x1_0000) {
            guard let scalar = Unicode.Scalar(value), isWord(scalar) else { continue }
            bits[Int(value >> 6)] |= 1 << UInt64(value & 63)
        }
        return bits
    }()

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: scalar == "_"
        }
    }
}
