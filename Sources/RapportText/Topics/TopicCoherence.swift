public import RapportNumerics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How often the first words of a topic are in texts together: what people take for a topic that makes sense.
public struct TopicCoherence: Sendable {
    private let textCount: Int
    /// A row a term: the texts that have it.
    private let byTerm: SparseMatrix

    /// Of the counts of texts, a row a text.
    public init(_ counts: SparseMatrix) {
        (textCount, byTerm) = (counts.rowCount, counts.transposed())
    }

    /// The mean over pairs of ln(p(a, b) / (p(a) p(b))) / -ln p(a, b), with p the share of texts: -1, never together, to 1,
    /// always.
    ///
    /// Texts are short, so that a text is its own window: what gensim's `c_npmi` gives where its window is no shorter. A
    /// term that is in no text is left out; nil where fewer than two are left.
    /// Sources: Bouma (2009); Röder, Both & Hinneburg, *Exploring the space of topic coherence measures* (2015).
    public func npmi(_ terms: [Int]) -> Double? {
        mean(terms) { a, b, both in
            let joint = both / Double(textCount) + 1e-12
            let (pa, pb) = (a / Double(textCount), b / Double(textCount))
            return log(joint / (pa * pb)) / -log(joint)
        }
    }

    /// The mean over pairs of ln((p(a, b) + 10⁻¹²) / p(b)), b the earlier term: gensim's `u_mass`.
    public func uMassMean(_ terms: [Int]) -> Double? {
        mean(terms) { _, earlier, both in
            log((both / Double(textCount) + 1e-12) / (earlier / Double(textCount)))
        }
    }

    /// The sum over pairs of ln((D(a, b) + 1) / D(b)), b the earlier term.
    ///
    /// Source: Mimno and others, *Optimizing semantic coherence in topic models* (2011).
    public func uMassSum(_ terms: [Int]) -> Double? {
        let known = terms.filter { !byTerm.range(ofRow: $0).isEmpty }
        return mean(terms) { _, earlier, both in log((both + 1) / earlier) }
            .map { $0 * Double(known.count * (known.count - 1) / 2) }
    }

    private func mean(_ terms: [Int], _ measure: (Double, Double, Double) -> Double) -> Double? {
        let known = terms.filter { !byTerm.range(ofRow: $0).isEmpty }
        guard known.count > 1 else { return nil }
        var sum = CompensatedSum()
        for (place, later) in known.enumerated() {
            for earlier in known[..<place] {
                sum.add(measure(texts(later), texts(earlier), textsWith(later, earlier)))
            }
        }
        return sum.total / Double(known.count * (known.count - 1) / 2)
    }

    private func texts(_ term: Int) -> Double { Double(byTerm.range(ofRow: term).count) }

    private func textsWith(_ a: Int, _ b: Int) -> Double {
        var (place, other) = (byTerm.offsets[a], byTerm.offsets[b])
        var count = 0
        while place < byTerm.offsets[a + 1], other < byTerm.offsets[b + 1] {
            let (left, right) = (byTerm.columns[place], byTerm.columns[other])
            if left == right { count += 1 }
            if left <= right { place += 1 }
            if right <= left { other += 1 }
        }
        return Double(count)
    }
}
