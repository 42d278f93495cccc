public import RapportDiagnostics
public import RapportTable
public import RapportWork
internal import Synchronization

extension JSONSource {
    public func scan(_ request: ScanRequest, work: Work) throws(Diagnostic) -> ScanResult {
        let wanted = try places(of: request.columns ?? columns.map(\.name))
        let filtering = request.filter == nil ? [] : try places(of: request.filterColumns)
        let read = wanted + filtering.filter { !wanted.contains($0) }
        let limit = max(request.limit ?? .max, 0)
        var parts: [Part] = []
        var (kept, rowsRead, undecided) = (0, 0, 0)
        work.begin("load \(file.name)", of: file.size, unit: "bytes")
        var start = 0
        // Where a limit may end it, a few blocks at a time.
        let batch = limit == .max ? max(blocks.count, 1) : work.width * 2
        while start < blocks.count, kept < limit {
            let first = start
            let read = try work.map(min(batch, blocks.count - start)) { (index) throws(Diagnostic) -> Part in
                try self.part(blocks[first + index], wanted, filtering, read, request.filter, work)
            }
            for part in read where kept < limit {
                var part = part
                if kept + part.kept > limit {
                    part.columns = part.columns.map { $0[0..<limit - kept] }
                    part.kept = limit - kept
                    if request.filter == nil { part.rows = part.kept }
                }
                kept += part.kept
                rowsRead += part.rows
                undecided += part.undecided
                parts.append(part)
            }
            start += batch
        }
        var made: [Column] = []
        for (place, index) in wanted.enumerated() {
            var column =
                parts.isEmpty
                ? Column(columns[index].type, scalars: [])
                : try Column.concatenated(parts.map { $0.columns[place] }, work: work)
            for part in parts.indices { parts[part].columns[place] = Column(.bool, scalars: []) }
            column = try Self.encoded(column, work)
            made.append(column)
        }
        let isComplete = rowsRead == rows
        if isComplete, request.filter == nil {
            for (place, index) in wanted.enumerated() {
                learn(index, columns[index].learn(from: made[place]))
            }
        }
        let schema = schema
        return ScanResult(
            table: Table(Schema(wanted.map { schema.fields[$0] }), made, count: kept), schema: schema,
            rowsRead: rowsRead, undecided: undecided, isComplete: isComplete, notes: openingNotes)
    }

    /// Text of few values as codes, in lists too.
    private static func encoded(_ column: Column, _ work: Work) throws(Diagnostic) -> Column {
        if case .list(let list) = column.layout, list.elements.type == .text, list.offsets[0] == 0 {
            let elements = try encoded(list.elements, work)
            return Column(
                column.type,
                .list(ListColumn(offsets: list.offsets, elements: elements, validity: list.validity)))
        }
        guard column.type == .text else { return column }
        // Where few of the first rows repeat, a dictionary would be made for nothing.
        let sample = min(column.count, 4096)
        if sample == 4096,
            try Grouping(by: [column[0..<sample]], count: sample, work: work).groupCount > sample / 2
        {
            return column
        }
        return try column.encoded(limit: min(65_536, max(column.count / 4, 64)), work: work)
    }

    /// What one block gives: the columns that are wanted, of the rows that stay.
    private struct Part: Sendable {
        var columns: [Column]
        var rows: Int
        var kept: Int
        var undecided = 0
    }

    private func part(
        _ block: JSONBlock, _ wanted: [Int], _ filtering: [Int], _ read: [Int],
        _ filter: (@Sendable (Table) throws(Diagnostic) -> FilterDecision)?, _ work: Work
    ) throws(Diagnostic) -> Part {
        let bytes = try JSONBytes(file, block.range, work: work)
        defer { withExtendedLifetime(bytes) {} }
        var fill = JSONFill(
            keys, read.map { columns[$0] }, rows: block.rows, codes: codes)
        fill.row = -1
        do throws(JSONFault) {
            try form.readRecords(of: bytes.cell, into: &fill) { fill, _ in
                fill.row += 1
                return fill.row < block.rows && (fill.row & 1023 != 0 || !work.isCancelled)
            }
        } catch {
            throw changed
        }
        try work.check()
        guard !fill.hasChanged, fill.row + 1 == block.rows else { throw changed }
        let made = try fill.finish(work, file: file.name)
        work.advance(by: block.range.count)
        guard let filter else {
            return Part(columns: made, rows: block.rows, kept: block.rows)
        }
        let fields = filtering.map { Field(columns[$0].name, columns[$0].type) }
        let table = Table(
            Schema(fields), filtering.map { index in made[read.firstIndex(of: index) ?? 0] },
            count: block.rows)
        let decision = try filter(table)
        var part = Part(
            columns: [], rows: block.rows, kept: decision.keep.setCount, undecided: decision.undecided)
        for place in wanted.indices {
            part.columns.append(try made[place].filtered(by: decision.keep, work: work))
        }
        try work.check()
        return part
    }

    private var changed: Diagnostic {
        Diagnostic(
            "file.changed", "`\(file.name)` was changed while it was read", help: ["`load` it again"])
    }

    private func places(of wanted: [String]) throws(Diagnostic) -> [Int] {
        var places: [Int] = []
        for name in wanted {
            guard let place = columns.firstIndex(where: { $0.name == name }) else {
                let near = name.nearest(in: columns.map(\.name))
                throw Diagnostic(
                    "table.unknown-column", "no column named `\(name)` in `\(file.name)`",
                    subject: .column(name), help: near.map { ["`\($0)`"] } ?? [])
            }
            places.append(place)
        }
        return places
    }
}

extension JSONColumn {
    func learn(from column: Column) -> Learnt {
        if isList { return Learnt(kind: kind, isUnique: false, distinct: nil) }
        var stats = tally.stats(rows: rows)
        if case .codes(let codes) = column.layout {
            stats.distinct = codes.dictionary.count
            if codes.dictionary.count <= 2 {
                stats.isFlag = KindGuess.isFlag(
                    (0..<codes.dictionary.count).compactMap { codes.dictionary[$0] })
            }
        }
        var kind = KindGuess.kind(name: name, type: decision.type, stats: stats, hasLeadingZeros: false)
        let isUnique = kind == .id && KindGuess.isUnique(column, stats)
        let isIDByContent = KindGuess.isIDByContent(name: name, column, stats)
        if isIDByContent { kind = .id }
        return Learnt(kind: kind, isUnique: isUnique || isIDByContent, distinct: stats.distinct)
    }
}
