internal import RapportDiagnostics
internal import RapportLanguage

/// A file's name stands in quotes: unquoted, `out/a.md` is a division.
enum FilePath {
    /// - Throws: `command.path`, with the quoted name as help.
    static func text(of item: Item, after word: String) throws(Diagnostic) -> String {
        guard item.name == nil, case .literal(.text(let path)) = item.value.form else {
            let quoted = LanguageText.text(typed(item.value))
            let gap = word.hasSuffix("=") ? "" : " "
            throw Diagnostic(
                "command.path", "a file's name stands in quotes", at: item.span,
                help: [.init("`\(word)\(gap)\(quoted)`", edit: .init(item.span, quoted))])
        }
        guard !path.isEmpty else {
            throw Diagnostic("command.path", "a file's name is empty", at: item.span)
        }
        return path
    }

    /// What was meant by `out/a.md` or `monthly-2025.csv`.
    private static func typed(_ expression: Expression) -> String {
        switch expression.form {
        case .name(let name): name.text
        case .binary(let op, let left, let right, _) where op == .divide || op == .subtract:
            typed(left) + op.rawValue + typed(right)
        default: expression.printed
        }
    }
}
