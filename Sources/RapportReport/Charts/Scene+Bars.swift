import RapportContract
import RapportTable

extension Scene {
    /// Bars from zero; with a split, those of one category side by side.
    static func bars(
        _ specification: ChartSpecification, _ all: ChartData, _ words: ChartWords, _ orientation: Orientation
    ) -> Scene {
        var data = all
        let isOrdered = data.xField.type.isTime || data.xField.type.isNumber
        let series = specification.split == nil ? [] : data.keepLargestSeries(words)
        if !isOrdered { data.keepLargestCategories(words, measure: specification.y) }
        let gaps = data.rows.count { $0.y == nil }
        if gaps > 0 { data.notes.append(words.withoutValue(gaps)) }

        // Without a split a row is a bar, even where two rows have one name. Series come one behind the other in the
        // table, so the order of their rows is none: numbers and times go by size.
        let categories =
            series.isEmpty
            ? data.rows.map(\.label)
            : ChartData.distinct(
                (isOrdered
                    ? data.rows.sorted { ($0.x ?? .infinity) < ($1.x ?? .infinity) } : data.rows).lazy.map(
                        \.label))
        let places = Dictionary(zip(categories, categories.indices)) { first, _ in first }
        let values = data.rows.compactMap(\.y)
        let ends = data.rows.filter { $0.y != nil }.compactMap(\.ends).flatMap { [$0.low, $0.high] }
        let levels = ReferenceLines(specification.references, on: .y, beside: values + ends + [0], words)
        data.notes += levels.notes
        let scale = NiceScale(covering: values + ends + levels.values, includesZero: true)
        let style = NumberStyle(for: values)
        let isHorizontal = orientation == .horizontal || prefersHorizontal(categories, isOrdered: isOrdered)
        let zero = scale.position(0)
        let across = max(series.count, 1)

        var (marks, described, repeated) = ([Mark](), [(label: String, value: Double)](), 0)
        var taken = Set<Int>()
        for (index, row) in data.rows.enumerated() {
            let lane = series.firstIndex(of: row.series ?? "") ?? 0
            let place = series.isEmpty ? index : places[row.label] ?? 0
            guard taken.insert(place * across + lane).inserted else {
                repeated += 1
                continue
            }
            guard let value = row.y else { continue }
            described.append((series.isEmpty ? row.label : "\(row.label) / \(row.series ?? "")", value))
            let (start, end) = lanes(
                place: place, lane: lane, across: across, count: categories.count, isHorizontal: isHorizontal)
            let to = scale.position(value)
            let (near, far) = (min(zero, to), max(zero, to))
            let area =
                isHorizontal
                ? Rectangle(lower: Point(x: near, y: 1 - end), upper: Point(x: far, y: 1 - start))
                : Rectangle(lower: Point(x: start, y: near), upper: Point(x: end, y: far))
            marks.append(
                .bar(area, label: style.text(value), series: lane, isNegative: value < 0))
            if let ends = row.ends {
                let (low, high) = (scale.position(ends.low), scale.position(ends.high))
                let middle = area.center
                marks.append(
                    .interval(
                        isHorizontal ? Point(x: low, y: middle.y) : Point(x: middle.x, y: low),
                        isHorizontal ? Point(x: high, y: middle.y) : Point(x: middle.x, y: high),
                        label: words.range(style.text(ends.low), style.text(ends.high))))
            }
        }
        if repeated > 0 { data.notes.append(words.repeated(repeated)) }

        let numbers = axis(specification.yLabel, scale, words.language)
        let names = bands(specification.xLabel, categories, fromTop: isHorizontal)
        return Scene(
            form: .bar, title: specification.title.visible,
            description: words.description(
                specification, series: series, values: described, ends: nil, references: levels.shown),
            horizontal: isHorizontal ? numbers : names, vertical: isHorizontal ? names : numbers,
            marks: marks, series: series, notes: data.notes,
            references: levels.placed(isUpright: isHorizontal) { scale.position($0) })
    }

    private static func prefersHorizontal(_ categories: [String], isOrdered: Bool) -> Bool {
        if isOrdered { return false }
        let widest = categories.reduce(0) { max($0, $1.count) }
        return categories.count > 12 || widest > 8 || categories.count * widest > 60
    }

    /// The stretch of one bar within the band of its category: four fifths are bars, but upright ones of few
    /// categories do not swell to walls.
    private static func lanes(
        place: Int, lane: Int, across: Int, count: Int, isHorizontal: Bool
    ) -> (Double, Double) {
        let band = 1 / Double(count)
        let widest = isHorizontal ? 1 : 0.12
        let bar = min(band * 0.8 / Double(across), widest)
        let start = (Double(place) + 0.5) * band + (Double(lane) - Double(across) / 2) * bar
        return (start, start + bar)
    }
}
