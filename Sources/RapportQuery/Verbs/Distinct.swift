internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable
internal import RapportWork

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
        let dropped = table.count - grouping.groupCount
        if dropped == 0 { return table }
        let rows = try keys.isEmpty && !keepsLast ? grouping.firstRows : chosen(grouping, table, in: &context)
        try tell(dropped, of: table, keeping: rows, in: &context)
        return try table.gathered(at: rows, work: context.work)
    }

    /// Says how many rows fell, and what of the measure they held.
    private func tell(
        _ dropped: Int, of table: Table, keeping rows: Buffer<Int32>, in context: inout StepContext
    ) throws(Diagnostic) {
        var text = "\(grouped(dropped)) \(dropped == 1 ? "row" : "rows") dropped"
        var amount: Double?
        if let measure = measure.value, let column = table[measure] {
            var falls = [Bool](repeating: true, count: table.count)
            for place in 0..<rows.count { falls[Int(rows[place])] = false }
            amount = try column.filtered(by: Bitmap(falls), work: context.work).total(work: context.work)
            if let amount {
                text += ", which held sum(\(LanguageText.name(measure))) = \(FigureText.exact(amount))"
            }
        }
        context.say("distinct.dropped", text)
        context.account(.repeats, dropped, amount: amount)
    }

    /// The row of each group that stays, ascending.
    private func chosen(
        _ grouping: Grouping, _ table: Table, in context: inout StepContext
    ) throws(Diagnostic) -> Buffer<Int32> {
        var order: Buffer<Int32>?
        if !keys.isEmpty { order = try SortExpression.order(keys, over: table, in: &context) }
        var keep = [Bool](repeating: false, count: table.count)
        var seen = [Bool](repeating: false, count: grouping.groupCount)
        let (groupNumbers, places, count) = (grouping.groups, order ?? grouping.groups, table.count)
        for start in stride(from: 0, to: count, by: Work.morsel) {
            try context.work.check()
            let (groups, places) = (groupNumbers.span, places.span)
            for step in start..<min(start + Work.morsel, count) {
                let place = keepsLast ? count - 1 - step : step
                let row = order == nil ? place : Int(places[place])
                let group = Int(groups[row])
                if !seen[group] { (seen[group], keep[row]) = (true, true) }
            }
        }
        return try Bitmap(keep).setRows(work: context.work)
    }
}
