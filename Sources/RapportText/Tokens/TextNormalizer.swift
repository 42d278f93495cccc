internal import CUnicode

/// Brings texts into the form in which words are compared: NFKC, and lower case where asked.
///
/// ICU does it at some 20 MB/s; most texts need it for nothing or for full-width signs alone, which are done here
/// in one pass. It keeps its memory between texts, and so is for one thread.
///
/// SAFETY: the handle is made here, used by one thread at a time because the value cannot be copied, and closed once.
@safe struct TextNormalizer: ~Copyable {
    private let library: OpaquePointer?
    private var source: [UInt8] = []

    init() {
        var handle: OpaquePointer?
        // SAFETY: the function writes one pointer, or null where there is no memory.
        let status = unsafe rp_normalizer_open(&handle)
        unsafe library = status == RP_UNICODE_OK ? handle : nil
    }

    deinit { unsafe rp_normalizer_close(library) }

    /// Replaces what is in `result`, and says whether all of it is ASCII.
    mutating func normalize(_ text: String, lowers: Bool, into result: inout [UInt8]) -> Bool {
        result.removeAll(keepingCapacity: true)
        if text.utf8.count > Int(Int32.max) / 4 { return true }
        result.append(contentsOf: text.utf8)
        if Self.isASCII(result.span) {
            if lowers { Self.lower(&result) }
            return true
        }
        swap(&source, &result)
        result.removeAll(keepingCapacity: true)
        if !Self.copySimple(source.span, lowers: lowers, into: &result) {
            result.removeAll(keepingCapacity: true)
            appendByLibrary(lowers: lowers, to: &result)
        }
        return false
    }

    private func appendByLibrary(lowers: Bool, to result: inout [UInt8]) {
        guard let library = unsafe library else { return result.append(contentsOf: source) }
        // SAFETY: the library reads `count` bytes of the source, and what it answers stays until its next call;
        // it is copied before.
        unsafe source.withUnsafeBufferPointer { bytes in
            var normal: UnsafePointer<UInt8>?
            let size = unsafe rp_normalizer_apply(
                library, bytes.baseAddress, Int32(truncatingIfNeeded: bytes.count), lowers ? 1 : 0, &normal)
            guard size >= 0, let start = unsafe normal else { return result.append(contentsOf: source) }
            unsafe result.append(contentsOf: UnsafeBufferPointer(start: start, count: Int(size)))
        }
    }

    private static func isASCII(_ bytes: Span<UInt8>) -> Bool {
        var all: UInt8 = 0
        for index in bytes.indices { all |= bytes[index] }
        return all < 0x80
    }

    private static func lower(_ bytes: inout [UInt8]) {
        var span = bytes.mutableSpan
        for index in span.indices {
            let byte = span[index]
            span[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
        }
    }

    /// Copies a text all of whose scalars are known here to be unchanged, or to have one ASCII sign as their form:
    /// ASCII, ideographs, the usual Chinese punctuation and full-width letters.
    ///
    /// - Returns: False at the first scalar that is none of them.
    private static func copySimple(_ bytes: Span<UInt8>, lowers: Bool, into result: inout [UInt8]) -> Bool {
        var place = 0
        while place < bytes.count {
            let first = bytes[place]
            if first < 0x80 {
                result.append(lowers && first &- 0x41 < 26 ? first | 0x20 : first)
                place += 1
                continue
            }
            guard first & 0xF0 == 0xE0, place + 2 < bytes.count else { return false }
            let (second, third) = (bytes[place + 1], bytes[place + 2])
            let scalar =
                UInt32(first & 0x0F) << 12 | UInt32(second & 0x3F) << 6 | UInt32(third & 0x3F)
            switch scalar {
            case 0x4E00...0x9FD5, 0x3001...0x3003, 0x3008...0x3011, 0x2018...0x2019, 0x201C...0x201D, 0x2014:
                result.append(first)
                result.append(second)
                result.append(third)
            case 0xFF01...0xFF5E:
                let sign = UInt8(truncatingIfNeeded: scalar - 0xFEE0)
                result.append(lowers && sign &- 0x41 < 26 ? sign | 0x20 : sign)
            case 0x3000: result.append(0x20)
            default: return false
            }
            place += 3
        }
        return true
    }
}
