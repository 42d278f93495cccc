internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

extension Grouping {
    /// The pairs of a group and a value that occur, in the order of their first rows.
    private func pairs(_ column: Column, work: Work) throws(Diagnostic) -> Grouping {
        var keys = [OrdinalKey(numbers: groups, count: groupCount)]
        keys += try OrdinalKey.keys(of: column, descending: false, work: work) {
            (column) throws(Diagnostic) in try Grouping.number(column, work: work)
        }
        if groups.count == 0 { return try Grouping(by: [column], count: 0, work: work) }
        return try Grouping(by: keys, count: groups.count, work: work)
    }

    func countDistinct(_ column: Column, work: Work) throws(Diagnostic) -> Column {
        if let counts = try DistinctMarks.counts(of: column, in: self, work: work) { return counts }
        let pairs = try pairs(column, work: work)
        let validity = column.validity
        var counts = [Int](repeating: 0, count: groupCount)
        for pair in 0..<pairs.groupCount {
            let row = Int(pairs.firstRows[pair])
            if validity.map({ $0[row] }) ?? true { counts[Int(groups[row])] += 1 }
        }
        return .ints(counts)
    }

    func mode(_ column: Column, work: Work) throws(Diagnostic) -> Column {
        let pairs = try pairs(column, work: work)
        // In the order of values, so that the first of the largest is the smallest value.
        let values = try column.gathered(at: pairs.firstRows, work: work)
        let order = try sortOrder([SortKey(values)], count: pairs.groupCount, work: work)
        let validity = column.validity
        var best = [(row: Int32, size: Int32)](repeating: (-1, 0), count: groupCount)
        for place in 0..<pairs.groupCount {
            let pair = Int(order[place])
            let row = pairs.firstRows[pair]
            guard validity.map({ $0[Int(row)] }) ?? true else { continue }
            let group = Int(groups[Int(row)])
            if pairs.sizes[pair] > best[group].size { best[group] = (row, pairs.sizes[pair]) }
        }
        return try column.gathered(at: Buffer(best.map(\.row)), work: work)
    }

    /// Type 7; of durations to the nearest microsecond.
    func quantile(
        _ portion: Double, _ column: Column, giving type: ColumnType, work: Work
    ) throws(Diagnostic) -> Column {
        let numbers = try column.doubles(work: work)
        if groupCount == 1, groups.count > Work.morsel,
            let result = try Selection.quantile(
                portion, FixedColumn(values: numbers, validity: column.validity), work: work)
        {
            return type == .duration ? .durations([Int64(result.rounded())]) : .floats([result])
        }
        let (starts, cells) = try gatheredByGroup(
            numbers, column.validity, for: "the quantile", work: work)
        // Groups in stretches of about a morsel of rows; a group of more is a stretch of its own.
        var stretches: [Range<Int>] = []
        var first = 0
        for group in 0..<groupCount
        where group + 1 == groupCount || starts[group + 1] - starts[first] >= Work.morsel {
            stretches.append(first..<group + 1)
            first = group + 1
        }
        let results = try work.map(stretches.count) { [stretches] index in
            stretches[index].map { group in
                // SAFETY: groups have their own places.
                var own = unsafe cells.mutableSpan(starts[group]..<starts[group + 1])
                return Quantile.type7(portion, reordering: &own)
            }
        }.flatMap(\.self)
        if type == .duration { return .durations(results.map { $0.map { Int64($0.rounded()) } }) }
        return .floats(results)
    }

    /// The present values of each group, in row order.
    func lists(_ column: Column, work: Work) throws(Diagnostic) -> Column {
        let rows: Buffer<Int32> = try work.fill(column.count, for: "the lists") { range, out in
            for index in out.indices { out[index] = Int32(truncatingIfNeeded: range.lowerBound &+ index) }
        }
        let (starts, places) = try gatheredByGroup(rows, column.validity, for: "the lists", work: work)
        let elements = try column.gathered(at: Gather.Rows(rows: places.frozen), work: work)
        return Column(
            .list(of: column.type),
            .list(ListColumn(offsets: Buffer(starts.map { Int64($0) }), elements: elements)))
    }

    /// The present values, one group behind the other; and where each group begins.
    private func gatheredByGroup<Value: BitwiseCopyable & Sendable>(
        _ numbers: Buffer<Value>, _ validity: Bitmap?, for purpose: String, work: Work
    ) throws(Diagnostic) -> (starts: [Int], cells: SharedCells<Value>) {
        let counts =
            validity == nil ? sizes : try folded(CountFold.self, groups, validity: validity, work: work)
        var starts = [0]
        starts.reserveCapacity(groupCount + 1)
        for group in 0..<groupCount { starts.append(starts[group] + Int(counts[group])) }
        let values = try BufferBuilder<Value>(uninitialized: starts[groupCount], for: purpose, work: work)
        let (cells, groups, groupCount, width) = (values.shared, groups, groupCount, work.width)
        try work.pieces(width) { [starts] (piece) throws(Diagnostic) in
            let (lower, upper) = (groupCount * piece / width, groupCount * (piece + 1) / width)
            var next = Array(starts[lower..<upper])
            let (group, number, owned) = (groups.span, numbers.span, UInt(upper - lower))
            // SAFETY: each thread has its own groups, and each group its own places.
            let out = unsafe cells.pointer
            for row in 0..<groups.count {
                if row % Work.morsel == 0 { try work.check() }
                let place = Int(group[row]) &- lower
                guard UInt(bitPattern: place) < owned else { continue }
                if let validity, !validity[row] { continue }
                unsafe out[next[place]] = number[row]
                next[place] += 1
            }
        }
        return (starts, cells)
    }
}

extension Column {
    /// The numbers of a column, as quantiles take them; anything under a missing cell.
    func doubles(work: Work) throws(Diagnostic) -> Buffer<Double> {
        switch layout {
        case .float64(let floats): return floats.values
        case .int64(let ints):
            let values = ints.values
            return try work.fill(count, for: "the quantile") { rows, out in
                let values = values.span.extracting(rows)
                for index in out.indices { out[index] = Double(values[index]) }
            }
        default: throw .internalError("a quantile of no numbers")
        }
    }
}
