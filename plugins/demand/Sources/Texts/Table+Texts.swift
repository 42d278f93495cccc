import RapportPluginKit

extension Table {
    /// The cells of a text column; missing ones are no error, but a column of nothing else is.
    /// - Throws: `column.all-missing`.
    func textsToRead(in name: String) throws(Diagnostic) -> [String?] {
        let cells = try texts(in: name)
        guard cells.contains(where: { $0 != nil }) else {
            throw Diagnostic(
                "column.all-missing", "column `\(name)` is missing in all \(Wording.count(count)) rows",
                subject: .column(name), help: ["name another column in its place"])
        }
        return cells
    }

    /// The different values of a column as texts, ascending, and the place of each row's among them; nil where
    /// missing.
    func names(in name: String?, work: Work) throws(Diagnostic) -> (places: [Int?], names: [String]) {
        guard let name else { return ([], []) }
        let column = try column(name)
        let grouping = try Grouping(by: [column], count: count, work: work)
            .sortedByKeys([column], work: work)
        let firsts = (0..<grouping.groupCount).map { Int(grouping.firstRows[$0]) }
        let names = firsts.map { column.text(at: $0) }
        let isPresent = firsts.map { !column[$0].isMissing }
        let places = (0..<count).map { row -> Int? in
            let group = Int(grouping.groups[row])
            return isPresent[group] ? group : nil
        }
        return (places, names)
    }

    /// Microseconds of a column of times, nil where missing.
    func optionalMoments(in name: String) throws(Diagnostic) -> [Int64?] {
        let column = try column(name)
        guard let validity = column.validity else { return try moments(in: name) }
        guard column.missingCount < count else { return [Int64?](repeating: nil, count: count) }
        let rows = (0..<count).filter { validity[$0] }
        let present = try selecting([name]).gathered(
            at: Buffer(rows.lazy.map(Int32.init)), work: Work(width: 1))
        var moments = [Int64?](repeating: nil, count: count)
        for (row, moment) in zip(rows, try present.moments(in: name)) { moments[row] = moment }
        return moments
    }
}

extension Schema {
    /// A note that columns of the table give way to new ones of the same name; none where none do.
    func replaced(by fields: [Field]) -> [Note] {
        let names = fields.map(\.name).filter { self[$0] != nil }
        guard !names.isEmpty else { return [] }
        let what = Wording.list(names.map { "`\($0)`" })
        return [
            Note(
                "columns.replaced",
                "\(what) of the table \(names.count == 1 ? "gives" : "give") way to new columns of that name")
        ]
    }
}
