import RapportDiagnostics

extension Parser {
    /// Something that stands behind a complete value and does not belong there; `open` is the index of the
    /// bracket that it stands in, if it does.
    mutating func refuseUnexpected(inside open: Int? = nil) -> Refused {
        if let open, isAtStageEnd { return refuseOpen(open) }
        switch kind {
        case .error: return Refused()
        case .rightParenthesis, .rightBracket, .rightBrace: return refuseCloser()
        case .output: return refuseOutput()
        case .question: return refuseQuestion()
        case .name: return refuseWord(inside: open)
        case .path, .quoted, .parameter, .integer, .float, .percent, .quantity, .date, .string:
            return refuseValue(inside: open)
        default:
            let expected = open.map { "`,` or `\(closingSign(of: $0))`" } ?? "`,` an option, a clause or `|`"
            return refuse(
                "syntax.expected", "expected \(expected), found \(shown(token))", at: token.span)
        }
    }

    private func closingSign(of open: Int) -> String {
        switch tokens[open].kind {
        case .leftBracket: "]"
        case .leftBrace: "}"
        default: ")"
        }
    }

    private mutating func refuseQuestion() -> Refused {
        // `rfm?`, at the end of a stage that is one word.
        if let word = previous, word.kind == .name || word.kind == .path,
            next.kind == .stop || next.kind == .end,
            position < 2 || [.bar, .stop].contains(tokens[position - 2].kind)
        {
            let name = source(word.span)
            let edit = Diagnostic.Edit(SourceSpan(word.lower..<token.upper), "? \(name)")
            let isWhole = position < 2 || tokens[position - 2].kind == .stop
            return refuse(
                "syntax.habit", "`?` stands first", at: token.span,
                help: [.init("`? \(name)`", edit: isWhole ? edit : nil)])
        }
        return refuse(
            "syntax.habit", "`?` is not used here", at: token.span,
            help: ["`if(condition, a, b)`; help is `? name`"])
    }

    /// What a stage cannot begin its list with.
    mutating func refuseBeforeItems(of word: Token) throws(Refused) {
        if kind == .question { throw refuseQuestion() }
    }

    // MARK: - Words

    private mutating func refuseWord(inside open: Int?) -> Refused {
        let word = source(token.span)
        if let previous, previous.kind == .integer || previous.kind == .float,
            Literal.Unit(rawValue: word) != nil
        {
            let joined = source(previous.span) + word
            return refuse(
                "syntax.unit", "a unit touches its number", at: token.span,
                help: [
                    .init("`\(joined)`", edit: .init(SourceSpan(previous.lower..<token.upper), joined))
                ])
        }
        if previous?.kind == .percent { return refusePercent() }
        if let refused = refuseDistinct(inside: open) {
            return refused
        }
        if let habit = habit(of: word) {
            return refuse(
                "syntax.habit", "`\(word)` is not used here", at: token.span, help: [habit])
        }
        if let previous, previous.word.beginsClause, position >= 2, tokens[position - 2].kind == .comma {
            let comma = tokens[position - 2]
            return refuse(
                "syntax.comma", "nothing between `,` and `\(source(previous.span))`", at: comma.span,
                help: [.init("delete the comma", edit: .init(comma.span, ""))])
        }
        if token.word.beginsClause, open == nil {
            return refuse(
                "syntax.clause", "`\(word)` needs something after it", at: token.span,
                help: ["name it, or delete `\(word)`; a column of that name goes in backticks"])
        }
        if token.word == .over {
            let over = token
            advance()
            return refuseFrame(over)
        }
        return refuseNeighbour(word, inside: open)
    }

