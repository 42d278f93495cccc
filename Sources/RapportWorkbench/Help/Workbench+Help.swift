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
        let pages = self.pages
        let found = pages.filter { $0.name == name || $0.aliases.contains(name) }
        guard !found.isEmpty else {
            throw Diagnostic(
                "help.unknown", "no help on `\(name)`",
                help: [
                    name.nearest(in: pages.map(\.name)).map { "`help \($0)`" }
                        ?? "`help search \(name)` looks through all pages; bare `help` begins"
                ])
        }
        return found.map { .preformatted($0.text) }
    }

    /// Every page: of the language, then of the plugins.
    nonisolated var pages: [HelpPage] {
        languagePages()
            + stages.map { stage in
                let signature = stage.signature
                let last = signature.name.split(separator: ".").last.map(String.init)
                return HelpPage(
                    name: signature.name, aliases: signature.aliases + [last].compactMap(\.self),
                    group: .analysis,
                    summary: signature.summary, text: signature.helpPage)
            }
    }

    private func search(_ words: String) -> String {
        let wanted = words.lowercased().split(separator: " ")
        let found = pages.filter { page in
            let text = "\(page.name) \(page.text)".lowercased()
            return !wanted.isEmpty && wanted.allSatisfy { text.contains($0) }
        }
        if found.isEmpty { return "nothing found; bare `help` lists the verbs and commands" }
        return listed(found.map { ($0.name, "\($0.group.rawValue): \($0.summary)") })
    }

    private func overview() -> String {
        let first = """
            A line begins with a table and goes on through verbs, joined by |
              load "orders.csv"
              orders | where amount > 0 | summarize revenue=sum(amount) by month(ordered_at)
              rfm = orders | segmentation.rfm
              report "Customers" from rfm to "customers.html"
            """
        func group(_ title: String, _ group: HelpPage.Group) -> String {
            title + "\n" + listed(pages.filter { $0.group == group }.map { ($0.name, $0.summary) })
        }
        return [
            first, group("Verbs", .verb), group("Analyses", .analysis), group("Commands", .command),
            group("Tables about the session", .noun),
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
