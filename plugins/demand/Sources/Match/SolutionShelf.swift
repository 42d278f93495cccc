import RapportPluginKit

/// The solutions, in the order of their table.
struct SolutionShelf: Sendable {
    let ids: Column
    let titles: [String?]
    /// Title, text and tags of each, as they are searched.
    let texts: [String]
    let minScores: [Double?]

    var count: Int { ids.count }

    /// - Throws: `table.empty`, `column.missing-values`, `table.duplicate-key`.
    init(_ columns: SolutionColumns, _ table: Table) throws(Diagnostic) {
        guard table.count > 0 else {
            throw Diagnostic(
                "table.empty", "the table of `solutions` has no rows; expected one at least",
                subject: .parameter("solutions"), help: ["see what it holds: type its name"])
        }
        try table.requirePresent([columns.id])
        ids = try table.column(columns.id)
        let grouping = try Grouping(by: [ids], count: table.count, work: Work(width: 1))
        if grouping.groupCount < table.count {
            let repeated = (0..<grouping.groupCount).count { grouping.sizes[$0] > 1 }
            throw Diagnostic(
                "table.duplicate-key",
                "\(Wording.count(repeated, "id")) of `\(columns.id)` in more than one row of `solutions`; expected one row a "
                    + "solution",
                subject: .parameter("solutions"),
                help: ["`… | distinct` on that column before it keeps the first"])
        }
        let bodies = try table.texts(in: columns.text)
        let titles =
            try columns.title.map { (name) throws(Diagnostic) in try table.texts(in: name) }
            ?? bodies.map { _ in nil }
        let tags =
            try columns.tags.map { (name) throws(Diagnostic) in try table.words(in: name) }
            ?? bodies.map { _ in nil }
        texts = bodies.indices.map { row in
            [titles[row], bodies[row], tags[row]].compactMap(\.self).joined(separator: "\n")
        }
        self.titles = titles
        minScores =
            try columns.minScore.map { (name) throws(Diagnostic) in try table.optionalNumbers(in: name) }
            ?? bodies.map { _ in nil }
    }

    /// The place of an id, as it is written; nil where there is none.
    func place(of ids: Column) -> [Int?] {
        let places = Dictionary((0..<count).map { (self.ids.text(at: $0), $0) }) { first, _ in first }
        return (0..<ids.count).map { ids[$0].isMissing ? nil : places[ids.text(at: $0)] }
    }
}

extension Table {
    /// Texts, or the elements of lists of texts side by side; nil where missing.
    fileprivate func words(in name: String) throws(Diagnostic) -> [String?] {
        let column = try column(name)
        if column.type == .text { return try texts(in: name) }
        return (0..<count).map { row in
            guard case .list(let elements) = column[row] else { return nil }
            return elements.compactMap { if case .text(let word) = $0 { word } else { nil } }
                .joined(separator: " ")
        }
    }
}
