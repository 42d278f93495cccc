import RapportDiagnostics

extension Parser {
    /// A token as a message shows it: its text in backticks, cut where it is long.
    func shown(_ token: Token) -> String {
        switch token.kind {
        case .end: return "the end"
        case .stop where token.lower == token.upper: return "the end of the line"
        default: break
        }
        let text = source(token.span)
        let line = text.prefix { !$0.isNewline }
        let short = line.count > 40 || line.count < text.count ? line.prefix(40) + "…" : line
        return short.contains("`") ? "`` \(short) ``" : "`\(short)`"
    }

    /// Where to point for a token: the end of a line is right behind its last word.
    func place(_ token: Token) -> SourceSpan {
        guard token.kind == .end || token.kind == .stop, let previous, token.lower == token.upper else {
            return token.span
        }
        return SourceSpan(previous.upper..<previous.upper)
    }

    // MARK: - Where something is missing

    /// No operand where one is needed.
    mutating func refuseOperand() -> Refused {
        switch kind {
        case .error: return Refused()
        case .star:
            return refuse(
                "syntax.habit", "`*` is no value", at: token.span,
                help: ["`count()` counts rows; a stage without `select` keeps all columns"])
        case .plus:
            return refuse(
                "syntax.sign", "a `+` before a value", at: token.span,
                help: [.init("delete it", edit: .init(token.span, ""))])
        case .output: return refuseOutput()
        case .rightParenthesis, .rightBracket, .rightBrace:
            return partners[position] < 0 ? refuseCloser() : refuseExpected("a value")
        default: return refuseExpected("a value")
        }
    }

    mutating func refuseStage() -> Refused {
        let what = "a verb or an analysis after `|`"
        guard kind == .quoted else { return refuseExpected(what) }
        let word = name(of: token).text
        return refuse(
            "syntax.expected", "expected \(what), found \(shown(token))", at: token.span,
            help: word.isColumnText ? [.init("`\(word)`", edit: .init(token.span, word))] : [])
    }

    mutating func refuseKey(_ what: String) -> Refused { refuseExpected(what) }

    mutating func refuseExpected(_ what: String) -> Refused {
        if kind == .error { return Refused() }
        var help: [Diagnostic.Help] = []
        if token.word.isOperator {
            let name = source(token.span)
            // With an operand behind it the word was meant as the operator.
            let isColumn = what == "a value" && !next.beginsOperand && !next.word.isOperator
            let edit = isColumn ? Diagnostic.Edit(token.span, "`\(name)`") : nil
            help = [.init("a column of that name goes in backticks: `` `\(name)` ``", edit: edit)]
        }
        let isEnd = isAtStatementEnd && token.lower == token.upper
        return refuse(
            isEnd ? "syntax.unfinished" : "syntax.expected", "expected \(what), found \(shown(token))",
            at: place(token), help: help, isAtEnd: kind == .end)
    }

    mutating func refuseEmptyMap(_ span: SourceSpan) -> Refused {
        refuse("syntax.expected", "expected a pair such as `\"a\": 1`, found nothing", at: span)
    }

    mutating func refuseLastComma(_ comma: Token) -> Refused {
        refuse(
            kind == .end ? "syntax.unfinished" : "syntax.comma", "nothing after `,`", at: comma.span,
            help: [.init("delete the comma, or go on", edit: .init(comma.span, ""))], isAtEnd: kind == .end)
    }

    // MARK: - Sources

    mutating func refuseSource() -> Refused {
        let advice = "`load \"file.csv\"` reads a file; `let x=5` sets `$x`"
        switch kind {
        case .error: return Refused()
        case .bar:
            let edit = Diagnostic.Edit(SourceSpan(token.lower..<token.lower), "it ")
            return refuse(
                "syntax.source", "a line begins with a table", at: token.span,
                help: [.init("`it | …` goes on from the last result", edit: edit)])
        case .integer, .float, .percent, .quantity, .date, .parameter:
            return refuse(
                "syntax.source", "a line begins with a table, found a value", at: token.span,
                help: [.init(advice)])
        case .string:
            return refuse(
                "syntax.source", "a line begins with a table, found text", at: token.span,
                help: [.init(advice)])
        case .leftParenthesis:
            return refuse(
                "syntax.source", "a pipeline does not stand in brackets", at: token.span,
                help: ["name the inner table first: `big = orders | where …`"])
        case .rightParenthesis, .rightBracket, .rightBrace: return refuseCloser()
        case .name, .stop, .end: return refuseExpected("a table, `load`, `run`, `sql` or a command")
        default:
            return refuse(
                "syntax.source", "a line does not begin with \(shown(token))", at: token.span,
                help: ["a statement goes on after `|`, `,`, an operator or inside brackets"])
        }
    }

