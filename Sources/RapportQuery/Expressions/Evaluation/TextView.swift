import RapportDiagnostics
import RapportTable

/// Text of any layout, or one text for all rows, as stretches of bytes.
struct TextView: Sendable {
    let bytes: Buffer<UInt8>
    private let offsets: Buffer<Int64>
    private let codes: Buffer<Int32>?
    let validity: Bitmap?
    private let isScalar: Bool

    init(_ operand: Operand) throws(Diagnostic) {
        switch operand {
        case .scalar(.text(let text), _):
            let one = TextColumn([text])
            (bytes, offsets, codes, validity, isScalar) = (one.bytes, one.offsets, nil, nil, true)
        case .column(let column):
            switch column.layout {
            case .text(let text):
                (bytes, offsets, codes) = (text.bytes, text.offsets, nil)
                (validity, isScalar) = (text.validity, false)
            case .codes(let category):
                (bytes, offsets) = (category.dictionary.bytes, category.dictionary.offsets)
                (codes, validity, isScalar) = (category.codes.values, category.codes.validity, false)
            default: throw .internalError("`\(column.type.name)` is not text")
            }
        case .scalar(_, let type):
            throw .internalError("a missing `\(type.name)` has no bytes")
        }
    }

    /// The bytes of many rows, one text after another; nil where the texts lie elsewhere.
    func stretch(_ rows: Range<Int>) -> Range<Int>? {
        guard codes == nil, !isScalar else { return nil }
        return Int(offsets[rows.lowerBound])..<Int(offsets[rows.upperBound])
    }

    /// Where the text of a present row lies in ``bytes``.
    func range(_ row: Int) -> Range<Int> {
        let entry = isScalar ? 0 : codes.map { Int($0[row]) } ?? row
        return Int(offsets[entry])..<Int(offsets[entry + 1])
    }
}
