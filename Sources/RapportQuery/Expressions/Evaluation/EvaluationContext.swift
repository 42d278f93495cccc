public import RapportWork

/// The values that come when a plan runs, and how long and wide it may run.
public struct EvaluationContext: Sendable {
    public var values: LateValues
    public var work: Work

    public init(_ values: LateValues = LateValues(), work: Work = Work()) {
        (self.values, self.work) = (values, work)
    }
}
