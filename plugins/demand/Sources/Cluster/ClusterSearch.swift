import RapportNumerics
import RapportPluginKit
import RapportText

/// Finds groups, and how many there should be.
struct ClusterSearch: Sendable {
    let algorithm: Cluster.Algorithm
    /// What is grouped.
    let vectors: SparseMatrix
    /// The same documents by their terms.
    let terms: SparseMatrix
    let weights: [Double]
    let topTerms: Int
    let seed: UInt64
    let starts: Int

    /// The numbers of groups that `auto` tries.
    private static let range = 2...15
    /// Documents that the search looks at, at most: the choice of k needs no more.
    private static let mostForSearch = 10_000
    /// Documents that groups from other starts are made of, at most.
    private static let mostForStability = 5_000
    /// Other starts that the groups are compared with.
    private static let seedsForStability: UInt64 = 4

    // MARK: - Groups

    func labels(_ k: Int, work: Work) throws(Diagnostic) -> [Int] {
        try fit(vectors, weights, k, seed: seed, starts: starts, work: work).labels
    }

    private func fit(
        _ vectors: SparseMatrix, _ weights: [Double], _ k: Int, seed: UInt64, starts: Int, work: Work
    ) throws(Diagnostic) -> (labels: [Int], objective: Double) {
        if k == 1 { return ([Int](repeating: 0, count: vectors.rowCount), 0) }
        switch algorithm {
        case .spherical, .kmeans:
            var kmeans = SparseKMeans(clusterCount: k)
            kmeans.geometry = algorithm == .spherical ? .spherical : .euclidean
            (kmeans.starts, kmeans.seed) = (starts, UInt32(truncatingIfNeeded: seed))
            let fit = try kmeans.fit(vectors, weights: weights, work: work)
            return (fit.labels, fit.objective)
        case .nmf:
            let fit = try NonnegativeFactors(topicCount: k).fit(vectors, work: work)
            return ((0..<vectors.rowCount).map { fit.texts.strongestColumn(ofRow: $0) ?? 0 }, fit.error)
        }
    }

    // MARK: - How many

    /// The number with the highest silhouette, the smaller of equal ones.
    func best(work: Work) throws(Diagnostic) -> (k: Int, curve: [KChoice], searchedOn: Int?) {
        let documents = vectors.rowCount
        guard documents > 2 else { return (documents, [], nil) }
        let isSampled = documents > Self.mostForSearch
        let chosen = drawn(Self.mostForSearch)
        let sample = isSampled ? vectors.selecting(rows: chosen) : vectors
        let sampleWeights = chosen.map { weights[$0] }
        let candidates = Self.range.lowerBound...min(Self.range.upperBound, sample.rowCount - 1)
        work.begin("choose the number of groups", of: candidates.count, unit: "numbers")
        let terms = isSampled ? terms.selecting(rows: chosen) : terms
        let coherence = TopicCoherence(terms)
        var curve: [KChoice] = []
        for k in candidates {
            let fit = try fit(sample, sampleWeights, k, seed: seed, starts: min(starts, 3), work: work)
            let silhouettes = try CosineSilhouette.values(sample, labels: fit.labels, work: work)
            curve.append(
                KChoice(
                    k: k, silhouette: CosineSilhouette.mean(silhouettes),
                    npmi: npmi(coherence, terms, fit.labels, k), objective: fit.objective))
            work.advance(by: 1)
        }
        var best = curve[0]
        for choice in curve where (choice.silhouette ?? -1) > (best.silhouette ?? -1) { best = choice }
        return (best.k, curve, isSampled ? chosen.count : nil)
    }

    private func drawn(_ most: Int) -> [Int] {
        NumpyRandom.drawn(most, of: vectors.rowCount, seed: UInt32(truncatingIfNeeded: seed))
    }

    /// Mean NPMI of the groups' strongest terms, by centers.
    private func npmi(
        _ coherence: TopicCoherence, _ vectors: SparseMatrix, _ labels: [Int], _ k: Int
    ) -> Double? {
        var sums = [[Double]](repeating: [Double](repeating: 0, count: vectors.columnCount), count: k)
        for row in 0..<vectors.rowCount {
            for place in vectors.range(ofRow: row) {
                sums[labels[row]][Int(vectors.columns[place])] += vectors.values[place]
            }
        }
        let topics = sums.map { sum in sum.indices.filter { sum[$0] > 0 }.strongest(topTerms) { sum[$0] } }
        let scores = topics.compactMap { coherence.npmi($0) }
        return scores.isEmpty ? nil : scores.compensatedSum() / Double(scores.count)
    }

    // MARK: - Stability

    /// How far groups of other starts agree with these, and on how many documents; no value for one group, and for a
    /// method that has one way only.
    func stability(of labels: [Int], _ k: Int, work: Work) throws(Diagnostic) -> (agreement: Double?, on: Int)
    {
        let chosen = drawn(Self.mostForStability)
        guard k > 1, algorithm != .nmf, chosen.count >= k else { return (nil, 0) }
        let isSampled = chosen.count < vectors.rowCount
        let sample = isSampled ? vectors.selecting(rows: chosen) : vectors
        let (own, sampleWeights) = (chosen.map { Int32(labels[$0]) }, chosen.map { weights[$0] })
        var agreements: [Double] = []
        for other in 1...Self.seedsForStability {
            let fit = try fit(
                sample, sampleWeights, k, seed: seed &+ other &* 7_919, starts: min(starts, 3), work: work)
            agreements.append(PartitionAgreement(own, fit.labels.map(Int32.init)).adjustedRand)
        }
        return (agreements.compensatedSum() / Double(agreements.count), chosen.count)
    }
}

extension Sequence where Element == Int {
    /// The `count` highest by `score`; equal ones in their order.
    func strongest(_ count: Int, by score: (Int) -> Double) -> [Int] {
        // Few are wanted of many: those found so far stay in order, and most others are below the last of them.
        var best: [(score: Double, element: Int)] = []
        for element in self {
            let own = score(element)
            if best.count >= count, let last = best.last, (own, last.element) <= (last.score, element) {
                continue
            }
            let place = best.firstIndex { (own, $0.element) > ($0.score, element) } ?? best.count
            best.insert((own, element), at: place)
            if best.count > count { best.removeLast() }
        }
        return best.map(\.element)
    }
}

extension Matrix {
    /// The place of the highest value above 0 of a row, the first of equal ones; nil where none is.
    func strongestColumn(ofRow row: Int) -> Int? {
        let cells = self.row(row)
        guard let most = cells.max(), most > 0 else { return nil }
        return cells.firstIndex(of: most).map { $0 - cells.startIndex }
    }
}
