import RapportPluginKit

/// The answers that count, question by question.
struct SurveyAnswers {
    struct Each {
        let question: Question
        /// Rows of the table that hold a counted answer, ascending.
        let rows: [Int]
        /// One a row of `rows`, the effort scale turned round where it is reversed.
        let values: [Double]
        /// Rows that were answered otherwise but not here.
        let skipped: Int
        /// Earlier answers of a customer, left out.
        let superseded: Int
        /// Customers with two latest answers at one moment (of dates: on one day), of which the lower was taken.
        let tied: Int
        /// Customers with more than one counted answer, and how many these gave.
        let repeated: (customers: Int, answers: Int)
        /// Counted answers of which nobody knows who gave them.
        let unnamed: Int
        /// Counted answers that weigh nothing.
        let weightless: Int
    }

    let each: [Each]
    /// Whether a row has any answer.
    let isAnswered: [Bool]
    /// 1 where there is no column.
    let weights: [Double]?
    let days: [Int32?]?
    let rows: Int

    /// Rows with at least one answer.
    var answeredRows: Int { isAnswered.count { $0 } }
    /// Rows that reached a number.
    var rowsUsed: Int {
        var used = [Bool](repeating: false, count: rows)
        for each in each { for row in each.rows { used[row] = true } }
        return used.count { $0 }
    }
    func weight(_ row: Int) -> Double { weights?[row] ?? 1 }

    init(
        _ analysis: Survey, _ table: Table, _ groups: [Breakdown], _ work: Work
    ) throws(Diagnostic) {
        rows = table.count
        var columns: [(name: String, answers: Answers)] = []
        for name in analysis.ratings { columns.append((name, try Answers(name, table))) }
        var isAnswered = [Bool](repeating: false, count: table.count)
        for (name, answers) in columns {
            guard answers.points.contains(where: { $0 != nil }) else {
                throw Diagnostic(
                    "column.all-missing", "column `\(name)` has no answer in \(Wording.count(rows)) rows",
                    subject: .column(name), help: ["name another column in its place"])
            }
            for (row, answer) in answers.points.enumerated() where answer != nil { isAnswered[row] = true }
        }
        self.isAnswered = isAnswered
        if analysis.unanswered == .error { try Self.requireAnswers(isAnswered, analysis.ratings) }
        let weights = try Self.weights(analysis.weight, table)
        let days = try analysis.time.map { (name) throws(Diagnostic) in try table.days(in: name, work: work) }
        (self.weights, self.days) = (weights, days)

        let persons = try analysis.customer.map { (name) throws(Diagnostic) in
            try Persons(try table.column(name), work)
        }
        if analysis.answers == .latest, let customer = analysis.customer {
            try table.requirePresent([customer])
        }
        if analysis.answers == .latest || analysis.period != .none, let days, let time = analysis.time {
            try Self.requireTimes(days, isAnswered, time)
        }
        let latest =
            analysis.answers == .latest
            ? try analysis.time.map { (name) throws(Diagnostic) in
                Latest(moments: try Latest.moments(in: name, of: table), groups, weights)
            } : nil
        var each: [Each] = []
        for (name, answers) in columns {
            let question = try Question(
                name, answers, scale: analysis.scale, isReversed: analysis.reverse)
            try work.check()
            each.append(
                Each(
                    question, answers.points, isAnswered, persons,
                    latest, weights))
        }
        if analysis.reverse { try Question.requireEffort(each.map(\.question)) }
        self.each = each
        try Self.refuseMixedScales(each, groups, table, analysis.ratings, work)
    }

    // MARK: - What is refused

    private static func requireAnswers(_ isAnswered: [Bool], _ names: [String]) throws(Diagnostic) {
        guard let row = isAnswered.firstIndex(of: false) else { return }
        let missing = isAnswered.count { !$0 }
        let condition = names.map { "present(\($0.asColumnName))" }.joined(separator: " or ")
        throw Diagnostic(
            "column.missing-values",
            "\(Wording.list(names.map { "`\($0)`" })) \(names.count == 1 ? "is" : "are all") missing in "
                + "\(Wording.count(missing)) of \(Wording.count(isAnswered.count)) rows, the first is row \(row + 1)",
            subject: .column(names[0]),
            help: [
                "`unanswered=count` takes them as surveys that nobody answered, and gives response rates",
                "`… | where \(condition)` before it leaves them out",
            ])
    }

    private static func weights(_ name: String?, _ table: Table) throws(Diagnostic) -> [Double]? {
        guard let name else { return nil }
        let weights = try table.numbers(in: name)
        try table.requireNotNegative(weights, in: name, code: "weight.negative")
        guard weights.contains(where: { $0 > 0 }) else {
            throw Diagnostic(
                "weight.zero", "all of `\(name)` are 0: nothing counts", subject: .column(name),
                help: ["`weight=…` names another column"])
        }
        // How many answers they are worth is the square of their sum over the sum of their squares.
        let (sum, squares) = weights.reduce((0.0, 0.0)) { ($0.0 + $1, $0.1 + $1 * $1) }
        guard (sum * sum).isFinite, squares >= .leastNormalMagnitude else {
            throw Diagnostic(
                "weight.range",
                "the squares of `\(name)` leave the range of numbers; expected weights between about 1e-150 and 1e150",
                subject: .column(name),
                help: ["write them in another unit: only their ratios count"])
        }
        return weights
    }

