import RapportContract
import RapportTable

extension Scene {
    /// A line a series over time, numbers or categories; a missing value breaks the line.
    static func lines(_ specification: ChartSpecification, _ all: ChartData, _ words: ChartWords) -> Scene {
        var data = all
        let series = specification.split == nil ? [] : data.keepLargestSeries(words)
        let isCategory = !(data.xField.type.isTime || data.xField.type.isNumber)
        if isCategory {
            let places = ChartData.distinct(data.rows.lazy.map(\.label))
            let order = Dictionary(uniqueKeysWithValues: zip(places, places.indices))
            for index in data.rows.indices {
                data.rows[index].x = order[data.rows[index].label].map(Double.init)
            }
        }
        let placeless = data.rows.count { $0.x == nil }
        if placeless > 0 { data.notes.append(words.withoutPlace(placeless, specification.x)) }
        let gaps = data.rows.count { $0.x != nil && $0.y == nil }
        if gaps > 0 { data.notes.append(words.withoutValue(gaps)) }
        // Stable, so that rows of one time keep their order.
        let rows = data.rows.enumerated().filter { $0.element.x != nil }
            .sorted { ($0.element.x ?? 0, $0.offset) < ($1.element.x ?? 0, $1.offset) }.map(\.element)
        let values = rows.compactMap(\.y)
        guard let least = values.min(), let most = values.max() else {
            return empty(specification, words, notes: data.notes)
        }
        let isNearZero = least >= 0 ? least < most * 0.6 : most > 0 || most > least * 0.6
        let xs = rows.compactMap(\.x)
        let levels = ReferenceLines(specification.references, on: .y, beside: values, words)
        let places =
            isCategory
            ? ReferenceLines() : ReferenceLines(specification.references, on: .x, beside: xs, words)
        data.notes += places.notes + levels.notes
        let scale = NiceScale(covering: values + levels.values, includesZero: isNearZero)
        let style = NumberStyle(for: values)
        let (across, position) = horizontalAxis(
            specification, data, xs + places.values, rows, isCategory, words)

        // The first of equal extremes is labelled.
        var unlabelled: Set = [least, most]
        var (marks, described) = ([Mark](), [(label: String, value: Double)]())
        for (index, name) in (series.isEmpty ? [""] : series).enumerated() {
            var stretch: [Point] = []
            func close() {
                if stretch.count > 1 { marks.append(.line(stretch, series: index)) }
                stretch = []
            }
            var points: [Mark] = []
            for row in rows where series.isEmpty || row.series == name {
                guard let value = row.y, let x = row.x else {
                    close()
                    continue
                }
                let point = Point(x: position(x), y: scale.position(value))
                stretch.append(point)
                let isExtreme = series.isEmpty && unlabelled.contains(value)
                if isExtreme { unlabelled.remove(value) }
                points.append(
                    .point(
                        point, label: isExtreme ? style.text(value) : "", series: index,
                        isLow: value == least && least != most))
                described.append((series.isEmpty ? row.label : "\(row.label) / \(name)", value))
            }
            close()
            marks += points
        }
        let ends = rows.first.flatMap { first in rows.last.map { (first.label, $0.label) } }
        return Scene(
            form: .line, title: specification.title.visible,
            description: words.description(
                specification, series: series, values: described, ends: ends,
                references: places.shown + levels.shown),
            horizontal: across, vertical: axis(specification.yLabel, scale, words.language), marks: marks,
            series: series, notes: data.notes,
            references: places.placed(isUpright: true, position)
                + levels.placed(isUpright: false) { scale.position($0) })
    }

    static func horizontalAxis(
        _ specification: ChartSpecification, _ data: ChartData, _ xs: [Double], _ rows: [ChartData.Row],
        _ isCategory: Bool, _ words: ChartWords
    ) -> (Axis, (Double) -> Double) {
        if isCategory {
            let names = ChartData.distinct(rows.lazy.map(\.label))
            let axis = bands(specification.xLabel, names)
            return (axis, { ($0 + 0.5) / Double(names.count) })
        }
        if data.xField.type.isTime {
            let scale = TimeScale(covering: xs, grain: data.xField.grain)
            let ticks = zip(scale.ticks, scale.labels).map { Tick(position: scale.position($0), label: $1) }
            return (
                Axis(label: specification.xLabel.visible, ticks: ticks, isBanded: false),
                { scale.position($0) }
            )
        }
        let scale = NiceScale(covering: xs, includesZero: false, count: 8)
        return (axis(specification.xLabel, scale, words.language), { scale.position($0) })
    }
}
