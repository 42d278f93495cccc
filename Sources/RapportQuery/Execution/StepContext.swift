internal import RapportContract
public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// What a step may use while it runs, and where it leaves what is no row: notes, charts, runs.
public struct StepContext {
    public let catalog: any Catalog
    public let late: LateValues
    public let work: Work
    /// The step's place in ``plan``.
    public let step: Int
    public let plan: Plan
    /// Microseconds since 1970-01-01T00:00 UTC.
    let now: @Sendable () -> Int64

    public var notes: [Note] = []
    var charts: [Execution.Chart] = []
    var runs: [StageRun] = []
    var scans: [Execution.Scan] = []
    /// Further outputs of the analysis that this step is.
    var outputs: [Outcome.NamedTable] = []

    /// The schema that the plan promises.
    public var schema: Schema { plan.steps[step].schema }
    public var places: Plan.Places { plan.steps[step].places.value }

    init(
        catalog: any Catalog, late: LateValues, work: Work, step: Int, plan: Plan,
        now: @escaping @Sendable () -> Int64
    ) {
        (self.catalog, self.late, self.work) = (catalog, late, work)
        (self.step, self.plan, self.now) = (step, plan, now)
    }

    /// Says something beside the result, at the stage's name.
    public mutating func say(_ code: Diagnostic.Code, _ text: String, isWarning: Bool = false) {
        notes.append(Note(code, text, isWarning: isWarning, at: places.name))
    }
}
