import RapportDiagnostics

extension Parser {
    /// Reads what follows a word: a list, options and clauses, and after `:` a second list.
    mutating func parseArguments(of word: Token) throws(Refused) -> Arguments {
        var arguments = Arguments()
        if isAtStageEnd { return arguments }
        if isAtClause {
            arguments.modifiers.append(try parseClause())
        } else if kind != .colon {
            try refuseBeforeItems(of: word)
            arguments.items = try parseItems(of: word)
        }
        arguments.modifiers += try parseModifiers()
        if take(.colon) {
            arguments.second = try parseItems()
            arguments.secondModifiers = try parseModifiers()
            if kind == .colon { throw refuse("syntax.expected", "a second `:`", at: token.span) }
        }
        guard isAtStageEnd else { throw refuseUnexpected() }
        return arguments
    }

    /// A clause word in front of an operand; anywhere else it is a column.
    private var isAtClause: Bool { token.word.beginsClause && next.beginsOperand }

    private mutating func parseModifiers() throws(Refused) -> [Modifier] {
        var modifiers: [Modifier] = []
        while true {
            if kind == .name, next.kind == .assign, !token.word.isOperator {
                let start = token.lower
                let name = takeName()
                advance()
                let value = try parseExpression()
                modifiers.append(.option(name, value, span(from: start)))
            } else if isAtClause || token.word.goesOn && next.beginsOperand {
                modifiers.append(try parseClause())
            } else {
                return modifiers
            }
        }
    }

    private mutating func parseClause() throws(Refused) -> Modifier {
        let start = token.lower
        let word = takeName()
        let items = try parseItems()
        return .clause(word, items, span(from: start))
    }

    // MARK: - Lists

    /// Reads a list; no comma stands at its end, since nothing closes it.
    private mutating func parseItems(of word: Token? = nil) throws(Refused) -> [Item] {
        var items: [Item] = []
        while true {
            if items.isEmpty, let word, kind == .leftParenthesis {
                items.append(try parseFirstGroup(of: word))
            } else {
                items.append(try parseItem())
            }
            guard kind == .comma else { return items }
            let comma = token
            advance()
            if isAtStageEnd { throw refuseLastComma(comma) }
        }
    }

    /// Reads an item that begins with a bracket right after the word: `where (a or b) and c`, but also the
    /// habit of `select(a, b)`.
    private mutating func parseFirstGroup(of word: Token) throws(Refused) -> Item {
        let start = token.lower
        firstGroup = (position, word)
        defer { firstGroup = nil }
        let value = try parseExpression()
        return Item(value, span: span(from: start))
    }

    /// `name = value` or a value; `=` names only here, at the start.
    mutating func parseItem() throws(Refused) -> Item {
        let start = token.lower
        if kind.isNamed, next.kind == .assign, !token.word.isOperator {
            let name = takeName()
            advance()
            let value = try parseExpression()
            return Item(name: name, value, span: span(from: start))
        }
        let value = try parseExpression()
        return Item(value, span: span(from: start))
    }

    /// Reads what stands behind `open`, which was taken already, up to its closing bracket; a comma may end it.
    mutating func parseBracketed<Element>(
        _ open: Token, _ element: (inout Parser) throws(Refused) -> Element
    ) throws(Refused) -> [Element] {
        let closer = open.kind.closer ?? .rightParenthesis
        let openIndex = position - 1
        return try nested { parser throws(Refused) in
            var elements: [Element] = []
            var highest = 0
            while true {
                if parser.take(closer) { break }
                if parser.isAtStageEnd { throw parser.refuseOpen(openIndex) }
                elements.append(try element(&parser))
                highest = max(highest, parser.height)
                if parser.take(closer) { break }
                guard parser.take(.comma) else { throw parser.refuseUnexpected(inside: openIndex) }
            }
            parser.height = highest
            try parser.grow(at: open.span)
            return elements
        }
    }
}
