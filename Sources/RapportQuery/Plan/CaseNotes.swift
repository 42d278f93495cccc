internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// A text that no row has, where some have it with other capitals: what a person who typed it wants to know.
struct CaseNotes {
    /// `region == "emea"`, alone or beside other conditions.
    private let comparisons: [(column: String, text: String)]

    init(_ conditions: [BoundExpression]) { comparisons = conditions.flatMap(\.textEqualities) }

    var columns: [String] {
        var names: [String] = []
        for each in comparisons where !names.contains(each.column) { names.append(each.column) }
        return names
    }

    /// About the rows before the conditions, of which none stayed.
    func notes(about table: Table, at span: SourceSpan?, work: Work) throws(Diagnostic) -> [Note] {
        var notes: [Note] = []
        for (name, text) in comparisons {
            guard let column = table[name], let field = table.schema[name], !field.isPrivate else { continue }
            let values = try Grouping(by: [column], count: column.count, work: work)
            let each = try column.gathered(at: values.firstRows, work: work)
            let wanted = text.lowercased()
            var found: String?
            for row in 0..<each.count {
                if row % 4096 == 0 { try work.check() }
                guard case .text(let value) = each[row] else { continue }
                if value == text {
                    found = nil
                    break
                }
                if found == nil, value.utf8.count == text.utf8.count, value.lowercased() == wanted {
                    found = value
                }
            }
            guard let found else { continue }
            notes.append(
                Note(
                    "where.case",
                    "no row has `\(name)` == \(LanguageText.text(text)), but some have \(LanguageText.text(found)): capitals count",
                    at: span))
        }
        return notes
    }
}

extension BoundExpression {
    /// Comparisons of a column with a text that must hold for the whole to hold.
    fileprivate var textEqualities: [(column: String, text: String)] {
        guard case .call(let name, let arguments) = form else { return [] }
        if name == "and" { return arguments.flatMap(\.textEqualities) }
        guard name == "==", arguments.count == 2 else { return [] }
        switch (arguments[0].form, arguments[1].form) {
        case (.column(let column), .literal(.text(let text))),
            (.literal(.text(let text)), .column(let column)):
            return [(column, text)]
        default: return []
        }
    }
}
