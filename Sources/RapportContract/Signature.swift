public import RapportTable

/// What a stage says of itself: help, completion, checks, documentation and the wire all come from this value.
public struct Signature: Sendable, Hashable {
    /// `segmentation.rfm`; the last part alone works while it is unambiguous.
    public var name: String
    /// Further names at the prompt, whole (`network.people`).
    public var aliases: [String]
    /// Goes up when numbers change.
    public var version: Int
    /// One sentence that ends with a period.
    public var summary: String
    /// Markdown: the method, how to read the result, when not to trust it.
    public var details: String
    /// Paper and section.
    public var references: [String]
    public var parameters: [Parameter]
    public var outputs: [Output]
    public var metrics: [MetricDescription]
    public var determinism: Determinism
    public var examples: [Example]

    public init(
        name: String, aliases: [String] = [], version: Int, summary: String, details: String = "",
        references: [String] = [], parameters: [Parameter], outputs: [Output] = [],
        metrics: [MetricDescription] = [], determinism: Determinism = .pure, examples: [Example] = []
    ) {
        (self.name, self.aliases, self.version, self.summary) = (name, aliases, version, summary)
        (self.details, self.references, self.parameters) = (details, references, parameters)
        (self.outputs, self.metrics, self.determinism) = (outputs, metrics, determinism)
        self.examples = examples
    }

    /// Same input, parameters, seed and version: the same bytes, on any number of threads.
    public enum Determinism: String, Sendable, Hashable { case pure, seeded }

    public struct Parameter: Sendable, Hashable {
        public var name: String
        public var aliases: [String]
        public var help: String
        public var kind: ParameterKind
        /// The default; nil: must be given, or be found by role.
        public var standard: Value?
        public var unit: String?
        public var isAdvanced: Bool

        public init(
            _ name: String, aliases: [String] = [], help: String, kind: ParameterKind, standard: Value?,
            unit: String? = nil, isAdvanced: Bool = false
        ) {
            (self.name, self.aliases, self.help, self.kind) = (name, aliases, help, kind)
            (self.standard, self.unit, self.isAdvanced) = (standard, unit, isAdvanced)
        }
    }

    /// A table that comes out, with the meaning of its columns.
    public struct Output: Sendable, Hashable {
        /// `output` is the one that flows on.
        public var name: String
        public var summary: String
        public var fields: [Field]

        public init(_ name: String, _ summary: String, _ fields: [Field]) {
            (self.name, self.summary, self.fields) = (name, summary, fields)
        }
    }

    public struct MetricDescription: Sendable, Hashable {
        public var name: String
        public var meaning: String
        public var unit: String
        public var direction: Direction

        public init(_ name: String, _ meaning: String, unit: String = "", direction: Direction = .neither) {
            (self.name, self.meaning, self.unit, self.direction) = (name, meaning, unit, direction)
        }
    }

    public enum Direction: String, Sendable, Hashable { case higher, lower, neither }

    public subscript(parameter name: String) -> Parameter? {
        parameters.first { $0.name == name || $0.aliases.contains(name) }
    }
}

/// An input, a line and what comes out: help, documentation and test in one.
///
/// `given` and `gives` are CSV; `given` is the table that comes through the bar, bound as `given`.
public struct Example: Sendable, Hashable {
    public var title: String
    public var line: String
    public var given: String
    public var gives: String

    public init(_ title: String, run line: String, given: String, gives: String) {
        (self.title, self.line, self.given, self.gives) = (title, line, given, gives)
    }
}
