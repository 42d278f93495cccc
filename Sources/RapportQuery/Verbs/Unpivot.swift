internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable
internal import RapportWork

/// Makes a row of each of several columns.
enum Unpivot: Verb {
    static let description = VerbDescription(
        "unpivot", "Make a row of each named column: its name and its value; the other columns repeat.",
        signature: "unpivot COLUMN, … to NAME, VALUE", clauses: ["to"],
        examples: [
            Example(
                "The columns must have one type; missing values keep their rows.",
                run: "given | unpivot q1, q2 to quarter, sales", given: "shop,q1,q2\nA,1,2\nB,3,",
                gives: "shop,quarter,sales\nA,q1,1\nA,q2,2\nB,q1,3\nB,q2,")
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard let first = call.items.first, let last = call.items.last else { throw call.missing("columns") }
        if call.input.isOpen { throw Diagnostic.openSchema(nil, at: first.span) }
        let columns = try call.columns(call.items)
        let names = try names(call, after: last)
        var type: ColumnType?
        for column in columns {
            guard let found = call.input[column]?.type else { continue }
            guard let met = common(type, found) else {
                let texts = columns.map { "\(LanguageText.name($0))=text" }.joined(separator: ", ")
                let phrase = call.input[columns[0]]?.type.phrase ?? ""
                throw Diagnostic(
                    "unpivot.types", "`\(columns[0])` is \(phrase), `\(column)` is \(found.phrase)",
                    at: first.span.union(last.span), help: [.init("`cast \(texts)` before it")])
            }
            type = met
        }
        let kept = call.input.fields.filter { !columns.contains($0.name) }
        for name in [names.name, names.value] where kept.contains(where: { $0.name == name.text }) {
            throw Diagnostic.duplicateColumn(name.text, at: name.span)
        }
        let sources = columns.compactMap { call.input[$0] }
        var value = sources[0].renamed(names.value.text)
        value.type = type ?? .text
        value.role = nil
        value.isPrivate = sources.contains(where: \.isPrivate)
        value.isRepeated = sources.contains(where: \.isRepeated)
        if sources.contains(where: { $0.unit != value.unit }) { value.unit = nil }
        if sources.contains(where: { $0.grain != value.grain }) { value.grain = nil }
        if sources.contains(where: { $0.kind != value.kind }) { value.kind = nil }
        let repeated = kept.map { field in
            var field = field
            field.isRepeated = field.isRepeated || columns.count > 1
            return field
        }
        let grain = call.input.rowGrain
        let keepsGrain = !grain.isEmpty && grain.allSatisfy { !columns.contains($0) }
        let schema = Schema(
            repeated + [Field(names.name.text, .text, kind: .category), value],
            rowGrain: keepsGrain ? grain + [names.name.text] : [])
        let operation = Unpivoting(columns: columns, name: names.name.text, value: names.value.text)
        var bound = call.bound(operation, schema)
        bound.isSameTable = false
        return bound
    }

    /// An int meets a float.
    private static func common(_ a: ColumnType?, _ b: ColumnType) -> ColumnType? {
        guard let a, a != b else { return b }
        return a.isNumber && b.isNumber ? .float : nil
    }

    private static func names(
        _ call: VerbCall, after last: Item
    ) throws(Diagnostic) -> (name: Name, value: Name) {
        let listed = call.items.map(\.printed).joined(separator: ", ")
        guard let items = call.clause("to") else {
            let end = SourceSpan(last.span.upper..<last.span.upper)
            throw Diagnostic(
                "verb.missing", "`unpivot` needs `to`", at: call.name.span,
                help: [.init("`unpivot \(listed) to name, value`", edit: .init(end, " to name, value"))])
        }
        var names: [Name] = []
        for item in items {
            guard item.name == nil, case .name(let name) = item.value.form else { break }
            names.append(name)
        }
        guard names.count == 2, items.count == 2, names[0].text != names[1].text else {
            throw Diagnostic(
                "verb.name-expected", "`to` takes two new names", at: items[0].span,
                help: ["`to name, value`: for the column's name, and for what stood in it"])
        }
        return (names[0], names[1])
    }
}

struct Unpivoting: Operation {
    var columns: [String]
    var name: String
    var value: String

    var printed: String {
        "unpivot \(LanguageText.names(columns)) to \(LanguageText.name(name)), \(LanguageText.name(value))"
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        let kept = wanted.intersection(input.names).subtracting([name, value])
        return wanted.contains(value) ? kept.union(columns) : kept
    }

    /// Row by row: the first row's columns, then the second's.
    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let (table, width) = (inputs[0], columns.count)
        let (count, total) = (table.count, table.count.multipliedReportingOverflow(by: width))
        guard !total.overflow, total.partialValue < Int(Int32.max) else {
            throw Diagnostic(
                "table.too-many-rows",
                "\(grouped(count)) rows × \(width) columns; expected at most 2147483646 rows")
        }
        let rows: Buffer<Int32> = try context.work.fill(total.partialValue, for: "unpivot") { range, out in
            for index in out.indices {
                out[index] = Int32(truncatingIfNeeded: (range.lowerBound + index) / width)
            }
        }
        var found: [(String, Column)] = []
        for (name, column) in zip(table.schema.names, table.columns) where !columns.contains(name) {
            found.append((name, try column.gathered(at: rows, work: context.work)))
        }
        let names: Buffer<Int32> = try context.work.fill(total.partialValue, for: "unpivot") { range, out in
            for index in out.indices {
                out[index] = Int32(truncatingIfNeeded: (range.lowerBound + index) % width)
            }
        }
        let dictionary = try Column.texts(columns).encoded(limit: .max, work: context.work)
        found.append((name, try dictionary.gathered(at: names, work: context.work)))
        if let field = context.schema[value], columns.allSatisfy({ table[$0] != nil }) {
            var parts: [Column] = []
            for column in columns.compactMap({ table[$0] }) {
                parts.append(try cast(column, to: field.type, work: context.work).column)
            }
            let all = try Column.concatenated(parts, work: context.work)
            let places: Buffer<Int32> = try context.work.fill(total.partialValue, for: "unpivot") {
                range, out in
                for index in out.indices {
                    let place = range.lowerBound + index
                    out[index] = Int32(truncatingIfNeeded: place % width * count + place / width)
                }
            }
            found.append((value, try all.gathered(at: places, work: context.work)))
        }
        context.account(.spread, total.partialValue)
        return context.described(found, count: total.partialValue)
    }
}
