internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Changes the types of columns.
enum Cast: Verb {
    static let description = VerbDescription(
        "cast", "Change the types of columns; a value that does not fit is an error.",
        signature: "cast COLUMN=TYPE, … on_error=missing",
        options: [
            Signature.Parameter(
                "on_error", help: "`missing` makes values that do not fit missing, and counts them.",
                kind: .choice(["fail", "missing"]), standard: .text("fail"))
        ],
        examples: [
            Example(
                "The types are bool, int, float, text, date, datetime and duration.",
                run: "given | cast n=float, id=text", given: "id,n\n7,1\n8,2", gives: "id,n\n7,1.0\n8,2.0"),
            Example(
                "What does not fit may become missing.", run: "given | cast nps=int on_error=missing",
                given: "nps\n9\nunknown\n7", gives: "nps\n9\n\n7"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard !call.items.isEmpty else { throw call.missing("`column=type`") }
        var casts: [TypeChange.Pair] = []
        var places: [String: SourceSpan] = [:]
        for item in call.items {
            guard let name = item.name else {
                throw Diagnostic(
                    "verb.name-expected", "`cast` needs `column=type`, found `\(item.value.printed)`",
                    at: item.span, help: [.init("`\(item.value.printed)=int`")])
            }
            let column = try call.column(Expression(.name(name), name.span)).text
            guard !casts.contains(where: { $0.column == column }) else {
                throw Diagnostic("parameter.twice", "`\(column)` is given twice", at: name.span)
            }
            let from = call.input[column]?.type ?? .text
            let type = try type(item.value, from: from)
            guard canCast(from: from, to: type) else {
                throw Diagnostic(
                    "type.cast", "`\(column)` is \(from.phrase), which has no form as `\(type.name)`",
                    at: item.span,
                    help: [
                        type.element != nil
                            ? "`derive \(name.printed) = split(\(name.printed), \",\")` cuts a text into a list"
                            : "through text, where it is meant: `cast \(name.printed)=text`"
                    ])
            }
            casts.append(TypeChange.Pair(column: column, type: type))
            places[column] = item.span
        }
        let fails = try call.options()["on_error"] != .text("missing")
        let operation = TypeChange(casts: casts, failsOnMisfit: fails)
        var bound = call.bound(operation, operation.schema(of: call.input))
        bound.places = places
        return bound
    }

    private static let words = ["bool", "int", "float", "text", "date", "datetime", "duration"]
    /// Of SQL, pandas and R.
    private static let habits = [
        "boolean": "bool", "logical": "bool", "integer": "int", "int64": "int", "bigint": "int",
        "double": "float", "float64": "float", "number": "float", "numeric": "float", "decimal": "float",
        "real": "float", "string": "text", "str": "text", "varchar": "text", "character": "text",
        "timestamp": "datetime", "datetime64": "datetime", "interval": "duration", "timedelta": "duration",
    ]

    private static func type(_ syntax: Expression, from old: ColumnType) throws(Diagnostic) -> ColumnType {
        let word: String
        switch syntax.form {
        case .name(let name): word = name.text
        case .literal(.text(let text)): word = text
        case .call(let call): word = call.name.text
        default: word = syntax.printed
        }
        // A datetime that is cast to datetime keeps its zone.
        if let type = ColumnType(name: word) { return type.name == old.name ? old : type }
        let near = habits[word.lowercased()] ?? word.nearest(in: words)
        throw Diagnostic(
            "type.unknown", "no type named `\(word)`", at: syntax.span,
            help: [
                near.map { .init("`\($0)`", edit: .init(syntax.span, $0)) }
                    ?? .init("types: " + words.map { "`\($0)`" }.joined(separator: ", "))
            ])
    }
}

struct TypeChange: Operation {
    struct Pair: Sendable, Hashable {
        var column: String
        var type: ColumnType
    }
    var casts: [Pair]
    var failsOnMisfit: Bool

    var printed: String {
        "cast " + casts.map { "\(LanguageText.name($0.column))=\($0.type.name)" }.joined(separator: ", ")
            + (failsOnMisfit ? "" : " on_error=missing")
    }
    /// All of them are cast, wanted or not, so that what fails does not depend on what comes later.
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.union(casts.map(\.column))
    }

    func schema(of input: Schema) -> Schema {
        var schema = input
        for cast in casts {
            guard let index = schema.index(of: cast.column) else { continue }
            schema.fields[index] = Self.field(schema.fields[index], as: cast.type)
        }
        return schema
    }

    /// What the analyst said of a column stays; what was known of its values goes with their type.
    private static func field(_ old: Field, as type: ColumnType) -> Field {
        guard old.type != type else { return old }
        var field = old
        field.type = type
        field.grain = nil
        if !(old.type.isNumber && type.isNumber) { field.unit = nil }
        if old.kind != .id {
            field.kind =
                switch type {
                case .bool: .flag
                case .int, .float, .duration: .measure
                case .date, .datetime: .time
                case .text, .list: .category
                }
        }
        return field
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        var columns = inputs[0].columns
        for each in casts {
            guard let index = inputs[0].schema.index(of: each.column) else { continue }
            let present = columns[index].count - columns[index].missingCount
            let found = try cast(columns[index], to: each.type, work: context.work)
            columns[index] = found.column
            guard found.misfits > 0 else { continue }
            let values = "\(grouped(found.misfits)) \(found.misfits == 1 ? "value" : "values")"
            let verb = found.misfits == 1 ? "does" : "do"
            if failsOnMisfit {
                let row = (found.firstMisfit ?? 0) + 1
                throw Diagnostic(
                    "value.cast",
                    "\(values) of `\(each.column)` \(verb) not fit `\(each.type.name)`, the first in row "
                        + grouped(row),
                    subject: .column(each.column),
                    help: [
                        Self.help(inputs[0].schema.fields[index].type, each, isNone: found.misfits == present)
                    ]
                )
            }
            // That nothing fits is seldom what was meant: the values are written in another way.
            let other = found.misfits == present ? Self.otherWriting(each) : nil
            context.say(
                "cast.missing",
                "\(values) of `\(each.column)` \(verb) not fit `\(each.type.name)` and became missing"
                    + (other.map { ", and none is left: \($0)" } ?? ""))
        }
        return context.described(
            zip(inputs[0].schema.names, columns).map { ($0, $1) }, count: inputs[0].count)
    }

    private static func help(_ from: ColumnType, _ pair: Pair, isNone: Bool) -> Diagnostic.Help {
        if from == .float, pair.type == .int {
            return "`derive x = round(x)` first, or `floor`; `on_error=missing` counts them"
        }
        if isNone, from == .text, let other = otherWriting(pair) { return .init(other) }
        return "`on_error=missing` makes them missing and counts them"
    }

    /// What reads times that are not written as ISO 8601 has them; nil for other types.
    private static func otherWriting(_ pair: Pair) -> String? {
        guard pair.type.isTime else { return nil }
        let name = LanguageText.name(pair.column)
        return
            "`derive \(name)=parse_date(\(name), \"%d/%m/%Y %H:%M\")` reads what is written so; `help parse_date`"
    }
}
