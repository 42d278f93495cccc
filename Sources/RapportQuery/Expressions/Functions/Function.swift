import RapportDiagnostics
public import RapportTable

/// One entry of the table of operators, functions and aggregates: what it is called, what it takes and
/// gives, how it is computed, and what it says of itself in help.
///
/// The examples run as tests.
public struct Function: Sendable {
    public let name: String
    public let kind: Kind
    /// `round(x, digits)`.
    public let signature: String
    /// One sentence.
    public let summary: String
    public let examples: [FunctionExample]
    /// How many values it takes.
    let arity: ClosedRange<Int>
    /// Arguments that are given by name.
    let options: [String]
    let body: Body

    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case `operator`, function, aggregate, window
    }

    enum Body: Sendable {
        case scalar(rule: Rule, kernel: Kernel)
        case aggregate(AggregateRule)
        case window(WindowRule)
    }

    /// Gives the bound call, or says why the arguments do not fit.
    typealias Rule = @Sendable (CallSite) throws(Diagnostic) -> Draft
    /// Computes the call over whole columns.
    typealias Kernel = @Sendable (inout KernelCall) throws(Diagnostic) -> Column

    init(
        _ name: String, _ signature: String, _ summary: String, kind: Kind = .function,
        takes arity: ClosedRange<Int>, options: [String] = [], examples: [FunctionExample],
        rule: @escaping Rule, kernel: @escaping Kernel
    ) {
        (self.name, self.kind, self.signature, self.summary) = (name, kind, signature, summary)
        (self.arity, self.options, self.examples) = (arity, options, examples)
        body = .scalar(rule: rule, kernel: kernel)
    }

    init(
        aggregate name: String, _ signature: String, _ summary: String, takes arity: ClosedRange<Int>,
        examples: [FunctionExample], rule: AggregateRule
    ) {
        (self.name, kind, self.signature, self.summary) = (name, .aggregate, signature, summary)
        (self.arity, options, self.examples) = (arity, [], examples)
        body = .aggregate(rule)
    }

    init(
        window name: String, _ signature: String, _ summary: String, takes arity: ClosedRange<Int>,
        examples: [FunctionExample], rule: WindowRule
    ) {
        (self.name, kind, self.signature, self.summary) = (name, .window, signature, summary)
        (self.arity, options, self.examples) = (arity, [], examples)
        body = .window(rule)
    }
}

/// An expression and the value it has: help, and a test.
public struct FunctionExample: Sendable, Hashable {
    public var expression: String
    /// As the language writes it: `3`, `"abc"`, `2026-10-01`, `missing`.
    public var expected: String
    /// The column `x` that the expression is over; empty: one row without columns.
    public var x: [Scalar]

    public init(_ expression: String, gives expected: String, x: [Scalar] = []) {
        (self.expression, self.expected, self.x) = (expression, expected, x)
    }
}

extension Function {
    /// The whole table, in the order of help.
    public static let all: [Function] =
        operators + choices + texts + patterns + lists + numbers + dates + writing + privacy + aggregates
        + windows

    private static let byName: [String: Function] = Dictionary(
        all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    public static func named(_ name: String) -> Function? { byName[name] }

    /// Names that are written like functions, for near misses.
    static let callable: [String] = all.filter { $0.kind != .operator }.map(\.name)

    /// Numbers that go round: no measures.
    static let cyclic: Set<String> = ["year", "month_number", "weekday", "hour"]

    /// The noun `functions`: name, kind, signature, summary, example.
    public static func table() -> Table {
        let shown = all.map { function in
            function.examples.first.map { "\($0.expression) is \($0.expected)" }
        }
        return Table([
            "name": .texts(all.map(\.name)), "kind": .texts(all.map(\.kind.rawValue)),
            "signature": .texts(all.map(\.signature)), "summary": .texts(all.map(\.summary)),
            "example": .texts(shown),
        ])
    }
}
