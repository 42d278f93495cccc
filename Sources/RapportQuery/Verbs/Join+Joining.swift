internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportNumerics
internal import RapportTable
internal import RapportWork

struct Joining: SideOperation {
    struct Key: Sendable, Hashable {
        var left: String
        var right: String
        var printed: String {
            left == right
                ? LanguageText.name(left) : "\(LanguageText.name(left))=\(LanguageText.name(right))"
        }
    }
    struct Names: Sendable {
        var left: String
        var right: String
    }

    var keys: [Key]
    var kind: HashJoin.Kind
    var expected: JoinRelation?
    /// Columns that come from the other table, by their new names.
    var columns: [Select.Pair]
    var suffix: String
    /// What messages call the two.
    var names: Incidental<Names>

    func printed(tables: [String]) -> String {
        var words = ["join", tables.joined(separator: ", "), "on"]
        words.append(keys.map(\.printed).joined(separator: ", "))
        if kind != .left { words.append("kind=\(kind.word)") }
        if let expected { words.append("expect=\(expected.rawValue)") }
        let table = tables.first?.replacing(" ", with: "_").split(separator: ".").last.map(String.init)
        if suffix != "_\(table ?? "")", columns.contains(where: { $0.name != $0.source }) {
            words.append("suffix=\(LanguageText.text(suffix))")
        }
        return words.joined(separator: " ")
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        wanted.intersection(input.names).union(keys.map(\.left))
    }
    func columns(ofSide side: Int, toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        Set(columns.filter { wanted.contains($0.name) }.map(\.source)).union(keys.map(\.right))
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let (left, right) = (inputs[0], inputs[1])
        var (leftKeys, rightKeys): ([Column], [Column]) = ([], [])
        for key in keys {
            guard var a = left[key.left], var b = right[key.right] else {
                throw .internalError("a join without its keys")
            }
            if a.type != b.type {
                a = try cast(a, to: .float, work: context.work).column
                b = try cast(b, to: .float, work: context.work).column
            }
            leftKeys.append(a)
            rightKeys.append(b)
        }
        let join = try HashJoin(left: leftKeys, right: rightKeys, work: context.work)
        let relation = JoinRelation(repeatsLeft: join.repeatsLeft, repeatsRight: join.repeatsRight)
        try check(relation, join, left, in: context)
        say(relation, join, in: &context)
        if join.matchedLeft + join.keylessLeft < left.count {
            try sayNearMisses(join, leftKeys, rightKeys, in: &context)
        }
        let rows = try join.rows(kind, work: context.work)
        return try table(left, right, leftKeys, rightKeys, rows, join, relation, in: &context)
    }

    private func table(
        _ left: Table, _ right: Table, _ leftKeys: [Column], _ rightKeys: [Column], _ rows: HashJoin.Rows,
        _ join: HashJoin, _ relation: JoinRelation, in context: inout StepContext
    ) throws(Diagnostic) -> Table {
        guard kind.givesColumns else {
            let cause: Ledger.Cause = kind == .matched ? .unmatched : .matched
            context.account(cause, left.count - rows.left.count)
            return rows.leftIsWhole ? left : try left.gathered(at: rows.left, work: context.work)
        }
        var found: [(String, Column)] = []
        for (name, column) in zip(left.schema.names, left.columns) {
            var gathered = rows.leftIsWhole ? column : try column.gathered(at: rows.left, work: context.work)
            if kind == .full, let place = keys.firstIndex(where: { $0.left == name }) {
                // Rows of the other table alone have its key.
                let other = try cast(rightKeys[place], to: column.type, work: context.work).column
                    .gathered(at: rows.right, work: context.work)
                gathered = try coalesce(
                    [.column(gathered), .column(other)], type: column.type, work: context.work)
            }
            found.append((name, gathered))
        }
        for pair in columns {
            guard let column = right[pair.source] else { continue }
            found.append((pair.name, try column.gathered(at: rows.right, work: context.work)))
        }
        // What stands once on its side stands in several rows now.
        let other = right.repetitions
        if relation == .oneToMany || relation == .manyToMany {
            let names = left.schema.names.filter { name in !keys.contains { $0.left == name } }
            try mark(
                names.map { ($0, left[$0]) }, try join.partnerCounts(work: context.work), in: &context)
        }
        for pair in columns where right.repeatedColumns.contains(pair.source) {
            context.repeated.insert(pair.name)
            context.repetitions[pair.name] = other[pair.source]
        }
        if relation == .manyToOne || relation == .manyToMany {
            let counts = try Self.counts(of: rows.right, in: right.count, work: context.work)
            try mark(columns.map { ($0.name, right[$0.source]) }, counts, in: &context)
        }
        account(for: join, in: &context)
        return context.described(found, count: rows.left.count)
    }

