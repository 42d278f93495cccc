public import RapportContract
public import RapportDiagnostics

/// A report as a value: what it says, in order, before any rendering.
///
/// Whatever is text here may hold names and values of customers' data; each renderer escapes all of it.
/// Nothing in it reads the clock: `date` is what the caller wants printed.
public struct Document: Sendable {
    public var title: String
    /// A line under the title; empty: none.
    public var subtitle: String
    /// As it shall be printed; empty: none.
    public var date: String
    public var language: Language
    public var blocks: [Block]

    public init(
        title: String, subtitle: String = "", date: String = "", language: Language = .english,
        blocks: [Block] = []
    ) {
        (self.title, self.subtitle, self.date) = (title, subtitle, date)
        (self.language, self.blocks) = (language, blocks)
    }

    /// The language of the report's own words ("Findings", "rows"); texts of the blocks are not translated.
    public enum Language: String, Sendable, Hashable, CaseIterable {
        case english = "en"
        case chinese = "zh"
    }
}

/// A piece of a document.
public enum Block: Sendable {
    /// Levels 1…4; the title of the document is above them all.
    case heading(level: Int, String)
    /// Plain text, in which backticks mark code.
    case paragraph(String)
    /// An author's text in the subset that ``MarkdownText`` reads.
    case markdown(String)
    /// Source of a `rapport` cell.
    case code(String)
    /// Text set as it is, in a fixed width: help, a plan.
    case preformatted(String)
    case notes([Note])
    case table(TableBlock)
    case chart(ChartBlock)
    case findings([Outcome.Finding])
    case caveats([Outcome.Caveat])
    case metrics([Outcome.Metric])
    /// A failure, and the line that it points into.
    case error(Diagnostic, source: String)
    case facts(FactsBlock)
    case ledger(LedgerBlock)
    case provenance(Provenance)
}
