internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage

/// A first word that names no table: what was meant.
struct UnknownTable {
    let catalog: any Catalog
    let stage: RapportLanguage.Stage

    private var name: Name { stage.name }

    var diagnostic: Diagnostic {
        Diagnostic(
            "table.unknown", "no table named `\(name.text)`", at: name.span, help: [help])
    }

    private var help: Diagnostic.Help {
        let argument: Name? =
            if case .name(let word)? = stage.arguments.items.first?.value.form { word } else { nil }
        switch name.text.lowercased() {
        case "select":
            let line = sqlSource(stage.printed)
            return .init("`\(line)`", edit: .init(stage.span, line))
        case "from":
            let table = argument?.printed ?? "customers"
            return .init(
                "`\(table)`", edit: argument.map { .init(SourceSpan(name.span.lower..<$0.span.lower), "") })
        case "show" where catalog.nouns.contains(argument?.text ?? ""),
            "list" where catalog.nouns.contains(argument?.text ?? ""):
            return .init("`\(argument?.text ?? "")`", edit: .init(stage.span, argument?.text ?? ""))
        case "show", "print", "display", "view":
            if let argument {
                return .init("`\(argument.printed)`", edit: .init(stage.span, argument.printed))
            }
        case "read_csv", "read", "open", "import":
            return .init("`load \"file.csv\"`")
        default: break
        }
        if VerbCatalog.verb(named: name.text) != nil || Analyses(catalog.stages).find(name.text).isFound {
            let table = catalog.boundNames.first { $0 != "it" } ?? "orders"
            return .init("a line begins with a table: `\(LanguageText.name(table)) | \(stage.printed)`")
        }
        let known = catalog.boundNames + catalog.savedNames + catalog.nouns + ["load", "sql"]
        if let near = name.text.nearest(in: known) {
            return .init("`\(LanguageText.name(near))`", edit: .init(name.span, LanguageText.name(near)))
        }
        let tables = catalog.boundNames.filter { $0 != "it" }
        if tables.isEmpty { return "`load \"file.csv\"` reads a file" }
        let shown = tables.suffix(12).map { "`\(LanguageText.name($0))`" }.joined(separator: ", ")
        return .init("tables: \(shown)")
    }

    static func output(_ output: String, of bound: BoundTable, at name: Name) -> Diagnostic {
        let known = bound.outputSchemas.map(\.name)
        let help: Diagnostic.Help
        if let near = output.nearest(in: known) {
            help = .init("`\(bound.name).\(near)`", edit: .init(name.span, "\(bound.name).\(near)"))
        } else if known.isEmpty {
            help = .init("`\(bound.name)` is a table without further outputs")
        } else {
            help = .init("outputs: " + known.map { "`\(bound.name).\($0)`" }.joined(separator: ", "))
        }
        return Diagnostic(
            "table.unknown-output", "`\(bound.name)` has no output `\(output)`", at: name.span, help: [help])
    }
}
