import RapportDiagnostics
import RapportTable
import RapportWork

/// The texts of one morsel while they are made.
struct TextPart: Sendable {
    var bytes: [UInt8] = []
    /// Where each text ends.
    fileprivate(set) var ends: [Int] = []
    /// A bit a row; kept only once a row is missing.
    fileprivate var present: [UInt64]?

    /// Ends the text of a row.
    @inline(__always) mutating func end() {
        if present != nil { mark() }
        ends.append(bytes.count)
    }

    /// The row has no text.
    @inline(__always) mutating func endMissing() {
        if present == nil { startMarking() }
        if ends.count & 63 == 0, ends.count >> 6 == (present?.count ?? 0) { present?.append(0) }
        ends.append(bytes.count)
    }

    private mutating func mark() {
        let row = ends.count
        if row & 63 == 0, row >> 6 == (present?.count ?? 0) { present?.append(0) }
        present?[row >> 6] |= 1 &<< UInt64(row & 63)
    }

    private mutating func startMarking() {
        let rows = ends.count
        present = (0..<(rows + 63) / 64).map { slot in
            rows - slot * 64 >= 64 ? .max : 1 &<< UInt64(rows - slot * 64) &- 1
        }
    }
}

/// Text columns that are written a morsel at a time and put together in order.
enum MorselTexts {
    /// `body` ends every row of its range once, in order.
    static func column(
        _ rows: Int, work: Work,
        _ body: @Sendable (Range<Int>, inout TextPart) throws(Diagnostic) -> Void
    ) throws(Diagnostic) -> Column {
        let morsels = (rows + Work.morsel - 1) / Work.morsel
        let parts = try work.map(morsels) { (morsel) throws(Diagnostic) -> TextPart in
            let range = morsel * Work.morsel..<min(rows, (morsel + 1) * Work.morsel)
            var part = TextPart()
            part.ends.reserveCapacity(range.count)
            try body(range, &part)
            return part
        }
        var validity: Bitmap?
        if parts.contains(where: { $0.present != nil }) {
            // A morsel is a whole number of words.
            validity = try work.bits(rows, for: "text") { range, out in
                let part = parts[range.lowerBound / Work.morsel]
                for slot in out.indices { out[slot] = part.present.map { $0[slot] } ?? .max }
            }
        }
        return Column(.text, .text(try joined(parts, rows, validity, work: work)))
    }

    private static func joined(
        _ parts: [TextPart], _ rows: Int, _ validity: Bitmap?, work: Work
    ) throws(Diagnostic) -> TextColumn {
        var starts = [0]
        for part in parts { starts.append(starts[starts.count - 1] + part.bytes.count) }
        var offsets = try BufferBuilder<Int64>(uninitialized: rows + 1, for: "text", work: work)
        let bytes = try BufferBuilder<UInt8>(
            uninitialized: starts[starts.count - 1], for: "text", work: work)
        offsets[0] = 0
        let (offsetCells, byteCells) = (offsets.shared, bytes.shared)
        try work.pieces(parts.count) { [starts] (morsel) throws(Diagnostic) in
            let (part, start) = (parts[morsel], starts[morsel])
            let first = morsel * Work.morsel + 1
            // SAFETY: each morsel has places of its own, and the builders outlive the call.
            var places = unsafe offsetCells.mutableSpan(first..<first + part.ends.count)
            for index in 0..<part.ends.count { places[index] = Int64(start + part.ends[index]) }
            // SAFETY: as above; there is room for the bytes of all parts.
            unsafe part.bytes.withUnsafeBufferPointer { source in
                guard let base = source.baseAddress else { return }
                unsafe (byteCells.pointer + start).update(from: base, count: source.count)
            }
            // Last, because a body must not end in a copy: see `Work.pieces`.
            try work.check()
        }
        return TextColumn(offsets: offsets.freeze(), bytes: bytes.freeze(), validity: validity)
    }
}
