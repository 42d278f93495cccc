import RapportPluginKit

/// Who was counted when: messages of each label in each period, with their heat.
struct HeatCounts {
    let periods: Periods
    /// What is counted: labels by how often they are there, keywords as typed.
    let labels: [String]
    /// By label, then by period.
    let counts: [[Int]]
    /// By label: the heat at the end of each period, of the last one at the end of the data.
    let heats: [[Double]]
    /// All messages of each period: the denominator.
    let totals: [Int]
    let rowsUsed: Int
    let futureRows: Int
    /// Rows without a label, or without any of the keywords; in `totals` all the same.
    let unlabelled: Int
    let isKeywords: Bool

    init(
        _ analysis: Heat, _ source: Heat.Source, _ table: Table, _ context: Context
    ) throws(Diagnostic) {
        try table.requirePresent([analysis.time])
        let moments = try table.moments(in: analysis.time)
        let isDate = try table.column(analysis.time).type == .date
        let end = context.asOf.map { $0.endOfDay(if: isDate) }
        let future = end.map { end in moments.count { $0 > end } } ?? 0
        if future > 0, analysis.future == .error, let end {
            throw Diagnostic(
                "parameter.range",
                "\(Wording.count(future)) of \(Wording.count(table.count)) rows are later than `as_of`, "
                    + "\(end.dayText); expected none",
                subject: .parameter("as_of"),
                help: ["`future=drop` leaves them out; a later `as_of` takes them in"])
        }
        let rows = moments.indices.filter { row in end.map { moments[row] <= $0 } ?? true }
        guard !rows.isEmpty else {
            throw Diagnostic(
                "table.too-few-rows", "no row is at or before `as_of`; `\(Heat.name)` needs at least one")
        }
        let used = rows.map { moments[$0] }
        let latest = (used.max() ?? 0).endOfDay(if: isDate)
        periods = try Periods(covering: used, until: max(end ?? latest, latest), every: analysis.every.given)
        let found = try Self.members(source, table, work: context.work)
        (labels, isKeywords) = (found.labels, found.isKeywords)
        rowsUsed = rows.count
        futureRows = future
        unlabelled = rows.count { found.ofRow[$0].isEmpty }

        let places = used.map(periods.index(of:))
        var totals = [Int](repeating: 0, count: periods.count)
        for place in places { totals[place] += 1 }
        self.totals = totals
        var members = [[Int]](repeating: [], count: labels.count)
        for (place, row) in rows.enumerated() {
            for label in found.ofRow[row] { members[label].append(place) }
        }
        let half = try analysis.halfLifeDays() * Double(Day.microseconds)
        var counts: [[Int]] = []
        var heats: [[Double]] = []
        for places in members {
            try context.work.check()
            // By time, so that the sums do not depend on the order of rows.
            let times = places.map { used[$0] }.sorted()
            counts.append(Self.counts(of: times, in: periods))
            heats.append(Self.heat(of: times, in: periods, halfLife: half))
        }
        (self.counts, self.heats) = (counts, heats)
    }

    private static func counts(of times: [Int64], in periods: Periods) -> [Int] {
        var counts = [Int](repeating: 0, count: periods.count)
        for time in times { counts[periods.index(of: time)] += 1 }
        return counts
    }

    /// Σ 0.5^(age / half life) of all messages so far, at the end of each period.
    ///
    /// What there was cools by the period's length; what came in it is added: the same sum in one pass.
    static func heat(of times: [Int64], in periods: Periods, halfLife: Double) -> [Double] {
        var (heats, heat, next): ([Double], Double, Int) = ([], 0, 0)
        var before = Int64(periods.starts.first ?? 0) * Day.microseconds
        for index in 0..<periods.count {
            let isLast = index == periods.count - 1
            let end = isLast ? min(periods.end(of: index), periods.last + 1) : periods.end(of: index)
            heat *= Double.halved(Double(end - before) / halfLife)
            while next < times.count, isLast || times[next] < end {
                heat += Double.halved(Double(end - times[next]) / halfLife)
                next += 1
            }
            heats.append(heat)
            before = end
        }
        return heats
    }

    // MARK: - Labels

    /// Which labels each row has.
    private typealias Members = (labels: [String], ofRow: [[Int]], isKeywords: Bool)

    private static let mostLabels = 1_000

    private static func members(
        _ source: Heat.Source, _ table: Table, work: Work
    ) throws(Diagnostic) -> Members {
        switch source {
        case .labels(let column):
            let cells = try table.texts(in: column)
            guard cells.contains(where: { $0 != nil }) else {
                throw Diagnostic(
                    "column.all-missing",
                    "column `\(column)` is missing in all \(Wording.count(table.count)) rows",
                    subject: .column(column), help: ["name another column in its place"])
            }
            var counts: [String: Int] = [:]
            for case let cell? in cells { counts[cell, default: 0] += 1 }
            guard counts.count <= mostLabels else {
                throw Diagnostic(
                    "column.range",
                    "column `\(column)` has \(Wording.count(counts.count)) values; expected at most "
                        + "\(Wording.count(mostLabels)) labels",
                    subject: .column(column), help: ["`demand.cluster` before it makes labels of texts"])
            }
            let labels = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
            let places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
            return (labels, cells.map { cell in cell.flatMap { places[$0] }.map { [$0] } ?? [] }, false)
        case .keywords(let words, let text):
            let patterns = words.map(KeywordPattern.init)
            var ofRow: [[Int]] = []
            for (row, cell) in try table.texts(in: text).enumerated() {
                if row % 256 == 0 { try work.check() }
                let folded = cell.map(KeywordPattern.folded) ?? []
                ofRow.append(patterns.indices.filter { patterns[$0].matches(folded) })
            }
            return (words, ofRow, true)
        }
    }
}

extension Int64 {
    /// A day's date stands for the day to its end.
    fileprivate func endOfDay(if isDate: Bool) -> Int64 {
        isDate ? Int64(Day.of(self)) * Day.microseconds + Day.microseconds - 1 : self
    }
}
