import RapportDiagnostics

extension Parser {
    mutating func parseExpression() throws(Refused) -> Expression { try parseBinary(.either) }

    /// How tightly operators bind, loosest first.
    enum Level: Int {
        case either, both, negation, comparison, sum, product, unary

        var tighter: Level { Level(rawValue: rawValue + 1) ?? .unary }
    }

    private mutating func parseBinary(_ level: Level) throws(Refused) -> Expression {
        switch level {
        case .negation: return try parseNegation()
        case .comparison: return try parseComparison()
        case .unary: return try parseUnary()
        default: break
        }
        var left = try parseBinary(level.tighter)
        var leftHeight = height
        while let sign = binaryOperator(at: level) {
            let place = token.span
            advance()
            let right = try parseBinary(level.tighter)
            left = Expression(
                .binary(sign, left, right, operatorSpan: place), left.span.union(right.span))
            height = max(leftHeight, height)
            try grow(at: place)
            leftHeight = height
        }
        height = leftHeight
        return left
    }

    private func binaryOperator(at level: Level) -> BinaryOperator? {
        switch (level, kind, token.word) {
        case (.either, .name, .or): .or
        case (.both, .name, .and): .and
        case (.sum, .plus, _): .add
        case (.sum, .minus, _): .subtract
        case (.product, .star, _): .multiply
        case (.product, .slash, _): .divide
        case (.product, .remainder, _): .remainder
        default: nil
        }
    }

    private mutating func parseNegation() throws(Refused) -> Expression {
        guard token.word == .not else { return try parseBinary(.comparison) }
        let start = token
        advance()
        let operand = try nested { parser throws(Refused) in try parser.parseNegation() }
        try grow(at: start.span)
        return Expression(.unary(.not, operand), start.span.union(operand.span))
    }

    private mutating func parseComparison() throws(Refused) -> Expression {
        let left = try parseBinary(.sum)
        guard let (sign, place) = takeComparison() else { return left }
        let leftHeight = height
        if kind == .leftParenthesis, sign == .isIn || sign == .isNotIn { listInGroup = position }
        let right = try parseBinary(.sum)
        listInGroup = nil
        height = max(leftHeight, height)
        try grow(at: place)
        if comparison != nil {
            throw refuse(
                "syntax.chain", "comparisons do not chain", at: token.span, help: ["`a < b and b < c`"])
        }
        return Expression(.binary(sign, left, right, operatorSpan: place), left.span.union(right.span))
    }

    private var comparison: BinaryOperator? {
        switch (kind, token.word) {
        case (.equal, _): .equal
        case (.notEqual, _): .notEqual
        case (.less, _): .less
        case (.lessOrEqual, _): .lessOrEqual
        case (.greater, _): .greater
        case (.greaterOrEqual, _): .greaterOrEqual
        case (.assign, _): .assign
        case (.name, .isIn): .isIn
        case (.name, .not): next.word == .isIn ? .isNotIn : nil
        default: nil
        }
    }

    private mutating func takeComparison() -> (BinaryOperator, SourceSpan)? {
        guard let sign = comparison else { return nil }
        let start = token.lower
        advance()
        if sign == .isNotIn { advance() }
        return (sign, span(from: start))
    }

    /// Counts one more storey of the tree that was read last.
    mutating func grow(at span: SourceSpan) throws(Refused) {
        height += 1
        guard height <= Limit.height else {
            throw refuse(
                "syntax.depth", "an expression has more than \(Limit.height) parts in a row", at: span,
                help: ["name a part of it first: `derive part=…`; many values: `x in [a, b]`"])
        }
    }

    // MARK: - Operands

    private mutating func parseUnary() throws(Refused) -> Expression {
        guard kind == .minus else { return try parsePrimary() }
        let sign = token
        advance()
        if kind == .integer, let least = leastInteger() {
            advance()
            height = 1
            return Expression(.literal(.int(least)), span(from: sign.lower))
        }
        let operand = try parsePrimary()
        try grow(at: sign.span)
        return Expression(.unary(.minus, operand), sign.span.union(operand.span))
    }

    private mutating func parsePrimary() throws(Refused) -> Expression {
        let start = token
        height = 1
        switch start.kind {
        case .integer, .float, .percent, .quantity, .date, .string:
            let literal = try parseLiteral()
            return Expression(.literal(literal), start.span)
        case .parameter:
            advance()
            return Expression(.parameter(String(source(start.span).dropFirst()).normalized), start.span)
        case .leftBracket:
            advance()
            let elements = try parseBracketed(start) { parser throws(Refused) in try parser.parseExpression()
            }
            return Expression(.list(elements), span(from: start.lower))
        case .leftBrace:
            advance()
            let entries = try parseBracketed(start) { parser throws(Refused) in try parser.parseMapEntry() }
            guard !entries.isEmpty else { throw refuseEmptyMap(span(from: start.lower)) }
            return Expression(.map(entries), span(from: start.lower))
        case .leftParenthesis: return try parseGroup()
        case .name: return try parseWord()
        case .path where next.kind == .leftParenthesis: throw refuseMethod()
        case .path, .quoted:
            let name = takeName()
            return Expression(.name(name), start.span)
        default: throw refuseOperand()
        }
    }

    private mutating func parseWord() throws(Refused) -> Expression {
        let start = token
        if start.word.isOperator { throw refuseOperand() }
        if next.kind == .leftParenthesis { return try parseCall() }
        let literal: Literal? =
            switch start.word {
            case .isTrue: .bool(true)
            case .isFalse: .bool(false)
            case .missing: .missing
            default: nil
            }
        if let literal {
            advance()
            return Expression(.literal(literal), start.span)
        }
        if let run = try parseRunReference() { return Expression(.run(run), run.span) }
        let name = takeName()
        return Expression(.name(name), start.span)
    }

    private mutating func parseGroup() throws(Refused) -> Expression {
        let open = position
        let start = token
        advance()
        if kind == .rightParenthesis, let (first, word) = firstGroup, first == open {
            throw refuseEmptyGroup(open, of: word)
        }
        let inList = listInGroup == open
        let inStage = firstGroup.flatMap { $0.open == open ? $0.word : nil }
        (listInGroup, firstGroup) = (nil, nil)
        if isAtStageEnd { throw refuseOpen(open) }
        let value = try nested { parser throws(Refused) in try parser.parseExpression() }
        if kind == .comma { throw refuseListInGroup(open, of: inStage, isAfterIn: inList) }
        guard take(.rightParenthesis) else { throw refuseUnexpected(inside: open) }
        try grow(at: start.span)
        return Expression(.group(value), span(from: start.lower))
    }

    private mutating func parseCall() throws(Refused) -> Expression {
        let start = token
        let name = takeName()
        let open = token
        advance()
        let arguments = try parseBracketed(open) { parser throws(Refused) in try parser.parseItem() }
        let frame = try parseFrame()
        return Expression(.call(Call(name, arguments, frame: frame)), span(from: start.lower))
    }

    /// `over last 3`, which belongs to the call before it.
    private mutating func parseFrame() throws(Refused) -> Call.Frame? {
        guard token.word == .over, next.kind != .assign else { return nil }
        let start = token
        guard next.kind == .name, !next.word.isOperator else {
            advance()
            throw refuseFrame(start)
        }
        advance()
        let word = takeName()
        let innerHeight = height
        defer { height = innerHeight }
        switch kind {
        case .integer, .quantity, .parameter:
            let extent = try parsePrimary()
            return Call.Frame(word, extent, span: span(from: start.lower))
        default: return Call.Frame(word, nil, span: span(from: start.lower))
        }
    }
}
