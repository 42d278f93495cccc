import RapportContract
import RapportTable

/// The rows of a table that a chart draws, with what each axis needs; and what cannot be drawn.
struct ChartData {
    struct Row {
        /// The category as shown.
        var label: String
        /// Number, or days since 1970-01-01; nil for a category or where missing.
        var x: Double?
        var series: String?
        /// Nil: a gap.
        var y: Double?
        /// Ends of the interval around `y`.
        var ends: (low: Double, high: Double)?
        /// Category of the vertical axis and its place in the order, of a heat map.
        var rowLabel: String = ""
        var rowOrder: Double?
        /// Of a network: no tie, but one of its members.
        var isMember = false
    }

    var rows: [Row] = []
    var xField: Field
    var yField: Field
    /// Whether the series are numbers, which say little by themselves.
    var splitIsNumber = false
    var notes: [String] = []

    static let seriesLimit = 6
    static let categoryLimit = 50
    /// More points than pixels say nothing more.
    static let rowLimit = 20_000

    /// Nil where a column is not there or the measure is no number: `problem` then says which.
    init?(_ specification: ChartSpecification, _ table: Table, _ words: ChartWords, problem: inout String) {
        let isHeat = specification.form == .heatmap
        let isNetwork = specification.form == .network
        let measure = isHeat || isNetwork ? specification.value ?? "" : specification.y
        // Ties may have no weight.
        let isWeightless = isNetwork && specification.value == nil
        let drawn = [specification.x, specification.y] + (isWeightless ? [] : [measure])
        let interval = specification.interval
        let others = [specification.split, interval?.low, interval?.high].compactMap { $0 }
        for name in drawn + others where table.schema[name] == nil {
            problem = words.noColumn(name)
            return nil
        }
        guard let xField = table.schema[specification.x], let yField = table.schema[specification.y],
            let valueField = isWeightless ? Field("", .int) : table.schema[measure],
            let values = isWeightless
                ? Column.repeating(.int(1), type: .int, count: table.count) : table[measure],
            let xs = table[specification.x], let ys = table[specification.y]
        else { return nil }
        guard valueField.type.isNumber || valueField.type == .duration || valueField.type == .bool else {
            problem = words.notANumber(measure)
            return nil
        }
        (self.xField, self.yField) = (xField, yField)
        splitIsNumber = specification.split.flatMap { table.schema[$0] }?.type.isNumber ?? false
        let count = min(table.count, Self.rowLimit)
        if table.count > count { notes.append(words.firstRows(count, of: table.count)) }
        // An axis of time shows the clock of its column, as the table does.
        let (xZone, yZone) = (try? Zone(of: xs.type), try? Zone(of: ys.type))
        let labels = ColumnText(xField, xs[0..<count]).cells
        let rowLabels = isHeat || isNetwork ? ColumnText(yField, ys[0..<count]).cells : []
        let seriesNames =
            specification.split.flatMap { name in
                table.schema[name].flatMap { field in
                    table[name].map { ColumnText(field, $0[0..<count]).cells }
                }
            }
        for row in 0..<count {
            var made = Row(label: labels[row] ?? words.missing)
            made.x = Self.number(xs[row], in: xZone)
            made.y = Self.number(values[row])
            if let interval, let low = table[interval.low].flatMap({ Self.number($0[row]) }),
                let high = table[interval.high].flatMap({ Self.number($0[row]) })
            {
                made.ends = (min(low, high), max(low, high))
            }
            // A tie or member of a network need not be of any series.
            if let seriesNames { made.series = seriesNames[row] ?? (isNetwork ? nil : words.missing) }
            if isHeat || isNetwork {
                made.rowLabel = rowLabels[row] ?? words.missing
                made.rowOrder = Self.number(ys[row], in: yZone)
                made.isMember = isNetwork && rowLabels[row] == nil
            }
            rows.append(made)
        }
    }

    /// A number of an axis: durations in seconds, dates and times in days.
    static func number(_ scalar: Scalar, in zone: Zone? = nil) -> Double? {
        switch scalar {
        case .int, .float: scalar.number
        case .bool(let value): value ? 1 : 0
        case .date(let days): Double(days)
        case .datetime(let instant): Double(zone?.wall(at: instant) ?? instant) / 86_400_000_000
        case .duration(let microseconds): Double(microseconds) / 1_000_000
        case .text, .list, .missing: nil
        }
    }

    /// Names in the order they come first.
    static func distinct(_ names: some Sequence<String>) -> [String] {
        var seen = Set<String>()
        return names.filter { seen.insert($0).inserted }
    }

    /// The series that are drawn, in the order of the table: all, or those of the largest totals.
    mutating func keepLargestSeries(_ words: ChartWords) -> [String] {
        let names = Self.distinct(rows.compactMap(\.series))
        guard names.count > Self.seriesLimit else { return names }
        var totals: [String: Double] = [:]
        for row in rows { totals[row.series ?? "", default: 0] += row.y?.magnitude ?? 0 }
        let kept = Self.largest(names, by: totals, limit: Self.seriesLimit)
        rows.removeAll { !kept.contains($0.series ?? "") }
        notes.append(words.largestSeries(kept.count, of: names.count))
        return names.filter { kept.contains($0) }
    }

    /// Keeps the categories of the largest values, in the order of the table.
    mutating func keepLargestCategories(_ words: ChartWords, measure: String) {
        let names = Self.distinct(rows.lazy.map(\.label))
        guard names.count > Self.categoryLimit else { return }
        var totals: [String: Double] = [:]
        for row in rows { totals[row.label, default: 0] += row.y?.magnitude ?? 0 }
        let kept = Self.largest(names, by: totals, limit: Self.categoryLimit)
        rows.removeAll { !kept.contains($0.label) }
        notes.append(words.largestCategories(kept.count, of: names.count, measure: measure))
    }

    private static func largest(_ names: [String], by totals: [String: Double], limit: Int) -> Set<String> {
        let ranked = names.indices.sorted {
            let (a, b) = (totals[names[$0]] ?? 0, totals[names[$1]] ?? 0)
            return a == b ? $0 < $1 : a > b
        }
        return Set(ranked.prefix(limit).map { names[$0] })
    }
}
