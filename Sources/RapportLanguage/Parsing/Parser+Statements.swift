import RapportDiagnostics

extension Parser {
    /// Reads a statement; nil where it has an error, and then `draft` holds what was understood.
    mutating func parseStatement(into draft: inout BrokenStatement) -> Statement? {
        // `check check …` is read in a loop, but it nests in the tree.
        var checks: [Int] = []
        while token.word == .check, isOperandNext {
            guard checks.count < Limit.depth else {
                _ = refuse("syntax.depth", "`check` stands more than \(Limit.depth) times", at: token.span)
                return nil
            }
            checks.append(token.lower)
            advance()
        }
        let start = token.lower
        var statement: Statement
        if token.word == .help && isOperandNext || kind == .question {
            advance()
            let words = takeHelp()
            statement = Statement(.help(words), span(from: start))
        } else {
            guard let form = parseBinding(into: &draft) else { return nil }
            statement = Statement(form, span(from: start))
        }
        for lower in checks.reversed() { statement = Statement(.check(statement), span(from: lower)) }
        return statement
    }

    /// Whether `check` and `help` act: in front of `=` and `|`, and alone, they are words like others.
    private var isOperandNext: Bool {
        switch next.kind {
        case .assign, .bar, .stop, .end: false
        default: true
        }
    }

    private mutating func parseBinding(into draft: inout BrokenStatement) -> Statement.Form? {
        if kind.isNamed, next.kind == .assign, !token.word.isReserved {
            let name = token
            draft.table = takeName()
            if name.kind == .path { _ = refuseDottedTable(name) }
            advance()
            guard name.kind != .path else {
                _ = parsePipeline(into: &draft)
                return nil
            }
        }
        return parsePipeline(into: &draft).map { .pipeline(table: draft.table, $0) }
    }

    private mutating func refuseDottedTable(_ token: Token) -> Refused {
        let name = source(token.span).replacing(".", with: "_")
        return refuse(
            "syntax.source", "a table's name holds no `.`", at: token.span,
            help: [.init("`\(name) = …`", edit: .init(token.span, name))])
    }

    private mutating func parsePipeline(into draft: inout BrokenStatement) -> Pipeline? {
        let (first, start) = (position, token.lower)
        var isWhole = true
        var pipeline: Pipeline?
        do throws(Refused) {
            let (source, alias) = try parseSource()
            pipeline = Pipeline(source, alias: alias, span: span(from: start))
            draft.fragments.append(.source(source, alias: alias))
        } catch {
            isWhole = false
            recover(from: first, into: &draft)
        }
        while take(.bar) {
            let stageFirst = position
            do throws(Refused) {
                let stage = try parseStage()
                pipeline?.stages.append(stage)
                draft.fragments.append(.stage(stage))
            } catch {
                isWhole = false
                recover(from: stageFirst, into: &draft)
            }
        }
        pipeline?.span = span(from: start)
        return isWhole ? pipeline : nil
    }

    /// Passes the rest of the stage that begins at a token; what stands in brackets that close is passed whole.
    private mutating func recover(from first: Int, into draft: inout BrokenStatement) {
        while !isAtStageEnd {
            let closer = partners[position]
            if closer > position { position = closer }
            advance()
        }
        let start = tokens[first]
        let name = start.kind.isNamed ? name(of: start) : nil
        draft.fragments.append(.unread(name, span(from: start.lower)))
    }

    // MARK: - Sources

    private mutating func parseSource() throws(Refused) -> (Pipeline.Source, alias: Name?) {
        let start = token.lower
        if kind == .leftBracket {
            let rows = try parseRows()
            return (.rows(rows, span(from: start)), try parseAlias())
        }
        if let run = try parseRunReference() { return (.run(run), try parseAlias()) }
        guard kind.isNamed, !token.word.isReserved else { throw refuseSource() }
        if kind != .quoted, next.kind == .leftParenthesis { throw refuseCallAsSource() }
        let word = token
        let name = takeName()
        if kind == .less, next.kind == .minus, next.lower == token.upper {
            throw refuse(
                "syntax.habit", "`<-` is not used here", at: SourceSpan(token.lower..<next.upper),
                help: [
                    .init(
                        "`\(source(word.span)) = …`", edit: .init(SourceSpan(token.lower..<next.upper), "="))
                ])
        }
        var arguments = try parseArguments(of: word)
        let alias = arguments.takeAlias()
        return (.word(Stage(name, arguments, span: span(from: start))), alias)
    }

    /// `as big`, after literal rows or a run.
    private mutating func parseAlias() throws(Refused) -> Name? {
        if isAtStageEnd { return nil }
        guard token.word == .alias, next.kind == .quoted || next.kind == .name && !next.word.isReserved else {
            if kind == .error { throw Refused() }
            throw refuse(
                "syntax.expected", "expected `as` and a name, or `|`, found \(shown(token))", at: token.span)
        }
        advance()
        let name = takeName()
        guard isAtStageEnd else {
            if kind == .error { throw Refused() }
            throw refuse("syntax.expected", "expected `|`, found \(shown(token))", at: token.span)
        }
        return name
    }

    /// `run 12`, `run 12.centers`; nil where something else stands.
    mutating func parseRunReference() throws(Refused) -> RunReference? {
        guard token.word == .run, next.kind == .integer else { return nil }
        let start = token.lower
        advance()
        let number = try parseInteger()
        var output: String?
        if kind == .output, token.lower == previous?.upper {
            output = String(source(token.span).dropFirst()).normalized
            advance()
        }
        return RunReference(number, output: output, span: span(from: start))
    }

    // MARK: - Stages

    private mutating func parseStage() throws(Refused) -> Stage {
        guard kind == .name || kind == .path, !token.word.isReserved else { throw refuseStage() }
        let word = token
        if next.kind == .assign {
            throw refuse(
                "syntax.verb", "a stage begins with a verb", at: SourceSpan(word.lower..<next.upper),
                help: [
                    .init(
                        "`derive \(source(word.span)) = …`",
                        edit: .init(SourceSpan(word.lower..<word.lower), "derive "))
                ])
        }
        let name = takeName()
        let arguments = try parseArguments(of: word)
        return Stage(name, arguments, span: span(from: word.lower))
    }
}

extension Arguments {
    /// Takes out the clause `as name`, if there is just one and it holds a table's name and nothing else.
    mutating func takeAlias() -> Name? {
        var found: (index: Int, name: Name)?
        for (index, modifier) in modifiers.enumerated() {
            guard case .clause(let word, let items, _) = modifier, word.text == "as" else { continue }
            guard found == nil, items.count == 1, let item = items.first, item.name == nil,
                case .name(let name) = item.value.form, name.isQuoted || !name.text.contains(".")
            else { return nil }
            found = (index, name)
        }
        guard let found else { return nil }
        modifiers.remove(at: found.index)
        return found.name
    }
}
