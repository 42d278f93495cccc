internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable
internal import RapportWork

/// Makes a column of each value of a column.
enum Pivot: Verb {
    static let description = VerbDescription(
        "pivot",
        "Make a column of each value of a column, and a row of each of the rows' keys, with an aggregate where they meet.",
        signature: "pivot rows=COLUMN columns=COLUMN values=AGGREGATE keys=[VALUE, …]",
        options: [
            Signature.Parameter(
                "rows", help: "The columns whose values make the rows.", kind: .columns(ColumnRequirement()),
                standard: nil),
            Signature.Parameter(
                "columns", help: "The column whose values make the columns.",
                kind: .column(ColumnRequirement()), standard: nil),
            Signature.Parameter(
                "values", help: "The aggregate of the rows that meet in a cell: `sum(amount)`.", kind: .text,
                standard: nil),
            Signature.Parameter(
                "keys",
                help:
                    "The values that become columns, in this order; without it all, sorted, which later stages know only when it runs.",
                kind: .list(.text), standard: .missing),
        ], namedItems: .options,
        examples: [
            Example(
                "A cell without rows is missing, or 0 where rows are counted.",
                run: "given | pivot rows=agent columns=channel values=count()",
                given: "agent,channel\nAnn,mail\nBob,chat\nAnn,mail",
                gives: "agent,chat,mail\nAnn,0,2\nBob,1,0"),
            Example(
                "`keys` chooses the columns and their order.",
                run: #"given | pivot rows=shop columns=q values=sum(n) keys=[2, 1]"#,
                given: "shop,q,n\nA,1,5\nA,2,7\nB,1,1\nB,3,9", gives: "shop,2,1\nA,7,5\nB,,1"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        if let item = call.items.first(where: { $0.name == nil }) {
            throw Diagnostic(
                "verb.named-only", "`pivot` takes `name=value`, found `\(item.value.printed)`",
                at: item.span, help: [.init("`rows=\(item.value.printed)`")])
        }
        let given = Dictionary(
            call.typedOptions.map { ($0.0.text, $0.1) }, uniquingKeysWith: { first, _ in first })
        guard let rowsSyntax = given["rows"] else { throw call.missing("`rows`") }
        guard let columnSyntax = given["columns"] else { throw call.missing("`columns`") }
        guard let valueSyntax = given["values"] else {
            throw call.missing("`values`", help: "`values=count()`, or another aggregate")
        }
        var rows: [String] = []
        for element in Admission.elements(of: rowsSyntax) { rows.append(try call.column(element).text) }
        let column = try call.column(columnSyntax).text
        guard !rows.contains(column), let field = call.input[column] else {
            throw Diagnostic(
                "parameter.twice", "`\(column)` cannot make rows and columns", at: columnSyntax.span)
        }
        let value = try RapportQuery.bind(valueSyntax, in: call.scope(.groups(keys: [])))
        var pivoting = Pivoting(rows: rows, column: column, value: value, keys: nil)
        if let keysSyntax = given["keys"] {
            var keys: [Scalar] = []
            for element in Admission.elements(of: keysSyntax) {
                keys.append(try key(element, for: field, call))
            }
            pivoting.keys = keys
            let names = rows + keys.map { Pivoting.name(of: $0, field) }
            if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
                throw Diagnostic.duplicateColumn(names[twice], at: keysSyntax.span)
            }
        }
        var bound = call.bound(
            pivoting, pivoting.schema(of: call.input), order: .by(rows.map { Plan.OrderKey($0) }))
        bound.isSameTable = false
        return bound
    }

    private static func key(
        _ syntax: Expression, for field: Field, _ call: VerbCall
    ) throws(Diagnostic) -> Scalar {
        if case .literal(.missing) = syntax.form { return .missing }
        let value = try Admission(call.input, call.names).scalar(syntax)
        if case (.int(let number), .float) = (value, field.type) { return .float(Double(number)) }
        let fits: Bool =
            switch (value, field.type) {
            case (.datetime, .datetime): true
            default: value.type == field.type
            }
        guard fits else {
            throw Diagnostic(
                "type.compare", "`\(field.name)` is \(field.type.phrase), found \(syntax.printed)",
                at: syntax.span)
        }
        return value
    }
}

struct Pivoting: Operation {
    static let limit = 1000

    var rows: [String]
    var column: String
    var value: BoundExpression
    /// Nil: all values, sorted.
    var keys: [Scalar]?

    var printed: String {
        var words = ["pivot"]
        words.append(
            "rows=" + (rows.count == 1 ? LanguageText.name(rows[0]) : "[\(LanguageText.names(rows))]"))
        words.append("columns=\(LanguageText.name(column))")
        words.append("values=\(Self.bracketed(value))")
        if let keys {
            words.append("keys=[" + keys.map { LanguageText.scalar($0) }.joined(separator: ", ") + "]")
        }
        return words.joined(separator: " ")
    }
    /// An operator behind `values=` could reach into what follows.
    private static func bracketed(_ value: BoundExpression) -> String {
        if case .aggregate = value.form { return value.printed }
        return "(\(value.printed))"
    }

