internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable
internal import RapportWork

/// The periods that a key of `by` gives: `month(ts)`, `year(ts)`, a date.
struct Periods {
    let grain: Grain
    /// `year` gives ints; the others first days.
    let isNumber: Bool
    /// What the function is of; nil for a column that is the period already.
    let argument: BoundExpression?

    init?(of key: NamedExpression) {
        switch key.value.form {
        case .call("year", let arguments):
            (grain, isNumber, argument) = (.year, true, arguments.first)
        case .call(let name, let arguments):
            guard let grain = Grain(rawValue: name), key.value.type.type == .date else { return nil }
            (self.grain, isNumber, argument) = (grain, false, arguments.first)
        case .column:
            guard key.value.type.type == .date else { return nil }
            (grain, isNumber, argument) = (key.value.type.grain ?? .day, false, nil)
        default: return nil
        }
    }

    func next(_ period: Int) -> Int {
        if isNumber { return period + 1 }
        return Int(grain.end(of: Int32(clamping: period))) + 1
    }

    func text(_ day: Int32) -> String { Scalar.date(grain.start(of: day)).text(grain: grain) }
}

extension Aggregation {
    static let mostPeriods = 100_000

    /// The rows with one more for every period that a combination of the other keys lacks, sorted again.
    func completed(
        _ columns: [(String, Column)], count: Int, in context: inout StepContext
    ) throws(Diagnostic) -> Table {
        let work = context.work
        guard let place = keys.firstIndex(where: { Periods(of: $0) != nil }),
            let periods = Periods(of: keys[place])
        else { throw .internalError("gaps without a period") }
        let starts = try Self.numbers(columns[place].1, work: work)
        let known = starts.compactMap { $0 }
        guard let first = known.min(), let last = known.max() else {
            return context.described(columns, count: count)
        }
        var all: [Int] = []
        var next = first
        while next <= last {
            guard all.count < Self.mostPeriods else {
                throw Diagnostic(
                    "summarize.gaps",
                    "from the first to the last period there are more than \(grouped(Self.mostPeriods))",
                    help: ["a wrong date stands far from the rest: `describe` shows the first and the last"])
            }
            all.append(next)
            next = periods.next(next)
        }
        let position = Dictionary(all.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let others = keys.indices.filter { $0 != place }.map { columns[$0].1 }
        let combinations = try Grouping(by: others, count: count, work: work)
        var has = [[Bool]](
            repeating: [Bool](repeating: false, count: all.count), count: combinations.groupCount)
        for row in 0..<count {
            if row % 65_536 == 0 { try work.check() }
            guard let start = starts[row], let slot = position[start] else { continue }
            has[Int(combinations.groups[row])][slot] = true
        }
        var (rows, periodsAdded): ([Int32], [Int]) = ([], [])
        for (group, slots) in has.enumerated() {
            try work.check()
            for (slot, isThere) in slots.enumerated() where !isThere {
                rows.append(combinations.firstRows[group])
                periodsAdded.append(all[slot])
            }
        }
        guard !rows.isEmpty else { return context.described(columns, count: count) }
        context.say(
            "summarize.gaps",
            "\(grouped(rows.count)) \(rows.count == 1 ? "period" : "periods") without rows completed")
        context.account(.completed, rows.count)
        return try completed(columns, place, rows, periodsAdded, count: count, in: &context)
    }

    private func completed(
        _ columns: [(String, Column)], _ place: Int, _ rows: [Int32], _ periods: [Int], count: Int,
        in context: inout StepContext
    ) throws(Diagnostic) -> Table {
        let work = context.work
        let nothing = context.plan.steps[context.plan.steps[context.step].inputs[0]].schema.withoutRows
        let none = try Grouping(by: [], count: 0, work: work)
        var whole: [(String, Column)] = []
        for (index, each) in columns.enumerated() {
            let more: Column
            if index == place {
                more =
                    each.1.type == .int
                    ? .ints(periods.map { $0 }) : .dates(periods.map { Int32(clamping: $0) })
            } else if index < keys.count {
                more = try each.1.gathered(at: Buffer(rows), work: work)
            } else {
                var value = Scalar.missing
                if gaps == .zero {
                    let noKeys = keys.map { Column.repeating(.missing, type: $0.value.type.type, count: 1) }
                    value = try evaluate(
                        values[index - keys.count].value, over: nothing, grouping: none, keys: noKeys,
                        context: context.late
                    ).column[0]
                }
                more = .repeating(value, type: each.1.type, count: rows.count)
            }
            whole.append((each.0, try Column.concatenated([each.1, more], work: work)))
        }
        let order = try sortOrder(
            whole.prefix(keys.count).map { SortKey($0.1, collation: $0.1.type == .text ? collation : nil) },
            count: count + rows.count, work: work)
        var sorted: [(String, Column)] = []
        for (name, column) in whole { sorted.append((name, try column.gathered(at: order, work: work))) }
        return context.described(sorted, count: count + rows.count)
    }

    /// Days or years as whole numbers; nil where missing.
    private static func numbers(_ column: Column, work: Work) throws(Diagnostic) -> [Int?] {
        switch column.layout {
        case .int32(let days): (0..<days.count).map { days[$0].map(Int.init) }
        case .int64(let years): (0..<years.count).map { years[$0].map(Int.init) }
        default: throw .internalError("a period of another layout")
        }
    }

    // MARK: - Periods that the data cover in part

    /// Says of the first and the last period that the data begin behind its first day, or end before its last.
    ///
    /// Where days are missing now and then that means nothing: it must be more than twice the usual step from one
    /// day with rows to the next.
    func sayPartialPeriods(_ table: Table, in context: inout StepContext) throws(Diagnostic) {
        for key in keys {
            guard let periods = Periods(of: key), periods.grain != .day, let argument = periods.argument,
                argument.type.grain == nil || argument.type.grain == .day, argument.type.type.isTime
            else { continue }
            let times = try evaluate(argument, over: table, context: context.late).column
            let whole = try startOf(.day, of: times, work: context.work)
            guard case .int32(let days) = whole.layout,
                let covered = try DayCover(days, work: context.work)
            else { continue }
            let name = argument.printed
            let isAlone = periods.grain.start(of: covered.first) == periods.grain.start(of: covered.last)
            let late = Int(covered.first) - Int(periods.grain.start(of: covered.first))
            let early = Int(periods.grain.end(of: covered.last)) - Int(covered.last)
            let isLate = late > 2 * covered.usualStep
            let isEarly = early > 2 * covered.usualStep
            let (from, to) = (Scalar.date(covered.first).text(), Scalar.date(covered.last).text())
            if isAlone, isLate || isEarly {
                context.say(
                    "summarize.partial",
                    "\(periods.text(covered.first)) is covered in part: `\(name)` from \(from) to \(to)")
                continue
            }
            if isLate {
                context.say(
                    "summarize.partial",
                    "the first \(periods.grain.rawValue), \(periods.text(covered.first)), is covered in part: `\(name)` begins \(from)"
                )
            }
            if isEarly {
                context.say(
                    "summarize.partial",
                    "the last \(periods.grain.rawValue), \(periods.text(covered.last)), is covered in part: `\(name)` ends \(to)"
                )
            }
        }
    }
}

/// The days that a column of days holds.
private struct DayCover {
    let first: Int32
    let last: Int32
    /// The median of the steps from one day to the next that there is.
    let usualStep: Int

