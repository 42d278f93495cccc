internal import RapportContract
internal import RapportDiagnostics
internal import RapportQuery
internal import RapportReport
internal import RapportTable

extension Workbench {
    /// The page that `help WORDS` shows.
    /// - Throws: `help.unknown`, with the near miss.
    func help(_ words: String) throws(Diagnostic) -> [Block] {
        let typed = words.trimmed
        if typed.isEmpty { return [.preformatted(overview())] }
        if typed == "search" || typed.hasPrefix("search ") {
            return [.preformatted(search(String(typed.dropFirst("search".count)).trimmed))]
        }
        let name = typed.replacing("`", with: "")
        if let page = topic(name) { return [.preformatted(page)] }
        let known = topics().map(\.name)
        throw Diagnostic(
            "help.unknown", "no help on `\(name)`",
            help: [
                name.nearest(in: known).map { "`help \($0)`" }
                    ?? "`help search \(name)` looks through all pages; bare `help` begins"
            ])
    }

    /// Everything that has a page: name and one sentence.
    private func topics() -> [(name: String, group: String, summary: String)] {
        verbPages().map { ($0.name, "verb", $0.summary) }
            + functionPages().map { ($0.name, "function", $0.summary) }
            + stages.map { ($0.signature.name, "analysis", $0.signature.summary) }
            + commands.map { ($0.name, "command", $0.summary) }
            + Noun.allCases.map { ($0.rawValue, "noun", $0.summary) }
    }

    private func topic(_ name: String) -> String? {
        if let page = verbPages().first(where: { $0.name == name }) { return page.text }
        let matching = stages.map(\.signature).filter {
            $0.name == name || $0.aliases.contains(name)
                || $0.name.split(separator: ".").last.map(String.init) == name
        }
        if let signature = matching.first, matching.count == 1 { return signature.helpPage }
        if let page = functionPages().first(where: { $0.name == name }) { return page.text }
        if let command = commands.first(where: { $0.name == name }) {
            let undo = command.isUndoable ? "\n`undo` takes it back." : ""
            return "\(command.usage)\n\n\(command.summary)\(undo)"
        }
        if let noun = Noun(rawValue: name) {
            return "\(name)\n\n\(noun.summary)\nIt is a table, and pipes like one: \(name) | take 5"
        }
        return nil
    }

    private func search(_ words: String) -> String {
        let wanted = words.lowercased().split(separator: " ")
        let found = topics().filter { topic in
            let text = "\(topic.name) \(topic.summary)".lowercased()
            return !wanted.isEmpty && wanted.allSatisfy { text.contains($0) }
        }
        if found.isEmpty { return "nothing found; bare `help` lists the verbs and commands" }
        return listed(found.map { ($0.name, "\($0.group): \($0.summary)") })
    }

    private func overview() -> String {
        let first = """
            A line begins with a table and goes on through verbs, joined by |
              load "orders.csv"
              orders | where amount > 0 | summarize revenue=sum(amount) by month(ordered_at)
              rfm = orders | segmentation.rfm
              report "Customers" from rfm to "customers.html"
            """
        return [
            first, "Verbs\n" + listed(verbPages().map { ($0.name, $0.summary) }),
            "Analyses\n" + listed(stages.map { ($0.signature.name, $0.signature.summary) }),
            "Commands\n" + listed(commands.map { ($0.usage, $0.summary) }),
            "Tables about the session\n" + listed(Noun.allCases.map { ($0.rawValue, $0.summary) }),
            "help NAME shows one with examples; help search WORD looks through all; functions lists the functions",
        ].joined(separator: "\n\n")
    }
}

/// Two columns, the first as wide as its widest word but at most 28.
func listed(_ rows: [(String, String)]) -> String {
    let width = min(rows.map { $0.0.displayWidth }.max() ?? 0, 28)
    return rows.map { name, text in
        "  " + name + String(repeating: " ", count: max(width - name.displayWidth, 0)) + "  " + text
    }.joined(separator: "\n")
}

extension String {
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
