internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

extension Grouping {
    func fast(
        _ aggregate: Aggregate, of column: Column, giving type: ColumnType, work: Work
    ) throws(Diagnostic) -> Aggregated {
        let used = aggregate == .count ? groups.count : column.count - column.missingCount
        let result: Column =
            switch aggregate {
            case .count: .ints(sizes)
            case .countPresent where column.validity == nil: .ints(sizes)
            case .countDistinct: try countDistinct(column, work: work)
            case .mode: try mode(column, work: work)
            case .list: try lists(column, work: work)
            case .median: try quantile(0.5, column, giving: type, work: work)
            case .quantile(let portion): try quantile(portion, column, giving: type, work: work)
            default: try running(aggregate, of: column, giving: type, work: work)
            }
        return Aggregated(column: result, used: used)
    }
}

extension Folding {
    /// Aggregates of one state that grows cell by cell.
    func running(
        _ aggregate: Aggregate, of column: Column, giving type: ColumnType, work: Work
    ) throws(Diagnostic) -> Column {
        switch aggregate {
        case .countPresent:
            .ints(try folded(CountFold.self, anyCells, validity: column.validity, work: work))
        case .sum: try sum(column, giving: type, work: work)
        case .mean: try mean(column, giving: type, work: work)
        case .min: try extreme(Smallest.self, column, work: work)
        case .max: try extreme(Largest.self, column, work: work)
        case .first:
            try column.gathered(
                at: folded(FirstFold.self, anyCells, validity: column.validity, work: work), work: work)
        case .last:
            try column.gathered(
                at: folded(LastFold.self, anyCells, validity: column.validity, work: work), work: work)
        case .any, .all: try anyOrAll(column, isAny: aggregate == .any, work: work)
        case .std, .variance: try spread(column, isDeviation: aggregate == .std, work: work)
        case .count, .countDistinct, .mode, .median, .quantile, .list:
            throw .internalError("`\(aggregate)` has no running state")
        }
    }

    // MARK: - Sums

    private func intTotals(_ column: Column, work: Work) throws(Diagnostic) -> Buffer<IntTotal> {
        switch column.layout {
        case .bits(let values, let validity):
            try folded(
                IntSumFold<UInt8>.self, try values.bytes(work: work), validity: validity, work: work)
        case .int64(let ints):
            try folded(IntSumFold<Int64>.self, ints.values, validity: ints.validity, work: work)
        default: throw .internalError("a sum of neither ints nor bools")
        }
    }

    private func sum(_ column: Column, giving type: ColumnType, work: Work) throws(Diagnostic) -> Column {
        if case .float64(let floats) = column.layout {
            let sums = try folded(
                FloatSumFold.self, floats.values, validity: floats.validity, work: work)
            return .finite(sums) { $0.total }
        }
        let totals = try intTotals(column, work: work)
        var sums = BufferBuilder<Int64>(uninitialized: totals.count)
        for group in 0..<totals.count {
            guard let sum = Int64(exactly: totals[group].sum) else { throw .sumOverflow(group) }
            sums[group] = sum
        }
        return Column(type, .int64(FixedColumn(values: sums.freeze())))
    }

    private func mean(_ column: Column, giving type: ColumnType, work: Work) throws(Diagnostic) -> Column {
        if case .float64(let floats) = column.layout {
            let totals = try folded(
                FloatTotalFold.self, floats.values, validity: floats.validity, work: work)
            return .finite(totals) { $0.count == 0 ? nil : $0.sum.total / Double($0.count) }
        }
        let totals = try intTotals(column, work: work)
        if type == .duration {
            return .durations(
                (0..<totals.count).map {
                    totals[$0].count == 0
                        ? nil : Int64((Double(totals[$0].sum) / Double(totals[$0].count)).rounded())
                })
        }
        return .finite(totals) { $0.count == 0 ? nil : Double($0.sum) / Double($0.count) }
    }

    private func spread(
        _ column: Column, isDeviation: Bool, work: Work
    ) throws(Diagnostic) -> Column {
        let moments: Buffer<Moments> =
            switch column.layout {
            case .float64(let floats):
                try folded(FloatMomentsFold.self, floats.values, validity: floats.validity, work: work)
            case .int64(let ints):
                try folded(IntMomentsFold.self, ints.values, validity: ints.validity, work: work)
            default: throw .internalError("a variance of no numbers")
            }
        return .finite(moments) {
            guard $0.count > 1 else { return nil }
            let variance = $0.squares / ($0.count - 1)
            return isDeviation ? variance.squareRoot() : variance
        }
    }

    // MARK: - Choices

    private func extreme<Side: Extremum>(
        _: Side.Type, _ column: Column, work: Work
    ) throws(Diagnostic) -> Column {
        let validity = column.validity
        let rows: Buffer<Int32>
        switch column.layout {
        case .int32(let dates):
            let found = try folded(
                ExtremeFold<Side, Int32>.self, dates.values, validity: validity, work: work)
            rows = found.rows
        case .int64(let ints):
            let found = try folded(ExtremeFold<Side, Int64>.self, ints.values, validity: validity, work: work)
            rows = found.rows
        case .float64(let floats):
            let found = try folded(
                ExtremeFold<Side, Double>.self, floats.values, validity: validity, work: work)
            rows = found.rows
        case .text, .codes:
            let ranks = try Sort.rank(column, work: work)
            guard case .int32(let numbers) = ranks.source else { throw .internalError("ranks of no ints") }
            let found = try folded(ExtremeFold<Side, Int32>.self, numbers, validity: validity, work: work)
            rows = found.rows
        case .bits, .list: throw .internalError("an extreme of bools or lists")
        }
        return try column.gathered(at: rows, work: work)
    }

    private func anyOrAll(_ column: Column, isAny: Bool, work: Work) throws(Diagnostic) -> Column {
        let totals = try intTotals(column, work: work)
        return .bools(
            (0..<totals.count).map {
                isAny ? totals[$0].sum > 0 : totals[$0].sum == Int128(totals[$0].count)
            })
    }
}

extension Column {
    static func ints(_ counts: Buffer<Int32>) -> Column {
        var values = BufferBuilder<Int64>(uninitialized: counts.count)
        for index in 0..<counts.count { values[index] = Int64(counts[index]) }
        return Column(.int, .int64(FixedColumn(values: values.freeze())))
    }

    /// Floats of groups; what is nil or not finite is missing.
    static func finite<State>(
        _ states: Buffer<State>, _ value: (State) -> Double?
    ) -> Column {
        var values = BufferBuilder<Double>(uninitialized: states.count)
        var known = BufferBuilder<UInt64>(repeating: 0, count: (states.count + 63) / 64)
        let span = states.span
        for index in span.indices {
            let result = value(span[index]) ?? .nan
            values[index] = result.isFinite ? result : 0
            if result.isFinite { known[index / 64] |= 1 << UInt64(index % 64) }
        }
        let validity = Bitmap(words: known.freeze(), count: states.count).ifAnyClear
        return Column(.float, .float64(FixedColumn(values: values.freeze(), validity: validity)))
    }
}

/// A state that knows its row.
private protocol HasRow: BitwiseCopyable, Sendable { var row: Int32 { get } }
extension Extreme: HasRow {}
extension Buffer where Element: HasRow {
    fileprivate var rows: Buffer<Int32> {
        let span = span
        var rows = BufferBuilder<Int32>(uninitialized: count)
        for index in span.indices { rows[index] = span[index].row }
        return rows.freeze()
    }
}