    private static func requireTimes(
        _ days: [Int32?], _ isAnswered: [Bool], _ name: String
    ) throws(Diagnostic) {
        let missing = days.indices.filter { isAnswered[$0] && days[$0] == nil }
        guard let first = missing.first else { return }
        throw Diagnostic(
            "column.missing-values",
            "`\(name)` is missing in \(Wording.count(missing.count, "row")) with an answer, the first is row "
                + "\(first + 1)",
            subject: .column(name),
            help: ["`… | where present(\(name.asColumnName))` before it leaves them out"])
    }
}

extension SurveyAnswers {
    /// Looks at the groups that are asked for, and at the table's other categories.
    private static func refuseMixedScales(
        _ each: [Each], _ groups: [Breakdown], _ table: Table, _ ratings: [String], _ work: Work
    ) throws(Diagnostic) {
        for answers in each {
            let mixed = MixedScales(
                question: answers.question, answers: zip(answers.rows, answers.values).map { ($0, $1) })
            let finding = try mixed.finding(
                by: groups, in: table, but: ratings + groups.map(\.name), work)
            guard let finding else { continue }
            let column = finding.column.asColumnName
            throw mixed.refusal(
                finding, apart: [.init("`by=\(column)` sums each group up on its own scale")])
        }
    }
}

extension SurveyAnswers.Each {
    /// `latest` where only the latest answer of each person counts.
    fileprivate init(
        _ question: Question, _ answers: [Double?], _ isAnswered: [Bool], _ persons: Persons?,
        _ latest: Latest?, _ weights: [Double]?
    ) {
        self.question = question
        let answered = answers.indices.filter { answers[$0] != nil }
        var (kept, tied) = (answered, 0)
        if let persons, let latest {
            (kept, tied) = latest.rows(of: answered, persons.grouping) { answers[$0] ?? 0 }
        }
        rows = kept
        values = kept.map { row in
            let answer = answers[row] ?? 0
            return question.isReversed ? question.scale.reversed(answer) : answer
        }
        skipped = isAnswered.count { $0 } - answered.count
        superseded = answered.count - kept.count
        self.tied = tied
        weightless = weights.map { weights in kept.count { weights[$0] == 0 } } ?? 0
        guard let persons else {
            (repeated, unnamed) = ((0, 0), 0)
            return
        }
        var counts = [Int](repeating: 0, count: persons.grouping.groupCount)
        for row in kept { counts[Int(persons.grouping.groups[row])] += 1 }
        // Those without a name are not one person.
        unnamed = persons.missing.map { counts[$0] } ?? 0
        if let missing = persons.missing { counts[missing] = 0 }
        let many = counts.filter { $0 > 1 }
        repeated = (many.count, many.reduce(0, +))
    }
}

/// Who answered.
private struct Persons {
    let grouping: Grouping
    /// The group of the rows that name nobody.
    let missing: Int?

    init(_ column: Column, _ work: Work) throws(Diagnostic) {
        let grouping = try Grouping(by: [column], count: column.count, work: work)
        self.grouping = grouping
        missing = (0..<grouping.groupCount).first { column[Int(grouping.firstRows[$0])].isMissing }
    }
}

/// Chooses each person's latest answer.
///
/// Of two at one moment (of dates: on one day) the lower counts; of equal ones the first group, then the smaller
/// weight: the order of rows never matters.
private struct Latest {
    /// In the column's own unit, of which only the order counts.
    private let moments: [Int64]
    private let groups: [Breakdown]
    private let weights: [Double]?

    init(moments: [Int64], _ groups: [Breakdown], _ weights: [Double]?) {
        (self.moments, self.groups, self.weights) = (moments, groups, weights)
    }

    /// Of a zoned column the instants themselves: an hour that its clock shows twice keeps its order.
    static func moments(in name: String, of table: Table) throws(Diagnostic) -> [Int64] {
        switch try table.column(name).layout {
        case .int32(let cells):
            let span = cells.values.span
            return span.indices.map { Int64(span[$0]) }
        case .int64(let cells):
            let span = cells.values.span
            return span.indices.map { span[$0] }
        default: throw .internalError("column `\(name)` is no time")
        }
    }

    func rows(
        of answered: [Int], _ persons: Grouping, _ answer: (Int) -> Double
    ) -> (rows: [Int], tied: Int) {
        var best = [Int?](repeating: nil, count: persons.groupCount)
        var isTied = [Bool](repeating: false, count: persons.groupCount)
        for row in answered {
            let person = Int(persons.groups[row])
            guard let other = best[person] else {
                best[person] = row
                continue
            }
            if moments[row] > moments[other] {
                (best[person], isTied[person]) = (row, false)
            } else if moments[row] == moments[other] {
                if answer(row) != answer(other) { isTied[person] = true }
                if precedes(row, other, answer) { best[person] = row }
            }
        }
        return (best.compactMap(\.self).sorted(), isTied.count { $0 })
    }

    private func precedes(_ row: Int, _ other: Int, _ answer: (Int) -> Double) -> Bool {
        if answer(row) != answer(other) { return answer(row) < answer(other) }
        for group in groups {
            let (a, b) = (group.levels[row] ?? 0, group.levels[other] ?? 0)
            if a != b { return a < b }
        }
        guard let weights else { return false }
        return weights[row] < weights[other]
    }
}
