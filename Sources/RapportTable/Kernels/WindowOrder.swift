public import RapportDiagnostics
public import RapportWork

/// The rows of a table by partition, and in an order inside each: what functions over neighbours walk.
///
/// A *place* is a position in that order. Rows that the keys do not tell apart keep their order.
public struct WindowOrder: Sendable {
    /// The row at each place.
    public let rows: Buffer<Int32>
    /// The partition at each place, rising; in no promised order of keys.
    public let partitions: Buffer<Int32>
    /// Where each partition begins; one more than there are partitions.
    public let starts: Buffer<Int32>
    /// The first place that has the same partition and the same sort keys.
    public let peers: Buffer<Int32>
    /// Places that follow an equal one in a partition.
    public let ties: Int

    public var count: Int { rows.count }
    public var partitionCount: Int { starts.count - 1 }

    /// Without sort keys all rows of a partition are peers, in the order of the table.
    /// - Throws: `table.too-many-rows`, `memory.limit`, `run.cancelled`.
    public init(
        by columns: [Column], sort keys: [SortKey], count: Int, work: Work
    ) throws(Diagnostic) {
        precondition(columns.allSatisfy { $0.count == count } && keys.allSatisfy { $0.column.count == count })
        try Diagnostic.checkRows(count)
        var partitionKeys: [OrdinalKey] = []
        for column in columns {
            partitionKeys += try OrdinalKey.keys(of: column, descending: false, work: work) {
                (column) throws(Diagnostic) in try Grouping.number(column, work: work)
            }
        }
        var sortKeys: [OrdinalKey] = []
        for key in keys {
            sortKeys += try OrdinalKey.keys(
                of: key.column, descending: key.descending, collation: key.collation, work: work
            ) {
                (column) throws(Diagnostic) in
                try Sort.rank(
                    column, descending: key.descending, collation: key.collation, work: work)
            }
        }
        let words = PackedKeys.packed(partitionKeys + sortKeys)
        let (rows, firstWords) = try Sort.ordered(words, count: count, work: work)
        let changes = try WindowChanges(
            words, partitionKeys: partitionKeys.count, rows: rows, firstWords, work: work)
        (self.rows, partitions) = (rows, try changes.partitions(work: work))
        let begins = try changes.partitionBegins.setRows(work: work)
        starts = try work.fill(begins.count + 1, for: "the window") { range, out in
            let begins = begins.span
            for index in out.indices {
                let place = range.lowerBound + index
                out[index] = place < begins.count ? begins[place] : Int32(truncatingIfNeeded: count)
            }
        }
        peers = try changes.peers(work: work)
        ties = count - changes.peerBegins.setCount
    }

    /// A value a row from a value a place.
    func scattered<Value: BitwiseCopyable & Sendable>(
        _ type: Value.Type = Value.self, work: Work,
        _ value: @Sendable (_ place: Int, _ start: Int, _ end: Int) -> Value
    ) throws(Diagnostic) -> Buffer<Value> {
        let builder = try BufferBuilder<Value>(uninitialized: count, for: "the window", work: work)
        let cells = builder.shared
        let (rows, partitions, starts) = (rows, partitions, starts)
        try work.morsels(of: count) { (_, range) throws(Diagnostic) in
            let (rows, partitions, starts) = (rows.span, partitions.span, starts.span)
            // SAFETY: every place has a row of its own.
            let out = unsafe cells.pointer
            for place in range {
                let partition = Int(partitions[place])
                unsafe out[Int(rows[place])] = value(
                    place, Int(starts[partition]), Int(starts[partition + 1]))
            }
            // Last, because a body must not end in a copy: see `Work.pieces`.
            try work.check()
        }
        return builder.freeze()
    }
}

// MARK: - Functions of the place

extension WindowOrder {
    /// For each row, the row `offset` places before it in its partition (behind it where negative); -1
    /// where there is none.
    public func neighbours(_ offset: Int, work: Work) throws(Diagnostic) -> Buffer<Int32> {
        let rows = rows
        return try scattered(work: work) { place, start, end in
            let (other, overflow) = place.subtractingReportingOverflow(offset)
            return overflow || other < start || other >= end ? -1 : rows[other]
        }
    }

    /// 1, 2, … in each partition.
    public func rowNumbers(work: Work) throws(Diagnostic) -> Column {
        Self.ints(try scattered(work: work) { place, start, _ in Int64(place - start + 1) })
    }

    /// The number of the first of the equal rows.
    public func ranks(work: Work) throws(Diagnostic) -> Column {
        let peers = peers
        return Self.ints(
            try scattered(work: work) { place, start, _ in Int64(Int(peers[place]) - start + 1) })
    }

    /// How many different keys there are up to the row.
    public func denseRanks(work: Work) throws(Diagnostic) -> Column {
        var numbers = try BufferBuilder<Int32>(uninitialized: count, for: "the window", work: work)
        var number: Int32 = 0
        for start in stride(from: 0, to: count, by: Work.morsel) {
            try work.check()
            var out = numbers.mutableSpan
            let peers = peers.span
            for place in start..<min(start + Work.morsel, count) {
                if Int(peers[place]) == place { number &+= 1 }
                out[place] = number
            }
        }
        let all = numbers.freeze()
        return Self.ints(
            try scattered(work: work) { place, start, _ in Int64(all[place] - all[start] + 1) })
    }

    static func ints(_ values: Buffer<Int64>) -> Column { Column(.int, .int64(FixedColumn(values: values))) }

    /// For each row, the nearest row at or before it in its partition whose cell is present (at or after
    /// it, `backward`); -1 where there is none.
    public func presentRows(
        of column: Column, backward: Bool = false, work: Work
    ) throws(Diagnostic) -> Buffer<Int32> {
        precondition(column.count == count)
        var found = try BufferBuilder<Int32>(uninitialized: count, for: "the window", work: work)
        let validity = column.validity
        var (last, partition): (Int32, Int32) = (-1, -1)
        for step in 0..<count {
            if step % Work.morsel == 0 { try work.check() }
            let place = backward ? count - 1 - step : step
            if partitions[place] != partition { (last, partition) = (-1, partitions[place]) }
            let row = rows[place]
            if validity.map({ $0[Int(row)] }) ?? true { last = row }
            found[Int(row)] = last
        }
        return found.freeze()
    }
}
