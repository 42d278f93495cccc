internal import RapportContract
internal import RapportQuery
internal import RapportReport
internal import RapportTable

extension Signature {
    /// The page of an analysis: what it does, what it takes and gives, with examples that are tests.
    var page: HelpPage {
        let last = name.split(separator: ".").last.map(String.init) ?? name
        var blocks: [Block] = details.isEmpty ? [] : [.markdown(details)]
        blocks += Block.list("Columns", parameters.filter(\.isColumn).map(\.row))
        blocks += Block.list("Parameters", parameters.filter { !$0.isColumn && !$0.isAdvanced }.map(\.row))
        blocks += Block.list("Advanced", parameters.filter { !$0.isColumn && $0.isAdvanced }.map(\.row))
        for output in outputs {
            let rows = output.fields.map { field in
                (
                    name: field.name,
                    text: field.type.description + (field.meaning.isEmpty ? "" : ": " + field.meaning)
                )
            }
            blocks += Block.list("Gives `\(output.name)`: \(output.summary)", rows)
        }
        blocks += Block.list("Numbers", metrics.map { ($0.name, $0.meaning) })
        blocks += examples.flatMap(\.blocks)
        blocks += Block.list("Sources", references.map { ("·", $0) })
        let needed = parameters.filter { !$0.isColumn && $0.standard == nil }.map { " \($0.name)=…" }
        return HelpPage(
            name: name, aliases: [last] + aliases, group: .analysis, summary: summary,
            usage: "… | \(name)" + needed.joined(), details: blocks)
    }
}

extension Signature.Parameter {
    fileprivate var isColumn: Bool {
        switch kind {
        case .column, .columns: true
        default: false
        }
    }

    fileprivate var row: (name: String, text: String) {
        var text = help
        switch kind {
        case .column(let wanted), .columns(let wanted):
            if !wanted.roles.isEmpty { text += " Role: \(wanted.roles.map(\.name).joined(separator: ", "))." }
        default: text += " Takes \(kind.word)."
        }
        if let standard, standard != .missing, standard != .columns([]) {
            text += " Default: \(standard.written(of: kind))."
        }
        if let unit { text += " In \(unit)." }
        if !aliases.isEmpty { text += " Also: \(aliases.joined(separator: ", "))." }
        return (name, text)
    }
}
