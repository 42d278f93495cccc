public import RapportDiagnostics
public import RapportTable

/// What one step of a plan does, as data: each verb has its own in its file.
///
/// Conforming types hold names, values and bound expressions only, so that a plan prints and compares.
public protocol Operation: Sendable, Hashable {
    /// The language, without the bar before it.
    var printed: String { get }

    /// What is known only when it runs: `$as_of`, `$seed`, the notebook's parameters.
    var late: LateUse { get }

    /// The same with what was late written out, for a recipe.
    func pinned(to values: LateValues) -> Self

    /// Columns of the first input without which the columns `wanted` of the result cannot be made.
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String>

    /// The same for the further inputs, the first of which is side 0.
    func columns(ofSide side: Int, toMake wanted: Set<String>, from input: Schema) -> Set<String>

    /// The result over the tables of the step's inputs.
    ///
    /// The first table may lack columns that ``columns(toMake:from:)`` did not name; the result lacks them
    /// then.
    func run(_ inputs: [Table], in context: inout StepContext) async throws(Diagnostic) -> Table
}

extension Operation {
    public var late: LateUse { LateUse() }
    public func pinned(to values: LateValues) -> Self { self }
    public func columns(ofSide side: Int, toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        Set(input.names)
    }
}

/// An operation that reads further tables beside the one that comes through the bar: `join`, `union`.
protocol SideOperation: Operation {
    /// The language, with the names under which the line knows the further tables.
    func printed(tables: [String]) -> String
}

extension SideOperation {
    var printed: String { printed(tables: ["…"]) }
}

/// Which late values something uses.
public struct LateUse: Sendable, Hashable {
    public var asOf: Bool
    public var seed: Bool
    /// In the order of their use.
    public var parameters: [String]

    public init(asOf: Bool = false, seed: Bool = false, parameters: [String] = []) {
        (self.asOf, self.seed, self.parameters) = (asOf, seed, parameters)
    }
    public func union(_ other: LateUse) -> LateUse {
        LateUse(
            asOf: asOf || other.asOf, seed: seed || other.seed,
            parameters: parameters + other.parameters.filter { !parameters.contains($0) })
    }
}

/// The late values of one execution.
public struct LateValues: Sendable, Hashable {
    /// Microseconds since 1970-01-01T00:00; nil where nothing gives it.
    public var asOf: Int64?
    public var seed: UInt64
    public var parameters: [String: Scalar]

    public init(asOf: Int64? = nil, seed: UInt64 = 42, parameters: [String: Scalar] = [:]) {
        (self.asOf, self.seed, self.parameters) = (asOf, seed, parameters)
    }
}
