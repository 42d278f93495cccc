internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable
internal import RapportWork

/// Makes a row of each value of a list.
enum Explode: Verb {
    static let description = VerbDescription(
        "explode",
        "Make a row of each value of a list; the other columns repeat, an empty or missing list keeps one row.",
        signature: "explode LIST, …",
        examples: [
            Example(
                "A row a tag.", run: #"given | derive tags = split(tags, ";") | explode tags"#,
                given: "id,tags\n1,a;b\n2,", gives: "id,tags\n1,a\n1,b\n2,"),
            Example(
                "Several lists go along value by value.",
                run: #"given | derive a = split(a, ";"), b = split(b, ";") | explode a, b"#,
                given: "id,a,b\n1,x;y,3;4", gives: "id,a,b\n1,x,3\n1,y,4"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard let first = call.items.first else { throw call.missing("a column of lists") }
        if call.input.isOpen { throw Diagnostic.openSchema(nil, at: first.span) }
        let columns = try columns(call)
        var schema = call.input
        schema.rowGrain = []
        for index in schema.fields.indices {
            let field = schema.fields[index]
            guard columns.contains(field.name) else { continue }
            guard let element = field.type.element else {
                throw notAList(field, at: call.items.first { $0.printed == field.name }?.span ?? first.span)
            }
            schema.fields[index].type = element
            schema.fields[index].kind =
                switch element {
                case .bool: .flag
                case .int, .float, .duration: .measure
                case .date, .datetime: .time
                case .text, .list: .category
                }
        }
        var bound = call.bound(Explosion(columns: columns), schema)
        bound.isSameTable = false
        return bound
    }

    /// The columns that are named; a name before a point stands for all lists under it: `items` for
    /// `items.price` and `items.sku`, which a file of nested records gives.
    private static func columns(_ call: VerbCall) throws(Diagnostic) -> [String] {
        var found: [String] = []
        for item in call.items {
            var names: [String] = []
            if item.name == nil, case .name(let name) = item.value.form, call.input[name.text] == nil {
                names = call.input.fields.filter {
                    $0.name.hasPrefix(name.text + ".") && $0.type.element != nil
                }.map(\.name)
            }
            if names.isEmpty { names = try call.columns([item]) }
            for name in names where !found.contains(name) { found.append(name) }
        }
        return found
    }

    private static func notAList(_ field: Field, at span: SourceSpan) -> Diagnostic {
        let name = LanguageText.name(field.name)
        return Diagnostic(
            "column.type", "`explode` takes a list, `\(field.name)` is \(field.type.phrase)", at: span,
            help: field.type == .text ? ["`derive \(name) = split(\(name), \",\")` before it"] : [])
    }
}

struct Explosion: Operation {
    /// Lists of equal lengths, row by row.
    var columns: [String]

    var printed: String { "explode " + LanguageText.names(columns) }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.union(columns)
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let (table, work) = (inputs[0], context.work)
        var lists: [(name: String, list: ListColumn)] = []
        for name in columns {
            if let column = table[name] { lists.append((name, try ListKernels.list(column))) }
        }
        guard let lead = lists.first else { throw .internalError("nothing to explode") }
        for other in lists.dropFirst() { try checkLengths(lead, other, work) }

        let (rows, elements, empty) = try places(lead.list, work: work)
        var found: [(String, Column)] = []
        for (name, column) in zip(table.schema.names, table.columns) {
            if let list = lists.first(where: { $0.name == name })?.list {
                found.append((name, try list.flat.gathered(at: elements, work: work)))
            } else {
                found.append((name, try column.gathered(at: rows, work: work)))
            }
        }
        say(table.count, rows.count, empty, table, &context)
        return context.described(found, count: rows.count)
    }

    private func say(
        _ before: Int, _ after: Int, _ empty: Int, _ table: Table, _ context: inout StepContext
    ) {
        if empty > 0 {
            let what = empty == 1 ? "row has" : "rows have"
            context.say(
                "explode.empty",
                "\(grouped(empty)) \(what) no value in `\(columns[0])`: kept, with a missing value")
        }
        guard after > before else { return }
        context.account(.spread, after)
        context.repeated.formUnion(table.schema.names.filter { !columns.contains($0) })
        context.say(
            "explode.repeated",
            "\(grouped(before)) rows became \(grouped(after)): the other columns repeat, and parts of a total no "
                + "longer add to 1")
    }

    private func checkLengths(
        _ a: (name: String, list: ListColumn), _ b: (name: String, list: ListColumn), _ work: Work
    ) throws(Diagnostic) {
        for row in 0..<a.list.count {
            if row % Work.morsel == 0 { try work.check() }
            let (first, second) = (a.list.places(of: row).count, b.list.places(of: row).count)
            guard first != second else { continue }
            throw Diagnostic(
                "explode.lengths",
                "`\(a.name)` has \(grouped(first)) values in row \(grouped(row + 1)), `\(b.name)` has "
                    + "\(grouped(second))",
                subject: .row(row + 1),
                help: [
                    "`explode \(LanguageText.name(a.name)) | explode \(LanguageText.name(b.name))` pairs each with each"
                ])
        }
    }

    /// For each row of the result the row it comes from, and its element; -1 for none.
    private func places(
        _ list: ListColumn, work: Work
    ) throws(Diagnostic) -> (rows: Buffer<Int32>, elements: Buffer<Int32>, empty: Int) {
        let (offsets, base) = (list.offsets, Int(list.offsets[0]))
        var empty = 0
        for row in 0..<list.count where offsets[row] == offsets[row + 1] { empty += 1 }
        let total = Int(offsets[list.count]) - base + empty
        guard total < Int(Int32.max) else {
            throw Diagnostic(
                "table.too-many-rows", "\(grouped(total)) rows; expected at most 2147483646")
        }
        var rows = try BufferBuilder<Int32>(uninitialized: total, for: "explode", work: work)
        var elements = try BufferBuilder<Int32>(uninitialized: total, for: "explode", work: work)
        var ofRow = rows.mutableSpan
        var ofElement = elements.mutableSpan
        var place = 0
        for row in 0..<list.count {
            if row % Work.morsel == 0 { try work.check() }
            let range = list.places(of: row)
            if range.isEmpty {
                ofRow[place] = Int32(truncatingIfNeeded: row)
                ofElement[place] = -1
                place += 1
            }
            for element in range {
                ofRow[place] = Int32(truncatingIfNeeded: row)
                ofElement[place] = Int32(truncatingIfNeeded: element - base)
                place += 1
            }
        }
        return (rows.freeze(), elements.freeze(), empty)
    }
}