    /// How often each row of the other table stands in the result.
    private static func counts(
        of rows: Buffer<Int32>, in count: Int, work: Work
    ) throws(Diagnostic) -> Buffer<Int32> {
        var counts = BufferBuilder<Int32>(repeating: 0, count: count)
        let span = rows.span
        for index in span.indices {
            if index % 65_536 == 0 { try work.check() }
            if span[index] >= 0 { counts[Int(span[index])] += 1 }
        }
        return counts.freeze()
    }

    private func account(for join: HashJoin, in context: inout StepContext) {
        if kind == .inner { context.account(.unmatched, join.leftCount - join.matchedLeft) }
        context.account(.multiplied, join.pairs - join.matchedLeft)
        if kind == .full { context.account(.added, join.rightCount - join.matchedRight) }
    }

    // MARK: - What is said

    private func check(
        _ relation: JoinRelation, _ join: HashJoin, _ left: Table, in context: StepContext
    ) throws(Diagnostic) {
        if let expected {
            guard expected.allows(relation) else {
                let rightRepeats = join.repeatsRight && !expected.allows(.oneToMany)
                let side = rightRepeats ? names.value.right : names.value.left
                throw Diagnostic(
                    "join.relation", "expected \(expected.words), the keys are \(relation.words)",
                    subject: .parameter("expect"),
                    help: [.init("a key stands in several rows of `\(side)`: `distinct` keeps one of each")])
            }
            return
        }
        guard relation == .manyToMany, kind.givesColumns else { return }
        var message = "many-to-many: \(try repeating(join, in: context))"
        if let measure = measure(of: left), let column = left[measure] {
            let counts = try join.partnerCounts(work: context.work)
            let sums = try Self.sums(of: column, counts, keepsAll: kind != .inner, work: context.work)
            message +=
                "; sum(\(LanguageText.name(measure))) would be \(FigureText.sum(sums.after)) instead of \(FigureText.sum(sums.before))"
        }
        throw Diagnostic(
            "join.many-to-many", message, subject: .parameter("table"),
            help: [
                .init(
                    "`distinct` makes the keys of one side unique; `expect=many_to_many` where it is meant")
            ])
    }

    /// `each row of `orders` would repeat 4.19×`; of few that repeat, how many they are.
    private func repeating(_ join: HashJoin, in context: StepContext) throws(Diagnostic) -> String {
        let times = Double(join.pairs) / Double(max(join.matchedLeft, 1))
        if times >= 1.095 {
            return "each row of `\(names.value.left)` would repeat \(FigureText.ratio(times))×"
        }
        let counts = try join.partnerCounts(work: context.work)
        let span = counts.span
        var (rows, most) = (0, 0)
        for row in span.indices where span[row] > 1 {
            rows += 1
            most = max(most, Int(span[row]))
        }
        return "\(grouped(rows)) of \(grouped(join.leftCount)) rows of `\(names.value.left)` would repeat, "
            + "up to \(grouped(most))×"
    }

    /// The amount, or the first measure.
    private func measure(of left: Table) -> String? {
        if let name = RoleMatching(schema: left.schema).measure { return name }
        return left.schema.fields.first { $0.kind == .measure && $0.type.isNumber }?.name
    }

