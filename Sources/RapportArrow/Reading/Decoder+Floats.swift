internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension Decoder {
    /// Floats; NaN and infinities become missing, and are counted.
    func floats(
        _ rows: Rows, bits: Int, _ validity: Bitmap?, _ facts: inout ArrowFacts
    ) throws(Diagnostic) -> Column {
        switch bits {
        case 16:
            #if arch(x86_64) && os(macOS)
                throw .internalError("half floats are not read on this machine")
            #else
                return try floats(rows, of: Float16.self, validity, &facts)
            #endif
        case 32: return try floats(rows, of: Float.self, validity, &facts)
        default:
            if let shared = try sharedDoubles(rows) {
                return Column(.float, .float64(FixedColumn(values: shared, validity: validity)))
            }
            return try floats(rows, of: Double.self, validity, &facts)
        }
    }

    /// The values without a copy, where they are in memory and all of them are numbers.
    private func sharedDoubles(_ rows: Rows) throws(Diagnostic) -> Buffer<Double>? {
        guard rows.segments.count == 1 else { return nil }
        let window = try windows(rows, 1, width: 8)[0]
        guard
            let shared = window.bytes.memory?.viewed(
                as: Double.self, from: window.start + rows.segments[0].rows.lowerBound * 8, count: rows.count)
        else { return nil }
        let areNumbers = try work.map(rows.pieces.count) { index in
            let values = shared[rows.pieces[index].target]
            let span = values.span
            var largest: UInt64 = 0
            for row in span.indices { largest = max(largest, span[row].bitPattern & Self.exponent) }
            return largest < Self.exponent
        }
        return areNumbers.allSatisfy(\.self) ? shared : nil
    }

    /// All of it set: no number.
    private static var exponent: UInt64 { 0x7FF0_0000_0000_0000 }

    private func floats<Value: BinaryFloatingPoint & BitwiseCopyable & Sendable>(
        _ rows: Rows, of: Value.Type, _ validity: Bitmap?, _ facts: inout ArrowFacts
    ) throws(Diagnostic) -> Column {
        let windows = try windows(rows, 1, width: MemoryLayout<Value>.stride)
        let builder = try BufferBuilder<Double>(
            uninitialized: rows.count, for: "column `\(name)`", work: work)
        let cells = builder.shared
        let numbers = try work.map(rows.pieces.count) {
            (index) throws(Diagnostic) -> (bits: Bitmap?, count: Int) in
            let piece = rows.pieces[index]
            if Value.self == Double.self {
                // SAFETY: pieces have places of their own, which the builder has room for.
                unsafe try windows[piece.segment].read(
                    piece.rows, of: Double.self, into: cells.pointer + piece.start)
            } else {
                let source = try windows[piece.segment].values(piece.rows, of: Value.self)
                let values = source.span
                // SAFETY: as above.
                var out = unsafe cells.mutableSpan(piece.target)
                for row in out.indices { out[row] = Double(values[row]) }
            }
            // SAFETY: as above.
            var out = unsafe cells.mutableSpan(piece.target)
            return (Self.dropNonNumbers(&out), piece.rows.count)
        }
        guard let areNumbers = Concatenate.bits(numbers)?.ifAnyClear else {
            return Column(.float, .float64(FixedColumn(values: builder.freeze(), validity: validity)))
        }
        let present = validity?.setCount ?? rows.count
        let both =
            try validity.map { (own) throws(Diagnostic) in try own.intersected(areNumbers, work: work) }
            ?? areNumbers
        facts.notNumbers += present - both.setCount
        return Column(.float, .float64(FixedColumn(values: builder.freeze(), validity: both.ifAnyClear)))
    }

    /// Puts 0 in the place of what is no number; the bits of what is, nil where all are.
    private static func dropNonNumbers(_ values: inout MutableSpan<Double>) -> Bitmap? {
        var largest: UInt64 = 0
        for row in values.indices { largest = max(largest, values[row].bitPattern & exponent) }
        if largest < exponent { return nil }
        var words = BufferBuilder<UInt64>(repeating: .max, count: (values.count + 63) / 64)
        for row in values.indices where !values[row].isFinite {
            values[row] = 0
            words[row / 64] &= ~(1 << UInt64(row % 64))
        }
        return Bitmap(words: words.freeze(), count: values.count)
    }
}
