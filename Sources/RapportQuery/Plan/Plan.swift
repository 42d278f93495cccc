public import RapportDiagnostics
public import RapportLanguage
public import RapportTable

/// What will be done, bound and typed: steps in order, each naming the earlier steps that it reads.
///
/// Data without closures and tables: it prints as the language (``printed``), is compared, and says the
/// schema of every step before anything runs. The last step gives the result.
public struct Plan: Sendable, Hashable {
    public var steps: [Step]

    /// Names that `as` gives to the rows of a step.
    public var aliases: Incidental<[Alias]>

    /// What binding said beside the plan.
    public var notes: Incidental<[Note]> = Incidental([])

    /// Its last step's columns have types that only running it shows: the rest of the line is bound then.
    public var isUnfinished: Incidental<Bool> = Incidental(false)

    /// The line it was bound from: a source whose types prove to be others is bound again from it.
    public var syntax: Incidental<Pipeline?>

    public init(_ steps: [Step], aliases: [Alias] = [], syntax: Pipeline? = nil) {
        (self.steps, self.aliases, self.syntax) = (steps, Incidental(aliases), Incidental(syntax))
    }

    /// What comes out.
    public var schema: Schema { steps.last?.schema ?? Schema() }
    public var order: Order { steps.last?.order ?? .source }

    /// One step: what is done, to which earlier steps, and what comes out.
    public struct Step: Sendable, Hashable {
        public var operation: any Operation
        /// Positions in ``Plan/steps``, all of them smaller than the step's own.
        public var inputs: [Int]
        public var schema: Schema
        public var order: Order
        public var places: Incidental<Places>
        /// What already holds this step's rows, so that it need not run: a bound name, or `rfm.segments`.
        public var holder: Incidental<String?>
        /// The name that the rows were bound to in the session; a recipe that needs a name takes it.
        public var label: Incidental<String?> = Incidental(nil)

        public init(
            _ operation: any Operation, inputs: [Int], schema: Schema, order: Order = .source,
            places: Places = Places(), holder: String? = nil
        ) {
            (self.operation, self.inputs, self.schema, self.order) = (operation, inputs, schema, order)
            (self.places, self.holder) = (Incidental(places), Incidental(holder))
        }

        public static func == (a: Step, b: Step) -> Bool {
            AnyHashable(a.operation) == AnyHashable(b.operation) && a.inputs == b.inputs
                && a.schema == b.schema && a.order == b.order
        }
        public func hash(into hasher: inout Hasher) {
            operation.hash(into: &hasher)
            hasher.combine(inputs)
            hasher.combine(schema)
        }
    }

    public struct Alias: Sendable, Hashable {
        public var name: String
        public var step: Int
        public var span: SourceSpan?
        public init(_ name: String, step: Int, span: SourceSpan? = nil) {
            (self.name, self.step, self.span) = (name, step, span)
        }
    }

    /// What is promised of the order of rows.
    public enum Order: Sendable, Hashable {
        /// As the source has them.
        case source
        /// Missing last, stable.
        case by([OrderKey])
    }

    public struct OrderKey: Sendable, Hashable {
        public var column: String
        public var descending: Bool
        public init(_ column: String, descending: Bool = false) {
            (self.column, self.descending) = (column, descending)
        }
    }

    /// Where the parts of a step stand in the typed line; nil and empty for steps of an earlier line.
    public struct Places: Sendable {
        public var stage: SourceSpan?
        public var name: SourceSpan?
        /// By parameter.
        public var parameters: [String: SourceSpan]
        /// Columns that the stage names.
        public var columns: [String: SourceSpan]
        public init(
            stage: SourceSpan? = nil, name: SourceSpan? = nil, parameters: [String: SourceSpan] = [:],
            columns: [String: SourceSpan] = [:]
        ) {
            (self.stage, self.name, self.parameters) = (stage, name, parameters)
            self.columns = columns
        }
    }
}

extension Plan {
    /// The plan of the first steps up to and with `step`, without those that it does not read.
    public func prefix(through step: Int) -> Plan {
        var wanted = Set<Int>(), open = [step]
        while let next = open.popLast() {
            guard steps.indices.contains(next), wanted.insert(next).inserted else { continue }
            open += steps[next].inputs
        }
        let kept = wanted.sorted()
        let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element, $0.offset) })
        return Plan(
            kept.map { old in
                var copy = steps[old]
                copy.inputs = copy.inputs.compactMap { places[$0] }
                return copy
            }, syntax: syntax.value)
    }

    /// The same rows without the charts and files on the way: what a later line or a recipe takes over.
    func withoutEffects() -> Plan {
        var kept: [Step] = []
        var places: [Int] = []
        for var step in steps {
            step.inputs = step.inputs.map { places[$0] }
            if step.operation is Saving || step.operation is ChartAnnotation, let input = step.inputs.first {
                places.append(input)
            } else {
                kept.append(step)
                places.append(kept.count - 1)
            }
        }
        return Plan(kept)
    }

    /// The same steps as they enter another line: no step stands in it, and no bound table is named.
    func inlined() -> [Step] {
        withoutEffects().steps.map { step in
            var copy = step
            (copy.places, copy.holder) = (Incidental(Places()), Incidental(nil))
            return copy
        }
    }
}
