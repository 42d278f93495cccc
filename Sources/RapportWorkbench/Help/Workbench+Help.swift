internal import RapportContract
internal import RapportDiagnostics
internal import RapportReport

extension Workbench {
    /// The page that `help WORDS` shows; of a plugin's name the list of its analyses.
    /// - Throws: `help.unknown`, with the near miss.
    func help(_ words: String) throws(Diagnostic) -> [Block] {
        let typed = words.trimmed
        if typed.isEmpty { return overview() }
        if typed == "search" || typed.hasPrefix("search ") {
            return search(String(typed.dropFirst("search".count)).trimmed)
        }
        let name = typed.replacing("`", with: "")
        let found = pages.filter { $0.name == name || $0.aliases.contains(name) }
        let ofPlugin = pages.filter { $0.group == .analysis && $0.name.hasPrefix("\(name).") }
        guard !found.isEmpty || !ofPlugin.isEmpty else {
            throw Diagnostic(
                "help.unknown", "no help on `\(name)`",
                help: [
                    name.nearest(in: pages.map(\.name)).map { "`help \($0)`" }
                        ?? "`help search \(name)` looks through all pages; bare `help` begins"
                ])
        }
        return found.flatMap(\.blocks)
            + Block.list("Analyses of `\(name)`", ofPlugin.map { ($0.name, $0.summary) })
    }

    /// Every page: of the language, then of the plugins.
    nonisolated var pages: [HelpPage] { languagePages() + stages.map(\.signature.page) }

    private func search(_ words: String) -> [Block] {
        let wanted = words.lowercased().split(separator: " ")
        let found = pages.filter { page in
            !wanted.isEmpty && wanted.allSatisfy { page.searched.contains($0) }
        }
        if found.isEmpty { return [.paragraph("nothing found; bare `help` lists the verbs and commands")] }
        return Block.list("", found.map { ($0.name, "\($0.group.rawValue): \($0.summary)") })
    }

    private func overview() -> [Block] {
        func group(_ title: String, _ group: HelpPage.Group) -> [Block] {
            Block.list(title, pages.filter { $0.group == group }.map { ($0.name, $0.summary) })
        }
        let first = """
            load "orders.csv"
            orders | where amount > 0 | summarize revenue=sum(amount) by month(ordered_at)
            rfm = orders | segmentation.rfm
            report "Customers" from rfm to "customers.html"
            """
        return [
            .paragraph("A line begins with a table and goes on through verbs, joined by |"), .code(first),
        ]
            + group("Verbs", .verb) + group("Analyses", .analysis) + group("Commands", .command)
            + group("Tables about the session", .noun)
            + [
                .paragraph(
                    "`help NAME` shows one with examples, `help search WORD` looks through all, and `functions` lists the "
                        + "functions.")
            ]
    }
}

extension String {
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
