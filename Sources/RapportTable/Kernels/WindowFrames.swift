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
        let (moments, bounds) = (try Self.moments(times, work: work), try Self.moments(floors, work: work))
        var first = try BufferBuilder<Int32>(uninitialized: order.count, for: "the window", work: work)
        var end = try BufferBuilder<Int32>(uninitialized: order.count, for: "the window", work: work)
        var (low, high) = (0, 0)
        var partition: Int32 = -1
        for place in 0..<order.count {
            if place % Work.morsel == 0 { try work.check() }
            if order.partitions[place] != partition {
                partition = order.partitions[place]
                (low, high) = (place, place)
            }
            let row = Int(order.rows[place])
            guard let moment = moments[row], let bound = bounds[row] else {
                (first[place], end[place]) = (Int32(place), Int32(place))
                continue
            }
            let limit = Int(order.starts[Int(partition) + 1])
            while high < limit, let next = moments[Int(order.rows[high])], next <= moment { high += 1 }
            while low < high, let oldest = moments[Int(order.rows[low])], oldest <= bound { low += 1 }
            (first[place], end[place]) = (Int32(low), Int32(high))
        }
        (self.first, self.end) = (first.freeze(), end.freeze())
    }

    private static func moments(_ column: Column, work: Work) throws(Diagnostic) -> FixedColumn<Int64> {
        let times =
            column.type == .date ? try cast(column, to: .datetime(zone: nil), work: work).column : column
        guard case .int64(let moments) = times.layout else {
            throw .operand("a window of time", column.type)
        }
        return moments
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
    /// The rows of the frames are written out and grouped, some million at a time, so that every aggregate
    /// means here what it means in a group, and no float is ever subtracted again.
    /// - Complexity: O(rows of all frames).
    public func aggregate(
        _ aggregate: Aggregate, of column: Column?, over frames: WindowFrames, work: Work
    ) throws(Diagnostic) -> Aggregated {
        let inOrder = try column?.gathered(at: rows, work: work)
        var parts: [Column] = []
        var used = 0
        var start = 0
        repeat {
            try work.check()
            var (end, size) = (start, 0)
            while end < count, size < Self.batch || end == start {
                size += Int(frames.end[end] - frames.first[end])
                end += 1
            }
            let found = try batch(start..<end, size, aggregate, inOrder, frames, work: work)
            parts.append(found.column)
            used += found.used
            start = end
        } while start < count
        let all = try Column.concatenated(parts, work: work)
        let places = try scattered(Int32.self, work: work) { place, _, _ in
            frames.first[place] == frames.end[place] ? -1 : Int32(truncatingIfNeeded: place)
        }
        return Aggregated(column: try all.gathered(at: places, work: work), used: used)
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

    // MARK: - Running totals

    /// How many cells are present up to the row; rows where there is no column.
    public func runningCounts(of column: Column?, work: Work) throws(Diagnostic) -> Column {
        guard let column else { return try rowNumbers(work: work) }
        var counts = try BufferBuilder<Int64>(uninitialized: count, for: "the window", work: work)
        var (number, partition): (Int64, Int32) = (0, -1)
        for place in 0..<count {
            if place % Work.morsel == 0 { try work.check() }
            if partitions[place] != partition { (number, partition) = (0, partitions[place]) }
            let row = Int(rows[place])
            if column.validity?[row] ?? true { number += 1 }
            counts[row] = number
        }
        return Self.ints(counts.freeze())
    }

    /// The sum of the present cells up to the row; 0 before the first.
    ///
    /// Sums of floats are compensated (Neumaier, 1974).
    /// - Throws: `number.overflow`, `type.operands`, `memory.limit`, `run.cancelled`.
    public func runningSums(of column: Column, work: Work) throws(Diagnostic) -> Column {
        switch (column.type, column.layout) {
        case (.bool, _): return try runningSums(of: cast(column, to: .int, work: work).column, work: work)
        case (.float, .float64(let cells)): return try floatSums(cells, work: work)
        case (.int, .int64(let cells)), (.duration, .int64(let cells)):
            var sums = try BufferBuilder<Int64>(uninitialized: count, for: "the window", work: work)
            var (sum, partition): (Int64, Int32) = (0, -1)
            for place in 0..<count {
                if place % Work.morsel == 0 { try work.check() }
                if partitions[place] != partition { (sum, partition) = (0, partitions[place]) }
                let row = Int(rows[place])
                let (next, overflow) = sum.addingReportingOverflow(cells[row] ?? 0)
                guard !overflow else {
                    throw Diagnostic(
                        "number.overflow", "the running sum does not fit in 64 bits in row \(row + 1)",
                        subject: .row(row + 1), help: ["`cast` the column to `float` first"])
                }
                sum = next
                sums[row] = sum
            }
            return Column(column.type, .int64(FixedColumn(values: sums.freeze())))
        default: throw .operand("a running sum", column.type)
        }
    }

    private func floatSums(_ cells: FixedColumn<Double>, work: Work) throws(Diagnostic) -> Column {
        var sums = try BufferBuilder<Double>(uninitialized: count, for: "the window", work: work)
        var isNumber = [Bool](repeating: true, count: count)
        var (sum, lost): (Double, Double) = (0, 0)
        var partition: Int32 = -1
        for place in 0..<count {
            if place % Work.morsel == 0 { try work.check() }
            if partitions[place] != partition { (sum, lost, partition) = (0, 0, partitions[place]) }
            let row = Int(rows[place])
            if let value = cells[row] {
                let total = sum + value
                lost += abs(sum) >= abs(value) ? (sum - total) + value : (value - total) + sum
                sum = total
            }
            let result = sum + lost
            isNumber[row] = result.isFinite
            sums[row] = result.isFinite ? result : 0
        }
        return Column(
            .float, .float64(FixedColumn(values: sums.freeze(), validity: Bitmap(isNumber).ifAnyClear)))
    }
}
