import RapportDiagnostics
import RapportTable
import RapportWork

/// `same(a, b)`: texts without the difference of case and of full and half width.
enum TextFolding {
    static func same(_ a: Operand, _ b: Operand, rows: Int, work: Work) throws(Diagnostic) -> Column {
        guard let (views, validity) = try TextKernels.views([a, b]) else {
            return .repeating(.missing, type: .bool, count: rows)
        }
        let (x, y) = (views[0], views[1])
        let bits = try work.bits(rows, for: "`same`") { (range, out) in
            for slot in 0..<out.count {
                var word: UInt64 = 0
                let start = range.lowerBound + slot * 64
                for row in start..<min(start + 64, range.upperBound) {
                    guard validity.map({ $0[row] }) ?? true else { continue }
                    if isSame(x.bytes.span.extracting(x.range(row)), y.bytes.span.extracting(y.range(row))) {
                        word |= 1 &<< UInt64(row - start)
                    }
                }
                out[slot] = word
            }
        }
        return Column(.bool, .bits(values: bits, validity: validity))
    }

    /// ASCII beside ASCII is compared in place; a sign may also be made of several scalars, as é of two.
    static func isSame(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        if a.count == b.count {
            var (place, isASCII) = (0, true)
            while place < a.count {
                let (x, y) = (a[place], b[place])
                if x >= 0x80 || y >= 0x80 {
                    isASCII = false
                    break
                }
                if lowered(x) != lowered(y) { break }
                place += 1
            }
            if isASCII, place == a.count { return true }
        }
        guard hasWide(a) || hasWide(b) else { return false }
        return folded(a) == folded(b)
    }

    @inline(__always) private static func lowered(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
    private static func hasWide(_ text: Span<UInt8>) -> Bool {
        for index in 0..<text.count where text[index] >= 0x80 { return true }
        return false
    }

    /// The text in one width and one case; strings are equal where their signs are, however composed.
    static func folded(_ text: Span<UInt8>) -> String {
        let string = TextKernels.string(text)
        var result = String.UnicodeScalarView()
        for scalar in string.unicodeScalars {
            // By way of the capital, so that `ß` is `ss` and both small sigmas are one.
            for capital in narrowed(scalar).properties.uppercaseMapping.unicodeScalars {
                result.append(contentsOf: capital.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return String(result)
    }

    /// The scalar in its ordinary width: letters and digits half, kana and hangul full.
    static func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x3000: " "
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0xFF5F...0xFFEE:
            ordinary[Int(scalar.value) - 0xFF5F] == 0
                ? scalar : Unicode.Scalar(ordinary[Int(scalar.value) - 0xFF5F]) ?? scalar
        default: scalar
        }
    }

    /// For U+FF5F to U+FFEE.
    ///
    /// Source: the decompositions `<wide>` and `<narrow>` of Unicode.
    private static let ordinary: [UInt32] = [
        0x2985, 0x2986, 0x3002, 0x300C, 0x300D, 0x3001, 0x30FB, 0x30F2, 0x30A1, 0x30A3, 0x30A5,
        0x30A7, 0x30A9, 0x30E3, 0x30E5, 0x30E7, 0x30C3, 0x30FC, 0x30A2, 0x30A4, 0x30A6, 0x30A8,
        0x30AA, 0x30AB, 0x30AD, 0x30AF, 0x30B1, 0x30B3, 0x30B5, 0x30B7, 0x30B9, 0x30BB, 0x30BD,
        0x30BF, 0x30C1, 0x30C4, 0x30C6, 0x30C8, 0x30CA, 0x30CB, 0x30CC, 0x30CD, 0x30CE, 0x30CF,
        0x30D2, 0x30D5, 0x30D8, 0x30DB, 0x30DE, 0x30DF, 0x30E0, 0x30E1, 0x30E2, 0x30E4, 0x30E6,
        0x30E8, 0x30E9, 0x30EA, 0x30EB, 0x30EC, 0x30ED, 0x30EF, 0x30F3, 0x3099, 0x309A, 0x3164,
        0x3131, 0x3132, 0x3133, 0x3134, 0x3135, 0x3136, 0x3137, 0x3138, 0x3139, 0x313A, 0x313B,
        0x313C, 0x313D, 0x313E, 0x313F, 0x3140, 0x3141, 0x3142, 0x3143, 0x3144, 0x3145, 0x3146,
        0x3147, 0x3148, 0x3149, 0x314A, 0x314B, 0x314C, 0x314D, 0x314E, 0, 0, 0, 0x314F, 0x3150,
        0x3151, 0x3152, 0x3153, 0x3154, 0, 0, 0x3155, 0x3156, 0x3157, 0x3158, 0x3159, 0x315A, 0, 0,
        0x315B, 0x315C, 0x315D, 0x315E, 0x315F, 0x3160, 0, 0, 0x3161, 0x3162, 0x3163, 0, 0, 0,
        0x00A2, 0x00A3, 0x00AC, 0x00AF, 0x00A6, 0x00A5, 0x20A9, 0, 0x2502, 0x2190, 0x2191, 0x2192,
        0x2193, 0x25A0, 0x25CB,
    ]
}
