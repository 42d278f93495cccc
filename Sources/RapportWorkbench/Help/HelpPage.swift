internal import RapportReport

/// One page of help: a verb, a function, an analysis, a command or a noun.
///
/// Blocks, as a report has them: the terminal wraps them, and the reference is the same pages as Markdown.
struct HelpPage: Sendable {
    enum Group: String, CaseIterable { case verb, function, aggregate, analysis, command, noun }

    var name: String
    /// Further names that lead here.
    var aliases: [String] = []
    var group: Group
    var summary: String
    /// How it is written: `summarize NAME = AGGREGATE, … by KEY, …`.
    var usage: String
    /// What follows usage and summary.
    var details: [Block] = []

    var blocks: [Block] {
        let also = aliases.isEmpty ? "" : " Also: \(aliases.map { "`\($0)`" }.joined(separator: ", "))."
        return [.code(usage), .paragraph(summary + also)] + details
    }

    /// What `help search` looks through.
    var searched: String {
        var text = "\(name) \(aliases.joined(separator: " ")) \(summary)"
        for block in details {
            switch block {
            case .paragraph(let more), .markdown(let more): text += " " + more
            case .facts(let block): text += block.facts.map { " \($0.name) \($0.value)" }.joined()
            default: break
            }
        }
        return text.lowercased()
    }
}

extension Block {
    /// Names and what they mean; nothing where there are none.
    static func list(_ caption: String, _ rows: [(name: String, text: String)]) -> [Block] {
        rows.isEmpty ? [] : [.facts(FactsBlock(caption: caption, rows.map { .init($0.name, $0.text) }))]
    }
}
