public import RapportDiagnostics
internal import RapportNumerics
public import RapportWork

extension WindowOrder {
    /// How many cells are present up to the row; rows where there is no column.
    public func runningCounts(of column: Column?, work: Work) throws(Diagnostic) -> Column {
        guard let column, column.validity != nil else { return try rowNumbers(work: work) }
        let inOrder = Gather.Rows(rows: rows)
        let counts: Buffer<Int64> = try running(
            CountFold.self, rows, try inOrder.gather(validity: column.validity, work: work), work: work
        ) { state, _ in Int64(state) }
        return Self.ints(counts)
    }

    /// The sum of the present cells up to the row; 0 before the first.
    ///
    /// Sums of floats are compensated (Neumaier, 1974); what is past the largest float is missing.
    /// - Throws: `number.overflow`, `type.operands`, `memory.limit`, `run.cancelled`.
    public func runningSums(of column: Column, work: Work) throws(Diagnostic) -> Column {
        let inOrder = Gather.Rows(rows: rows)
        switch (column.type, column.layout) {
        case (.bool, _): return try runningSums(of: cast(column, to: .int, work: work).column, work: work)
        case (.float, .float64(let cells)):
            let values = try inOrder.gather(cells.values, filler: 0, work: work)
            let validity = try inOrder.gather(validity: cells.validity, work: work)
            let sums: Buffer<Double> = try running(
                FloatSumFold.self, values, validity, work: work
            ) { state, _ in state.total }
            return try .finite(sums, work: work)
        case (.int, .int64(let cells)), (.duration, .int64(let cells)):
            let values = try inOrder.gather(cells.values, filler: 0, work: work)
            let validity = try inOrder.gather(validity: cells.validity, work: work)
            let sums: Buffer<Int64> = try running(
                IntSumFold<Int64>.self, values, validity, work: work
            ) { (state, row) throws(Diagnostic) in
                guard let sum = Int64(exactly: state.sum) else { throw .runningOverflow(row: Int(row)) }
                return sum
            }
            return Column(column.type, .int64(FixedColumn(values: sums)))
        default: throw .operand("a running sum", column.type)
        }
    }

    /// A value a row from the state of the cells of its partition up to it.
    ///
    /// Each morsel folds what it has of its last partition; these states, merged in order, are what the
    /// morsels behind begin with.
    private func running<Each: Fold, Value: BitwiseCopyable & Sendable>(
        _: Each.Type, _ values: Buffer<Each.Value>, _ validity: Bitmap?, work: Work,
        _ value: @Sendable (Each.State, _ row: Int32) throws(Diagnostic) -> Value
    ) throws(Diagnostic) -> Buffer<Value> {
        let (rows, partitions, starts) = (rows, partitions, starts)
        let tails = try work.map((count + Work.morsel - 1) / Work.morsel) { morsel in
            let range = morsel * Work.morsel..<min(rows.count, (morsel + 1) * Work.morsel)
            let start = Int(starts.span[Int(partitions.span[range.upperBound - 1])])
            var state = Each.initial
            let present = Presence(validity)
            let values = values.span
            for place in max(start, range.lowerBound)..<range.upperBound where present[place] {
                Each.step(&state, values[place], Int32(truncatingIfNeeded: place))
            }
            return state
        }
        var carried = [Each.initial]
        for (morsel, tail) in tails.enumerated() {
            let range = morsel * Work.morsel..<min(count, (morsel + 1) * Work.morsel)
            var state = tail
            if Int(starts[Int(partitions[range.upperBound - 1])]) < range.lowerBound {
                state = carried[morsel]
                Each.merge(&state, tail)
            }
            carried.append(state)
        }
        let builder = try BufferBuilder<Value>(uninitialized: count, for: "the window", work: work)
        let cells = builder.shared
        try work.morsels(of: count) { [carried] (morsel, range) throws(Diagnostic) in
            // SAFETY: every place has a row of its own.
            let out = unsafe cells.pointer
            let (rows, partitions, values) = (rows.span, partitions.span, values.span)
            let present = Presence(validity)
            var state = carried[morsel]
            var partition = range.lowerBound > 0 ? partitions[range.lowerBound - 1] : -1
            for place in range {
                if partitions[place] != partition {
                    (state, partition) = (Each.initial, partitions[place])
                }
                if present[place] { Each.step(&state, values[place], Int32(truncatingIfNeeded: place)) }
                let row = rows[place]
                unsafe out[Int(row)] = try value(state, row)
            }
            try work.check()
        }
        return builder.freeze()
    }
}

extension Diagnostic {
    fileprivate static func runningOverflow(row: Int) -> Diagnostic {
        Diagnostic(
            "number.overflow", "the running sum does not fit in 64 bits in row \(row + 1)",
            subject: .row(row + 1), help: ["`cast` the column to `float` first"])
    }
}

extension Column {
    /// Floats, of which those that are not finite are missing.
    fileprivate static func finite(_ floats: Buffer<Double>, work: Work) throws(Diagnostic) -> Column {
        let known = try work.bits(floats.count, for: "the window") { range, out in
            let floats = floats.span.extracting(range)
            for slot in out.indices {
                var word: UInt64 = 0
                for index in slot * 64..<min(slot * 64 + 64, floats.count) {
                    word |= (floats[index].isFinite ? 1 : 0) &<< UInt64(index & 63)
                }
                out[slot] = word
            }
        }.ifAnyClear
        guard let known else { return Column(.float, .float64(FixedColumn(values: floats))) }
        let values: Buffer<Double> = try work.fill(floats.count, for: "the window") { range, out in
            let floats = floats.span.extracting(range)
            for index in out.indices { out[index] = floats[index].isFinite ? floats[index] : 0 }
        }
        return Column(.float, .float64(FixedColumn(values: values, validity: known)))
    }
}
