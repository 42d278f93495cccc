import RapportPluginKit
import RapportText

/// The texts that words are looked for in, and the group of each.
struct KeywordTexts: Sendable {
    let options: TextOptions
    /// As read, without quoted mail; empty where a row cannot be.
    let texts: [String]
    let reasons: [Unusable?]
    /// Of each row, as a place in ``groupNames``; nil where its group is missing.
    let groups: [Int?]
    /// One group without a name, where there is no column of groups.
    let groupNames: [String?]
    /// What names each row, nil without that column.
    let ids: [String?]
    let withoutGroup: Int
    /// Rows whose text holds marks of a web page.
    let markedUp: Int
    /// Rows whose text begins with the head of a mail.
    let mailHeads: Int

    /// Rows that take part.
    var rows: [Int] { texts.indices.filter { reasons[$0] == nil && groups[$0] != nil } }
    var read: Int { texts.indices.count { reasons[$0] == nil && groups[$0] != nil } }

    init(_ analysis: Keywords, _ table: Table, work: Work) throws(Diagnostic) {
        options = try analysis.textOptions()
        let cells = try table.textsToRead(in: analysis.text)
        let readings = try options.read(cells, work: work)
        let reasons = readings.map(\.reason)
        (texts, self.reasons) = (readings.map(\.text), reasons)
        markedUp = texts.count { Markup.isIn($0) }
        mailHeads = texts.count { MailHead.isIn($0) }
        if let group = analysis.group {
            let found = try table.names(in: group, work: work)
            // A group of which nothing can be read is none of those that are set apart.
            let readable = zip(found.places, reasons).compactMap { place, reason in
                reason == nil ? place : nil
            }
            let used = Set(readable).sorted()
            let places = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
            groups = found.places.map { $0.flatMap { places[$0] } }
            groupNames = used.map { found.names[$0] }
            guard groupNames.count <= 200 else {
                throw Diagnostic(
                    "column.range",
                    "column `\(group)` has \(Wording.count(groupNames.count)) values; expected at most 200 groups",
                    subject: .column(group), help: ["name a column with fewer values, or leave `group` out"])
            }
        } else {
            groups = cells.map { _ in 0 }
            groupNames = [nil]
        }
        withoutGroup = zip(groups, reasons).count { $0 == nil && $1 == nil }
        if let id = analysis.id {
            let column = try table.column(id)
            ids = (0..<table.count).map { column[$0].isMissing ? nil : column.text(at: $0) }
        } else {
            ids = []
        }
    }
}
