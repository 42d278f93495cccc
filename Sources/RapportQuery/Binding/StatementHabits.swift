internal import RapportContract
public import RapportDiagnostics
public import RapportLanguage

/// What is worth saying before the syntax error of a statement that could not be read: a stage that begins
/// with a word of another language, as in `orders | order by x desc`, or a whole statement of one.
///
/// Nil where the syntax error says more.
public func unknownHabit(
    in broken: BrokenStatement, of source: String, catalog: any Catalog
) -> Diagnostic? {
    if let foreign = ForeignStatement(broken, of: source), let said = foreign.diagnostic(catalog) {
        return said
    }
    for fragment in broken.fragments {
        switch fragment {
        case .stage(let stage):
            if isKnown(stage.name.text, catalog) { continue }
            let isHabit = VerbHabits.translation(of: stage) != nil || VerbHabits.stage(around: stage) != nil
            return isHabit ? unknownVerb(stage, catalog: catalog) : nil
        case .unread(let name?, let span):
            if isKnown(name.text, catalog) { return nil }
            let stage = RapportLanguage.Stage(name, span: span)
            guard
                let translated = ForeignStage(span, of: source)?.translation
                    ?? VerbHabits.translation(of: stage) ?? VerbHabits.stage(around: stage)
            else { return nil }
            return Diagnostic(
                "verb.unknown", "no verb named `\(name.text)`", at: name.span,
                help: [
                    .init(
                        "`\(translated)`",
                        edit: translated.contains("…") ? nil : .init(span, translated))
                ])
        case .source, .unread: continue
        }
    }
    return nil
}

private func isKnown(_ word: String, _ catalog: any Catalog) -> Bool {
    VerbCatalog.verb(named: word) != nil || Analyses(catalog.stages).find(word).isFound
}

/// The text of a span, and its words.
private func text(_ span: SourceSpan, of source: String) -> String? {
    let bytes = Array(source.utf8)
    guard span.lower >= 0, span.lower <= span.upper, span.upper <= bytes.count else { return nil }
    return String(decoding: bytes[span.range], as: UTF8.self)
}

/// A statement that is none of ours as a whole: SQL, or a function called on a table.
private struct ForeignStatement {
    let span: SourceSpan
    let text: String
    /// In small letters, split at blanks and brackets.
    let words: [String]

    init?(_ broken: BrokenStatement, of source: String) {
        guard broken.table == nil, let found = RapportQuery.text(broken.span, of: source) else { return nil }
        (span, text) = (broken.span, found)
        words = found.lowercased().split { " \t\n()".contains($0) }.map(String.init)
    }

    func diagnostic(_ catalog: any Catalog) -> Diagnostic? {
        guard let first = words.first, catalog.bound(first) == nil else { return nil }
        let start = SourceSpan(span.lower..<span.lower + first.utf8.count)
        switch first {
        case "select", "with":
            guard words.contains("from") || first == "with" && words.contains("select") else { return nil }
            let line = sqlSource(text)
            return Diagnostic(
                "table.unknown", "no table named `\(first)`", at: start,
                help: [.init("`\(line)`", edit: .init(span, line))])
        case "drop":
            guard words.count == 3, words[1] == "table" else { return nil }
            let name = String(text.split(separator: " ").last ?? "")
            return Diagnostic(
                "command.unknown-argument", "`drop` takes a table's name",
                at: SourceSpan(span.lower + first.utf8.count + 1..<span.upper),
                help: [.init("`drop \(name)`", edit: .init(span, "drop \(name)"))])
        case "insert", "update", "delete", "create", "alter":
            return Diagnostic(
                "table.unknown", "no table named `\(first)`", at: start,
                help: [
                    "a line makes a new table of an old one, as in `x = orders | where …`; `save table=x` keeps it"
                ])
        case "print", "display", "show", "view", "head", "len", "nrow":
            guard text.contains("("), text.last == ")", words.count == 2, let table = catalog.bound(words[1])
            else { return nil }
            let line =
                ["len", "nrow"].contains(first)
                ? "\(LanguageText.name(table.name)) | count"
                : LanguageText.name(table.name) + (first == "head" ? " | take 5" : "")
            return Diagnostic(
                "table.unknown", "no table named `\(first)`", at: start,
                help: [.init("`\(line)`", edit: .init(span, line))])
        default: return nil
        }
    }
}

/// `sql` around a statement of SQL's, in the quotes that it leaves free.
func sqlSource(_ statement: String) -> String {
    let isPlain = !statement.contains { $0 == "\"" || $0 == "\\" || $0.isNewline }
    return isPlain ? "sql \"\(statement)\"" : "sql \"\"\"\(statement)\"\"\""
}

/// A stage of SQL's words, read word by word since it is no stage of ours: `order by x desc limit 10`,
/// `left join c on id`.
private struct ForeignStage {
    let words: [String]

    init?(_ span: SourceSpan, of source: String) {
        guard let found = text(span, of: source) else { return nil }
        words = found.split { " \t\n".contains($0) }.map(String.init)
    }

    var translation: String? { order ?? join }

    private var order: String? {
        guard words.count > 2, words[0].lowercased() == "order", words[1].lowercased() == "by" else {
            return nil
        }
        var (rest, limit) = (words[2...], "")
        if let index = rest.firstIndex(where: { $0.lowercased() == "limit" }) {
            guard index == rest.endIndex - 2, let count = Int(rest[index + 1]) else { return nil }
            (rest, limit) = (rest[..<index], " | take \(count)")
        }
        var keys: [String] = []
        for key in rest.joined(separator: " ").split(separator: ",") {
            let parts = key.split(separator: " ").map(String.init)
            guard let column = parts.first, Self.isName(column) else { return nil }
            switch (parts.count, parts.last?.lowercased()) {
            case (1, _), (2, "asc"): keys.append(column)
            case (2, "desc"): keys.append("-\(column)")
            default: return nil
            }
        }
        return keys.isEmpty ? nil : "sort " + keys.joined(separator: ", ") + limit
    }

    private var join: String? {
        guard let first = words.first?.lowercased(),
            ["left", "inner", "full", "outer", "semi", "anti"].contains(first),
            let at = words.firstIndex(where: { $0.lowercased() == "join" }), at <= 2, words.count >= at + 4,
            ["on", "using"].contains(words[at + 2].lowercased()), Self.isName(words[at + 1])
        else { return nil }
        let keys = words[(at + 3)...].joined(separator: " ").trimmingBrackets
            .split(separator: ",").map { String($0.drop { $0 == " " }) }
        guard keys.allSatisfy(Self.isName) else { return nil }
        let kind = first == "outer" ? "full" : first
        return "join \(words[at + 1]) on \(keys.joined(separator: ", ")) kind=\(kind)"
    }

    private static func isName(_ word: String) -> Bool {
        !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
}

extension String {
    fileprivate var trimmingBrackets: String {
        first == "(" && last == ")" ? String(dropFirst().dropLast()) : self
    }
}
