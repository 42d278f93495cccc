internal import RapportDiagnostics
internal import RapportWork

extension Gather.Rows {
    /// The text at the places; empty where there is no row, or a missing one.
    ///
    /// Two passes: the lengths say where each morsel's bytes begin, then all morsels copy at once.
    func gather(_ column: TextColumn, validity: Bitmap?, work: Work) throws(Diagnostic) -> TextColumn {
        let places = places
        let morsels = (places.count + Work.morsel - 1) / Work.morsel
        let sizes = try work.map(morsels) { index in
            let range = index * Work.morsel..<min(places.count, (index + 1) * Work.morsel)
            let (places, offsets) = (places.span.extracting(range), column.offsets.span)
            var total = 0
            for index in places.indices where places[index] >= 0 {
                let row = Int(places[index])
                total += Int(offsets[row + 1] - offsets[row])
            }
            return total
        }
        var starts = [0]
        for size in sizes { starts.append(starts[starts.count - 1] + size) }
        let total = starts[morsels]

        var ends = try BufferBuilder<Int64>(uninitialized: places.count + 1, for: "gathered text", work: work)
        let bytes = try BufferBuilder<UInt8>(uninitialized: total, for: "gathered text", work: work)
        ends[0] = 0
        let (endCells, byteCells) = (ends.shared, bytes.shared)
        try work.morsels(of: places.count) { [starts] (index, range) throws(Diagnostic) in
            // SAFETY: each morsel writes the ends of its own rows and its own stretch of bytes.
            var ends = unsafe endCells.mutableSpan(range.lowerBound + 1..<range.upperBound + 1)
            let target = unsafe byteCells.pointer
            var run = CopyRun(target: starts[index])
            let (places, offsets) = (places.span.extracting(range), column.offsets.span)
            unsafe column.bytes.withUnsafeElements { source in
                var end = starts[index]
                for index in places.indices {
                    if places[index] >= 0 {
                        let row = Int(places[index])
                        let (lower, upper) = (Int(offsets[row]), Int(offsets[row + 1]))
                        unsafe run.extend(lower, upper, from: source, to: target)
                        end += upper - lower
                    }
                    ends[index] = Int64(end)
                }
                unsafe run.flush(from: source, to: target)
            }
            // Last, because a body must not end in a copy: see `Work.pieces`.
            try work.check()
        }
        return TextColumn(offsets: ends.freeze(), bytes: bytes.freeze(), validity: validity)
    }
}

/// Copies stretches of bytes that follow one another in one go: rows kept by a filter often do.
struct CopyRun {
    private var lower = 0
    private var upper = 0
    private var target: Int

    init(target: Int) { self.target = target }

    // SAFETY: callers pass stretches inside the source, whose total length the target has room for.
    @unsafe @inline(__always) mutating func extend(
        _ from: Int, _ to: Int, from source: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>
    ) {
        if from != upper {
            unsafe flush(from: source, to: place)
            lower = from
        }
        upper = to
    }

    @unsafe @inline(__always) mutating func flush(
        from source: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>
    ) {
        if let base = source.baseAddress, upper > lower {
            unsafe (place + target).update(from: base + lower, count: upper - lower)
        }
        target += upper - lower
        lower = upper
    }
}
