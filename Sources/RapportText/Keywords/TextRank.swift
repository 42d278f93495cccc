/// Words of one text by PageRank over which words stand near each other.
///
/// Words at most `window` - 1 places apart are joined, as strongly as often; a word is not joined with itself.
/// Source: Mihalcea & Tarau, *TextRank* (2004), with weights; the ranks as networkx's `pagerank(alpha=0.85)`.
public enum TextRank {
    public struct Word: Sendable, Hashable {
        public var text: String
        /// The share of a random walker's time; all words together 1.
        public var score: Double
    }

    /// The words, the highest score first, equal ones by scalar.
    public static func words(_ tokens: [String], window: Int = 5, alpha: Double = 0.85) -> [Word] {
        var numbers: [String: Int] = [:]
        var names: [String] = []
        let ids = tokens.map { token -> Int in
            if let known = numbers[token] { return known }
            numbers[token] = names.count
            names.append(token)
            return names.count - 1
        }
        var weights = [[Int: Double]](repeating: [:], count: names.count)
        for (place, id) in ids.enumerated() {
            for other in ids[min(place + 1, ids.count)..<min(place + max(window, 2), ids.count)]
            where other != id {
                weights[id][other, default: 0] += 1
                weights[other][id, default: 0] += 1
            }
        }
        let edges = weights.map { $0.sorted { $0.key < $1.key } }
        let scores = ranks(edges, alpha: alpha)
        return zip(names, scores).map { Word(text: $0, score: $1) }.sorted { a, b in
            if a.score != b.score { return a.score > b.score }
            return a.text.unicodeScalars.lexicographicallyPrecedes(b.text.unicodeScalars)
        }
    }

    /// Power iterations until no rank changes by more than the last bits.
    private static func ranks(_ edges: [[(key: Int, value: Double)]], alpha: Double) -> [Double] {
        let count = edges.count
        guard count > 0 else { return [] }
        let strengths = edges.map { $0.reduce(0) { $0 + $1.value } }
        var ranks = [Double](repeating: 1 / Double(count), count: count)
        for _ in 0..<1_000 {
            let lost = zip(ranks, strengths).reduce(0) { $1.1 > 0 ? $0 : $0 + $1.0 }
            let next = edges.map { neighbours in
                let reached = neighbours.reduce(0.0) { $0 + ranks[$1.key] * $1.value / strengths[$1.key] }
                return alpha * (reached + lost / Double(count)) + (1 - alpha) / Double(count)
            }
            let change = zip(next, ranks).reduce(0) { $0 + abs($1.0 - $1.1) }
            ranks = next
            if change < 1e-15 * Double(count) { break }
        }
        return ranks
    }
}
