internal import RapportContract
internal import RapportDiagnostics
internal import RapportQuery
internal import RapportTable

/// What a line can change and `undo` brings back: bindings, scalars, settings, and the lines that made them.
///
/// A value: undo keeps an old one, which shares every column with the new. SQLite and files are no part of it.
struct SessionState: Sendable {
    private(set) var bindings: [Binding] = []
    /// `let` and the notebook's parameters, in the order of binding.
    var parameters: [(name: String, value: Scalar)] = []
    var settings = Settings()
    /// Lines that went well and stand, in order: what `record` writes.
    var lines: [String] = []

    /// A name, its table, and what is to be said of the result it came from.
    struct Binding: Sendable {
        var name: String
        var table: BoundTable
        /// The analysis that the table ends in, for reports.
        var result: Result?
    }

    subscript(name: String) -> Binding? { bindings.first { $0.name == name } }

    /// Binds, in the place of an old binding of that name.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    mutating func bind(_ binding: Binding) -> Bool {
        if let index = bindings.firstIndex(where: { $0.name == binding.name }) {
            bindings[index] = binding
            return true
        }
        bindings.append(binding)
        return false
    }

    /// Removes a binding.
    ///
    /// - Returns: whether there was one.
    mutating func drop(_ name: String) -> Bool {
        guard let index = bindings.firstIndex(where: { $0.name == name }) else { return false }
        bindings.remove(at: index)
        return true
    }
}

/// What `set` sets.
struct Settings: Sendable, Hashable {
    /// Microseconds since 1970-01-01T00:00.
    var asOf: Int64?
    var seed: UInt64 = 42
    /// Bytes; nil is no limit.
    var memory: Int?
    /// The order of texts: a language.
    var collation: Collation?
    /// The zone of times in files that state none.
    var timezone: String?
    /// `report` and `save` write the columns of the role `private` too, for this reason.
    var includePrivate: String?
}

/// An analysis' result as a report needs it: of this session, or of the workspace.
struct Result: Sendable {
    var run: Int?
    var analysis: String
    var version: Int
    var recipe: String
    var asOf: String
    var seed: UInt64?
    var inputs: [Input]
    var parameters: [Parameter]
    var rows: Outcome.RowCount?
    var findings: [Outcome.Finding]
    var caveats: [Outcome.Caveat]
    var metrics: [Outcome.Metric]
    var charts: [ChartSpecification]
    /// `output` first.
    var tables: [Outcome.NamedTable]

    struct Input: Sendable, Hashable {
        var name: String
        var rows: Int
        var digest: String
    }

    struct Parameter: Sendable, Hashable {
        var name: String
        var value: String
        var isDefault: Bool
    }

    func table(_ name: String?) -> Table? { tables.first { $0.name == name ?? "output" }?.table }
}
