public import RapportDiagnostics

/// What a text says: its statements, and what is wrong with those that could not be read.
public struct Script: Sendable {
    /// The statements that were read whole, in order.
    public var statements: [Statement]
    /// What is left of the others: they cannot run, but a message may use what was understood.
    public var broken: [BrokenStatement]
    /// In the order of their places; empty exactly when nothing is broken.
    public var diagnostics: [Diagnostic]
    public var notes: [Note]
    /// Whether the first error is at the end of the text, so that more lines could heal it: a prompt waits.
    public var isIncomplete: Bool
}

/// A statement with an error in it.
public struct BrokenStatement: Sendable {
    public var span: SourceSpan
    public var table: Name?
    /// The source, then the stages.
    public var fragments: [Fragment]

    public enum Fragment: Sendable {
        case source(Pipeline.Source, alias: Name?)
        case stage(Stage)
        /// What could not be read; the word it begins with is kept where there is one, since an unknown
        /// verb is worth saying before what follows it.
        case unread(Name?, SourceSpan)
    }
}

/// Reads a script, a notebook's cell or a line from the prompt.
///
/// Reading never fails and never stops at an error: what cannot be read becomes diagnostics, and reading goes
/// on at the next `|` or statement.
///
/// - Complexity: linear in the length of the source.
public func parse(_ source: String) -> Script {
    var lexer = Lexer(source)
    lexer.run()
    let lines = Lines(lexer.tokens)
    var parser = Parser(lexer, lines)
    parser.parseScript()
    return parser.script()
}
