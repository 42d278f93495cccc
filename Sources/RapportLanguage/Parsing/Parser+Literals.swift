import RapportDiagnostics

extension Parser {
    mutating func parseLiteral() throws(Refused) -> Literal {
        let token = token
        if token.kind == .integer { return .int(Int64(try parseInteger())) }
        let text = source(token.span)
        advance()
        switch token.kind {
        case .float: return .float(try finite(text, token))
        case .percent:
            // Exact: the decimal is moved in the text, not divided as a number.
            let digits = text.prefix { $0.isASCII && $0 != "%" }
            return .percent(try finite(digits + "e-2", token))
        case .quantity:
            let digits = text.prefix { $0.isNumber || $0 == "." || $0 == "_" }
            guard let unit = Literal.Unit(rawValue: String(text.dropFirst(digits.count))) else { break }
            return .quantity(try finite(digits, token), unit)
        case .date:
            guard let date = DateText(bytes[token.span.range]) else { break }
            return date.literal
        case .string: return .text(texts[token.text])
        default: break
        }
        throw refuseOperand()
    }

    private mutating func finite(_ digits: some StringProtocol, _ token: Token) throws(Refused) -> Double {
        guard let value = Double(String(digits.filter { $0 != "_" })), value.isFinite else {
            throw refuse("syntax.number", "the number is too large", at: token.span)
        }
        return value
    }

    mutating func parseInteger() throws(Refused) -> Int {
        let token = token
        let digits = source(token.span)
        guard let value = Int(digits.replacing("_", with: "")) else {
            throw refuse(
                "syntax.number", "an integer has at most 64 bits", at: token.span,
                help: ["an id is text: `\"\(digits)\"`; a measure is a float: `\(digits).0`"])
        }
        advance()
        return value
    }

    /// The one integer that has no positive twin, where the token at hand is it without its sign.
    func leastInteger() -> Int64? {
        let digits = source(token.span).replacing("_", with: "")
        return digits == "9223372036854775808" ? Int64.min : nil
    }

    // MARK: - Maps and rows

    /// `"满意": 4`.
    mutating func parseMapEntry() throws(Refused) -> MapEntry {
        let start = token
        let key: MapKey
        switch start.kind {
        case .name, .quoted: key = .name(takeName())
        case .string:
            key = .text(texts[start.text])
            advance()
        case .integer: key = .int(Int64(try parseInteger()))
        default: throw refuseKey("a text, a name or an int")
        }
        try expectColon()
        let value = try parseExpression()
        return MapEntry(key, value, span: span(from: start.lower))
    }

    private mutating func expectColon() throws(Refused) {
        if take(.colon) { return }
        if kind == .error { throw Refused() }
        throw refuse(
            isAtStatementEnd ? "syntax.unfinished" : "syntax.expected",
            "expected `:` after a key, found \(shown(token))", at: place(token), isAtEnd: kind == .end)
    }

    /// `[{a: 1, b: "x"}, {a: 2}]`.
    mutating func parseRows() throws(Refused) -> [Row] {
        let open = token
        advance()
        let rows = try parseBracketed(open) { parser throws(Refused) in try parser.parseRow() }
        if rows.isEmpty {
            throw refuse(
                "syntax.expected", "expected a row such as `{a: 1}`, found nothing",
                at: span(from: open.lower))
        }
        return rows
    }

    private mutating func parseRow() throws(Refused) -> Row {
        let open = token
        guard take(.leftBrace) else { throw refuseKey("a row such as `{a: 1}`") }
        let fields = try parseBracketed(open) { parser throws(Refused) in try parser.parseField() }
        if fields.isEmpty {
            throw refuse(
                "syntax.expected", "expected a field such as `a: 1`, found nothing",
                at: span(from: open.lower))
        }
        return Row(names: fields.map(\.0), values: fields.map(\.1), span: span(from: open.lower))
    }

    private mutating func parseField() throws(Refused) -> (Name, Expression) {
        let start = token
        var name: Name
        switch start.kind {
        case .name, .quoted: name = takeName()
        case .string:
            name = Name(texts[start.text].normalized, isQuoted: true, span: start.span)
            advance()
        default: throw refuseKey("a column's name")
        }
        try expectColon()
        return (name, try parseConstant())
    }

    /// A value that needs no table: a literal, a parameter or a list.
    private mutating func parseConstant() throws(Refused) -> Expression {
        let first = token
        let isNegative = kind == .minus
        let isWord = kind == .name
        let value = try parseExpression()
        let operand: Expression.Form =
            if isNegative, case .unary(.minus, let inner) = value.form { inner.form } else { value.form }
        switch operand {
        case .literal, .parameter: return value
        case .list where !isNegative: return value
        default: break
        }
        let words = isWord ? source(first.span) : ""
        let isNull = ["null", "NULL", "None", "NA", "nil", "nan", "NaN"].contains(words)
        throw refuse(
            "syntax.expected", "expected a constant, found an expression", at: value.span,
            help: isNull
                ? [.init("`missing`", edit: .init(value.span, "missing"))]
                : ["text stands in quotes: `\"x\"`"])
    }
}
