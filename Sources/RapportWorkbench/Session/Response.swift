public import RapportDiagnostics
public import RapportReport
public import RapportTable

/// What one statement has to say, whoever shows it.
public struct Response: Sendable {
    /// The statement as typed.
    public var text: String
    /// All the text that it came with: spans of diagnostics and notes count from its beginning.
    public var source: String
    /// What is shown, in order: notes, charts, a table, help.
    public var blocks: [Block] = []
    /// The table that the statement shows, for `--format`; nil where it binds or acts.
    public var table: Table?
    /// The name that the line bound, as the language writes it; `it` for a table that was shown.
    public var target: String?
    public var failure: Diagnostic?
    public var asksToQuit = false
    /// Asks the prompt to open the last entry in an editor.
    public var asksToEdit = false
    /// Said about the statement, beside what it shows: on standard error in a script.
    public var notes: [Note] = []
    public var seconds = 0.0

    public init(_ text: String, in source: String) { (self.text, self.source) = (text, source) }
}
