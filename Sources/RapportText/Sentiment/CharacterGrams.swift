/// The characters and pairs of neighbouring characters of a text: what Chinese needs no dictionary for.
///
/// Letters and digits stand as small letters of half width, traditional characters that the lexicon knows as simplified
/// ones; marks that stress count as characters, other signs and blanks part pairs.
public struct CharacterGrams: Sendable {
    private let lexicon = ChineseLexicon.standard

    public init() {}

    /// The grams of a text, each once, ascending: one character in the upper half, the next or 0 in the lower.
    public func grams(of text: Span<UInt8>) -> [UInt64] {
        var grams: [UInt64] = []
        var last: UInt32 = 0
        for scalar in lexicon.folded(text) {
            guard Self.isKept(scalar) else {
                last = 0
                continue
            }
            grams.append(UInt64(scalar) << 32)
            if last != 0 { grams.append(UInt64(last) << 32 | UInt64(scalar)) }
            last = scalar
        }
        grams.sort()
        var distinct: [UInt64] = []
        distinct.reserveCapacity(grams.count)
        for gram in grams where gram != distinct.last { distinct.append(gram) }
        return distinct
    }

    private static func isKept(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x30...0x39, 0x61...0x7A, 0x21, 0x3F, 0x7E: true
        case 0..<0xC0: false
        case 0x2000...0x25FF, 0x3000...0x303F, 0xFE00...0xFE4F, 0xFF00...0xFFEF: false
        default: true
        }
    }

    /// The gram as it is read.
    public static func text(of gram: UInt64) -> String {
        var view = String.UnicodeScalarView()
        for half in [UInt32(truncatingIfNeeded: gram >> 32), UInt32(truncatingIfNeeded: gram)] where half != 0
        {
            if let scalar = Unicode.Scalar(half) { view.append(scalar) }
        }
        return String(view)
    }

    /// The gram that a text of one or two scalars is; nil of any other.
    public static func gram(of text: String) -> UInt64? {
        let scalars = text.unicodeScalars.map { UInt64($0.value) }
        switch scalars.count {
        case 1: return scalars[0] << 32
        case 2: return scalars[0] << 32 | scalars[1]
        default: return nil
        }
    }
}
