internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension Decoder {
    /// Text that lies one behind the other, with offsets of 32 or 64 bits.
    func texts(_ rows: Rows, isLarge: Bool, _ validity: Bitmap?) throws(Diagnostic) -> Column {
        isLarge ? try texts(rows, of: Int64.self, validity) : try texts(rows, of: Int32.self, validity)
    }

    private func texts<Offset: FixedWidthInteger & BitwiseCopyable & Sendable>(
        _ rows: Rows, of: Offset.Type, _ validity: Bitmap?
    ) throws(Diagnostic) -> Column {
        let offsets = try windows(rows, 1, width: MemoryLayout<Offset>.size, more: 1)
        let bytes = try work.map(rows.segments.count) { (index) throws(Diagnostic) in
            try rows.segments[index].batch.window(layout, 2)
        }
        // Where the text of each segment begins in its batch and in the column.
        let ranges = try work.map(rows.segments.count) { (index) throws(Diagnostic) -> Range<Int> in
            let rows = rows.segments[index].rows
            let first = Int(
                try offsets[index].values(rows.lowerBound..<rows.lowerBound + 1, of: Offset.self)[0])
            let last = Int(
                try offsets[index].values(rows.upperBound..<rows.upperBound + 1, of: Offset.self)[0])
            guard first >= 0, last >= first, last <= bytes[index].count else { throw damaged("an offset") }
            return first..<last
        }
        var starts = [0]
        for range in ranges { starts.append(starts[starts.count - 1] + range.count) }
        let purpose = "column `\(name)`"
        var ends = try BufferBuilder<Int64>(uninitialized: rows.count + 1, for: purpose, work: work)
        let text = try BufferBuilder<UInt8>(uninitialized: starts[ranges.count], for: purpose, work: work)
        ends[0] = 0
        let (endCells, textCells) = (ends.shared, text.shared)
        let missingTexts = try work.map(rows.pieces.count) { [starts] (index) throws(Diagnostic) -> Bool in
            let piece = rows.pieces[index]
            let source = try offsets[piece.segment].values(
                piece.rows.lowerBound..<piece.rows.upperBound + 1, of: Offset.self)
            let values = source.span
            let range = ranges[piece.segment]
            let shift = Int64(starts[piece.segment] - range.lowerBound)
            // SAFETY: pieces have rows of their own, which the builder has room for.
            var out = unsafe endCells.mutableSpan(piece.start + 1..<piece.start + piece.rows.count + 1)
            var last = values[0]
            var isAscending = last >= 0
            for row in out.indices {
                let next = values[row + 1]
                isAscending = isAscending && next >= last
                out[row] = Int64(next) &+ shift
                last = next
            }
            let (first, end) = (Int(values[0]), Int(last))
            guard isAscending, first >= range.lowerBound, end <= range.upperBound else {
                throw damaged("an offset")
            }
            let target = first + Int(shift)
            // SAFETY: offsets ascend from piece to piece, so that each has bytes of its own, inside the room.
            unsafe try bytes[piece.segment].read(
                first..<end, of: UInt8.self, into: textCells.pointer + target)
            let read = unsafe textCells.mutableSpan(target..<target + end - first)
            try check(read.span, out.span, from: target)
            guard let validity else { return false }
            return hasText(validity, out.span, from: Int64(target), row: piece.start)
        }
        let column = TextColumn(offsets: ends.freeze(), bytes: text.freeze(), validity: validity)
        return try withoutMissingTexts(column, missingTexts.contains(true))
    }

    /// Text whose rows are told by 16 bytes each: the length, and the text itself or where it is.
    func views(_ rows: Rows, _ validity: Bitmap?) throws(Diagnostic) -> Column {
        let views = try windows(rows, 1, width: 16)
        let texts = try work.map(rows.segments.count) { (index) throws(Diagnostic) in
            try rows.segments[index].batch.texts(layout)
        }
        let lengths = try work.map(rows.pieces.count) { (index) throws(Diagnostic) -> Int in
            let piece = rows.pieces[index]
            let source = try views[piece.segment].values(piece.rows, of: View.self)
            let values = source.span
            var total = 0
            var isNegative = false
            for slot in 0..<(values.count + 63) / 64 {
                let word = present(validity, piece, slot)
                for row in slot &* 64..<min(slot &* 64 &+ 64, values.count)
                where word &>> UInt64(row & 63) & 1 == 1 {
                    isNegative = isNegative || values[row].length < 0
                    total &+= Int(values[row].length)
                }
            }
            if isNegative { throw damaged("a length") }
            return total
        }
        var starts = [0]
        for length in lengths { starts.append(starts[starts.count - 1] + length) }
        let purpose = "column `\(name)`"
        var ends = try BufferBuilder<Int64>(uninitialized: rows.count + 1, for: purpose, work: work)
        let text = try BufferBuilder<UInt8>(uninitialized: starts[lengths.count], for: purpose, work: work)
        ends[0] = 0
        let (endCells, textCells) = (ends.shared, text.shared)
        try work.pieces(rows.pieces.count) { [starts] (index) throws(Diagnostic) in
            let piece = rows.pieces[index]
            let source = try views[piece.segment].values(piece.rows, of: View.self)
            let values = source.span
            let texts = texts[piece.segment]
            // SAFETY: pieces have rows and, by the lengths, bytes of their own.
            var out = unsafe endCells.mutableSpan(piece.start + 1..<piece.start + piece.rows.count + 1)
            let target = unsafe textCells.pointer
            var end = starts[index]
            let room = starts[index + 1]
            var isDamaged = false
            for slot in 0..<(values.count + 63) / 64 {
                let word = present(validity, piece, slot)
                for row in slot &* 64..<min(slot &* 64 &+ 64, values.count) {
                    if word &>> UInt64(row & 63) & 1 == 1 {
                        let length = Int(values[row].length)
                        // A file may have been written to since its lengths were added up.
                        guard length >= 0, length <= room - end else { throw damaged("a length") }
                        // SAFETY: there is room for the length; the place of a text is checked before it is read.
                        let copied = unsafe values[row].copy(to: target + end, from: texts)
                        isDamaged = isDamaged || !copied
                        end &+= length
                    }
                    out[row] = Int64(end)
                }
            }
            if isDamaged { throw damaged("a view") }
            let read = unsafe textCells.mutableSpan(starts[index]..<end)
            try check(read.span, out.span, from: starts[index])
            // Last, because a body must not end in a copy: see `Work.pieces`.
            try work.check()
        }
        return Column(
            .text, .text(TextColumn(offsets: ends.freeze(), bytes: text.freeze(), validity: validity)))
    }

    /// Length, then up to 12 bytes of text, or 4 of them, the number of a buffer and a place in it.
    private struct View: BitwiseCopyable, Sendable {
        var length: Int32
        var prefix: UInt32
        var buffer: Int32
        var offset: Int32

        /// Copies its text; false where that would lie outside of the buffers.
        @unsafe @inline(__always) func copy(
            to target: UnsafeMutablePointer<UInt8>, from texts: [Buffer<UInt8>]
        ) -> Bool {
            let length = Int(length)
            if length <= 12 {
                unsafe withUnsafeBytes(of: self) { bytes in
                    guard let base = bytes.baseAddress else { return }
                    unsafe UnsafeMutableRawPointer(target).copyMemory(from: base + 4, byteCount: length)
                }
                return true
            }
            let (number, place) = (Int(buffer), Int(offset))
            guard texts.indices.contains(number), place >= 0, place <= texts[number].count - length else {
                return false
            }
            unsafe texts[number].withUnsafeElements { source in
                guard let base = source.baseAddress else { return }
                unsafe target.update(from: base + place, count: length)
            }
            return true
        }
    }

    /// A bit for each of the 64 rows of a piece that begin at `64 * slot`.
    @inline(__always) private func present(_ validity: Bitmap?, _ piece: Piece, _ slot: Int) -> UInt64 {
        guard let validity else { return .max }
        return validity[piece.target].word(slot, in: validity.words.span)
    }

    // MARK: - What a column of text promises

    /// Each row is UTF-8 by itself; `ends` are those of the rows, the first of which begins at `start`.
    private func check(_ text: Span<UInt8>, _ ends: Span<Int64>, from start: Int) throws(Diagnostic) {
        if text.isASCII { return }
        let isText: Bool
        do { isText = try UTF8Span(validating: text).count == text.count } catch { isText = false }
        var isCut = false
        if isText {
            for row in ends.indices {
                let end = Int(ends[row]) - start
                // A byte that continues a character cannot begin a row.
                if end < text.count { isCut = isCut || text[end] & 0xC0 == 0x80 }
            }
        }
        guard isText, !isCut else {
            throw Diagnostic(
                "arrow.encoding",
                "column `\(name)` of `\(dictionaries.name)` has texts that are not UTF-8, as Arrow's must be",
                subject: .column(name), help: ["write the column once more from valid texts"])
        }
    }

    /// Whether there is text under a missing row.
    private func hasText(_ validity: Bitmap, _ ends: Span<Int64>, from start: Int64, row first: Int) -> Bool {
        let validity = validity[first..<first + ends.count]
        let words = validity.words.span
        for slot in 0..<(ends.count + 63) / 64 {
            let word = validity.word(slot, in: words)
            if word == .max { continue }
            for row in slot * 64..<min(slot * 64 + 64, ends.count) where word >> UInt64(row % 64) & 1 == 0 {
                if ends[row] != (row == 0 ? start : ends[row - 1]) { return true }
            }
        }
        return false
    }

    /// Missing rows of a column have no text, those of a file may.
    private func withoutMissingTexts(_ text: TextColumn, _ hasSome: Bool) throws(Diagnostic) -> Column {
        let column = Column(.text, .text(text))
        guard hasSome, let validity = text.validity else { return column }
        let places: Buffer<Int32> = try work.fill(column.count, for: "column `\(name)`") { rows, out in
            for index in out.indices {
                let row = rows.lowerBound + index
                out[index] = validity[row] ? Int32(truncatingIfNeeded: row) : -1
            }
        }
        return try column.gathered(at: places, work: work)
    }
}

extension Span<UInt8> {
    var isASCII: Bool {
        unsafe withUnsafeBytes { bytes in
            var all: UInt64 = 0
            var place = 0
            while place + 8 <= bytes.count {
                // SAFETY: eight bytes from here are inside.
                all |= unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                place += 8
            }
            while place < bytes.count {
                all |= UInt64(unsafe bytes[place])
                place += 1
            }
            return all & 0x8080_8080_8080_8080 == 0
        }
    }
}
