import RapportNumerics
import RapportPluginKit
import RapportText

/// The groups that were found, the largest first.
struct ClusterFit: Sendable {
    /// Of each document, from 0.
    let labels: [Int]
    /// The mean of each group's vectors, and the same of length 1.
    let centers: [[Double]]
    let directions: [[Double]]
    /// How much each group's mean text has of each term, by its length.
    let termWeights: [[Double]]
    /// Rows in each group.
    let sizes: [Int]
    /// Of each document: the cosine with its group's center.
    let similarities: [Double]
    /// Below this a row is far from its group: the twentieth part of all rows.
    let outlierLimit: Double
    /// Of each group, the document nearest to its center.
    let medoids: [Int]
    /// Of each document, of those that were looked at.
    let silhouettes: [Double?]
    let silhouette: Double?
    let curve: [KChoice]
    /// Mean agreement (adjusted Rand) with groups from other starts; nil where there is one group, or one way only.
    let stability: Double?
    /// On how many documents.
    let stabilityCount: Int
    let searchedOn: Int?

    var k: Int { sizes.count }

    init(
        _ analysis: Cluster, _ subject: ClusterSubject, seed: UInt64, work: Work
    ) throws(Diagnostic) {
        let (vectors, weights) = (subject.places, subject.corpus.weights)
        let search = ClusterSearch(
            algorithm: analysis.algorithm, vectors: vectors, terms: subject.vectors, weights: weights,
            topTerms: analysis.topTerms, seed: seed, starts: analysis.nInit)
        let k: Int
        switch analysis.nClusters {
        case .given(let given):
            guard given <= vectors.rowCount else {
                throw Diagnostic(
                    "table.too-few-rows",
                    "\(Wording.count(vectors.rowCount, "distinct text")); \(given) groups need at least as many",
                    subject: .parameter("n_clusters"),
                    help: ["`n_clusters=\(vectors.rowCount)` or fewer, or `auto`"])
            }
            k = given
            curve = []
            searchedOn = nil
        case .auto:
            (k, curve, searchedOn) = try search.best(work: work)
        }
        work.begin("group texts", of: analysis.nInit, unit: "starts")
        let raw = try search.labels(k, work: work)
        let order = Self.bySize(raw, k, subject.corpus)
        let labels = raw.map { order.place[$0] }
        (self.labels, sizes) = (labels, order.sizes)
        centers = try Self.means(vectors, labels, weights, order.sizes.count, work: work)
        let directions = centers.map(\.normalized)
        self.directions = directions
        termWeights =
            subject.space == nil
            ? directions
            : try Self.means(subject.vectors, labels, weights, order.sizes.count, work: work).map(
                \.normalized)
        let similarities = try vectors.products(with: directions, at: labels, work: work)
        self.similarities = similarities
        medoids = Self.medoids(similarities, labels, order.sizes.count, subject.corpus)
        let ofRows = subject.corpus.documentOfRow.compactMap { $0.map { similarities[$0] } }
        outlierLimit = Quantile.type7(0.05, of: ofRows) ?? 0
        silhouettes = try CosineSilhouette.values(vectors, labels: labels, work: work)
        silhouette = CosineSilhouette.mean(silhouettes)
        (stability, stabilityCount) = try search.stability(of: labels, order.sizes.count, work: work)
    }

    /// Where each label goes when the largest group comes first; equal ones by their first row.
    ///
    /// Groups that nobody
    /// is in fall.
    private static func bySize(
        _ labels: [Int], _ k: Int, _ corpus: Corpus
    ) -> (place: [Int], sizes: [Int]) {
        var sizes = [Int](repeating: 0, count: k)
        var firstRows = [Int](repeating: .max, count: k)
        for (document, label) in labels.enumerated() {
            let rows = corpus.rowsOfDocument[document]
            sizes[label] += rows.count
            firstRows[label] = min(firstRows[label], rows.first ?? .max)
        }
        let order = (0..<k).filter { sizes[$0] > 0 }
            .sorted { (-sizes[$0], firstRows[$0]) < (-sizes[$1], firstRows[$1]) }
        var place = [Int](repeating: 0, count: k)
        for (index, label) in order.enumerated() { place[label] = index }
        return (place, order.map { sizes[$0] })
    }

    private static func means(
        _ vectors: SparseMatrix, _ labels: [Int], _ weights: [Double], _ k: Int, work: Work
    ) throws(Diagnostic) -> [[Double]] {
        try work.map(k) { (label) throws(Diagnostic) -> [Double] in
            var (sum, total) = ([Double](repeating: 0, count: vectors.columnCount), 0.0)
            for row in labels.indices where labels[row] == label {
                let weight = weights[row]
                total += weight
                for place in vectors.range(ofRow: row) {
                    sum[Int(vectors.columns[place])] += weight * vectors.values[place]
                }
            }
            for term in sum.indices where sum[term] != 0 { sum[term] /= total }
            try work.check()
            return sum
        }
    }

    /// Highest similarity; of equal ones the earliest row.
    private static func medoids(
        _ similarities: [Double], _ labels: [Int], _ k: Int, _ corpus: Corpus
    ) -> [Int] {
        var best = [(similarity: Double, row: Int, document: Int)?](repeating: nil, count: k)
        for (document, label) in labels.enumerated() {
            let row = corpus.rowsOfDocument[document].first ?? .max
            let similarity = similarities[document]
            if let known = best[label], (known.similarity, -known.row) >= (similarity, -row) { continue }
            best[label] = (similarity, row, document)
        }
        return best.map { $0?.document ?? 0 }
    }
}

/// How well one number of groups does.
struct KChoice: Sendable {
    let k: Int
    let silhouette: Double?
    let npmi: Double?
    let objective: Double
}

extension [Double] {
    /// Of length 1; zeros stay.
    var normalized: [Double] {
        let length = lazy.map { $0 * $0 }.compensatedSum().squareRoot()
        return length > 0 ? map { $0 / length } : self
    }
}

extension SparseMatrix {
    /// Each row with the one of some vectors that it belongs to.
    func products(
        with vectors: [[Double]], at places: [Int], work: Work
    ) throws(Diagnostic) -> [Double] {
        let size = 4_096
        return try work.map((rowCount + size - 1) / size) { (piece) throws(Diagnostic) -> [Double] in
            let found = (piece * size..<min(rowCount, (piece + 1) * size)).map {
                product(ofRow: $0, with: vectors[places[$0]])
            }
            try work.check()
            return found
        }.flatMap(\.self)
    }

    func product(ofRow row: Int, with dense: [Double]) -> Double {
        var sum = 0.0
        for place in range(ofRow: row) { sum += values[place] * dense[Int(columns[place])] }
        return sum
    }
}
