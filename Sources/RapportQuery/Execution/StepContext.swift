internal import RapportContract
public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// What a step may use while it runs, and where it leaves what is no row: notes, charts, runs.
public struct StepContext {
    let catalog: StatementCatalog
    public let late: EvaluationContext
    public let work: Work
    public let plan: Plan
    /// The step's place in ``plan``.
    public let step: Int
    /// Microseconds since 1970-01-01T00:00 UTC.
    let now: @Sendable () -> Int64
    /// What a source does in the place of the steps after it.
    let pushed: Pushdown

    public var notes: [Note] = []
    /// Columns of the input whose values a join repeats: only the data show it, so the plan does not.
    var repeated: Set<String> = []
    /// How often, of those where a join counted it.
    var repetitions: [String: Field.Repetition] = [:]
    /// Why rows fell or came, for the ledger.
    var reasons: [Ledger.Reason] = []
    var found = Findings()

    /// What the steps leave beside their rows.
    struct Findings {
        var charts: [Execution.Chart] = []
        var runs: [StageRun] = []
        var scans: [Execution.Scan] = []
        /// What a file's reading gave.
        var reading: RapportQuery.Scan.Found?
        /// What the step is once the data have named its columns.
        var settled: (operation: any Operation, schema: Schema)?
        /// Further outputs of the analysis that this step is.
        var outputs: [Outcome.NamedTable] = []
        /// What a source turned out to hold, where it was planned otherwise.
        var learnt: (source: LearntSource, schema: Schema)?
    }

    /// The schema that the plan promises.
    public var schema: Schema { plan.steps[step].schema }
    public var places: Plan.Places { plan.steps[step].places.value }

    /// Says something beside the result, at the stage's name.
    public mutating func say(_ code: Diagnostic.Code, _ text: String, isWarning: Bool = false) {
        notes.append(Note(code, text, isWarning: isWarning, at: places.name))
    }

    /// Why rows fell or came, for the ledger.
    mutating func account(_ cause: Ledger.Cause, _ rows: Int, amount: Double? = nil) {
        if rows > 0 { reasons.append(Ledger.Reason(cause, rows, amount: amount)) }
    }

    /// Gives marked columns their new names.
    mutating func renameRepeated(_ newName: (String) -> [String]) {
        let (names, figures) = (repeated, repetitions)
        repeated = Set(names.flatMap(newName))
        repetitions = [:]
        for (name, figure) in figures { for new in newName(name) { repetitions[new] = figure } }
    }

    /// A table of the planned fields in their order, of the columns that are there: unused ones are not read.
    public func described(_ columns: [(name: String, column: Column)], count: Int) -> Table {
        func marked(_ field: Field) -> Field {
            var field = field
            field.isRepeated = field.isRepeated || repeated.contains(field.name)
            field.repetition = field.isRepeated ? repetitions[field.name] ?? field.repetition : nil
            return field
        }
        var present: [(field: Field, column: Column)] = []
        if schema.isOpen {
            // Columns that the data named come along.
            for (name, column) in columns {
                present.append((marked(schema[name] ?? Field(name, column.type)), column))
            }
        } else {
            for field in schema.fields {
                guard let found = columns.first(where: { $0.name == field.name }) else { continue }
                present.append((marked(field), found.column))
            }
        }
        let fields = Schema(present.map(\.field), rowGrain: schema.rowGrain)
        return Table(fields, present.map(\.column), count: count)
    }
}

/// A source whose columns are known for certain only once it was read.
enum LearntSource: Hashable {
    case file(FileSource)
    /// By its text.
    case query(String)
}

extension Table {
    /// Columns whose values a join repeats.
    var repeatedColumns: Set<String> { Set(schema.fields.filter(\.isRepeated).map(\.name)) }
    var repetitions: [String: Field.Repetition] {
        var found: [String: Field.Repetition] = [:]
        for field in schema.fields { found[field.name] = field.repetition }
        return found
    }
}
