import RapportContract

extension Provenance {
    /// What every renderer prints, in order, but the recipe, the inputs and the parameters.
    func facts(_ words: Vocabulary) -> [FactsBlock.Fact] {
        var facts = [FactsBlock.Fact(words.analysis, analysis + words.inBrackets(words.version(version)))]
        if let run { facts.append(.init(words.run, String(run))) }
        if !asOf.isEmpty { facts.append(.init(words.asOf, asOf)) }
        if let seed { facts.append(.init(words.seed, String(seed))) }
        if let rows {
            facts.append(.init(words.rows, words.rowCount(input: rows.input, used: rows.used)))
        }
        return facts
    }
}

/// A metric as text, the same in every rendering.
struct MetricText: Sendable {
    var name: String
    var group: String
    /// Nil where it cannot be told.
    var value: String?
    var unit: String
    /// `12.1 – 14.9`; empty without an interval.
    var interval: String
    var count: String
    var direction: String

    init(_ metric: Outcome.Metric, _ words: Vocabulary) {
        (name, group, unit) = (metric.name, metric.group, metric.unit)
        let ends = [metric.low, metric.high].compactMap { $0 }
        let endTexts: [String]
        if metric.unit == "seconds" {
            // Nobody reads 3,900 seconds as an hour.
            value = metric.value.map(words.duration)
            endTexts = ends.map(words.duration)
            unit = ""
        } else {
            value = metric.value.map { NumberStyle.single($0) }
            let style = NumberStyle(for: ends)
            endTexts = ends.map { style.text($0) }
        }
        interval = endTexts.count == 2 ? endTexts.joined(separator: " – ") : ""
        count = metric.n.map { "\(words.count) = \(grouped($0))" } ?? ""
        direction =
            switch metric.direction {
            case .higher: words.higherIsBetter
            case .lower: words.lowerIsBetter
            case .neither: ""
            }
    }
}
