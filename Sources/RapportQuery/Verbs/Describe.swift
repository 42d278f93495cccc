internal import RapportWork
internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable

/// Exact statistics, one row a column.
enum Describe: Verb {
    static let description = VerbDescription(
        "describe", "Give exact statistics, one row a column.", signature: "describe",
        examples: [
            Example(
                "Missing values are counted and left out.",
                run: "given | describe | select column, present, missing_count, distinct, mean",
                given: "n\n1\n3\n", gives: "column,present,missing_count,distinct,mean\nn,2,1,2,2.0")
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        try call.noItems("`select a, b | describe` describes some columns")
        var bound = call.bound(Statistics(), Statistics.schema, order: .source)
        bound.isSameTable = false
        return bound
    }
}

struct Statistics: Operation {
    var printed: String { "describe" }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> { Set(input.names) }

    static let schema = Schema([
        Field("column", .text, kind: .id), Field("type", .text, kind: .category),
        Field("kind", .text, kind: .category), Field("role", .text, kind: .category),
        Field("present", .int, kind: .measure), Field("missing_count", .int, kind: .measure),
        Field("distinct", .int, kind: .measure), Field("mean", .float, kind: .measure),
        Field("std", .float, kind: .measure), Field("median", .float, kind: .measure),
        Field("min", .text, kind: .text), Field("max", .text, kind: .text),
        Field("most_common", .text, kind: .text),
    ])

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let table = inputs[0]
        let whole = try Grouping(by: [], count: table.count, work: context.work)
        var rows: [[Scalar]] = []
        for (field, column) in zip(table.schema.fields, table.columns) {
            try context.work.check()
            rows.append(try Self.row(field, column, whole, in: context))
        }
        let columns = Self.schema.fields.indices.map { place in
            (
                Self.schema.fields[place].name,
                Column(Self.schema.fields[place].type, scalars: rows.map { $0[place] })
            )
        }
        return context.described(columns, count: rows.count)
    }

    private static func row(
        _ field: Field, _ column: Column, _ whole: Grouping, in context: StepContext
    ) throws(Diagnostic) -> [Scalar] {
        func value(_ aggregate: Aggregate) throws(Diagnostic) -> Scalar {
            try whole.aggregate(aggregate, of: column, work: context.work).column[0]
        }
        func number(_ aggregate: Aggregate, _ applies: Bool) throws(Diagnostic) -> Scalar {
            guard applies else { return .missing }
            return try value(aggregate).number.map { .float($0) } ?? .missing
        }
        func text(_ aggregate: Aggregate, _ applies: Bool) throws(Diagnostic) -> Scalar {
            guard applies else { return .missing }
            let found = try value(aggregate)
            return found.isMissing ? .missing : .text(found.text(grain: field.grain))
        }
        let isNumber = field.type.isNumber && field.kind != .id
        let isOrdered = field.type != .bool && field.kind != .id && field.kind != .text
        let isChoice = field.kind == .category || field.kind == .flag || field.type == .bool
        return [
            .text(field.name), .text(field.type.description),
            field.kind.map { .text($0.rawValue) } ?? .missing,
            field.role.map { .text($0.name) } ?? .missing, try value(.countPresent),
            .int(Int64(column.missingCount)), try value(.countDistinct),
            try number(.mean, isNumber || field.type == .bool), try number(.std, isNumber),
            try number(.median, isNumber), try text(.min, isOrdered && field.type != .text),
            try text(.max, isOrdered && field.type != .text), try text(.mode, isChoice),
        ]
    }
}
