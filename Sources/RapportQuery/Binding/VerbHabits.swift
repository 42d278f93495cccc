internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage

/// Words of SQL, KQL, dplyr and pandas for our verbs: the translation is the error's help, and `fix` runs it.
enum VerbHabits {
    /// The stage in our words; nil where the word is no habit that we know.
    static func translation(of stage: RapportLanguage.Stage) -> String? {
        let keys = keys(of: stage)
        func by(_ text: String) -> String { keys.isEmpty ? "…" : text }
        let listed = keys.map(\.printed).joined(separator: ", ")
        switch stage.name.text.lowercased() {
        case "filter", "having", "subset", "query": return renamed(stage, "where")
        case "group", "groupby", "group_by", "value_counts":
            return "summarize n=count() by \(by(listed))"
        case "order", "orderby", "order_by", "arrange", "sort_values", "sort_by":
            return "sort " + by(keys.map(sortKey).joined(separator: ", "))
        case "limit", "head", "first", "slice_head": return "take \(number(in: keys) ?? "10")"
        case "tail", "last": return "sort -… | take \(number(in: keys) ?? "10")"
        case "top", "nlargest", "slice_max":
            let column = clause("by", of: stage).first ?? keys.first { number(in: [$0]) == nil }
            return "sort -\(column?.printed ?? "…") | take \(number(in: keys) ?? "10")"
        case "extend", "mutate", "assign", "with_columns", "with_column", "transform":
            return renamed(stage, "derive")
        case "project", "keep": return renamed(stage, "select")
        case "agg", "aggregate": return renamed(stage, "summarize")
        case "left", "inner", "outer", "full", "semi", "anti", "left_join", "inner_join", "full_join",
            "outer_join", "semi_join", "anti_join":
            return join(stage)
        case "lookup": return renamed(stage, "join")
        case "right", "right_join": return "join … on … kind=full"
        case "union_all", "concat", "append", "bind_rows", "rbind", "vstack": return renamed(stage, "union")
        case "map_values", "case_match", "recode_values": return renamed(stage, "recode")
        case "sample_n", "sample_frac", "slice_sample", "tablesample": return renamed(stage, "sample")
        case "ffill", "fill_forward": return "fill … method=forward sort …"
        case "bfill", "fill_backward": return "fill … method=backward sort …"
        case "partition", "window_by", "over": return "window by … sort …: x=…"
        case "merge": return "join … on …"
        case "pivot_longer", "melt", "stack", "gather": return "unpivot … to name, value"
        case "unnest", "mv_expand", "flatten", "separate_rows", "unnest_longer", "lateral":
            return renamed(stage, "explode")
        case "pivot_wider", "pivot_table", "crosstab", "spread": return "pivot rows=… columns=… values=…"
        case "unique", "drop_duplicates", "dedup", "deduplicate":
            return keys.isEmpty ? "distinct" : "distinct \(listed)"
        case "dropna", "drop_na", "drop_nulls":
            return "where "
                + (keys.isEmpty
                    ? "present(…)" : keys.map { "present(\($0.printed))" }.joined(separator: " and "))
        case "fillna", "fill_null", "replace_na": return "fill …"
        case "astype", "convert": return "cast …"
        case "summary", "info", "glimpse", "str", "skim": return "describe"
        case "nrow", "len", "size", "tally": return "count"
        case "to_csv", "write_csv", "write", "into": return "save \"file.csv\""
        case "plot", "render", "ggplot": return "chart line x=… y=…"
        default: return nil
        }
    }

    // MARK: - What was typed

    /// The values of the list or of `by`, without brackets around them.
    private static func keys(of stage: RapportLanguage.Stage) -> [Expression] {
        let items = stage.arguments.items.map(\.value).map(bare)
        return items + clause("by", of: stage)
    }

    private static func clause(_ word: String, of stage: RapportLanguage.Stage) -> [Expression] {
        for case .clause(let name, let items, _) in stage.arguments.modifiers where name.text == word {
            return items.map(\.value)
        }
        return []
    }

    private static func bare(_ expression: Expression) -> Expression {
        if case .group(let inner) = expression.form { inner } else { expression }
    }

