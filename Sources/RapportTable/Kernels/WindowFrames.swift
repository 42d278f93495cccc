public import RapportDiagnostics
public import RapportWork

/// For each place of a ``WindowOrder``, the stretch of places that a windowed aggregate is over.
public struct WindowFrames: Sendable {
    /// The first place of the frame, and the place behind its last; equal where it holds none.
    public let first: Buffer<Int32>
    public let end: Buffer<Int32>

    /// The row and those before it in its partition, `rows` together.
    ///
    /// - Throws: `memory.limit`, `run.cancelled`.
    public init(last rows: Int, in order: WindowOrder, work: Work) throws(Diagnostic) {
        let (partitions, starts) = (order.partitions, order.starts)
        first = try work.fill(order.count, for: "the window") { range, out in
            let (partitions, starts) = (partitions.span, starts.span)
            for index in out.indices {
                let place = range.lowerBound + index
                out[index] = max(
                    starts[Int(partitions[place])], Int32(truncatingIfNeeded: max(place - rows + 1, 0)))
            }
        }
        end = try work.fill(order.count, for: "the window") { range, out in
            for index in out.indices {
                out[index] = Int32(truncatingIfNeeded: range.lowerBound + index + 1)
            }
        }
    }

    /// The rows of the partition whose time is in (t - period, t], t being the row's own: rows of the same
    /// time are in, also those behind it.
    ///
    /// `times` are the rows' sort keys, rising in `order`; `floors` the times less the period. A row
    /// without a time has an empty frame.
    /// - Throws: `memory.limit`, `run.cancelled`.
    public init(
        times: Column, floors: Column, in order: WindowOrder, work: Work
    ) throws(Diagnostic) {
        precondition(times.count == order.count && floors.count == order.count && times.type == floors.type)
        let rows = Gather.Rows(rows: order.rows)
        let moments = try Self.moments(times, rows, missing: .max, work: work)
        let bounds = try Self.moments(floors, rows, missing: .max, work: work)
        let first = try BufferBuilder<Int32>(uninitialized: order.count, for: "the window", work: work)
        let end = try BufferBuilder<Int32>(uninitialized: order.count, for: "the window", work: work)
        let (firstCells, endCells) = (first.shared, end.shared)
        try work.morsels(of: order.count) { _, range in
            // SAFETY: morsels do not overlap.
            var firstOut = unsafe firstCells.mutableSpan(range)
            var endOut = unsafe endCells.mutableSpan(range)
            let (moments, bounds) = (moments.span, bounds.span)
            let (partitions, starts) = (order.partitions.span, order.starts.span)
            var (low, high, limit) = (0, 0, 0)
            for place in range {
                let index = place &- range.lowerBound
                let partition = Int(partitions[place])
                let (moment, bound) = (moments[place], bounds[place])
                if bound == .max || moment == .max {
                    (firstOut[index], endOut[index]) = (
                        Int32(truncatingIfNeeded: place), Int32(truncatingIfNeeded: place)
                    )
                    continue
                }
                if place >= limit || index == 0 {
                    (low, limit) = (Int(starts[partition]), Int(starts[partition + 1]))
                    // A morsel that begins inside a partition looks for its first frame.
                    if low < place { low = Self.firstAbove(bound, moments, low..<place) }
                    high = place
                }
                while high < limit && moments[high] <= moment { high &+= 1 }
                while low < high && moments[low] <= bound { low &+= 1 }
                firstOut[index] = Int32(truncatingIfNeeded: low)
                endOut[index] = Int32(truncatingIfNeeded: high)
            }
        }
        (self.first, self.end) = (first.freeze(), end.freeze())
    }

