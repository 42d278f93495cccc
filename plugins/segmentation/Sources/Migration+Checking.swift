import RapportPluginKit

/// What tells moves of customers from moves of limits.
struct MigrationYardstick {
    var points: [Measure: CutPoints]
    var scheme: SegmentScheme
}

extension Migration {
    /// The columns of the earlier table: those that were named, else those of this table.
    /// - Throws: `table.unknown-column`, `column.type`, `parameter.missing`.
    func earlierColumns(
        _ inputs: Inputs<Schema>
    ) throws(Diagnostic) -> (customer: String, segment: String) {
        guard let previous, let earlier = inputs.named[previous] else {
            throw Diagnostic(
                "parameter.missing", "`\(Self.name)` needs `previous`: the earlier result",
                subject: .parameter("previous"), help: ["`previous=run 3`, with the number of that run"])
        }
        let customer = try column(
            previousCustomer?.name ?? customer, "previous_customer", ["customer"], in: earlier)
        let segment = try column(
            previousSegment?.name ?? segment, "previous_segment", ["segment", "cluster"], in: earlier)
        guard let now = inputs.piped[self.customer]?.type, let then = earlier[customer]?.type, now != then
        else { return (customer, segment) }
        throw Diagnostic(
            "column.type",
            "`\(self.customer)` is \(now.name) here and `\(customer)` \(then.name) in `previous`; expected one type",
            subject: .column(self.customer),
            help: ["`… | cast \(self.customer.asColumnName)=\(then.name)` before it"])
    }

    private func column(
        _ name: String, _ parameter: String, _ roles: [Role], in earlier: Schema
    ) throws(Diagnostic) -> String {
        if earlier[name] != nil || earlier.isOpen { return name }
        let isGiven = (parameter == "previous_customer" ? previousCustomer : previousSegment) != nil
        // As at the prompt: what `roles` says, else an exact, unique alias.
        let stated = earlier.fields.filter { field in field.role.map(roles.contains) ?? false }
        let alike = earlier.fields.filter { field in
            roles.contains { RoleAliases.isAlias(field.name, of: $0) }
        }
        let found = stated.isEmpty ? alike : stated
        if !isGiven, found.count == 1 { return found[0].name }
        throw Diagnostic(
            "table.unknown-column", "the table of `previous` has no column `\(name)`",
            subject: .parameter(isGiven ? parameter : "previous"),
            help: [
                name.nearest(in: earlier.names).map { "`\(parameter)=\($0)`?" }
                    ?? "`\(parameter)=…` names one of \(earlier.names.joined(separator: ", "))"
            ])
    }

    /// With limits the measures must be there.
    func checkMeasures(of schema: Schema) throws(Diagnostic) {
        let lacking = Measure.allCases.map(\.rawValue).filter { schema[$0]?.type.isNumber != true }
        guard !lacking.isEmpty, !schema.isOpen else { return }
        throw Diagnostic(
            "table.unknown-column",
            "`cuts` needs the columns recency, frequency and monetary; this table has no number "
                + Wording.list(lacking.map { "`\($0)`" }),
            subject: .parameter("cuts"), help: ["pipe the output of `segmentation.rfm`, or leave `cuts` out"])
    }

    func isNumber(_ now: Schema, _ earlier: Schema, _ earlierSegment: String) -> Bool {
        now[segment]?.type.isNumber == true || earlier[earlierSegment]?.type.isNumber == true
    }

    func yardstick(_ inputs: Inputs<Table>) throws(Diagnostic) -> MigrationYardstick? {
        guard let cuts, let table = inputs.named[cuts] else { return nil }
        let points = try CutPoints.read(table)
        return MigrationYardstick(
            points: points, scheme: try SegmentScheme(scheme, scores: points[.recency]?.bins))
    }

    /// The customer keeps the type of the input.
    func outputSchema(_ input: Schema) -> Schema {
        var schema = Schema(Self.outputs[0].fields, rowGrain: ["customer"])
        if let type = input[customer]?.type { schema.fields[0].type = type }
        return schema
    }
}
