import RapportDiagnostics

/// Reads the tokens of a script by recursive descent, one token ahead and never back.
///
/// A fault is reported where it is found and thrown as ``Refused``; the stage it stands in catches it and
/// goes on at the next `|` or at the end of the statement.
struct Parser {
    let tokens: [Token]
    /// See ``Lines/partners``.
    let partners: [Int]
    let bytes: [UInt8]
    let texts: [String]
    var position = 0
    /// How many brackets, `not`s and `check`s are open.
    var depth = 0
    /// A bracket right behind the word of a stage, and one right behind `in`: there a comma is a habit of its own.
    var firstGroup: (open: Int, word: Token)?
    var listInGroup: Int?
    /// The height of the expression that was read last.
    var height = 0
    var findings: [Lexer.Finding]
    private let firstTwin: SourceSpan?
    private var statements: [Statement] = []
    private var broken: [BrokenStatement] = []
    /// Where help was asked: its words are no tokens, so nothing in them is an error.
    private var helpSpans: [SourceSpan] = []

    /// A fault that was reported already.
    struct Refused: Error {}

    /// What keeps the parser, and everyone who walks its trees, from running out of stack.
    enum Limit {
        static let depth = 200
        static let height = 500
    }

    init(_ lexer: Lexer, _ lines: Lines) {
        (tokens, partners) = (lines.tokens, lines.partners)
        (bytes, texts) = (lexer.bytes, lexer.texts)
        (findings, firstTwin) = (lexer.findings, lexer.firstTwin)
    }

    // MARK: - Tokens

    /// The token at hand; the last one is the end, which is never passed.
    var token: Token { tokens[position] }
    var next: Token { tokens[min(position + 1, tokens.count - 1)] }
    var previous: Token? { position > 0 ? tokens[position - 1] : nil }
    var kind: Token.Kind { tokens[position].kind }

    mutating func advance() { position = min(position + 1, tokens.count - 1) }

    /// Takes a token of the kind, if it is the one at hand.
    mutating func take(_ kind: Token.Kind) -> Bool {
        guard self.kind == kind else { return false }
        advance()
        return true
    }

    /// From a place up to the last token that was taken.
    func span(from lower: Int) -> SourceSpan { SourceSpan(lower..<max(lower, previous?.upper ?? lower)) }

    func source(_ span: SourceSpan) -> String { String(decoding: bytes[span.range], as: UTF8.self) }

    var isAtStageEnd: Bool { kind == .bar || isAtStatementEnd }
    var isAtStatementEnd: Bool { kind == .stop || kind == .end }

    mutating func takeName() -> Name {
        defer { advance() }
        return name(of: token)
    }

    /// A name as a column, a table or a word, without its backticks.
    func name(of token: Token) -> Name {
        let text = source(token.span)
        guard token.kind == .quoted else { return Name(text.normalized, span: token.span) }
        let inner = text.dropFirst().dropLast().replacing("``", with: "`")
        return Name(String(inner).normalized, isQuoted: true, span: token.span)
    }

    // MARK: - Faults

    mutating func refuse(
        _ code: Diagnostic.Code, _ message: String, at span: SourceSpan, help: [Diagnostic.Help] = [],
        isAtEnd: Bool = false
    ) -> Refused {
        findings.append(
            Lexer.Finding(diagnostic: Diagnostic(code, message, at: span, help: help), isAtEnd: isAtEnd))
        return Refused()
    }

    mutating func nested<Result>(
        _ body: (inout Parser) throws(Refused) -> Result
    ) throws(Refused) -> Result {
        guard depth < Limit.depth else {
            throw refuse(
                "syntax.depth", "brackets stand more than \(Limit.depth) deep", at: token.span,
                help: ["name a part of it first: `derive part=…`"])
        }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    // MARK: - Scripts

    mutating func parseScript() {
        while true {
            while kind == .stop { advance() }
            if kind == .end { return }
            var draft = BrokenStatement(span: token.span, table: nil, fragments: [])
            let start = token.lower
            let statement = parseStatement(into: &draft)
            while !isAtStatementEnd { advance() }
            if let statement {
                statements.append(statement)
            } else {
                draft.span = span(from: start)
                broken.append(draft)
            }
        }
    }

    /// Passes the words after `help` or `?`.
    mutating func takeHelp() -> String {
        guard !isAtStatementEnd else { return "" }
        let start = token.lower
        var words = ""
        var end = start
        while !isAtStatementEnd {
            // Comments and line ends between words are no part of what is asked; blanks stay as they are.
            let between = source(SourceSpan(end..<token.lower))
            words += between.contains { $0 == "#" || $0.isNewline } ? " " : between
            words += source(token.span)
            end = token.upper
            advance()
        }
        helpSpans.append(span(from: start))
        return words.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    func script() -> Script {
        var found = findings
        if !helpSpans.isEmpty {
            // Both are in order, so one pass tells which faults stand in words of help.
            found.sort { $0.place < $1.place }
            var spans = helpSpans[...]
            found.removeAll { finding in
                while let first = spans.first, first.upper <= finding.place { spans = spans.dropFirst() }
                return spans.first.map { $0.lower <= finding.place } ?? false
            }
        }
        // Sorting by place and then by order keeps the lexer's before the parser's at one place.
        let sorted = found.enumerated().sorted {
            ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
        }
        return Script(
            statements: statements, broken: broken, diagnostics: sorted.map(\.element.diagnostic),
            notes: notes(), isIncomplete: !found.isEmpty && found.allSatisfy(\.isAtEnd))
    }

    private func notes() -> [Note] {
        guard let firstTwin, let scalar = source(firstTwin).unicodeScalars.first,
            let twin = Characters.twin(of: scalar)
        else { return [] }
        let ascii = Unicode.Scalar(twin)
        let text = "full-width signs are read as their ASCII twins: `\(scalar)` as `\(ascii)`"
        return [Note("syntax.full-width", text, at: firstTwin)]
    }
}