    /// Nil without days, and for days too far apart to be looked at.
    init?(_ days: FixedColumn<Int32>, work: Work) throws(Diagnostic) {
        let values = days.values
        let span = values.span
        var (low, high): (Int32, Int32) = (.max, .min)
        for row in span.indices {
            if row % 65_536 == 0 { try work.check() }
            guard days.validity?[row] ?? true else { continue }
            (low, high) = (min(low, span[row]), max(high, span[row]))
        }
        guard low <= high, Int(high) - Int(low) < 2_000_000 else { return nil }
        var isThere = [Bool](repeating: false, count: Int(high) - Int(low) + 1)
        for row in span.indices {
            if row % 65_536 == 0 { try work.check() }
            if days.validity?[row] ?? true { isThere[Int(span[row]) - Int(low)] = true }
        }
        var steps: [Int] = []
        var before = 0
        for day in isThere.indices.dropFirst() where isThere[day] {
            steps.append(day - before)
            before = day
        }
        steps.sort()
        (first, last) = (low, high)
        usualStep = steps.isEmpty ? 1 : steps[steps.count / 2]
    }
}

extension Schema {
    /// A table of these columns and no rows.
    fileprivate var withoutRows: Table { Table(self, fields.map { Column($0.type, scalars: []) }, count: 0) }
}
