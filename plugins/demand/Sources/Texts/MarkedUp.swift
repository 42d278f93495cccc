import RapportPluginKit

extension Outcome.Caveat {
    /// That texts hold marks of a web page, which count as words; none where no row does.
    static func markup(rows: Int, text column: String) -> [Outcome.Caveat] {
        guard rows > 0 else { return [] }
        let name = column.asColumnName
        return [
            .init(
                "texts.markup", count: rows,
                "\(Wording.count(rows, "row")) with marks of a web page (`<br>`, `&amp;`), whose letters count as words: "
                    + "`… | derive \(name) = strip_html(\(name))` before it takes them out")
        ]
    }
}
