import RapportPluginKit

/// A way to part the rows: by a column's values, by periods, or not at all.
struct Breakdown {
    /// `all`, a column's name, or `period`.
    let name: String
    /// In ascending order.
    var labels: [String]
    /// The label of each row of the answers; nil where it has none (a period without a time).
    let levels: [Int?]
    let isPeriod: Bool
    /// Surveys sent and answered, by label; nil where it is not known what was sent.
    private(set) var sent: [Int]?
    private(set) var answered: [Int]?
    /// Surveys of the table of `sent` that have no time, and are in no period.
    private(set) var undatedSent = 0
    private var keys: Column?
    /// Of periods: their first days, ascending.
    private(set) var starts: [Int32]?
    private(set) var grain: Grain?
    private var sentDays: [Int32?]?

    static func all(rows: Int) -> Breakdown {
        Breakdown(name: "all", labels: ["all"], levels: Array(repeating: 0, count: rows), isPeriod: false)
    }

    private init(name: String, labels: [String], levels: [Int?], isPeriod: Bool) {
        (self.name, self.labels, self.levels, self.isPeriod) = (name, labels, levels, isPeriod)
    }

    /// By a column; missing is a group of its own, called `missing`.
    init(_ name: String, _ table: Table, _ work: Work) throws(Diagnostic) {
        let column = try table.column(name)
        let grouping = try Grouping(sortedBy: [column], count: table.count, work: work)
        let keys = try column.gathered(at: grouping.firstRows, work: work)
        self.init(
            name: name,
            labels: (0..<keys.count).map {
                keys[$0].isMissing ? "missing" : keys.text(at: $0, grain: table.schema[name]?.grain)
            },
            levels: (0..<table.count).map { Int(grouping.groups[$0]) }, isPeriod: false)
        self.keys = keys
    }

    /// By periods: those in which somebody answered or a survey was sent.
    init(_ days: [Int32?], _ grain: Grain, sent: [Int32?]? = nil) {
        let starts = days.map { $0.map { grain.start(of: $0) } }
        let asked = (sent ?? []).compactMap { $0.map { grain.start(of: $0) } }
        let known = Set(starts.compactMap(\.self) + asked).sorted()
        let place = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
        self.init(
            name: "period", labels: known.map { Calendar.text($0, grain) },
            levels: starts.map { $0.flatMap { place[$0] } }, isPeriod: true)
        (self.starts, self.grain, sentDays) = (known, grain, sent)
    }

    // MARK: - What was sent

    /// Each row is a survey that was sent.
    mutating func countRows(_ answers: SurveyAnswers) {
        var (sent, answered) = (
            [Int](repeating: 0, count: labels.count), [Int](repeating: 0, count: labels.count)
        )
        for (row, level) in levels.enumerated() {
            guard let level else { continue }
            sent[level] += 1
            if answers.isAnswered[row] { answered[level] += 1 }
        }
        (self.sent, self.answered) = (sent, answered)
    }

    /// Each row of a further table is a survey that was sent; each row of the answers one that came back.
    ///
    /// Groups to which surveys were sent and from which nobody answered are added.
    /// - Throws: `survey.sent` where fewer were sent than answered.
    mutating func count(sent table: Table, _ work: Work) throws(Diagnostic) {
        var counts = [Int](repeating: 0, count: labels.count)
        if name == "all" {
            counts[0] = table.count
        } else if isPeriod {
            guard let grain, let starts, let sentDays else { return }
            let place = Dictionary(uniqueKeysWithValues: starts.enumerated().map { ($1, $0) })
            for day in sentDays {
                if let level = day.flatMap({ place[grain.start(of: $0)] }) { counts[level] += 1 }
            }
            undatedSent = sentDays.count { $0 == nil }
        } else if let keys {
            let column = try table.column(name)
            let both = try Column.concatenated([keys, column], work: work)
            let grouping = try Grouping(by: [both], count: both.count, work: work)
            // The keys come first and are distinct: their groups have their numbers.
            counts += [Int](repeating: 0, count: grouping.groupCount - keys.count)
            for row in keys.count..<both.count { counts[Int(grouping.groups[row])] += 1 }
            for group in keys.count..<grouping.groupCount {
                let row = Int(grouping.firstRows[group])
                labels.append(both[row].isMissing ? "missing" : both.text(at: row))
            }
        }
        var answered = [Int](repeating: 0, count: labels.count)
        for level in levels { if let level { answered[level] += 1 } }
        if !isPeriod, let level = counts.indices.first(where: { counts[$0] < answered[$0] }) {
            throw Diagnostic(
                "survey.sent",
                "\(Wording.count(answered[level], "answer"))\(name == "all" ? "" : " in a group of `\(name)`"), "
                    + "but the table of `sent` has \(Wording.count(counts[level], "row")) for them",
                subject: .parameter("sent"),
                help: ["`sent` has one row for each survey that was sent, answered or not"])
        }
        (sent, self.answered) = (counts, answered)
    }
}

extension Table {
    /// The day that each survey was sent; nil where no column tells it.
    func sentDays(_ work: Work) throws(Diagnostic) -> [Int32?]? {
        guard let time = try schema.column(for: "time", types: [.time], of: "sent", isOptional: true) else {
            return nil
        }
        return try days(in: time, work: work)
    }
}
