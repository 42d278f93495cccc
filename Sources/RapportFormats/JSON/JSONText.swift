internal import RapportTable

/// A text between its quotes, as it stands in the file.
struct JSONText {
    var cell: CellBytes
    var hasEscapes: Bool

    /// The text itself, and how many halves of surrogate pairs became U+FFFD.
    func decoded() -> (bytes: [UInt8], mended: Int) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(cell.count)
        var mended = 0
        var index = 0
        while index < cell.count {
            let byte = cell[index]
            guard byte == UInt8(ascii: "\\"), index + 1 < cell.count else {
                bytes.append(byte)
                index += 1
                continue
            }
            let sign = cell[index + 1]
            index += 2
            switch sign {
            case UInt8(ascii: "b"): bytes.append(8)
            case UInt8(ascii: "f"): bytes.append(12)
            case UInt8(ascii: "n"): bytes.append(10)
            case UInt8(ascii: "r"): bytes.append(13)
            case UInt8(ascii: "t"): bytes.append(9)
            case UInt8(ascii: "u"):
                var scalar = unit(at: index)
                index += 4
                if scalar & 0xFC00 == 0xD800, index + 6 <= cell.count, cell[index] == UInt8(ascii: "\\"),
                    cell[index + 1] == UInt8(ascii: "u"), unit(at: index + 2) & 0xFC00 == 0xDC00
                {
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + unit(at: index + 2) & 0x3FF
                    index += 6
                }
                if let whole = Unicode.Scalar(scalar) {
                    bytes += UTF8.encode(whole).map(Array.init) ?? []
                } else {
                    mended += 1
                    bytes += [0xEF, 0xBF, 0xBD]
                }
            default: bytes.append(sign)
            }
        }
        return (bytes, mended)
    }

    /// Four hexadecimal digits, which the parser has checked.
    private func unit(at index: Int) -> UInt32 {
        var value: UInt32 = 0
        for place in index..<min(index + 4, cell.count) {
            value = value << 4 | (hexadecimal(cell[place]) ?? 0)
        }
        return value
    }
}

func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 48...57: UInt32(byte) - 48
    case 65...70: UInt32(byte) - 55
    case 97...102: UInt32(byte) - 87
    default: nil
    }
}

extension CellBytes {
    /// Where the first byte stands that is no part of valid UTF-8; nil where all is.
    ///
    /// Source: The Unicode Standard 15, table 3-7.
    var firstInvalidUTF8: Int? {
        var index = 0
        while index < count {
            if index + 8 <= count, word(at: index) & Word.highs == 0 {
                index += 8
                continue
            }
            let lead = self[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            let length: Int
            var (lower, upper): (UInt8, UInt8) = (0x80, 0xBF)
            switch lead {
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, lower) = (3, 0xA0)
            case 0xED: (length, upper) = (3, 0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, lower) = (4, 0x90)
            case 0xF4: (length, upper) = (4, 0x8F)
            case 0xF1...0xF3: length = 4
            default: return index
            }
            guard index + length <= count, self[index + 1] >= lower, self[index + 1] <= upper else {
                return index
            }
            for place in 2..<max(length, 2) where self[index + place] & 0xC0 != 0x80 { return index }
            index += length
        }
        return nil
    }
}
