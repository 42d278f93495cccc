public import RapportDiagnostics

/// An expression with its place.
public struct Expression: Sendable, Hashable {
    public var form: Form
    public var span: SourceSpan

    public init(_ form: Form, _ span: SourceSpan) { (self.form, self.span) = (form, span) }

    public indirect enum Form: Sendable, Hashable {
        case literal(Literal)
        /// A column, a choice (`keep=last`), a table: what the place takes decides. Holds dotted words whole.
        case name(Name)
        /// `$as_of`, `$month`, without the sign.
        case parameter(String)
        case list([Expression])
        case map([MapEntry])
        case run(RunReference)
        case call(Call)
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression, operatorSpan: SourceSpan)
        /// Brackets are kept, or the fold of `where a = b` and the printer would lie.
        case group(Expression)
    }
}

/// One pair of `{"满意": 4, "一般": 3}`.
public struct MapEntry: Sendable, Hashable {
    public var key: MapKey
    public var value: Expression
    public var span: SourceSpan

    public init(_ key: MapKey, _ value: Expression, span: SourceSpan) {
        (self.key, self.value, self.span) = (key, value, span)
    }
}

public enum MapKey: Sendable, Hashable {
    case text(String)
    case name(Name)
    case int(Int64)
}

/// `mean(amount)`, `if(a, b, c)`, `mean(x) over last 3`.
public struct Call: Sendable, Hashable {
    public var name: Name
    public var arguments: [Item]
    public var frame: Frame?

    public init(_ name: Name, _ arguments: [Item], frame: Frame? = nil) {
        (self.name, self.arguments, self.frame) = (name, arguments, frame)
    }

    /// `over last 30d`: a word and how far; which words there are is not grammar.
    public struct Frame: Sendable, Hashable {
        public var word: Name
        public var extent: Expression?
        public var span: SourceSpan

        public init(_ word: Name, _ extent: Expression?, span: SourceSpan) {
            (self.word, self.extent, self.span) = (word, extent, span)
        }
    }
}

public enum UnaryOperator: String, Sendable, Hashable { case not, minus = "-" }

public enum BinaryOperator: String, Sendable, Hashable {
    case or, and
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    /// A single `=` inside an expression: an error everywhere but in a condition, where it reads as `==`.
    case assign = "="
    case isIn = "in", isNotIn = "not in"
    case add = "+", subtract = "-", multiply = "*", divide = "/", remainder = "%"
}