    /// The sum of a column before and after, where each row stands as often as `counts` says.
    private static func sums(
        of column: Column, _ counts: Buffer<Int32>, keepsAll: Bool, work: Work
    ) throws(Diagnostic) -> Field.Repetition.Sums {
        let floats = try cast(column, to: .float, work: work).column
        guard case .float64(let values) = floats.layout else {
            throw .internalError("a float column of another layout")
        }
        let (cells, partners) = (values.values.span, counts.span)
        var (before, after) = (CompensatedSum(), CompensatedSum())
        for row in cells.indices {
            if row % 65_536 == 0 { try work.check() }
            guard values.validity?[row] ?? true, keepsAll || partners[row] > 0 else { continue }
            before.add(cells[row])
            after.add(cells[row] * Double(max(Int(partners[row]), 1)))
        }
        return .init(before: before.total, after: after.total)
    }

    /// Marks columns that the join repeats, with how often and from which sum.
    private func mark(
        _ pairs: [(name: String, column: Column?)], _ counts: Buffer<Int32>, in context: inout StepContext
    ) throws(Diagnostic) {
        let span = counts.span
        var (rows, partners) = (0, 0)
        for row in span.indices where span[row] > 0 {
            (rows, partners) = (rows + 1, partners + Int(span[row]))
        }
        let times = Double(partners) / Double(max(rows, 1))
        for (name, column) in pairs {
            context.repeated.insert(name)
            var figure = Field.Repetition(times: times)
            if let column, column.type.isNumber {
                figure.sums = try Self.sums(of: column, counts, keepsAll: false, work: context.work)
            }
            // Of two joins the second counts what the first repeats: only the last figure is of these rows.
            context.repetitions[name] = figure
        }
    }

    /// `20,000 orders matched 1,200 customers, 0 unmatched, many-to-one`.
    private func say(_ relation: JoinRelation, _ join: HashJoin, in context: inout StepContext) {
        let unmatched = join.leftCount - join.matchedLeft
        var text = "\(grouped(join.matchedLeft)) \(names.value.left) matched \(grouped(join.matchedRight)) "
        text += "\(names.value.right), \(grouped(unmatched)) unmatched"
        if join.keylessLeft > 0 { text += " (\(grouped(join.keylessLeft)) without a key)" }
        text += ", \(relation.words)"
        let lost = join.rightCount - join.matchedRight
        if lost > 0, kind.givesColumns { text += "; \(grouped(lost)) \(names.value.right) without a partner" }
        context.say("join.matched", text)
    }
}

extension Joining {
    /// Points out text keys that would match without blanks around them, `.0` behind or zeros before them.
    fileprivate func sayNearMisses(
        _ join: HashJoin, _ leftKeys: [Column], _ rightKeys: [Column], in context: inout StepContext
    ) throws(Diagnostic) {
        guard leftKeys.count == 1, leftKeys[0].type == .text else { return }
        let alone = try join.matches(work: context.work).inverted(work: context.work)
        let left = try leftKeys[0].filtered(by: alone, work: context.work)
        let known = Set(try Self.distinct(rightKeys[0], in: context).map { Self.trimmed($0.text) })
        var near = 0
        for (text, rows) in try Self.distinct(left, in: context) where known.contains(Self.trimmed(text)) {
            near += rows
        }
        guard near > 0 else { return }
        context.say(
            "join.near-keys",
            "\(grouped(near)) unmatched \(near == 1 ? "row" : "rows") would match without blanks around, `.0` "
                + "behind or zeros before `\(keys[0].left)`", isWarning: true)
    }

    private static func distinct(
        _ column: Column, in context: StepContext
    ) throws(Diagnostic) -> [(text: String, rows: Int)] {
        let grouping = try Grouping(by: [column], count: column.count, work: context.work)
        let values = try column.gathered(at: grouping.firstRows, work: context.work)
        var found: [(text: String, rows: Int)] = []
        for group in 0..<grouping.groupCount {
            if group % 4096 == 0 { try context.work.check() }
            if case .text(let text) = values[group] { found.append((text, Int(grouping.sizes[group]))) }
        }
        return found
    }

    private static func trimmed(_ text: String) -> String {
        var part = text[...]
        while let first = part.first, first.isWhitespace { part = part.dropFirst() }
        while let last = part.last, last.isWhitespace { part = part.dropLast() }
        if part.hasSuffix(".0") { part = part.dropLast(2) }
        while part.first == "0", part.count > 1 { part = part.dropFirst() }
        return String(part)
    }
}
