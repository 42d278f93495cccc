internal import RapportContract
internal import RapportQuery
internal import RapportReport
internal import RapportTable

/// The pages of all that does not come from plugins.
func languagePages() -> [HelpPage] {
    ([loadDescription, sqlDescription] + verbDescriptions).map(\.page) + Function.all.compactMap(\.page)
        + allCommands.map { command in
            HelpPage(
                name: command.name, group: .command, summary: command.summary, usage: command.usage,
                details: command.isUndoable ? [.paragraph("`undo` takes it back.")] : [])
        }
        + Noun.allCases.map { noun in
            HelpPage(
                name: noun.rawValue, group: .noun, summary: noun.summary, usage: noun.usage,
                details: [.paragraph("It is a table, and pipes like one: `\(noun.example) | take 5`")])
        }
}

extension VerbDescription {
    fileprivate var page: HelpPage {
        let rows = options.map { option in
            let standard = option.standard.flatMap { $0 == .missing ? nil : $0.written(of: option.kind) }
            return (
                name: option.name + "=",
                text: "\(option.help) Takes \(option.kind.word).\(standard.map { " Default: \($0)." } ?? "")"
            )
        }
        return HelpPage(
            name: name, aliases: aliases, group: .verb, summary: summary, usage: signature,
            details: Block.list("Options", rows) + examples.flatMap(\.blocks))
    }
}

extension Example {
    /// The title, the line, and the tables before and after it.
    var blocks: [Block] {
        var blocks: [Block] = [.paragraph("Example: \(title)"), .code(line)]
        if !given.isEmpty { blocks.append(.preformatted("given\n" + indented(given))) }
        if !gives.isEmpty { blocks.append(.preformatted("gives\n" + indented(gives))) }
        return blocks
    }
}

extension Function {
    fileprivate var page: HelpPage? {
        guard kind != .operator else { return nil }
        let rows = examples.map { example in
            let values = example.x.map { $0.isMissing ? "missing" : $0.text() }.joined(separator: ", ")
            return (
                name: example.expression,
                text: "is \(example.expected)" + (values.isEmpty ? "" : ", where x is \(values)")
            )
        }
        return HelpPage(
            name: name, group: kind == .aggregate ? .aggregate : .function, summary: summary,
            usage: signature,
            details: Block.list("Examples", rows))
    }
}

private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }.joined(separator: "\n")
}
