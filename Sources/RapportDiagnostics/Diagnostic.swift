/// A failure the analyst can act on: what was found, where, what was expected, and what to try next.
///
/// Callers branch on ``code``. Wording may improve between releases; a code never changes its meaning.
/// A message quotes what the analyst typed and names columns and rows; it never holds a cell's value,
/// because tables are customer data.
public struct Diagnostic: Error, Sendable, Hashable, Codable {
    public var code: Code
    public var message: String

    /// Where in the typed line; the first label is the one that matters most.
    public var labels: [Label]

    /// What the failure is about where no span is known yet: an analysis names a parameter or a column,
    /// and the query, which knows the line, turns that into a label (``located(at:)``).
    public var subject: Subject?

    public var help: [Help]

    public init(
        _ code: Code, _ message: String, at span: SourceSpan? = nil, label: String = "",
        subject: Subject? = nil, help: [Help] = []
    ) {
        self.code = code
        self.message = message
        self.labels = span.map { [Label($0, label)] } ?? []
        self.subject = subject
        self.help = help
    }

    /// `area.slug`.
    ///
    /// A struct and not an enum, so that a plugin can mint its own.
    public struct Code: Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
        public var name: String
        public init(_ name: String) { self.name = name }
        public init(stringLiteral name: String) { self.name = name }
        public var description: String { name }
        public init(from decoder: any Decoder) throws { name = try String(from: decoder) }
        public func encode(to encoder: any Encoder) throws { try name.encode(to: encoder) }
    }

    public struct Label: Sendable, Hashable, Codable {
        public var span: SourceSpan
        public var text: String
        public init(_ span: SourceSpan, _ text: String = "") { (self.span, self.text) = (span, text) }
    }

    public enum Subject: Sendable, Hashable, Codable {
        case parameter(String)
        case column(String)
        case row(Int)
    }

    /// One thing to do.
    ///
    /// Where it is a change of the line, `edit` holds it, and the command `fix` makes it.
    public struct Help: Sendable, Hashable, Codable, ExpressibleByStringInterpolation {
        public var text: String
        public var edit: Edit?
        public init(_ text: String, edit: Edit? = nil) { (self.text, self.edit) = (text, edit) }
        public init(stringLiteral text: String) { self.init(text) }
    }

    /// Replaces what stands at `span` in the typed line.
    public struct Edit: Sendable, Hashable, Codable {
        public var span: SourceSpan
        public var replacement: String
        public init(_ span: SourceSpan, _ replacement: String) {
            (self.span, self.replacement) = (span, replacement)
        }
    }

    /// The same failure with a place, where it has none of its own.
    public func located(at span: SourceSpan?, label: String = "") -> Diagnostic {
        guard labels.isEmpty, let span else { return self }
        var copy = self
        copy.labels = [Label(span, label)]
        return copy
    }
}

extension Diagnostic {
    /// The analyst stopped it (Ctrl-C); nothing was kept.
    public static let cancelled = Diagnostic("run.cancelled", "cancelled")

    /// A fault of the program's own, which the analyst can only report.
    public static func internalError(_ what: String) -> Diagnostic {
        Diagnostic(
            "internal.error", "internal error: \(what)", help: ["please report it with the line above"])
    }
}

/// Something said in one line beside a result: what was read, matched, or lost on the way.
///
/// Not a failure.
public struct Note: Sendable, Hashable, Codable {
    public var code: Diagnostic.Code
    public var text: String
    public var isWarning: Bool
    public var span: SourceSpan?

    public init(_ code: Diagnostic.Code, _ text: String, isWarning: Bool = false, at span: SourceSpan? = nil)
    {
        (self.code, self.text, self.isWarning, self.span) = (code, text, isWarning, span)
    }
}
