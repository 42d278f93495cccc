internal import CUnicode
public import RapportDiagnostics
internal import RapportWork

/// The order of texts in a language: `zh` is that of pinyin.
///
/// It orders rows and groups, and is no equality: texts that a language does not tell apart keep the order of
/// their Unicode scalars. `<`, `min` and `max` go by scalars whatever the order of rows.
/// Source: the rules of CLDR, by ICU.
public struct Collation: Sendable, Hashable {
    public let name: String

    /// - Throws: `collation.unknown`, with the nearest name.
    public init(_ name: String) throws(Diagnostic) {
        guard Self.names.contains(name) else { throw Self.unknown(name) }
        self.name = name
    }

    /// The languages whose order is known.
    public static let names: [String] = {
        var bytes: UnsafeMutablePointer<CChar>?
        var length: Int32 = 0
        guard unsafe rp_collator_names(&bytes, &length) == RP_UNICODE_OK, let bytes = unsafe bytes else {
            return []
        }
        defer { unsafe rp_unicode_free(bytes) }
        // SAFETY: the call gave `length` bytes, which are ours until they are freed below.
        let all = unsafe UnsafeBufferPointer(start: bytes, count: Int(length)).map { UInt8(bitPattern: $0) }
        return all.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.sorted()
    }()

    private static func unknown(_ name: String) -> Diagnostic {
        let plain = name.lowercased()
        let help: Diagnostic.Help =
            if ["pinyin", "chinese", "cn", "zh-cn", "zh_hans_cn", "中文", "拼音"].contains(plain) {
                "`zh`"
            } else if let known = names.first(where: { $0.lowercased() == plain }) ?? name.nearest(in: names)
            {
                .init("`\(known)`")
            } else {
                "a language, such as `zh` for pinyin, `de`, `ja`"
            }
        return Diagnostic("collation.unknown", "no order of texts named `\(name)`", help: [help])
    }

    /// A key for each text: its bytes compare as the language orders the texts, then their scalars.
    func sortKeys(of texts: TextColumn, work: Work) throws(Diagnostic) -> TextColumn {
        let morsels = (texts.count + Work.morsel - 1) / Work.morsel
        let parts = try work.map(morsels) { (morsel) throws(Diagnostic) -> (bytes: [UInt8], ends: [Int]) in
            let rows = morsel * Work.morsel..<min(texts.count, (morsel + 1) * Work.morsel)
            return try keys(of: texts[rows])
        }
        var (offsets, bytes): ([Int64], [UInt8]) = ([0], [])
        offsets.reserveCapacity(texts.count + 1)
        for part in parts {
            let start = bytes.count
            for end in part.ends { offsets.append(Int64(start + end)) }
            bytes += part.bytes
        }
        return TextColumn(offsets: Buffer(offsets), bytes: Buffer(bytes))
    }

    private func keys(of texts: TextColumn) throws(Diagnostic) -> (bytes: [UInt8], ends: [Int]) {
        var collator: OpaquePointer?
        guard unsafe rp_collator_open(name, &collator) == RP_UNICODE_OK, let collator = unsafe collator else {
            throw .internalError("no rules for the order `\(name)`")
        }
        defer { unsafe rp_collator_close(collator) }
        var (bytes, ends): ([UInt8], [Int]) = ([], [])
        var key = [UInt8](repeating: 0, count: 256)
        let (offsets, cells) = (texts.offsets.span, texts.bytes.span)
        for row in 0..<texts.count {
            let text = cells.extracting(Int(offsets[row])..<Int(offsets[row + 1]))
            guard let length = Int32(exactly: text.count), length < Int32.max / 2 else {
                throw Diagnostic("collation.length", "a text of more than 1 GB has no place in an order")
            }
            // SAFETY: the pointers are used inside the call only, with the room that is there.
            func write(_ key: inout [UInt8]) -> Int {
                Int(
                    unsafe text.withUnsafeBufferPointer { text in
                        unsafe key.withUnsafeMutableBufferPointer { key in
                            unsafe rp_collator_key(
                                collator, text.baseAddress, length, key.baseAddress, Int32(key.count))
                        }
                    })
            }
            var size = write(&key)
            if size > key.count {
                key = [UInt8](repeating: 0, count: size * 2)
                size = write(&key)
            }
            guard size > 0 else { throw .internalError("no key of a text in the order `\(name)`") }
            // A key ends with its only 0, so that what follows decides between equal keys alone.
            bytes += key[..<size]
            for index in 0..<text.count { bytes.append(text[index]) }
            ends.append(bytes.count)
        }
        return (bytes, ends)
    }
}
