import RapportContract
import RapportTable

extension Scene {
    /// A cell a pair of categories, darker for more; numbers and dates in their order, words in the table's.
    ///
    /// A vertical axis of numbers grows upward; words go from the top.
    static func heatmap(_ specification: ChartSpecification, _ all: ChartData, _ words: ChartWords) -> Scene {
        var data = all
        data.keepLargestCategories(words, measure: specification.value ?? "")
        let across = ordered(data.rows.map { ($0.label, $0.x) })
        var down = ordered(data.rows.map { ($0.rowLabel, $0.rowOrder) })
        if data.yField.type.isNumber { down.reverse() }
        if down.count > ChartData.categoryLimit {
            data.notes.append(
                words.largestCategories(
                    ChartData.categoryLimit, of: down.count, measure: specification.value ?? ""))
            down = keepLargest(down, of: data)
        }
        let columns = Dictionary(uniqueKeysWithValues: zip(across, across.indices))
        let lines = Dictionary(uniqueKeysWithValues: zip(down, down.indices))

        let shown = data.rows.filter { lines[$0.rowLabel] != nil }
        let gaps = shown.count { $0.y == nil }
        if gaps > 0 { data.notes.append(words.withoutValue(gaps)) }
        let values = shown.compactMap(\.y)
        guard let least = values.min(), let most = values.max() else {
            return empty(specification, words, notes: data.notes)
        }
        let style = NumberStyle(for: values)
        let widest = values.reduce(0) { max($0, style.text($1).count) }
        func label(_ value: Double) -> String {
            widest > 6 && across.count > 8 ? AxisNumbers.compact(value, words.language) : style.text(value)
        }
        var (marks, described, repeated) = ([Mark](), [(label: String, value: Double)](), 0)
        var taken = Set<Int>()
        for row in shown {
            guard let column = columns[row.label], let line = lines[row.rowLabel] else { continue }
            guard taken.insert(line * across.count + column).inserted else {
                repeated += 1
                continue
            }
            guard let value = row.y else { continue }
            described.append(("\(row.label) × \(row.rowLabel)", value))
            let (width, height) = (1 / Double(across.count), 1 / Double(down.count))
            let area = Rectangle(
                lower: Point(x: Double(column) * width, y: 1 - Double(line + 1) * height),
                upper: Point(x: Double(column + 1) * width, y: 1 - Double(line) * height))
            // The halves keep the span of the whole range of a double finite.
            let part = most > least ? (value / 2 - least / 2) / (most / 2 - least / 2) : 0.5
            marks.append(.cell(area, label: label(value), level: Int((part * 8).rounded())))
        }
        if repeated > 0 { data.notes.append(words.repeated(repeated)) }
        return Scene(
            form: .heatmap, title: specification.title.visible,
            description: words.description(specification, series: [], values: described, ends: nil),
            horizontal: bands(specification.xLabel, across),
            vertical: bands(specification.yLabel, down, fromTop: true), marks: marks, series: [],
            scale: ColorScale(
                low: style.text(least), high: style.text(most), label: (specification.value ?? "").visible),
            notes: data.notes)
    }

    /// Names once each: by their number where all have one, else as they come.
    private static func ordered(_ pairs: [(name: String, order: Double?)]) -> [String] {
        let names = ChartData.distinct(pairs.lazy.map(\.name))
        let orders = Dictionary(pairs.map { ($0.name, $0.order) }) { first, _ in first }
        let numbered = names.compactMap { name in (orders[name] ?? nil).map { (name, $0) } }
        // What is missing stands last.
        guard numbered.count + 1 >= names.count, !numbered.isEmpty else { return names }
        let sorted = numbered.sorted { $0.1 < $1.1 }.map(\.0)
        return sorted + names.filter { (orders[$0] ?? nil) == nil }
    }

    private static func keepLargest(_ names: [String], of data: ChartData) -> [String] {
        var totals: [String: Double] = [:]
        for row in data.rows { totals[row.rowLabel, default: 0] += row.y?.magnitude ?? 0 }
        let ranked = names.indices.sorted {
            let (a, b) = (totals[names[$0]] ?? 0, totals[names[$1]] ?? 0)
            return a == b ? $0 < $1 : a > b
        }
        return ranked.prefix(ChartData.categoryLimit).sorted().map { names[$0] }
    }
}
