/// Decides which line ends end a statement, and which brackets belong together.
///
/// A line end is a blank between brackets that close before the next `|`, `;` or empty line; after a sign or
/// word that awaits more; and where the next line begins with one that goes on. An empty line always ends
/// the statement, so an open bracket or a last `|` never swallows the rest of a script.
struct Lines {
    /// The tokens of the lexer with a ``Token/Kind/stop`` wherever a statement ends.
    private(set) var tokens: [Token] = []
    /// For each bracket, opening or closing, the index of its partner within its statement, whatever stands
    /// between, `|` included; -1 for all other tokens.
    private(set) var partners: [Int] = []

    /// - Complexity: linear in the number of tokens.
    init(_ raw: [Token]) {
        let joined = Self.joinedBrackets(raw)
        tokens.reserveCapacity(raw.count + raw.count / 8)
        var depth = 0
        for (index, token) in raw.enumerated() {
            if token.gap != .none, token.kind != .end, let last = tokens.last, last.kind != .stop {
                let goesOn = depth > 0 || last.awaitsMore || Self.continues(token, before: raw[index + 1])
                if token.gap == .emptyLine || !goesOn {
                    tokens.append(Token(kind: .stop, lower: last.upper, upper: last.upper, gap: token.gap))
                }
            } else if token.kind == .end, token.gap == .emptyLine, let last = tokens.last, last.kind != .stop
            {
                tokens.append(Token(kind: .stop, lower: last.upper, upper: last.upper, gap: .emptyLine))
            }
            if token.kind == .semicolon {
                tokens.append(Token(kind: .stop, lower: token.lower, upper: token.upper))
                continue
            }
            if joined[index] { depth += token.kind.closer != nil ? 1 : -1 }
            tokens.append(token)
        }
        partners = Self.pairs(tokens) { $0 == .stop }
    }

    /// Which brackets close before the next `|`, `;` or empty line.
    private static func joinedBrackets(_ raw: [Token]) -> [Bool] {
        let partners = pairs(raw, resetsAtEmptyLines: true) { $0 == .bar || $0 == .semicolon }
        return partners.map { $0 >= 0 }
    }

    /// Matches brackets with a stack that empties at every token of a kind that `ends`; a closer takes the
    /// nearest opener of its kind, and what was opened in between stays open.
    private static func pairs(
        _ tokens: [Token], resetsAtEmptyLines: Bool = false, ends: (Token.Kind) -> Bool
    ) -> [Int] {
        var partners = [Int](repeating: -1, count: tokens.count)
        var open: [Int] = []
        var waiting = [Token.Kind: Int]()
        for (index, token) in tokens.enumerated() {
            if ends(token.kind) || resetsAtEmptyLines && token.gap == .emptyLine {
                open.removeAll(keepingCapacity: true)
                waiting.removeAll(keepingCapacity: true)
            }
            if let closer = token.kind.closer {
                open.append(index)
                waiting[closer, default: 0] += 1
            } else if token.kind.isCloser, waiting[token.kind, default: 0] > 0 {
                while let top = open.popLast() {
                    guard let closer = tokens[top].kind.closer else { continue }
                    waiting[closer, default: 0] -= 1
                    if closer == token.kind {
                        partners[top] = index
                        partners[index] = top
                        break
                    }
                }
            }
        }
        return partners
    }

    /// Whether a line that begins with the token goes on with the statement before it.
    private static func continues(_ token: Token, before next: Token) -> Bool {
        if token.kind == .bar { return true }
        switch token.word {
        case .and, .or: return true
        case .by, .on, .sort, .to, .over: return next.gap != .emptyLine && next.beginsOperand
        default: return false
        }
    }
}

extension Token {
    /// Whether the statement goes on behind this token, over the end of its line.
    var awaitsMore: Bool { kind.awaitsMore || word.isOperator }

    /// Whether a clause word in front of this token begins a clause.
    ///
    /// What was refused counts, or a second message would follow the first.
    var beginsOperand: Bool {
        switch kind {
        case .name: !word.isOperator
        case .path, .quoted, .parameter, .minus, .leftParenthesis, .leftBracket, .integer, .float, .percent,
            .quantity, .date, .string, .error:
            true
        default: false
        }
    }
}
