internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable
internal import RapportWork

/// Gives other values for the values of a column.
enum Recode: Verb {
    static let description = VerbDescription(
        "recode", "Give other values for the values of a column; missing stays missing.",
        signature: #"recode COLUMN = {"VALUE": NEW, …}, … other=NEW"#,
        options: [
            Signature.Parameter(
                "other", help: "For what the map does not list, which is an error without it.", kind: .text,
                standard: .missing)
        ],
        examples: [
            Example(
                "Every value must be listed.", run: #"given | recode csat = {"满意": 5, "一般": 3}"#,
                given: "csat\n满意\n一般\n\n满意", gives: "csat\n5\n3\n\n5"),
            Example(
                "`other` stands for the rest.",
                run: #"given | recode plan = {"pro": "paid", "team": "paid"} other="free""#,
                given: "plan\npro\ntrial\nteam", gives: "plan\npaid\nfree\npaid"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard !call.items.isEmpty else { throw call.missing("`column = {…}`") }
        var other: (value: Scalar?, span: SourceSpan?) = (nil, nil)
        for (name, value) in call.typedOptions where name.text == "other" {
            other = (try constant(value, call), value.span)
        }
        var recoding = Recoding(maps: [], hasOther: other.value != nil)
        var schema = call.input
        var places: [String: SourceSpan] = [:]
        for item in call.items {
            guard let name = item.name, case .map(let typed) = item.value.form else {
                throw Diagnostic(
                    "verb.name-expected", "`recode` needs `column = {…}`, found `\(item.value.printed)`",
                    at: item.span, help: [.init("`\(description.signature)`")])
            }
            let column = try call.column(Expression(.name(name), name.span)).text
            guard let index = schema.index(of: column) else { continue }
            guard !recoding.maps.contains(where: { $0.column == column }) else {
                throw Diagnostic("parameter.twice", "`\(column)` is given twice", at: name.span)
            }
            var entries: [Recoding.Entry] = []
            for entry in typed {
                let key = try key(entry, for: schema.fields[index])
                guard !entries.contains(where: { $0.key == key }) else {
                    throw Diagnostic(
                        "recode.twice", "the map lists `\(LanguageText.scalar(key))` twice", at: entry.span)
                }
                entries.append(Recoding.Entry(key: key, value: try constant(entry.value, call)))
            }
            let values = entries.map(\.value) + (other.value.map { [$0] } ?? [])
            let type = try type(of: values, old: schema.fields[index].type, at: item.value.span)
            recoding.maps.append(
                Recoding.Map(column: column, entries: entries, other: other.value, type: type))
            schema.fields[index] = field(schema.fields[index], type)
            places[column] = item.span
        }
        var bound = call.bound(recoding, schema)
        bound.places = places
        return bound
    }

    private static func field(_ old: Field, _ type: ColumnType) -> Field {
        var field = old
        (field.type, field.grain, field.unit) = (type, nil, nil)
        switch type {
        case .bool: field.kind = .flag
        case .int, .float, .duration: field.kind = .measure
        case .date, .datetime: field.kind = .time
        case .text, .list: field.kind = .category
        }
        return field
    }

    /// A value of the map; nil scalar is never given, `missing` is a value.
    private static func constant(_ syntax: Expression, _ call: VerbCall) throws(Diagnostic) -> Scalar {
        if case .literal(.missing) = syntax.form { return .missing }
        return try Admission(call.input, call.names).scalar(syntax)
    }

    private static func key(_ entry: MapEntry, for field: Field) throws(Diagnostic) -> Scalar {
        switch (entry.key, field.type) {
        case (.text(let text), .text): return .text(text)
        case (.name(let name), .text): return .text(name.text)
        case (.int(let number), .int): return .int(number)
        case (.int(let number), .float): return .float(Double(number))
        case (.name(let name), .bool) where ["true", "false"].contains(name.text):
            return .bool(name.text == "true")
        case (.text(let text), _):
            if let value = Scalar(text: text, type: field.type) { return value }
        default: break
        }
        let help: Diagnostic.Help
        if case .int(let number) = entry.key, field.type == .text {
            help = .init("`\"\(number)\": …`; text keeps its quotes")
        } else {
            help = .init("keys are \(field.type.phrase), as the column")
        }
        let found = if case .int = entry.key { "a number" } else { "text" }
        throw Diagnostic(
            "recode.key", "`\(field.name)` is \(field.type.phrase), the map has \(found)", at: entry.span,
            help: [help])
    }

    /// The one type of all values; an int meets a float, `missing` any.
    private static func type(
        of values: [Scalar], old: ColumnType, at span: SourceSpan
    ) throws(Diagnostic) -> ColumnType {
        let types = values.compactMap(\.type)
        guard let first = types.first else { return old }
        if types.allSatisfy({ $0 == first }) { return first }
        if types.allSatisfy(\.isNumber) { return .float }
        let other = types.first { $0 != first && !($0.isNumber && first.isNumber) } ?? first
        throw Diagnostic(
            "type.mixed", "the map gives \(first.phrase) and \(other.phrase)", at: span,
            help: ["one type for all values of a column"])
    }
}

struct Recoding: Operation {
    struct Entry: Sendable, Hashable {
        var key: Scalar
        var value: Scalar
    }
    struct Map: Sendable, Hashable {
        var column: String
        var entries: [Entry]
        var other: Scalar?
        var type: ColumnType

        var printed: String {
            let pairs = entries.map { entry -> String in
                let key = LanguageText.scalar(entry.key)
                switch entry.key {
                case .int, .text: return "\(key): \(LanguageText.scalar(entry.value))"
                default: return "\(LanguageText.text(key)): \(LanguageText.scalar(entry.value))"
                }
            }
            return "\(LanguageText.name(column)) = {\(pairs.joined(separator: ", "))}"
        }
    }
    var maps: [Map]
    var hasOther: Bool

    var printed: String {
        var text = "recode " + maps.map(\.printed).joined(separator: ", ")
        if hasOther, let other = maps.first?.other { text += " other=\(LanguageText.scalar(other))" }
        return text
    }
    /// All of them, wanted or not, so that what fails does not depend on what comes later.
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.union(maps.map(\.column))
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        var columns = inputs[0].columns
        for map in maps {
            guard let index = inputs[0].schema.index(of: map.column) else { continue }
            columns[index] = try recoded(columns[index], inputs[0].schema.fields[index], map, in: &context)
        }
        return context.described(
            zip(inputs[0].schema.names, columns).map { ($0, $1) }, count: inputs[0].count)
    }

    /// Each distinct value is looked up once; the rows then gather from the few new values.
    private func recoded(
        _ column: Column, _ field: Field, _ map: Map, in context: inout StepContext
    ) throws(Diagnostic) -> Column {
        let grouping = try Grouping(by: [column], count: column.count, work: context.work)
        let values = try column.gathered(at: grouping.firstRows, work: context.work)
        var listed: [Scalar: Int32] = [:]
        for (place, entry) in map.entries.enumerated() { listed[Self.lookup(entry.key)] = Int32(place) }
        let results = map.entries.map(\.value) + [map.other ?? .missing]
        var places: [Int32] = []
        var unlisted: [(value: Scalar, rows: Int)] = []
        for group in 0..<grouping.groupCount {
            let value = values[group]
            if value.isMissing {
                places.append(-1)
            } else if let place = listed[Self.lookup(value)] {
                places.append(place)
            } else {
                places.append(Int32(map.entries.count))
                unlisted.append((value, Int(grouping.sizes[group])))
            }
        }
        if !unlisted.isEmpty {
            let rows = unlisted.reduce(0) { $0 + $1.rows }
            guard map.other != nil else { throw Self.notListed(unlisted.map(\.value), rows, field) }
            let what = rows == 1 ? "1 value" : "\(grouped(rows)) values"
            context.say("recode.other", "`\(map.column)`: \(what) that the map does not list took `other`")
        }
        var byGroup = Column(map.type, scalars: results)
        if map.type == .text { byGroup = try byGroup.encoded(limit: .max, work: context.work) }
        let (placeOf, groups) = (Buffer(places), grouping.groups)
        let rows: Buffer<Int32> = try context.work.fill(column.count, for: "recode") { range, out in
            let (placeOf, groups) = (placeOf.span, groups.span)
            for index in out.indices { out[index] = placeOf[Int(groups[range.lowerBound + index])] }
        }
        return try byGroup.gathered(at: rows, work: context.work)
    }

    /// -0 is 0.
    private static func lookup(_ value: Scalar) -> Scalar {
        if case .float(let number) = value { .float(number + 0) } else { value }
    }

    /// What the map lacks is the analyst's to see, unless the column is private.
    private static func notListed(_ values: [Scalar], _ rows: Int, _ field: Field) -> Diagnostic {
        let count = "\(values.count) \(values.count == 1 ? "value" : "values")"
        var help = "`other=…` takes the rest"
        if !field.isPrivate {
            let shown = values.prefix(12).map { LanguageText.scalar($0) + ": …" }.joined(separator: ", ")
            help =
                "not listed: \(shown)" + (values.count > 12 ? " and \(values.count - 12) more" : "")
                + "; or `other=…`"
        }
        return Diagnostic(
            "recode.not-listed",
            "the map of `\(field.name)` does not list \(count), in \(grouped(rows)) rows",
            subject: .column(field.name), help: [.init(help)])
    }
}
