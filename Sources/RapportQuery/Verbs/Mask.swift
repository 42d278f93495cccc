internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Puts something unreadable in the place of values.
enum Mask: Verb {
    static let description = VerbDescription(
        "mask",
        "Put something that cannot be read in the place of values: a hash by the workspace's secret key, stars, or stars and the last signs; the columns are private no longer.",
        signature: "mask COLUMN, … method=hash|redact · mask COLUMN, … keep_last=COUNT",
        options: [
            Signature.Parameter(
                "method",
                help:
                    "`hash`: equal values stay equal, so that it can be counted and joined; `redact`: three stars.",
                kind: .choice(["hash", "redact"]), standard: .text("hash")),
            Signature.Parameter(
                "keep_last", help: "Three stars and so many of the last signs.", kind: .int(Bounds(1...64)),
                standard: .missing),
        ],
        examples: [
            Example(
                "Stars.", run: "given | mask name method=redact", given: "name,n\nAnn,1\n,2",
                gives: "name,n\n***,1\n,2"),
            Example(
                "The last signs of a number stay.", run: "given | mask phone keep_last=4",
                given: "phone,n\n138-0013-8000,1\n77,2", gives: "phone,n\n***8000,1\n***,2"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard !call.items.isEmpty else { throw call.missing("columns") }
        let columns = try call.columns(call.items)
        let options = try call.options()
        var method = MaskingStep.Method.hash
        if options["method"] == .text("redact") { method = .redact }
        if case .int(let count)? = options["keep_last"] {
            if let place = call.optionPlaces["method"] {
                throw Diagnostic(
                    "parameter.twice", "`keep_last` is a method of its own", at: place,
                    help: ["`mask \(LanguageText.names(columns)) keep_last=\(count)`"])
            }
            method = .keepLast(Int(count))
        }
        let operation = MaskingStep(columns: columns, method: method)
        return call.bound(operation, operation.schema(of: call.input))
    }
}

struct MaskingStep: Operation {
    enum Method: Sendable, Hashable {
        case hash, redact
        case keepLast(Int)

        var printed: String {
            switch self {
            case .hash: "method=hash"
            case .redact: "method=redact"
            case .keepLast(let count): "keep_last=\(count)"
            }
        }
    }
    var columns: [String]
    var method: Method

    var printed: String { "mask \(LanguageText.names(columns)) \(method.printed)" }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> { wanted }

    func schema(of input: Schema) -> Schema {
        var schema = input
        for index in schema.fields.indices where columns.contains(schema.fields[index].name) {
            let old = schema.fields[index]
            // A hash still tells rows apart; what is starred tells nothing.
            let tells = method == .hash
            var field = Field(old.name, .text, kind: tells ? .id : .text, role: tells ? old.role : nil)
            field.isRepeated = old.isRepeated
            schema.fields[index] = field
        }
        if method != .hash, schema.rowGrain.contains(where: columns.contains) { schema.rowGrain = [] }
        return schema
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let table = inputs[0]
        var made: [(String, Column)] = []
        var masked: [String] = []
        for (name, column) in zip(table.schema.names, table.columns) {
            guard columns.contains(name) else {
                made.append((name, column))
                continue
            }
            masked.append(name)
            let unreadable =
                switch method {
                case .hash: try Masking.hashed(column, by: context.late.hash, work: context.work)
                case .redact: try Masking.redacted(column, keeping: 0, work: context.work)
                case .keepLast(let count):
                    try Masking.redacted(column, keeping: count, work: context.work)
                }
            made.append((name, unreadable))
        }
        if !masked.isEmpty { context.catalog.noteMasked(masked, how: method.printed) }
        return context.described(made, count: table.count)
    }
}