    /// `count(orders)`, `orders.head()`.
    mutating func refuseCallAsSource() -> Refused {
        let word = source(token.span)
        let open = position + 1
        if kind == .path, let point = word.lastIndex(of: ".") {
            return refuse(
                "syntax.habit", "stages are joined by `|`, not by `.`", at: token.span,
                help: [.init("`\(word[..<point]) | \(word[word.index(after: point)...]) …`")])
        }
        if partners[open] == open + 1 {
            let brackets = SourceSpan(tokens[open].lower..<tokens[open + 1].upper)
            return refuse(
                "syntax.source", "a line begins with a table, not with a function", at: token.span,
                help: [.init("`\(word)`", edit: .init(brackets, ""))])
        }
        let inner = tokens[open + 1]
        let table = partners[open] == open + 2 && inner.kind == .name ? source(inner.span) : "orders"
        return refuse(
            "syntax.source", "a line begins with a table, not with a function", at: token.span,
            help: [.init("`\(table) | summarize x=\(word)(…)`")])
    }

    // MARK: - Brackets

    mutating func refuseCloser() -> Refused {
        refuse(
            "syntax.bracket", "`\(source(token.span))` closes nothing", at: token.span,
            help: [])
    }

    /// An opening bracket at whose close a stage or a statement ends instead.
    mutating func refuseOpen(_ open: Int) -> Refused {
        let bracket = tokens[open]
        if kind == .bar, partners[open] > position {
            // The whole bracket is passed, or its bars would part stages and its end would close nothing.
            position = partners[open]
            return refuse(
                "syntax.nested", "a pipeline does not stand in brackets",
                at: SourceSpan(bracket.lower..<token.upper), help: ["name it on a line before: `inner = …`"])
        }
        let closer = bracket.kind == .leftBracket ? "]" : bracket.kind == .leftBrace ? "}" : ")"
        return refuse(
            "syntax.bracket", "`\(source(bracket.span))` is not closed", at: bracket.span,
            help: ["`\(closer)` before \(kind == .bar ? "`|`" : "the end of the line")"],
            isAtEnd: kind == .end)
    }

    /// `select(a, b)`, `a in (1, 2)`: a comma in brackets that hold one value.
    mutating func refuseListInGroup(_ open: Int, of word: Token?, isAfterIn: Bool) -> Refused {
        let bracket = tokens[open]
        let span = SourceSpan(bracket.lower..<token.upper)
        let close = partners[open] >= 0 ? tokens[partners[open]] : nil
        let whole = close.map { SourceSpan(bracket.lower..<$0.upper) }
        let inner = close.map { source(SourceSpan(bracket.upper..<$0.lower)) }
        if let word {
            let list = inner.map { $0.contains("\n") ? "…" : $0 } ?? "…"
            let edit = whole.flatMap { whole in
                inner.map { Diagnostic.Edit(whole, (word.upper == whole.lower ? " " : "") + $0) }
            }
            return refuse(
                "syntax.list", "no brackets around the list of a stage", at: span,
                help: [.init("`\(source(word.span)) \(list)`", edit: edit)])
        }
        let edit = whole.flatMap { whole in inner.map { Diagnostic.Edit(whole, "[\($0)]") } }
        return refuse(
            "syntax.list", "a list stands in `[ ]`", at: span, help: [.init("`[a, b]`", edit: edit)])
    }

    mutating func refuseEmptyGroup(_ open: Int, of word: Token) -> Refused {
        let span = SourceSpan(tokens[open].lower..<token.upper)
        return refuse(
            "syntax.list", "no brackets around the list of a stage", at: span,
            help: [.init("`\(source(word.span))`", edit: .init(span, ""))])
    }

    // MARK: - Points and frames

    /// `amount.sum()` inside an expression.
    mutating func refuseMethod() -> Refused {
        let path = source(token.span)
        let point = path.lastIndex(of: ".") ?? path.startIndex
        let opening = "\(path[point...].dropFirst())(\(path[..<point])"
        let isEmpty = partners[position + 1] == position + 2
        let call = opening + (isEmpty ? ")" : ", …)")
        let edit = Diagnostic.Edit(
            SourceSpan(token.lower..<next.upper), isEmpty ? opening : opening + ", ")
        return refuse(
            "syntax.habit", "a function stands before its column", at: token.span,
            help: [.init("`\(call)`", edit: edit)])
    }

    mutating func refuseOutput() -> Refused {
        refuse(
            "syntax.sign", "`.` is not used here", at: token.span,
            help: ["stages after `|`; functions before their column: `lower(name)`"])
    }

    mutating func refuseFrame(_ over: Token) -> Refused {
        if kind == .error { return Refused() }
        if kind == .leftParenthesis {
            return refuse(
                "syntax.habit", "`over (…)` is not used here", at: token.span,
                help: ["`| window by … sort …: x=f(y) over last 3`"])
        }
        return refuse(
            "syntax.clause", "`over` needs something after it", at: over.span,
            help: ["`over last 3`, `over last 30d` or `over all`"])
    }
}
