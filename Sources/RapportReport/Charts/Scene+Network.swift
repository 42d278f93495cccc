import RapportContract
import RapportTable

extension Scene {
    /// A network of up to so many members is drawn whole.
    static let wholeLimit = 500
    /// Of a larger one, which would be a hairball, so many of the largest members.
    static let nodeLimit = 150
    /// More ties hide one another; the strongest are drawn.
    static let tieLimit = 2_000
    private static let labelLimit = 20

    /// Ties between the names of two columns, which pull their ends together.
    ///
    /// A member is as large as its own row says, or else as it has ties; the largest have a name.
    static func network(_ specification: ChartSpecification, _ all: ChartData, _ words: ChartWords) -> Scene {
        var network = NetworkData(all.rows)
        var notes = all.notes
        let total = network.names.count
        network.keepLargest(total > wholeLimit ? nodeLimit : wholeLimit)
        if network.names.count < total { notes.append(words.largestNodes(network.names.count, of: total)) }
        let ties = network.ties.count
        network.keepStrongest(tieLimit)
        if network.ties.count < ties { notes.append(words.strongestTies(network.ties.count, of: ties)) }
        guard !network.names.isEmpty else { return empty(specification, words, notes: notes) }
        let series = network.keepLargestSeries(words, named: specification.split, all.splitIsNumber)

        let places = ForceLayout.positions(
            nodes: network.names.count, ties: network.ties.map { ($0.from, $0.to) })
        let (least, most) = (network.ties.map(\.weight).min() ?? 0, network.ties.map(\.weight).max() ?? 1)
        // Those of a series lie above the others.
        let drawn = network.ties.filter { $0.series == nil } + network.ties.filter { $0.series != nil }
        var marks = drawn.map { tie in
            Mark.tie(
                places[tie.from], places[tie.to],
                strength: most > least ? (tie.weight - least) / (most - least) : 0.2, series: tie.series)
        }
        let largest = network.sizes.max() ?? 1
        for (place, name) in network.names.enumerated().reversed() {
            marks.append(
                .node(
                    places[place], label: place < labelLimit ? name.cut(to: 18).visible : "",
                    size: largest > 0 ? max(network.sizes[place] / largest, 0).squareRoot() : 0,
                    series: network.series[place]))
        }
        let bare = Axis(label: "", ticks: [], isBanded: true)
        return Scene(
            form: .network, title: specification.title.visible,
            description: words.network(
                specification, nodes: network.names.count, ties: network.ties.count,
                first: (network.names[0].visible, network.sizes[0]), isSized: network.isSized, series: series),
            horizontal: bare, vertical: bare, marks: marks, series: series, notes: notes)
    }
}

/// Members and ties of a network that is drawn, the largest member first.
struct NetworkData {
    struct Tie {
        var from: Int
        var to: Int
        var weight: Double
        var name: String?
        var series: Int?
    }

    private(set) var names: [String]
    private(set) var sizes: [Double]
    private(set) var ties: [Tie] = []
    private(set) var series: [Int?] = []
    /// Whether members have rows, and so sizes, of their own; else a size is a number of ties.
    let isSized: Bool
    private var groups: [String?]

    init(_ rows: [ChartData.Row]) {
        let found = ChartData.distinct(
            rows.lazy.flatMap { $0.isMember ? [$0.label] : [$0.label, $0.rowLabel] })
        let number = Dictionary(uniqueKeysWithValues: zip(found, found.indices))
        var degrees = [Double](repeating: 0, count: found.count)
        var own = [Double?](repeating: nil, count: found.count)
        var groups = [String?](repeating: nil, count: found.count)
        var ties: [Tie] = []
        for row in rows {
            guard let from = number[row.label] else { continue }
            if row.isMember {
                (own[from], groups[from]) = (row.y ?? 0, row.series)
            } else if let to = number[row.rowLabel], from != to {
                ties.append(Tie(from: from, to: to, weight: row.y ?? 0, name: row.series))
                degrees[from] += 1
                degrees[to] += 1
            }
        }
        isSized = own.contains { $0 != nil }
        sizes = isSized ? own.map { $0 ?? 0 } : degrees
        (names, self.ties, self.groups) = (found, ties, groups)
        series = [Int?](repeating: nil, count: found.count)
    }

    /// Puts the largest first, of equal ones who comes first in the table, and leaves out whatever is beyond `limit`.
    mutating func keepLargest(_ limit: Int) {
        let order = names.indices.sorted { (sizes[$0], $1) > (sizes[$1], $0) }.prefix(limit)
        var number = [Int?](repeating: nil, count: names.count)
        for (place, old) in order.enumerated() { number[old] = place }
        (names, sizes, groups) = (order.map { names[$0] }, order.map { sizes[$0] }, order.map { groups[$0] })
        series = [Int?](repeating: nil, count: names.count)
        ties = ties.compactMap { tie in
            guard let from = number[tie.from], let to = number[tie.to] else { return nil }
            return Tie(from: from, to: to, weight: tie.weight, name: tie.name)
        }
    }

    mutating func keepStrongest(_ limit: Int) {
        guard ties.count > limit else { return }
        let order = ties.indices.sorted { (ties[$0].weight, $1) > (ties[$1].weight, $0) }
        ties = order.prefix(limit).sorted().map { ties[$0] }
    }

    /// Numbers the series of members and ties, and gives their names; more than there are colours for share the last.
    mutating func keepLargestSeries(_ words: ChartWords, named column: String?, _ isNumber: Bool) -> [String]
    {
        var counts: [String: Int] = [:]
        for name in groups.compactMap(\.self) + ties.compactMap(\.name) { counts[name, default: 0] += 1 }
        let found = ChartData.distinct((groups + ties.map(\.name)).compactMap(\.self))
        let ranked = found.indices.sorted {
            (counts[found[$0]] ?? 0, $1) > (counts[found[$1]] ?? 0, $0)
        }.map { found[$0] }
        let limit = ChartData.seriesLimit
        var kept = ranked.count > limit ? Array(ranked.prefix(limit - 1)) : ranked
        if isNumber { kept.sort { (Double($0) ?? 0, $0) < (Double($1) ?? 0, $1) } }
        func place(_ name: String) -> Int { kept.firstIndex(of: name) ?? limit - 1 }
        series = groups.map { $0.map(place) }
        for tie in ties.indices { ties[tie].series = ties[tie].name.map(place) }
        // A number alone says nothing.
        let shown = kept.map { isNumber ? "\(column ?? "") \($0)" : $0 }
        return ranked.count > limit ? shown + [words.others(ranked.count - kept.count)] : shown
    }
}
