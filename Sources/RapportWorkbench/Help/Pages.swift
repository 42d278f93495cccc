internal import RapportContract
internal import RapportQuery
internal import RapportTable

/// One page of help: a verb, a function, an analysis, a command or a noun.
struct HelpPage: Sendable {
    enum Group: String, CaseIterable { case verb, function, aggregate, analysis, command, noun }
    var name: String
    /// Further names that lead here.
    var aliases: [String] = []
    var group: Group
    var summary: String
    var text: String
}

/// The pages of all that does not come from plugins.
func languagePages() -> [HelpPage] {
    ([loadDescription] + verbDescriptions).map(\.page) + Function.all.compactMap(\.page)
        + allCommands.map { command in
            let undo = command.isUndoable ? "\n`undo` takes it back." : ""
            return HelpPage(
                name: command.name, group: .command, summary: command.summary,
                text: "\(command.usage)\n\n\(command.summary)\(undo)")
        }
        + Noun.allCases.map { noun in
            HelpPage(
                name: noun.rawValue, group: .noun, summary: noun.summary,
                text:
                    "\(noun.rawValue)\n\n\(noun.summary)\nIt is a table, and pipes like one: \(noun.rawValue) | take 5"
            )
        }
}

extension VerbDescription {
    fileprivate var page: HelpPage {
        var parts = ["\(signature)\n\n\(summary)"]
        if !aliases.isEmpty { parts.append("Also: \(aliases.joined(separator: ", "))") }
        if !options.isEmpty {
            parts.append(
                "Options\n"
                    + listed(
                        options.map { option in
                            let standard = option.standard.flatMap {
                                $0 == .missing ? nil : " Default: \($0.written(of: option.kind))."
                            }
                            return (
                                "\(option.name)=",
                                "\(option.help) Takes \(option.kind.word).\(standard ?? "")"
                            )
                        }))
        }
        for example in examples {
            var text = "Example: \(example.title)\n  \(example.line)"
            if !example.given.isEmpty { text += "\n  given\n" + indented(example.given) }
            if !example.gives.isEmpty { text += "\n  gives\n" + indented(example.gives) }
            parts.append(text)
        }
        return HelpPage(
            name: name, aliases: aliases, group: .verb, summary: summary,
            text: parts.joined(separator: "\n\n"))
    }
}

extension Function {
    fileprivate var page: HelpPage? {
        guard kind != .operator else { return nil }
        var text = "\(signature)\n\n\(summary)"
        for example in examples {
            let over =
                example.x.isEmpty
                ? ""
                : "   where x is \(example.x.map { $0.isMissing ? "missing" : $0.text() }.joined(separator: ", "))"
            text += "\n  \(example.expression)  is  \(example.expected)\(over)"
        }
        return HelpPage(
            name: name, group: kind == .aggregate ? .aggregate : .function, summary: summary, text: text)
    }
}

func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }.joined(separator: "\n")
}
