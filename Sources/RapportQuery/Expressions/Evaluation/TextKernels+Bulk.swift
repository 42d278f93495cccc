import RapportDiagnostics
import RapportTable
import RapportWork

/// Functions of text over the bytes of many rows at a time, where no row needs a look of its own.
extension TextKernels {
    // MARK: - Case

    /// Capital and small letters: one pass over all bytes where no letter changes its width, which it does in
    /// few languages; else each text by itself.
    static func cased(_ column: Column, toUpper: Bool, work: Work) throws(Diagnostic) -> Column {
        try perEntry(column, work: work) { (column) throws(Diagnostic) in
            guard case .text(let text) = column.layout else {
                return try mapped(column, work: work, toUpper ? uppered : lowered)
            }
            if let same = try sameWidth(text, toUpper: toUpper, work: work) {
                return Column(.text, .text(same))
            }
            return try mapped(column, work: work, toUpper ? uppered : lowered)
        }
    }

    private static func sameWidth(
        _ text: TextColumn, toUpper: Bool, work: Work
    ) throws(Diagnostic) -> TextColumn? {
        let (first, last) = (text.offsets[0], text.offsets[text.count])
        let used = text.bytes[Int(first)..<Int(last)]
        let bytes = try BufferBuilder<UInt8>(uninitialized: used.count, for: "text", work: work)
        let cells = bytes.shared
        let morsels = (text.count + Work.morsel - 1) / Work.morsel
        let keeps = try work.map(morsels) { morsel in
            let rows = morsel * Work.morsel..<min(text.count, (morsel + 1) * Work.morsel)
            let offsets = text.offsets.span
            let range = Int(offsets[rows.lowerBound] - first)..<Int(offsets[rows.upperBound] - first)
            // SAFETY: the rows of morsels have bytes of their own.
            var out = unsafe cells.mutableSpan(range)
            return changeCase(of: used.span.extracting(range), to: &out, toUpper: toUpper)
        }
        guard keeps.allSatisfy({ $0 }) else { return nil }
        let offsets =
            first == 0
            ? text.offsets
            : try work.fill(text.count + 1, for: "text") { places, out in
                let old = text.offsets.span
                for index in out.indices { out[index] = old[places.lowerBound + index] - first }
            }
        return TextColumn(offsets: offsets, bytes: bytes.freeze(), validity: text.validity)
    }

