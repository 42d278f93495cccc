public import RapportDiagnostics
public import RapportNumerics
public import RapportWork

/// Finds for each of many texts the few that are most like it, and says by which terms.
///
/// A score is the sum over shared terms of the product of two weights: the cosine where both sides are TF-IDF rows of
/// length 1, the score of ``BM25`` where the one side is counts and the other its weights.
public struct TextMatcher: Sendable {
    /// One text found.
    public struct Match: Sendable, Hashable {
        /// Its row among the candidates.
        public var candidate: Int
        public var score: Double
        /// What each shared term adds to the score, the largest first, equal ones by column.
        public var contributions: [Contribution]
    }

    public struct Contribution: Sendable, Hashable {
        public var column: Int
        public var value: Double
    }

    private let candidateCount: Int
    /// By term: the candidates that have it.
    private let byTerm: SparseMatrix

    /// Of the weights of the texts to be found, a row a text.
    public init(candidates: SparseMatrix) {
        candidateCount = candidates.rowCount
        byTerm = candidates.transposed()
    }

    /// The best candidates of each query, best first, of equal ones the earlier; those that share no term never.
    ///
    /// A query whose list is empty has no match: nothing stands in for one.
    /// - Complexity: O(shared terms) a query.
    public func matches(
        _ queries: SparseMatrix, limit: Int, work: Work
    ) throws(Diagnostic) -> [[Match]] {
        let size = 256
        let (byTerm, candidateCount) = (byTerm, candidateCount)
        return try work.map((queries.rowCount + size - 1) / size) { (piece) throws(Diagnostic) in
            var scores = [Double](repeating: 0, count: candidateCount)
            var touched: [Int32] = []
            var found: [[Match]] = []
            for row in piece * size..<min(queries.rowCount, (piece + 1) * size) {
                try work.check()
                touched.removeAll(keepingCapacity: true)
                for place in queries.range(ofRow: row) {
                    let weight = queries.values[place]
                    guard weight != 0 else { continue }
                    for entry in byTerm.range(ofRow: Int(queries.columns[place])) {
                        let candidate = byTerm.columns[entry]
                        if scores[Int(candidate)] == 0 { touched.append(candidate) }
                        scores[Int(candidate)] += weight * byTerm.values[entry]
                    }
                }
                // A weight of 0 touches again, and adds nothing.
                let best = Set(touched).filter { scores[Int($0)] > 0 }
                    .sorted { (scores[Int($1)], $0) < (scores[Int($0)], $1) }
                    .prefix(max(limit, 0))
                found.append(
                    best.map { candidate in
                        Match(
                            candidate: Int(candidate), score: scores[Int(candidate)],
                            contributions: Self.contributions(queries, row, byTerm, candidate))
                    })
                for candidate in touched { scores[Int(candidate)] = 0 }
            }
            return found
        }.flatMap(\.self)
    }

    private static func contributions(
        _ queries: SparseMatrix, _ row: Int, _ byTerm: SparseMatrix, _ candidate: Int32
    ) -> [Contribution] {
        var shared: [Contribution] = []
        for place in queries.range(ofRow: row) {
            let column = Int(queries.columns[place])
            let entries = byTerm.range(ofRow: column)
            var (low, high) = (entries.lowerBound, entries.upperBound)
            while low < high {
                let middle = (low + high) / 2
                if byTerm.columns[middle] < candidate { low = middle + 1 } else { high = middle }
            }
            guard low < entries.upperBound, byTerm.columns[low] == candidate else { continue }
            let value = queries.values[place] * byTerm.values[low]
            if value != 0 { shared.append(Contribution(column: column, value: value)) }
        }
        return shared.sorted { ($1.value, $0.column) < ($0.value, $1.column) }
    }
}
