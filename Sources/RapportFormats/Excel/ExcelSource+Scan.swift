public import RapportDiagnostics
public import RapportTable
public import RapportWork

extension ExcelSource {
    public func scan(_ request: ScanRequest, work: Work) throws(Diagnostic) -> ScanResult {
        let wanted = try places(of: request.columns ?? columns.map(\.name))
        let filtering = request.filter == nil ? [] : try places(of: request.filterColumns)
        let read = wanted + filtering.filter { !wanted.contains($0) }
        work.begin("load \(name)", of: read.count, unit: "columns")
        let built = try work.map(read.count) { (index) throws(Diagnostic) -> Column in
            let column = try columns[read[index]].build(data, ranks, reading, work: work)
            work.advance(by: 1)
            return column
        }
        for (place, index) in wanted.enumerated() { learn(index, from: built[place]) }
        var made = Array(built[..<wanted.count])
        var (count, undecided) = (ranks.count, 0)
        if let filter = request.filter {
            let fields = filtering.map { Field(columns[$0].name, columns[$0].type.type) }
            let cells = filtering.map { index in built[read.firstIndex(of: index) ?? 0] }
            let decision = try filter(Table(Schema(fields), cells, count: count))
            (count, undecided) = (decision.keep.setCount, decision.undecided)
            for place in made.indices {
                made[place] = try made[place].filtered(by: decision.keep, work: work)
            }
        }
        if let limit = request.limit, limit < count {
            count = max(limit, 0)
            made = made.map { $0[0..<count] }
        }
        let schema = schema
        let isCut = request.filter == nil && count < ranks.count
        return ScanResult(
            table: Table(Schema(wanted.map { schema.fields[$0] }), made, count: count), schema: schema,
            rowsRead: isCut ? count : ranks.count, undecided: undecided, isComplete: !isCut, notes: notes)
    }

    private func places(of wanted: [String]) throws(Diagnostic) -> [Int] {
        var places: [Int] = []
        for column in wanted {
            guard let place = columns.firstIndex(where: { $0.name == column }) else {
                let near = column.nearest(in: columns.map(\.name))
                throw Diagnostic(
                    "table.unknown-column", "no column named `\(column)` in `\(name)`",
                    subject: .column(column),
                    help: near.map { ["`\($0)`"] } ?? [])
            }
            places.append(place)
        }
        return places
    }
}
