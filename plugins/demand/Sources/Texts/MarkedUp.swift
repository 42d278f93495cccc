import RapportPluginKit

extension Outcome.Caveat {
    /// That texts begin with the head of a mail, whose words count; none where no row does.
    static func mailHeads(rows: Int, text column: String) -> [Outcome.Caveat] {
        guard rows > 0 else { return [] }
        let name = column.asColumnName
        return [
            .init(
                "texts.mail-head", count: rows,
                "\(Wording.count(rows, "row")) with the head of a mail (`From:`, `Subject:`), whose words count: "
                    + "`… | derive \(name) = extract(\(name), \"(?s)\\r?\\n\\r?\\n(.*)\")` before it leaves it out"
            )
        ]
    }

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