    /// The first of rising `places` whose moment is above `bound`.
    private static func firstAbove(_ bound: Int64, _ moments: Span<Int64>, _ places: Range<Int>) -> Int {
        var (low, high) = (places.lowerBound, places.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if moments[middle] <= bound { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The times at the places of the order; `missing` is above all times, as the order has it.
    private static func moments(
        _ column: Column, _ rows: Gather.Rows, missing: Int64, work: Work
    ) throws(Diagnostic) -> Buffer<Int64> {
        let times =
            column.type == .date ? try cast(column, to: .datetime(zone: nil), work: work).column : column
        guard case .int64(let cells) = times.layout else { throw .operand("a window of time", column.type) }
        let moments = try rows.gather(cells.values, filler: missing, work: work)
        guard let present = try rows.gather(validity: cells.validity, work: work) else { return moments }
        return try work.fill(moments.count, for: "the window") { range, out in
            let (moments, words) = (moments.span, present.words.span)
            for index in out.indices {
                let place = range.lowerBound + index
                let isPresent = present.word(place / 64, in: words) &>> UInt64(place & 63) & 1 == 1
                out[index] = isPresent ? moments[place] : missing
            }
        }
    }
    /// Rows of the longest frame, and of all together.
    var sizes: (longest: Int, total: Int) {
        var (longest, total) = (0, 0)
        let (firsts, ends) = (first.span, end.span)
        for place in firsts.indices {
            let size = Int(ends[place] &- firsts[place])
            longest = max(longest, size)
            total &+= size
        }
        return (longest, total)
    }

    /// How many frames hold fewer than `rows` places.
    public func shorter(than rows: Int) -> Int {
        var count = 0
        let (first, end) = (first.span, end.span)
        for place in first.indices where Int(end[place] - first[place]) < rows { count += 1 }
        return count
    }
}

extension WindowOrder {
    /// The aggregate of each row's whole partition, in the order of the window; a value a row.
    public func aggregate(
        _ aggregate: Aggregate, of column: Column?, work: Work
    ) throws(Diagnostic) -> Aggregated {
        let inOrder = try column?.gathered(at: rows, work: work)
        let found = try partitionGrouping(work: work).aggregate(aggregate, of: inOrder, work: work)
        let (rows, partitions) = (rows, partitions)
        let ofRow = try scattered(Int32.self, work: work) { place, _, _ in partitions[place] }
        precondition(ofRow.count == rows.count)
        return Aggregated(column: try found.column.gathered(at: ofRow, work: work), used: found.used)
    }

    private func partitionGrouping(work: Work) throws(Diagnostic) -> Grouping {
        let starts = starts
        return Grouping(
            groups: partitions, firstRows: starts[0..<partitionCount],
            sizes: try work.fill(partitionCount, for: "the window") { range, out in
                let starts = starts.span
                for index in out.indices {
                    out[index] = starts[range.lowerBound + index + 1] - starts[range.lowerBound + index]
                }
            })
    }

    /// The aggregate of each row's frame; missing where the frame is empty.
    ///
    /// Frames slide: a cell enters a state and leaves it, and no float is ever subtracted again. So every
    /// aggregate means here what it means in a group.
    /// - Complexity: O(rows), and for quantiles and modes of long frames O(rows · log rows).
    public func aggregate(
        _ aggregate: Aggregate, of column: Column?, over frames: WindowFrames, work: Work
    ) throws(Diagnostic) -> Column {
        guard let type = aggregate.resultType(of: column?.type) else {
            throw .operand("`\(aggregate)`", column?.type ?? .int)
        }
        let sliding = SlidingFrames(frames)
        let all: Column
        if let cells = try column?.gathered(at: rows, work: work), aggregate != .count {
            switch aggregate {
            case .countDistinct, .median, .quantile, .mode:
                all =
                    try sliding.areLong
                    ? sliding.counting(aggregate, of: cells, giving: type, work: work)
                    : writtenOut(aggregate, of: cells, over: frames, work: work)
            case .list: all = try writtenOut(aggregate, of: cells, over: frames, work: work)
            default: all = try sliding.running(aggregate, of: cells, giving: type, work: work)
            }
        } else {
            all = .ints(try sliding.sizes(work: work))
        }
        let places = try scattered(Int32.self, work: work) { place, _, _ in
            frames.first[place] == frames.end[place] ? -1 : Int32(truncatingIfNeeded: place)
        }
        return try all.gathered(at: places, work: work)
    }

    /// The aggregate of each place's frame: the frames' rows are written out and grouped, some million at a
    /// time.
    ///
    /// Defines what is correct, and is as good as any other way where frames are short.
    ///
    /// - Complexity: O(rows of all frames).
    package func writtenOut(
        _ aggregate: Aggregate, of inOrder: Column?, over frames: WindowFrames, work: Work
    ) throws(Diagnostic) -> Column {
        var parts: [Column] = []
        var start = 0
        repeat {
            try work.check()
            var (end, size) = (start, 0)
            while end < count, size < Self.batch || end == start {
                size += Int(frames.end[end] - frames.first[end])
                end += 1
            }
            parts.append(try batch(start..<end, size, aggregate, inOrder, frames, work: work).column)
            start = end
        } while start < count
        return try Column.concatenated(parts, work: work)
    }

    private static let batch = 1 << 22

    private func batch(
        _ places: Range<Int>, _ size: Int, _ aggregate: Aggregate, _ column: Column?, _ frames: WindowFrames,
        work: Work
    ) throws(Diagnostic) -> Aggregated {
        var members = try BufferBuilder<Int32>(uninitialized: size, for: "the window", work: work)
        var groups = try BufferBuilder<Int32>(uninitialized: size, for: "the window", work: work)
        var firsts = try BufferBuilder<Int32>(uninitialized: places.count, for: "the window", work: work)
        var sizes = try BufferBuilder<Int32>(uninitialized: places.count, for: "the window", work: work)
        var next = 0
        for (group, place) in places.enumerated() {
            if group % Work.morsel == 0 { try work.check() }
            let (first, end) = (frames.first[place], frames.end[place])
            (firsts[group], sizes[group]) = (first == end ? -1 : Int32(next), end - first)
            for member in first..<end {
                members[next] = member
                groups[next] = Int32(truncatingIfNeeded: group)
                next += 1
            }
        }
        let cells = try column?.gathered(at: members.freeze(), work: work)
        return try Grouping(groups: groups.freeze(), firstRows: firsts.freeze(), sizes: sizes.freeze())
            .aggregate(aggregate, of: cells, work: work)
    }
}
