public import RapportContract
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// What every stage promises, whoever wrote it and wherever it runs; a check gives what it found wrong.
///
///     @Test(arguments: ContractCheck.allCases)
///     func keepsTheContract(_ check: ContractCheck) async {
///         for violation in await ContractSuite(stage).violations(of: check) { Issue.record("\(violation)") }
///     }
public enum ContractCheck: String, Sendable, Hashable, CaseIterable {
    /// Names, summary, help, outputs and examples are there and in form.
    case declaration
    /// Each example gives what it says.
    case examples
    /// No rows, one row, only missing cells: a result or a refusal with its code, never a fault.
    case emptyTable, oneRow, allMissing
    /// Columns that nobody asked for change nothing.
    case extraColumns
    /// The order of rows changes no result of a pure stage.
    case permutedRows
    /// The same seed gives the same bytes, on one thread and on two.
    case repeatability
    /// The tables that come in stay as they are.
    case untouchedInput
    /// A run ends within a second of being cancelled.
    case cancellation
    /// Each declared bound and choice refuses what lies outside, by the parameter's name.
    case bounds
    /// A parameter that is not there is refused.
    case unknownParameter
    /// A column that is not there is refused, with the name that is near.
    case unknownColumn
    /// A column of a wrong type is refused, with the cast that mends it.
    case wrongType
    /// What comes out is what `check` promised.
    case outline
    /// What comes out is what the signature declares: tables, columns, metrics.
    case declaredOutputs
    /// Findings and caveats are there, as sentences.
    case sentences
    /// Rows used and dropped are rows that came in.
    case rowCount
    /// `by=` puts the keys in front, and promises it.
    case groups
    /// Who a private column names is named in private columns alone: not in a finding, a caveat or a metric.
    case privacy
}

/// Something that a stage promised and did not keep.
public struct ContractViolation: Sendable, Hashable, CustomStringConvertible {
    public var check: ContractCheck
    public var text: String
    public var description: String { "\(check.rawValue): \(text)" }
}

/// Runs the checks over one stage; returns values, so that any test library can judge them.
public struct ContractSuite: Sendable {
    public let stage: any Stage
    /// Nil where none could be made: every check that needs one says so.
    public let sample: StageSample?

    /// What the examples may use.
    let stages: [any Stage]

    public init(_ stage: any Stage, sample: StageSample) {
        (self.stage, self.sample, stages) = (stage, sample, [stage])
    }

    /// With a sample made from the signature, or else from the first example.
    ///
    /// `others` are further analyses that the examples use: one that makes the model, say.
    public init(_ stage: any Stage, among others: [any Stage] = [], seed: UInt64 = 7) async {
        let stages = [stage] + others.filter { $0.signature.name != stage.signature.name }
        var sample = await StageSample.made(for: stage, seed: seed)
        if sample == nil { sample = await StageSample.shown(by: stage, among: stages) }
        (self.stage, self.sample, self.stages) = (stage, sample, stages)
    }

    /// What is wrong; empty where the promise is kept.
    public func violations(of check: ContractCheck) async -> [ContractViolation] {
        let found =
            switch (check, sample) {
            case (.declaration, _): declaration()
            case (.examples, _): await examples()
            case (_, let sample?): await violations(of: check, sample)
            case (_, nil):
                [
                    "no sample could be made from the signature; give `ContractSuite(stage, sample:)` one that the stage accepts"
                ]
            }
        return found.map { ContractViolation(check: check, text: $0) }
    }

    public func violations() async -> [ContractViolation] {
        var all: [ContractViolation] = []
        for check in ContractCheck.allCases { all += await violations(of: check) }
        return all
    }

    private func violations(of check: ContractCheck, _ sample: StageSample) async -> [String] {
        switch check {
        case .declaration, .examples: []
        case .emptyTable: await survives(sample.with(sample.table.prefix(0)))
        case .oneRow: await survives(sample.with(sample.table.prefix(1)))
        case .allMissing: await survives(sample.with(sample.table.allMissing))
        case .extraColumns: await extraColumns(sample)
        case .permutedRows: await permutedRows(sample)
        case .repeatability: await repeatability(sample)
        case .untouchedInput: await untouchedInput(sample)
        case .cancellation: await cancellation(sample)
        case .bounds: await bounds(sample)
        case .unknownParameter: await unknownParameter(sample)
        case .unknownColumn: await unknownColumn(sample)
        case .wrongType: await wrongType(sample)
        case .outline: await outline(sample)
        case .declaredOutputs: await declaredOutputs(sample)
        case .sentences: await sentences(sample)
        case .rowCount: await rowCount(sample)
        case .groups: await groups(sample)
        case .privacy: await privacy(sample)
        }
    }

    // MARK: - Calls

    func run(_ sample: StageSample, seed: UInt64 = 42, width: Int = 1) async -> Result<Outcome, Diagnostic> {
        do throws(Diagnostic) {
            return .success(
                try await stage.run(sample.call, in: Context(seed: seed, work: Work(width: width))))
        } catch {
            return .failure(error)
        }
    }

    func check(_ sample: StageSample) async -> Result<Outline, Diagnostic> {
        do throws(Diagnostic) {
            return .success(try await stage.check(sample.schemaCall))
        } catch {
            return .failure(error)
        }
    }

    /// The outcome of a call that must succeed, and what is wrong where it does not.
    func outcome(_ sample: StageSample, width: Int = 1) async -> (Outcome?, [String]) {
        switch await run(sample, width: width) {
        case .success(let outcome): (outcome, [])
        case .failure(let error): (nil, ["a run failed: \(error.code): \(error.message)"])
        }
    }
}
