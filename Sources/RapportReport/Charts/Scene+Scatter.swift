import RapportContract
import RapportTable

extension Scene {
    /// More points lie on one another.
    static let pointLimit = 2_000

    /// A point a row, a series a value of the split.
    static func scatter(_ specification: ChartSpecification, _ all: ChartData, _ words: ChartWords) -> Scene {
        var data = all
        let lost = data.rows.count { $0.x == nil || $0.y == nil }
        if lost > 0 { data.notes.append(words.withoutPlace(lost, specification.x)) }
        data.rows.removeAll { $0.x == nil || $0.y == nil }
        let series = specification.split == nil ? [] : data.keepLargestSeries(words)
        if data.rows.count > pointLimit {
            let total = data.rows.count
            data.rows = (0..<pointLimit).map { data.rows[$0 * total / pointLimit] }
            data.notes.append(words.thinned(pointLimit, of: total))
        }
        let (xs, ys) = (data.rows.compactMap(\.x), data.rows.compactMap(\.y))
        guard !xs.isEmpty else { return empty(specification, words, notes: data.notes) }
        let ends = data.rows.compactMap(\.ends).flatMap { [$0.low, $0.high] }
        let scale = NiceScale(covering: ys + ends, includesZero: false)
        let (across, position) = horizontalAxis(specification, data, xs, data.rows, false, words)
        var (marks, described) = ([Mark](), [(label: String, value: Double)]())
        for row in data.rows {
            guard let x = row.x, let y = row.y else { continue }
            let place = row.series.flatMap { series.firstIndex(of: $0) } ?? 0
            marks.append(
                .point(
                    Point(x: position(x), y: scale.position(y)), label: "", series: place, isLow: false))
            if let ends = row.ends {
                marks.append(
                    .interval(
                        Point(x: position(x), y: scale.position(ends.low)),
                        Point(x: position(x), y: scale.position(ends.high)), label: ""))
            }
            described.append((row.label, y))
        }
        return Scene(
            form: .scatter, title: specification.title.visible,
            description: words.description(specification, series: series, values: described, ends: nil),
            horizontal: across, vertical: axis(specification.yLabel, scale, words.language), marks: marks,
            series: series, notes: data.notes)
    }
}
