public import RapportContract
public import RapportTable

extension Scene {
    /// Which way the bars of a bar chart go.
    public enum Orientation: Sendable, Hashable {
        /// Up where the categories are times or few short words, else to the right.
        case automatic
        /// To the right, so that each label has a line: what a terminal draws.
        case horizontal
    }

    /// Works out the chart of `table`; whatever cannot be drawn is a note and never a failure.
    public init(
        _ specification: ChartSpecification, _ table: Table, language: Document.Language = .english,
        orientation: Orientation = .automatic
    ) {
        let words = ChartWords(language: language)
        var problem = words.noData
        guard let data = ChartData(specification, table, words, problem: &problem), !data.rows.isEmpty else {
            self = .empty(specification, words, notes: [problem])
            return
        }
        switch specification.form {
        case .bar: self = .bars(specification, data, words, orientation)
        case .line: self = .lines(specification, data, words)
        case .heatmap: self = .heatmap(specification, data, words)
        case .scatter: self = .scatter(specification, data, words)
        case .network: self = .network(specification, data, words)
        }
        if isEmpty { notes.insert(words.noData, at: 0) }
    }

    static func empty(_ specification: ChartSpecification, _ words: ChartWords, notes: [String]) -> Scene {
        Scene(
            form: specification.form, title: specification.title.visible,
            description: words.description(specification, series: [], values: [], ends: nil),
            horizontal: Axis(label: specification.xLabel.visible, ticks: [], isBanded: false),
            vertical: Axis(label: specification.yLabel.visible, ticks: [], isBanded: false), marks: [],
            series: [], notes: notes)
    }

    /// An axis of numbers.
    static func axis(_ label: String, _ scale: NiceScale, _ language: Document.Language) -> Axis {
        let labels = AxisNumbers.labels(scale.ticks, places: scale.places, language)
        return Axis(
            label: label.visible,
            ticks: zip(scale.ticks, labels).map { Tick(position: scale.position($0), label: $1) },
            isBanded: false, zero: scale.low <= 0 && scale.high >= 0 ? scale.position(0) : nil)
    }

    /// An axis of categories, the first at the left or at the top.
    static func bands(_ label: String, _ names: [String], fromTop: Bool = false) -> Axis {
        let ticks = names.enumerated().map { index, name in
            let middle = (Double(index) + 0.5) / Double(names.count)
            return Tick(position: fromTop ? 1 - middle : middle, label: name)
        }
        return Axis(label: label.visible, ticks: ticks, isBanded: true)
    }
}