    private static func number(in keys: [Expression]) -> String? {
        for case .literal(.int(let number)) in keys.map(\.form) { return String(number) }
        return nil
    }

    /// `left_join c on id`: the same words, the kind behind them.
    private static func join(_ stage: RapportLanguage.Stage) -> String {
        let word = stage.name.text.split(separator: "_").first.map { $0.lowercased() } ?? "left"
        let tables = stage.arguments.items.map { bare($0.value).printed }
        let columns = clause("on", of: stage).map(\.printed).joined(separator: ", ")
        let (table, key) = (tables.count == 1 ? tables[0] : "…", columns.isEmpty ? "…" : columns)
        return "join \(table) on \(key) kind=\(word == "outer" ? "full" : word)"
    }

    /// `desc(x)` is `-x` here.
    private static func sortKey(_ expression: Expression) -> String {
        guard case .call(let call) = expression.form, call.name.text == "desc", let key = call.arguments.first
        else { return expression.printed }
        return "-\(key.value.printed)"
    }

    /// A function in a verb's place, ours or another language's: the stage that computes it.
    static func stage(around stage: RapportLanguage.Stage) -> String? {
        var name = stage.name.text
        switch FunctionHabit.of(name) {
        case .named(let ours)?: name = ours
        case .form(let ours)? where ours.hasSuffix("()"): return "summarize \(ours)"
        case .form?, .advice?: return nil
        case nil: break
        }
        guard let function = Function.all.first(where: { $0.name == name && $0.kind != .operator }) else {
            return nil
        }
        let items = stage.arguments.items.map { bare($0.value).printed }
        let call = "\(name)(\(items.isEmpty ? "…" : items.joined(separator: ", ")))"
        switch function.kind {
        case .aggregate: return "summarize \(call)"
        case .window: return "window by … sort …: x=\(call)"
        case .function, .operator: return "derive x=\(call)"
        }
    }

    private static func renamed(_ stage: RapportLanguage.Stage, _ verb: String) -> String {
        var copy = stage
        copy.name = Name(verb, span: stage.name.span)
        copy.arguments.items = stage.arguments.items.map { item in
            var bareItem = item
            bareItem.value = bare(item.value)
            // `mutate(x = 1)`: in brackets the parser read a comparison.
            if verb == "derive" || verb == "summarize",
                case .binary(.assign, let left, let right, _) = bareItem.value.form,
                case .name(let name) = left.form
            {
                (bareItem.name, bareItem.value) = (name, right)
            }
            return bareItem
        }
        return copy.printed
    }
}

/// `no verb named …`, with the translation of a habit, the near miss, or what exists.
func unknownVerb(_ stage: RapportLanguage.Stage, catalog: any Catalog) -> Diagnostic {
    let word = stage.name.text
    let analyses = Analyses(catalog.stages)
    if word.contains(".") {
        let help: Diagnostic.Help =
            word.nearest(in: analyses.words).map { .init("`\($0)`", edit: .init(stage.name.span, $0)) }
            ?? .init("analyses: " + catalog.stages.map { "`\($0.signature.name)`" }.joined(separator: ", "))
        return Diagnostic(
            "analysis.unknown", "no analysis named `\(word)`", at: stage.name.span,
            help: catalog.stages.isEmpty && help.edit == nil ? [] : [help])
    }
    let help: Diagnostic.Help
    if let translated = VerbHabits.translation(of: stage) {
        let isWhole = !translated.contains("…")
        help = .init("`\(translated)`", edit: isWhole ? .init(stage.span, translated) : nil)
    } else if let inStage = VerbHabits.stage(around: stage) {
        let isWhole = !inStage.contains("…")
        help = .init("`\(inStage)`", edit: isWhole ? .init(stage.span, inStage) : nil)
    } else if let near = word.nearest(in: VerbCatalog.names + analyses.words) {
        help = .init("`\(near)`", edit: .init(stage.name.span, near))
    } else if catalog.bound(word) != nil {
        help = .init("`\(word)` is a table; a line begins with it: `\(word) | …`")
    } else {
        help = .init("verbs: " + VerbCatalog.names.map { "`\($0)`" }.joined(separator: ", "))
    }
    return Diagnostic("verb.unknown", "no verb named `\(word)`", at: stage.name.span, help: [help])
}
