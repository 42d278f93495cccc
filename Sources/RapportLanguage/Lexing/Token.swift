import RapportDiagnostics

/// One word, literal or sign, with its place in the UTF-8 of the source.
struct Token {
    var kind: Kind
    /// Which word the grammar knows, for a bare name only: a name in backticks is never a keyword.
    var word = Word.none
    var lower: Int
    var upper: Int
    /// What stands between this token and the one before it.
    var gap = Gap.none
    /// Where the decoded text of a string is kept; meaningless for other kinds.
    var text = 0

    var span: SourceSpan { SourceSpan(lower..<upper) }

    enum Kind: UInt8 {
        case name, path, quoted, output, parameter
        case integer, float, percent, quantity, date, string
        case bar, assign, equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case plus, minus, star, slash, remainder
        case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
        case comma, colon, question, semicolon
        /// The end of a statement, made of a line end or of `;`.
        case stop
        case end
        /// Something that was already reported.
        case error
    }

    enum Gap: UInt8, Comparable {
        case none, newline, emptyLine
        static func < (left: Gap, right: Gap) -> Bool { left.rawValue < right.rawValue }
    }
}

extension Token.Kind {
    /// Whether a `#` that touches the end of such a token would be part of a name that was meant.
    var isWordLike: Bool {
        switch self {
        case .name, .path, .quoted, .output, .parameter, .integer, .float, .quantity, .date, .string: true
        default: false
        }
    }

    var isNamed: Bool { self == .name || self == .path || self == .quoted }

    /// Signs after which a line goes on.
    var awaitsMore: Bool {
        switch self {
        case .bar, .comma, .colon, .assign, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
            .plus, .minus, .star, .slash, .remainder:
            true
        default: false
        }
    }

    /// The bracket that closes this one.
    var closer: Token.Kind? {
        switch self {
        case .leftParenthesis: .rightParenthesis
        case .leftBracket: .rightBracket
        case .leftBrace: .rightBrace
        default: nil
        }
    }

    var isCloser: Bool { self == .rightParenthesis || self == .rightBracket || self == .rightBrace }
}

/// The words that mean something to the grammar, wherever they do.
enum Word: UInt8 {
    case none
    case and, or, not, isIn
    case isTrue, isFalse, missing
    case by, on, sort, to, from, alias
    case within, of
    case over, run, check, help

    init(_ text: some StringProtocol) {
        switch text {
        case "and": self = .and
        case "or": self = .or
        case "not": self = .not
        case "in": self = .isIn
        case "true": self = .isTrue
        case "false": self = .isFalse
        case "missing": self = .missing
        case "by": self = .by
        case "on": self = .on
        case "sort": self = .sort
        case "to": self = .to
        case "from": self = .from
        case "as": self = .alias
        case "within": self = .within
        case "of": self = .of
        case "over": self = .over
        case "run": self = .run
        case "check": self = .check
        case "help": self = .help
        default: self = .none
        }
    }

    var isOperator: Bool {
        switch self {
        case .and, .or, .not, .isIn: true
        default: false
        }
    }

    /// The seven words that name no column without backticks.
    var isReserved: Bool {
        switch self {
        case .isTrue, .isFalse, .missing: true
        default: isOperator
        }
    }

    var beginsClause: Bool {
        switch self {
        case .by, .on, .sort, .to, .from, .alias: true
        default: false
        }
    }

    /// Words that begin a clause behind a value alone (`expect sum(x) within 1% of 100`), where else nothing can
    /// stand, so that no column of the name is ever hidden.
    var goesOn: Bool { self == .within || self == .of }
}