    /// Two values side by side, of which the second is a word.
    private mutating func refuseNeighbour(_ word: String, inside open: Int?) -> Refused {
        let end = open.map { "`\(closingSign(of: $0))`" } ?? "`|`"
        let message = "expected `,` or \(end) before `\(word)`"
        guard let previous, previous.kind == .name || previous.kind == .path else {
            let option = open == nil ? "; an option is `\(word)=…`" : ""
            return refuse(
                "syntax.comma", message, at: token.span,
                help: [.init("`,` between values of a list\(option)")])
        }
        let first = source(previous.span)
        let option = open == nil ? "`\(word)=…` for an option; " : ""
        return refuse(
            "syntax.comma", message, at: token.span,
            help: [
                .init(
                    "`\(first), \(word)` for two columns; \(option)one name with a blank goes in backticks: "
                        + "`` `\(first) \(word)` ``")
            ])
    }

    private mutating func refuseValue(inside open: Int?) -> Refused {
        if previous?.kind == .percent, token.kind != .string { return refusePercent() }
        let end = open.map { "`\(closingSign(of: $0))`" } ?? "`|`"
        return refuse(
            "syntax.comma", "expected `,` or \(end) before \(shown(token))", at: token.span,
            help: ["`,` between values of a list"])
    }

    private mutating func refusePercent() -> Refused {
        guard let percent = previous else { return Refused() }
        let sign = SourceSpan(percent.lower..<percent.upper)
        let digits = source(sign).prefix { $0 != "%" && $0 != "％" }
        return refuse(
            "syntax.percent", "`\(source(sign))` is a percentage", at: sign,
            help: [
                .init("a blank before `%` for the remainder", edit: .init(sign, "\(digits) %"))
            ])
    }

    // MARK: - Habits

    /// `count(distinct x)`.
    private mutating func refuseDistinct(inside open: Int?) -> Refused? {
        guard let open, let distinct = previous, position == open + 2, open >= 1,
            source(distinct.span).lowercased() == "distinct", source(tokens[open - 1].span) == "count"
        else { return nil }
        var help = Diagnostic.Help("`count_distinct(x)`")
        if partners[open] > open {
            let call = SourceSpan(tokens[open - 1].lower..<token.lower)
            help.edit = Diagnostic.Edit(call, "count_distinct(")
        }
        return refuse(
            "syntax.habit", "`count(distinct …)` is not used here", at: distinct.span, help: [help])
    }

    /// What another language's word is in ours.
    private func habit(of word: String) -> Diagnostic.Help? {
        let isPreviousName = previous.map { $0.kind.isNamed } ?? false
        let column = isPreviousName ? previous.map { source($0.span) } ?? "a" : "a"
        func replaced(by ours: String) -> Diagnostic.Help {
            .init("`\(ours)`", edit: .init(token.span, ours))
        }
        switch word.lowercased() {
        case "and", "or", "in": return replaced(by: word.lowercased())
        case "not": return token.word == .not ? nil : replaced(by: "not")
        case "is": return .init("`missing(\(column))` or `present(\(column))`")
        case "like", "ilike":
            return .init("`contains(\(column), \"…\")`, or `matches(\(column), '…')` for a pattern")
        case "between": return .init("`\(column) >= low and \(column) <= high`")
        case "desc": return descending(column, isPreviousName)
        case "asc":
            return .init(
                "delete it: `sort` goes upwards",
                edit: .init(SourceSpan((previous?.upper ?? token.lower)..<token.upper), ""))
        case "limit": return .init("a stage of its own: `| take n`")
        case "where", "having": return .init("a stage of its own: `| where …`")
        case "group": return .init("a stage of its own: `| summarize … by …`")
        case "order": return .init("a stage of its own: `| sort …`")
        case "using": return replaced(by: "on")
        case "when", "then": return .init("`case(condition, value, …, otherwise)`")
        default: return nil
        }
    }

    private func descending(_ column: String, _ isColumn: Bool) -> Diagnostic.Help {
        guard isColumn, let previous else { return .init("`-x` sorts downwards") }
        let span = SourceSpan(previous.lower..<token.upper)
        return .init("`-\(column)` sorts downwards", edit: .init(span, "-\(column)"))
    }
}
