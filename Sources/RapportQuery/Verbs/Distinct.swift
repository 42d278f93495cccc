internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Keeps one row of each that are equal.
enum Distinct: Verb {
    static let description = VerbDescription(
        "distinct", "Keep one row of each value of the named columns, or of all.",
        signature: "distinct COLUMN, … keep=first|last sort KEY, …",
        options: [
            Signature.Parameter(
                "keep", help: "Which of equal rows stays.", kind: .choice(["first", "last"]),
                standard: .text("first")), .collation,
        ],
        clauses: ["sort"],
        examples: [
            Example(
                "All columns of the row that stays, at its place.", run: "given | distinct id keep=last",
                given: "id,n\na,1\nb,2\na,3", gives: "id,n\nb,2\na,3"),
            Example(
                "`sort` decides which is the first.", run: "given | distinct id sort -n",
                given: "id,n\na,1\nb,2\na,3", gives: "id,n\nb,2\na,3"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        let columns = call.items.isEmpty ? [] : try call.columns(call.items)
        let options = try call.options()
        let keys = try call.clause("sort").map { (items) throws(Diagnostic) in try Sort.keys(items, call) }
        let operation = Deduplication(
            columns: columns, keepsLast: options["keep"] == .text("last"), keys: keys ?? [],
            measure: Incidental(RoleMatching(schema: call.input).measure))
        return call.bound(operation, call.input)
    }
}

struct Deduplication: Operation {
    /// Empty: all.
    var columns: [String]
    var keepsLast: Bool
    var keys: [SortExpression]
    /// The column of the amount: what fell is told in it too.
    var measure: Incidental<String?> = Incidental(nil)

    var printed: String {
        var words = ["distinct"]
        if !columns.isEmpty { words.append(LanguageText.names(columns)) }
        if keepsLast { words.append("keep=last") }
        if !keys.isEmpty { words.append("sort " + SortExpression.printed(keys)) }
        return words.joined(separator: " ")
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        let needed = columns.isEmpty ? Set(input.names) : wanted.union(columns)
        return needed.union(keys.flatMap(\.value.usedColumns)).union(measure.value.map { [$0] } ?? [])
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let table = inputs[0]
        let keyColumns = columns.isEmpty ? table.columns : columns.compactMap { table[$0] }
        let grouping = try Grouping(by: keyColumns, count: table.count, work: context.work)
        var order: Buffer<Int32>?
        if !keys.isEmpty { order = try SortExpression.order(keys, over: table, in: &context) }
        var keep = [Bool](repeating: false, count: table.count)
        var seen = [Bool](repeating: false, count: max(grouping.groupCount, 0))
        let (groupNumbers, count) = (grouping.groups, table.count)
        let groups = groupNumbers.span
        let sorted = order ?? Buffer<Int32>([])
        let places = sorted.span
        for step in 0..<count {
            let place = keepsLast ? count - 1 - step : step
            let row = order == nil ? place : Int(places[place])
            let group = Int(groups[row])
            if !seen[group] { (seen[group], keep[row]) = (true, true) }
        }
        let kept = Bitmap(keep)
        let dropped = count - grouping.groupCount
        if dropped > 0 {
            var text = "\(grouped(dropped)) \(dropped == 1 ? "row" : "rows") dropped"
            var amount: Double?
            if let measure = measure.value, let column = table[measure] {
                let fallen = try column.filtered(
                    by: kept.inverted(work: context.work), work: context.work)
                amount = try fallen.total(work: context.work)
                if let amount {
                    text += ", which held sum(\(LanguageText.name(measure))) = \(FigureText.exact(amount))"
                }
            }
            context.say("distinct.dropped", text)
            context.account(.repeats, dropped, amount: amount)
        }
        return try table.filtered(by: kept, work: context.work)
    }
}
