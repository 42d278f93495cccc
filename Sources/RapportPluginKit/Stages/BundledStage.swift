/// A bundled analysis behind the contract; the process of a third party is the other home.
///
/// It holds both sides to their word: arguments to the signature, the outcome to what `check` promised.
struct BundledStage<A: Analysis>: Stage {
    let signature = Signature(
        name: A.name, aliases: A.aliases, version: A.version, summary: A.summary, details: A.details,
        references: A.references,
        parameters: A().declarations.map { $0.declaration.parameter(named: $0.name) } + [.by],
        outputs: A.outputs, metrics: A.metrics, determinism: A.determinism, examples: A.examples)

    func check(_ call: Call<Schema>) async throws(Diagnostic) -> Outline { try outline(of: call).outline }

    func run(_ call: Call<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let schemas = Inputs(call.inputs.piped.schema, named: call.inputs.named.mapValues(\.schema))
        // First of all: the types of columns without cells say nothing, and neither would what is amiss with them.
        if call.inputs.piped.count == 0 {
            let fit = try? outline(of: Call(schemas, call.arguments)).fit
            guard try fit?.takesNoRows() ?? false else { throw .emptyTable(for: A.name) }
        }
        let (fit, outline) = try outline(of: Call(schemas, call.arguments))
        var outcome = try await fit.run(call.inputs, in: context)
        try outcome.keep(outline, of: signature)
        return outcome
    }

    private func outline(
        of call: Call<Schema>
    ) throws(Diagnostic) -> (fit: GroupedFit<A>, outline: Outline) {
        let arguments = try signature.admitted(call.arguments, over: call.inputs.piped)
        for parameter in signature.parameters {
            guard case .table(let words) = arguments[parameter.name],
                call.inputs.named[parameter.name] == nil
            else { continue }
            throw .internalError("no table came with `\(parameter.name)=\(words)`")
        }
        let fit = try GroupedFit<A>(arguments, signature: signature)
        let outline = try fit.check(call.inputs)
        return (fit, outline.keepingPrivate(arguments, of: signature, over: call.inputs))
    }
}

extension Signature.Parameter {
    /// The kit gives it to every analysis.
    static let by = Signature.Parameter(
        "by", help: "A separate fit for each group of these columns.",
        kind: .columns(ColumnRequirement(isOptional: true)), standard: .columns([]))
}

extension Outcome {
    /// Puts the promised schemas and the declared units on the outcome; an analysis that gave something
    /// else than it promised has a fault of its own.
    fileprivate mutating func keep(_ outline: Outline, of signature: Signature) throws(Diagnostic) {
        output = try output.keeping(outline.output, as: "output", of: signature.name)
        guard tables.map(\.name) == outline.tables.map(\.name) else {
            throw .internalError(
                "`\(signature.name)` promised the tables \(outline.tables.map(\.name)), "
                    + "gave \(tables.map(\.name))")
        }
        for (index, promised) in outline.tables.enumerated() {
            tables[index].table = try tables[index].table.keeping(
                promised.schema, as: promised.name, of: signature.name)
        }
        for index in metrics.indices {
            let name = metrics[index].name
            guard let description = signature.metrics.first(where: { $0.name == name }) else {
                throw .internalError(
                    "`\(signature.name)` gave the metric `\(name)`, which it does not declare")
            }
            (metrics[index].unit, metrics[index].direction) = (description.unit, description.direction)
        }
        try requireFinite(signature)
    }

    /// Sums of extreme values leave the range of numbers: a sentence about them would say nothing, and no record
    /// could hold it.
    private func requireFinite(_ signature: Signature) throws(Diagnostic) {
        for value in findings.flatMap(\.values) + caveats.flatMap(\.values) {
            guard case .float(let number) = value.value, !number.isFinite else { continue }
            throw Diagnostic(
                "result.non-finite",
                "`\(value.name)` of `\(signature.name)` leaves the range of numbers: values are too large to be "
                    + "added up", help: ["`… | describe` shows the largest of each column"])
        }
    }
}

extension Table {
    fileprivate func keeping(
        _ promised: Schema, as name: String, of stage: String
    ) throws(Diagnostic) -> Table {
        let given = schema.fields.map { "\($0.name): \($0.type.name)" }
        let wanted = promised.fields.map { "\($0.name): \($0.type.name)" }
        let agrees = promised.isOpen ? given.starts(with: wanted) : given == wanted
        guard agrees else {
            throw .internalError("`\(stage)` promised `\(name)` as \(wanted), gave \(given)")
        }
        guard promised.isOpen else { return described(by: promised) }
        var described = schema
        for (index, field) in promised.fields.enumerated() where field.isPrivate {
            described.fields[index].isPrivate = true
        }
        return self.described(by: described)
    }
}