    /// False where a letter changes its width in UTF-8; then `out` means nothing.
    private static func changeCase(
        of bytes: Span<UInt8>, to out: inout MutableSpan<UInt8>, toUpper: Bool
    ) -> Bool {
        let low: UInt8 = toUpper ? 0x61 : 0x41
        var all: UInt8 = 0
        for index in 0..<bytes.count {
            let byte = bytes[index]
            all |= byte
            out[index] = byte ^ ((byte &- low) < 26 ? 0x20 : 0)
        }
        if all < 0x80 { return true }
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            if byte < 0x80 {
                place += 1
                continue
            }
            let width = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
            guard place + width <= bytes.count else { return false }
            // From the radicals to the Yi syllables no script has case: U+2E80 to U+A4CF.
            let isPlain = width == 3 && (0xE3...0xE9).contains(byte)
            if !isPlain, let scalar = scalar(bytes, at: place, width) {
                let mapping =
                    toUpper ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping
                var count = 0
                for unit in mapping.utf8 {
                    if count == width { return false }
                    out[place + count] = unit
                    count += 1
                }
                if count != width { return false }
            }
            place += width
        }
        return true
    }

    /// The scalar of a valid sequence of two to four bytes.
    @inline(__always) static func scalar(_ bytes: Span<UInt8>, at place: Int, _ width: Int) -> Unicode.Scalar?
    {
        var value = UInt32(bytes[place]) & (width == 2 ? 0x1F : width == 3 ? 0x0F : 0x07)
        for index in 1..<width { value = value << 6 | UInt32(bytes[place + index] & 0x3F) }
        return Unicode.Scalar(value)
    }

    // MARK: - Search

    /// Where a part stands anywhere in the texts: one search over all bytes of a morsel.
    static func found(_ part: Span<UInt8>, in text: TextColumn, work: Work) throws(Diagnostic) -> Bitmap {
        let needle = (0..<part.count).map { part[$0] }
        return try work.bits(text.count, for: "a search") { rows, out in
            for slot in out.indices { out[slot] = 0 }
            let (offsets, bytes) = (text.offsets.span, text.bytes.span)
            let end = Int(offsets[rows.upperBound])
            var (row, place) = (rows.lowerBound, Int(offsets[rows.lowerBound]))
            while let hit = first(needle, in: bytes, from: place, to: end) {
                while Int(offsets[row + 1]) <= hit { row += 1 }
                if hit + needle.count <= Int(offsets[row + 1]) {
                    let index = row - rows.lowerBound
                    out[index >> 6] |= 1 &<< UInt64(index & 63)
                    place = Int(offsets[row + 1])
                } else {
                    // Across the end of a text.
                    place = hit + 1
                }
            }
        }
    }

    /// 16 places at a time: where the first and the last byte of the needle stand, all of it is compared.
    ///
    /// Source: W. Muła, *SIMD-friendly algorithms for substring searching*.
    private static func first(_ needle: [UInt8], in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int?
    {
        guard let head = needle.first, let tail = needle.last, end - start >= needle.count else { return nil }
        let behind = needle.count - 1
        // SAFETY: a load of 16 bytes at `place + behind` ends at `end` or before; the pointer stays in the call.
        return unsafe bytes.extracting(0..<end).withUnsafeBufferPointer { bytes in
            guard let base = unsafe UnsafeRawPointer(bytes.baseAddress) else { return Int?.none }
            let (heads, tails) = (SIMD16<UInt8>(repeating: head), SIMD16<UInt8>(repeating: tail))
            func stands(_ place: Int) -> Bool {
                for index in 0..<needle.count where unsafe bytes[place + index] != needle[index] {
                    return false
                }
                return true
            }
            var place = start
            while place + behind + 16 <= end {
                let a = unsafe base.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self) .== heads
                let b =
                    unsafe base.loadUnaligned(fromByteOffset: place + behind, as: SIMD16<UInt8>.self)
                    .== tails
                // A lane that holds is a byte of ones.
                let both = unsafe unsafeBitCast(a .& b, to: SIMD2<UInt64>.self)
                for half in 0..<2 {
                    var open = both[half]
                    while open != 0 {
                        let lane = open.trailingZeroBitCount / 8
                        if stands(place + half * 8 + lane) { return place + half * 8 + lane }
                        open &= ~(0xFF &<< UInt64(lane * 8))
                    }
                }
                place += 16
            }
            while place + behind < end {
                if unsafe bytes[place] == head, stands(place) { return place }
                place += 1
            }
            return nil
        }
    }

    // MARK: - Length

    private static func isASCII(_ bytes: Span<UInt8>) -> Bool {
        var all: UInt8 = 0
        for index in 0..<bytes.count { all |= bytes[index] }
        return all < 0x80
    }

    /// Scalars a row: bytes that do not continue another.
    static func counts(of view: TextView, rows: Range<Int>, to out: inout MutableSpan<Int64>) {
        let bytes = view.bytes.span
        if let stretch = view.stretch(rows), isASCII(bytes.extracting(stretch)) {
            for row in rows { out[row - rows.lowerBound] = Int64(view.range(row).count) }
            return
        }
        for row in rows {
            let range = view.range(row)
            let text = bytes.extracting(range)
            var continued = 0
            for index in 0..<text.count { continued &+= text[index] & 0xC0 == 0x80 ? 1 : 0 }
            out[row - rows.lowerBound] = Int64(range.count - continued)
        }
    }
}
