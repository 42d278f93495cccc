internal import RapportArrow
public import RapportDiagnostics
public import RapportTable
public import RapportWork

extension ArrowSource {
    public func scan(_ request: ScanRequest, work: Work) throws(Diagnostic) -> ScanResult {
        let wanted = try places(of: request.columns ?? columns.map(\.name))
        work.begin("load \(file.name)", of: reader.rows * max(wanted.count, 1), unit: "values")
        guard let filter = request.filter else { return try scan(wanted, limit: request.limit, work) }
        let filtering = try places(of: request.filterColumns)
        return try scan(wanted, filtering, filter, limit: request.limit, work)
    }

    /// A column at a time, straight from the file to its place.
    private func scan(_ wanted: [Int], limit: Int?, _ work: Work) throws(Diagnostic) -> ScanResult {
        let rows = 0..<min(max(limit ?? .max, 0), reader.rows)
        var made: [Column] = []
        for index in wanted {
            let (column, facts) = try reader.read(columns[index], rows: rows, work: work)
            made.append(try column.codedWhereFew(work: work))
            work.advance(by: rows.count)
            if rows.count == reader.rows { learn(index, learnt(from: made[made.count - 1], index, facts)) }
        }
        return result(wanted, made, count: rows.count, rowsRead: rows.count)
    }

    /// Some rows at a time: the columns of the filter, then the others where a row stays.
    private func scan(
        _ wanted: [Int], _ filtering: [Int], _ filter: @Sendable (Table) throws(Diagnostic) -> FilterDecision,
        limit: Int?, _ work: Work
    ) throws(Diagnostic) -> ScanResult {
        let limit = max(limit ?? .max, 0)
        let stretches = stretches
        var parts: [[Column]] = []
        var (kept, rowsRead, undecided, next) = (0, 0, 0, 0)
        let batch = limit == .max ? max(stretches.count, 1) : work.width * 2
        while next < stretches.count, kept < limit {
            let first = next
            let found = try work.map(min(batch, stretches.count - next)) { (index) throws(Diagnostic) in
                try self.part(stretches[first + index], wanted, filtering, filter, work)
            }
            for part in found where kept < limit {
                let count = min(part.kept, limit - kept)
                parts.append(part.columns.map { $0[0..<count] })
                kept += count
                rowsRead += part.rows
                undecided += part.undecided
            }
            next += batch
        }
        var made: [Column] = []
        for (place, index) in wanted.enumerated() {
            let type = declaredType(index)
            let column =
                parts.isEmpty
                ? Column(type, scalars: []) : try Column.concatenated(parts.map { $0[place] }, work: work)
            for part in parts.indices { parts[part][place] = Column(type, scalars: []) }
            made.append(try column.codedWhereFew(work: work))
        }
        return result(wanted, made, count: kept, rowsRead: rowsRead, undecided: undecided)
    }

    /// What one stretch of rows gives.
    private struct Part: Sendable {
        var columns: [Column]
        var rows: Int
        var kept: Int
        var undecided: Int
    }

    private func part(
        _ rows: Range<Int>, _ wanted: [Int], _ filtering: [Int],
        _ filter: @Sendable (Table) throws(Diagnostic) -> FilterDecision, _ work: Work
    ) throws(Diagnostic) -> Part {
        var read: [Int: Column] = [:]
        for index in filtering {
            read[index] = try reader.read(columns[index], rows: rows, work: work).column
        }
        let table = Table(
            Schema(filtering.map { Field(columns[$0].name, declaredType($0)) }),
            filtering.map { read[$0] ?? Column(declaredType($0), scalars: []) }, count: rows.count)
        let decision = try filter(table)
        let kept = decision.keep.setCount
        var made: [Column] = []
        for index in wanted {
            // Of a stretch that stays nowhere, nothing more is read.
            guard kept > 0 else {
                made.append(Column(declaredType(index), scalars: []))
                continue
            }
            if read[index] == nil {
                read[index] = try reader.read(columns[index], rows: rows, work: work).column
            }
            if let column = read[index] {
                made.append(try column.filtered(by: decision.keep, work: work))
            }
            work.advance(by: rows.count)
        }
        try work.check()
        return Part(columns: made, rows: rows.count, kept: kept, undecided: decision.undecided)
    }

    /// The rows in stretches for a filter: batches, the large ones cut where cutting does not unpack them twice.
    private var stretches: [Range<Int>] {
        var stretches: [Range<Int>] = []
        var start = 0
        for rows in reader.batchRows {
            let size = reader.packing.isEmpty ? Work.morsel * 4 : max(rows, 1)
            for lower in stride(from: start, to: start + rows, by: size) {
                stretches.append(lower..<min(lower + size, start + rows))
            }
            start += rows
        }
        return stretches
    }

    private func declaredType(_ index: Int) -> ColumnType { columns[index].type ?? .text }

    private func result(
        _ wanted: [Int], _ made: [Column], count: Int, rowsRead: Int, undecided: Int = 0
    ) -> ScanResult {
        let schema = schema
        let fields = wanted.map { schema.fields[$0] }
        let names = Set(fields.map(\.name))
        let grain = schema.rowGrain.allSatisfy(names.contains) ? schema.rowGrain : []
        return ScanResult(
            table: Table(Schema(fields, rowGrain: grain), made, count: count), schema: schema,
            rowsRead: rowsRead,
            undecided: undecided, isComplete: rowsRead == reader.rows, notes: notes(on: wanted))
    }
}
