import RapportContract
import RapportTable

extension Scene {
    /// More than these are a hairball.
    static let nodeLimit = 150
    private static let labelLimit = 15

    /// Ties between the names of two columns; who has the most ties lies in the middle, larger and with a name.
    static func network(_ specification: ChartSpecification, _ all: ChartData, _ words: ChartWords) -> Scene {
        var notes = all.notes
        let names = ChartData.distinct(all.rows.lazy.flatMap { [$0.label, $0.rowLabel] })
        var number = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        var degrees = [Int](repeating: 0, count: names.count)
        for row in all.rows where row.label != row.rowLabel {
            for name in [row.label, row.rowLabel] { if let place = number[name] { degrees[place] += 1 } }
        }
        // Ties are stable: of equal degree who comes first in the table.
        let ranked = names.indices.sorted { (degrees[$0], $1) > (degrees[$1], $0) }
        let kept = Array(ranked.prefix(nodeLimit))
        if kept.count < names.count { notes.append(words.largestNodes(kept.count, of: names.count)) }
        number = Dictionary(uniqueKeysWithValues: zip(kept.map { names[$0] }, kept.indices))
        var (ends, weights) = ([(Int, Int)](), [Double]())
        for row in all.rows {
            guard let from = number[row.label], let to = number[row.rowLabel], from != to else { continue }
            ends.append((from, to))
            weights.append(row.y ?? 0)
        }
        guard let first = kept.first, !ends.isEmpty else {
            return empty(specification, words, notes: notes)
        }
        let places = ForceLayout.positions(nodes: kept.count, ties: ends)
        let (least, most) = (weights.min() ?? 0, weights.max() ?? 1)
        let largest = Double(max(degrees[first], 1))
        var marks = zip(ends, weights).map { pair, weight in
            Mark.tie(
                places[pair.0], places[pair.1],
                strength: most > least ? (weight - least) / (most - least) : 0.2)
        }
        for (place, name) in kept.enumerated().reversed() {
            marks.append(
                .node(
                    places[place], label: place < labelLimit ? names[name].cut(to: 18).visible : "",
                    size: (Double(degrees[name]) / largest).squareRoot()))
        }
        let bare = Axis(label: "", ticks: [], isBanded: true)
        return Scene(
            form: .network, title: specification.title.visible,
            description: words.network(
                specification, nodes: kept.count, ties: ends.count,
                most: (names[first].visible, degrees[first])),
            horizontal: bare, vertical: bare, marks: marks, series: [], notes: notes)
    }
}
