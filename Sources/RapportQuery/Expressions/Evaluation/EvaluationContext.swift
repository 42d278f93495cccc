public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// The values that come when a plan runs, and how long and wide it may run.
public struct EvaluationContext: Sendable {
    public var values: LateValues
    public var work: Work
    /// `hash(x)`: by the workspace's key; nil where there is none.
    public var hash: (@Sendable (Column, Work) throws(Diagnostic) -> Column)?

    public init(_ values: LateValues = LateValues(), work: Work = Work()) {
        (self.values, self.work) = (values, work)
    }
}
