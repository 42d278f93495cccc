internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// The latest moment in a loaded table: the default `as_of`.
public struct LatestMoment: Sendable, Hashable {
    /// Microseconds since 1970-01-01T00:00 of the wall clock, in the column's zone where it has one: a moment without
    /// a zone takes that of the column it meets.
    public var moment: Int64
    public var column: String
    /// The file or table.
    public var source: String
    /// It stands alone, far from the rest: more likely a wrong date than the present.
    public var isFarFromRest: Bool

    public init(moment: Int64, column: String, source: String, isFarFromRest: Bool = false) {
        (self.moment, self.column, self.source) = (moment, column, source)
        self.isFarFromRest = isFarFromRest
    }

    var notes: [Note] { notes(inNotebook: false) }

    func notes(inNotebook: Bool) -> [Note] {
        let text = "as_of is \(LanguageText.scalar(.datetime(moment))), the latest `\(column)` in \(source)"
        var notes = [
            Note(
                "as_of.default", inNotebook ? "\(text); a notebook should state it: `as_of: …`" : text,
                isWarning: inNotebook)
        ]
        if isFarFromRest {
            notes.append(
                Note(
                    "as_of.far", "that moment stands alone, far from the rest of `\(column)`: is it right?",
                    isWarning: true))
        }
        return notes
    }
}

extension LatestMoment {
    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// The latest moment of the loaded tables at the root of a plan, before any filter, or a filter would
    /// move the clock.
    ///
    /// Columns that `roles` or the plan's analyses take for times; else all that are dates.
    init?(of plan: Plan, catalog: StatementCatalog, work: Work) throws(Diagnostic) {
        var best: LatestMoment?
        let stated = plan.timeColumns
        for index in plan.steps.indices where plan.steps[index].inputs.isEmpty {
            let step = plan.steps[index]
            let times = step.schema.fields.filter { $0.type.isTime }.map(\.name)
            let chosen = times.filter(stated.contains)
            guard !times.isEmpty else { continue }
            let wanted = chosen.isEmpty ? times : chosen
            for (name, column) in try Self.columns(wanted, of: step, plan, index, catalog, work) {
                guard
                    let found = Self.latest(of: column, named: name, in: plan.prefix(through: index).rootName)
                else { continue }
                if best.map({ found.moment > $0.moment }) ?? true { best = found }
            }
        }
        guard let best else { return nil }
        self = best
    }

    /// The columns as loaded: from the bound table where there is one, else from the file.
    private static func columns(
        _ names: [String], of step: Plan.Step, _ plan: Plan, _ index: Int, _ catalog: StatementCatalog,
        _ work: Work
    ) throws(Diagnostic) -> [(String, Column)] {
        var table: Table?
        if let holder = step.holder.value { table = catalog.bound(holder)?.table }
        if table == nil {
            switch step.operation {
            case let scan as Scan:
                table = try catalog.source(for: scan.file).scan(ScanRequest(columns: names), work: work).table
            default:
                var context = StepContext(
                    catalog: catalog, late: EvaluationContext(work: work), work: work, plan: plan,
                    step: index,
                    now: { 0 }, pushed: Pushdown())
                table = try (step.operation as? any SourceOperation)?.rows(in: &context)
            }
        }
        return names.compactMap { name in
            table?[name].flatMap { $0.type.isTime ? (name, $0) : nil }
        }
    }

    /// The latest value of a column, and whether the second latest is far from it.
    private static func latest(of column: Column, named name: String, in source: String) -> LatestMoment? {
        var (first, second, earliest): (Int64, Int64, Int64) = (.min, .min, .max)
        var seen = 0
        func take(_ moment: Int64) {
            seen += 1
            if moment > first {
                (second, first) = (first, moment)
            } else if moment > second, moment < first {
                second = moment
            }
            earliest = Swift.min(earliest, moment)
        }
        switch column.layout {
        case .int32(let days):
            let values = days.values
            let span = values.span
            for row in span.indices where days.validity?[row] ?? true {
                take(Int64(span[row]) * microsecondsPerDay)
            }
        case .int64(let moments):
            let values = moments.values
            let span = values.span
            for row in span.indices where moments.validity?[row] ?? true { take(span[row]) }
        default: return nil
        }
        guard seen > 0 else { return nil }
        // Far: more than a month, and more than the whole stretch of the other values.
        let isFar =
            second != .min && seen > 2 && first - second > 31 * microsecondsPerDay
            && first - second > second - earliest
        let wall = (try? Zone(of: column.type))?.wall(at: first) ?? first
        return LatestMoment(moment: wall, column: name, source: source, isFarFromRest: isFar)
    }
}

extension Plan {
    /// Columns that are the time of something by role, anywhere in the plan.
    var timeColumns: Set<String> {
        var names = Set<String>()
        for step in steps {
            for field in step.schema.fields where field.role == "time" { names.insert(field.name) }
            guard let call = step.operation as? AnalysisCall else { continue }
            for mapping in call.mapping.value {
                let kind = call.signature.value[parameter: mapping.parameter]?.kind
                guard let wanted = kind?.columnRequirement else { continue }
                if wanted.roles.contains("time") || wanted.types == [.time] { names.insert(mapping.column) }
            }
        }
        return names
    }

    /// Whether an expression, and not an analysis alone, needs `$as_of`.
    var expressionsUseAsOf: Bool {
        steps.contains { !($0.operation is AnalysisCall) && $0.operation.late.asOf }
    }
}