    var late: LateUse { value.late }
    func pinned(to values: LateValues) -> Self {
        var copy = self
        copy.value = value.pinned(to: values)
        return copy
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        Set(rows + [column] + value.usedColumns)
    }

    /// Open where the data name the columns.
    func schema(of input: Schema) -> Schema {
        let fields = rows.compactMap { input[$0] }
        guard let keys, let column = input[column] else { return Schema(fields, isOpen: true) }
        return Schema(
            fields + keys.map { value.field(named: Self.name(of: $0, column), in: input) }, rowGrain: rows)
    }

    /// A missing value is called so.
    static func name(of key: Scalar, _ field: Field) -> String {
        key.isMissing ? "missing" : key.text(grain: field.grain)
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let table = inputs[0]
        context.warnOfRepeated(in: [value])
        (context.repeated, context.repetitions) = ([], [:])
        guard let across = table[column], let field = table.schema[column] else {
            throw .internalError("a pivot without its column")
        }
        let down = rows.compactMap { table[$0] }
        let work = context.work
        let rowGroups = try Grouping(by: down, count: table.count, work: work)
            .sortedByKeys(down, work: work)
        let columnGroups = try Grouping(by: [across], count: table.count, work: work)
            .sortedByKeys([across], work: work)
        let cells = try Grouping(by: down + [across], count: table.count, work: work)
        let found = try evaluate(value, over: table, grouping: cells, keys: [], context: context.late)
        context.notes += found.uses.map(\.note) + found.counts.notes

        let values = try across.gathered(at: columnGroups.firstRows, work: work)
        let all = (0..<columnGroups.groupCount).map { values[$0] }
        let chosen = try chosen(all, columnGroups, field, in: &context)
        // Where each cell stands among the results: a list of rows a column.
        var places = [[Int32]](
            repeating: [Int32](repeating: -1, count: rowGroups.groupCount), count: chosen.count)
        let placeOf = Dictionary(
            chosen.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        for cell in 0..<cells.groupCount {
            if cell % 65_536 == 0 { try work.check() }
            let row = Int(cells.firstRows[cell])
            guard let place = placeOf[Int(columnGroups.groups[row])] else { continue }
            places[place][Int(rowGroups.groups[row])] = Int32(cell)
        }
        var columns: [(String, Column)] = []
        for name in rows {
            guard let column = table[name] else { continue }
            columns.append((name, try column.gathered(at: rowGroups.firstRows, work: work)))
        }
        for (place, group) in chosen.enumerated() {
            let key = keys.map { $0[place] } ?? all[group]
            var column = try found.column.gathered(at: Buffer(places[place]), work: work)
            if countsRows {
                column = try coalesce([.column(column), .scalar(.int(0), .int)], type: .int, work: work)
            }
            columns.append((Self.name(of: key, field), column))
        }
        return try result(
            columns, rowGroups.groupCount, chosen.map { $0 < 0 ? .missing : all[$0] }, in: &context)
    }

    /// The groups that become columns, in their order; a key that no row has is below 0, each another.
    private func chosen(
        _ all: [Scalar], _ groups: Grouping, _ field: Field, in context: inout StepContext
    ) throws(Diagnostic) -> [Int] {
        guard let keys else {
            guard all.count <= Self.limit else {
                throw Diagnostic(
                    "pivot.too-many-columns",
                    "`\(column)` has \(grouped(all.count)) values; expected at most \(grouped(Self.limit))",
                    help: ["`keys=[…]` chooses some, or `summarize … by` makes rows of them"])
            }
            return Array(all.indices)
        }
        let places = Dictionary(
            all.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let chosen = keys.enumerated().map { places[$0.element] ?? -1 - $0.offset }
        let kept = Set(chosen)
        let lost = all.indices.filter { !kept.contains($0) }.reduce(0) { $0 + Int(groups.sizes[$1]) }
        if lost > 0 {
            context.say(
                "pivot.left-out",
                "\(grouped(lost)) \(lost == 1 ? "row" : "rows") left out: `keys` does not name their `\(column)`"
            )
        }
        return chosen
    }

    private var countsRows: Bool {
        if case .aggregate(let call) = value.form { call.name == "count" } else { false }
    }

    /// The plan takes the columns that were found, so that its recipe names them.
    private func result(
        _ columns: [(String, Column)], _ count: Int, _ found: [Scalar], in context: inout StepContext
    ) throws(Diagnostic) -> Table {
        if keys != nil { return context.described(columns, count: count) }
        let names = columns.map(\.0)
        if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
            throw Diagnostic(
                "table.duplicate-column", "two columns named `\(names[twice])`",
                help: ["`rename` the column of the rows before it, or choose `keys=[…]`"])
        }
        var settled = self
        settled.keys = found
        let input = context.plan.steps[context.plan.steps[context.step].inputs[0]].schema
        let schema = settled.schema(of: input)
        context.found.settled = (settled, schema)
        return Table(schema, columns.map(\.1), count: count)
    }
}
