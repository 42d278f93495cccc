public import RapportDiagnostics

/// One statement as it was written: words with their places, and no meaning yet.
///
/// Nothing here knows a verb, a command or a function by name; binding does. Equality ignores no span:
/// compare ``printed`` text to compare meaning.
public struct Statement: Sendable, Hashable {
    public var form: Form
    public var span: SourceSpan

    public init(_ form: Form, _ span: SourceSpan) { (self.form, self.span) = (form, span) }

    public indirect enum Form: Sendable, Hashable {
        /// `sales = load "x.csv" | where …`; `table` is nil for a bare pipeline.
        case pipeline(table: Name?, Pipeline)
        /// `check STATEMENT`: a dry run.
        case check(Statement)
        /// `help …` or `? …`: the words as typed.
        case help(String)
    }
}

/// A source and the stages its table goes through.
public struct Pipeline: Sendable, Hashable {
    public var source: Source
    /// `load "f" as r`: the name that `as` gives the source, allowed for literal rows and runs too.
    public var alias: Name?
    public var stages: [Stage]
    public var span: SourceSpan

    public init(_ source: Source, alias: Name? = nil, stages: [Stage] = [], span: SourceSpan) {
        (self.source, self.alias, self.stages, self.span) = (source, alias, stages, span)
    }

    public enum Source: Sendable, Hashable {
        /// A table, an output of a bound result (`rfm.segments`), `load`, `sql`, a noun, a command: binding decides.
        case word(Stage)
        case rows([Row], SourceSpan)
        case run(RunReference)
    }
}

/// A word with its arguments, between two bars; the same shape serves a source word.
public struct Stage: Sendable, Hashable {
    public var name: Name
    public var arguments: Arguments
    public var span: SourceSpan

    public init(_ name: Name, _ arguments: Arguments = Arguments(), span: SourceSpan) {
        (self.name, self.arguments, self.span) = (name, arguments, span)
    }
}

/// A word as typed: `segmentation.rfm`, `地区`, `` `First Name` ``; `text` is without backticks, in NFC.
public struct Name: Sendable, Hashable {
    public var text: String
    public var isQuoted: Bool
    public var span: SourceSpan

    public init(_ text: String, isQuoted: Bool = false, span: SourceSpan) {
        (self.text, self.isQuoted, self.span) = (text, isQuoted, span)
    }
}

/// What follows a stage's word: one list, then options and clauses in any order, then (`window`) `:` and
/// a second list.
public struct Arguments: Sendable, Hashable {
    public var items: [Item] = []
    /// Options and clauses in the order they were typed.
    public var modifiers: [Modifier] = []
    /// The list after `:`; nil where there is no colon.
    public var second: [Item]?
    /// Options and clauses after the second list.
    public var secondModifiers: [Modifier] = []

    public init(
        items: [Item] = [], modifiers: [Modifier] = [], second: [Item]? = nil,
        secondModifiers: [Modifier] = []
    ) {
        self.items = items
        self.modifiers = modifiers
        self.second = second
        self.secondModifiers = secondModifiers
    }
    public var isEmpty: Bool { items.isEmpty && modifiers.isEmpty && second == nil }
}

/// One element of a list: `name = value`, or a value.
///
/// `where` folds `a = b` back to a comparison (``asCondition``).
public struct Item: Sendable, Hashable {
    public var name: Name?
    public var value: Expression
    public var span: SourceSpan

    public init(name: Name? = nil, _ value: Expression, span: SourceSpan) {
        (self.name, self.value, self.span) = (name, value, span)
    }
}

public enum Modifier: Sendable, Hashable {
    /// `keep=last`, without a comma before it.
    case option(Name, Expression, SourceSpan)
    /// `by a, b`; the word is one of `by on sort to from as`, behind a value also `within of`.
    case clause(Name, [Item], SourceSpan)

    public var name: Name {
        switch self {
        case .option(let name, _, _), .clause(let name, _, _): name
        }
    }
    public var span: SourceSpan {
        switch self {
        case .option(_, _, let span), .clause(_, _, let span): span
        }
    }
}

/// `{a: 1, b: "x"}` of a literal table.
public struct Row: Sendable, Hashable {
    public var fields: [(Name, Expression)] { zip(names, values).map { ($0, $1) } }
    public var names: [Name]
    public var values: [Expression]
    public var span: SourceSpan

    public init(names: [Name], values: [Expression], span: SourceSpan) {
        (self.names, self.values, self.span) = (names, values, span)
    }
}

/// `run 12` or `run 12.centers`.
public struct RunReference: Sendable, Hashable {
    public var number: Int
    public var output: String?
    public var span: SourceSpan

    public init(_ number: Int, output: String? = nil, span: SourceSpan) {
        (self.number, self.output, self.span) = (number, output, span)
    }
}
