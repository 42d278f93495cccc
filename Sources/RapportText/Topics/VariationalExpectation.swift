internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

func exponential(_ value: Double) -> Double { exp(value) }

/// The topics of each text while the topics' terms stand: the E-step of variational Bayes.
struct VariationalExpectation: Sendable {
    private let components: Matrix
    /// E ln β of each topic's terms.
    private let logTerms: Matrix
    /// Its exponential, a row a term: what an entry of a text meets lies side by side.
    private let terms: [Double]
    private let topics: Int
    private let textPrior: Double
    private let termPrior: Double
    private let maxIterations: Int
    private let meanChange: Double

    private static let epsilon = 2.220446049250313e-16
    private static let pieceSize = 256

    struct Step: Sendable {
        /// γ of each text.
        var texts: Matrix
        /// What the texts add to the pseudo-counts of topics and terms; empty where not collected.
        var statistics: [Double]
    }

    init(_ model: LatentDirichletAllocation, _ components: Matrix) {
        self.components = components
        topics = components.rows
        textPrior = model.textPrior ?? 1 / Double(components.rows)
        termPrior = model.termPrior ?? 1 / Double(components.rows)
        (maxIterations, meanChange) = (model.maxTextIterations, model.meanChange)
        logTerms = Self.expectedLogarithms(components)
        var turned = [Double](repeating: 0, count: components.values.count)
        for topic in 0..<topics {
            for term in 0..<components.columns { turned[term * topics + topic] = exp(logTerms[topic, term]) }
        }
        terms = turned
    }

    /// E ln of a Dirichlet's shares, row by row: ψ(x) - ψ(Σx).
    private static func expectedLogarithms(_ parameters: Matrix) -> Matrix {
        var result = parameters
        for row in 0..<parameters.rows {
            let total = GammaFunction.digamma(parameters.row(row).reduce(0, +))
            for column in 0..<parameters.columns {
                result[row, column] = GammaFunction.digamma(parameters[row, column]) - total
            }
        }
        return result
    }

    func run(
        _ counts: SparseMatrix, from start: Matrix, collecting: Bool, work: Work
    ) throws(Diagnostic) -> Step {
        let (topics, terms, size) = (topics, terms, Self.pieceSize)
        let parts = try work.map((counts.rowCount + size - 1) / size) { (piece) throws(Diagnostic) -> Step in
            let rows = piece * size..<min(counts.rowCount, (piece + 1) * size)
            var texts = Matrix(rows: rows.count, columns: topics)
            var statistics = [Double](repeating: 0, count: collecting ? terms.count : 0)
            for row in rows {
                try work.check()
                let range = counts.range(ofRow: row)
                let (gamma, weights) = fit(counts, range, from: Array(start.row(row)))
                for topic in 0..<topics { texts[row - rows.lowerBound, topic] = gamma[topic] }
                guard collecting else { continue }
                for place in range {
                    let first = Int(counts.columns[place]) * topics
                    let share = counts.values[place] / norm(weights, first)
                    for topic in 0..<topics {
                        statistics[first + topic] += weights[topic] * share * terms[first + topic]
                    }
                }
            }
            return Step(texts: texts, statistics: statistics)
        }
        var sums = [Double](repeating: 0, count: collecting ? terms.count : 0)
        for part in parts {
            for index in part.statistics.indices { sums[index] += part.statistics[index] }
        }
        // A row a topic again.
        var statistics = sums
        if collecting {
            for topic in 0..<topics {
                for term in 0..<components.columns {
                    statistics[topic * components.columns + term] = sums[term * topics + topic]
                }
            }
        }
        let texts = Matrix(rows: counts.rowCount, columns: topics, values: parts.flatMap(\.texts.values))
        return Step(texts: texts, statistics: statistics)
    }

    /// γ of one text, and e^(E ln θ).
    private func fit(
        _ counts: SparseMatrix, _ range: Range<Int>, from start: [Double]
    ) -> (gamma: [Double], weights: [Double]) {
        var gamma = start
        var weights = expectedShares(gamma)
        for _ in 0..<maxIterations {
            let last = gamma
            gamma = [Double](repeating: 0, count: topics)
            for place in range {
                let first = Int(counts.columns[place]) * topics
                let share = counts.values[place] / norm(weights, first)
                for topic in 0..<topics { gamma[topic] += share * terms[first + topic] }
            }
            for topic in 0..<topics { gamma[topic] = textPrior + weights[topic] * gamma[topic] }
            weights = expectedShares(gamma)
            let change = zip(gamma, last).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(topics)
            if change < meanChange { break }
        }
        return (gamma, weights)
    }

    @inline(__always) private func norm(_ weights: [Double], _ first: Int) -> Double {
        var sum = Self.epsilon
        for topic in 0..<topics { sum += weights[topic] * terms[first + topic] }
        return sum
    }

    private func expectedShares(_ gamma: [Double]) -> [Double] {
        let total = GammaFunction.digamma(gamma.reduce(0, +))
        return gamma.map { exp(GammaFunction.digamma($0) - total) }
    }

    // MARK: - The bound

    /// E ln p(texts) + E ln p(θ) - E ln q(θ) + E ln p(β) - E ln q(β).
    func bound(_ counts: SparseMatrix, _ texts: Matrix, work: Work) throws(Diagnostic) -> Double {
        let logTexts = Self.expectedLogarithms(texts)
        var sum = CompensatedSum()
        for row in 0..<counts.rowCount {
            if row % 64 == 0 { try work.check() }
            for place in counts.range(ofRow: row) {
                let term = Int(counts.columns[place])
                let exponents = (0..<topics).map { logTexts[row, $0] + logTerms[$0, term] }
                let largest = exponents.max() ?? 0
                let inside = exponents.reduce(0.0) { $0 + exp($1 - largest) }
                sum.add(counts.values[place] * (log(inside) + largest))
            }
        }
        add(prior: textPrior, texts, logTexts, to: &sum)
        add(prior: termPrior, components, logTerms, to: &sum)
        return sum.total
    }

    private func add(prior: Double, _ parameters: Matrix, _ logarithms: Matrix, to sum: inout CompensatedSum)
    {
        let width = Double(parameters.columns)
        for row in 0..<parameters.rows {
            for column in 0..<parameters.columns {
                let parameter = parameters[row, column]
                sum.add((prior - parameter) * logarithms[row, column])
                sum.add(GammaFunction.logarithm(parameter) - GammaFunction.logarithm(prior))
            }
            let total = parameters.row(row).reduce(0, +)
            sum.add(GammaFunction.logarithm(prior * width) - GammaFunction.logarithm(total))
        }
    }
}

extension NumpyRandom {
    /// `standard_gamma(shape)` for a shape above 1.
    ///
    /// Source: Marsaglia & Tsang, *A simple method for generating gamma variables* (2000).
    mutating func gamma(shape: Double) -> Double {
        let b = shape - 1.0 / 3
        let c = 1 / (9 * b).squareRoot()
        while true {
            var (x, v) = (0.0, 0.0)
            repeat {
                x = standardNormal()
                v = 1 + c * x
            } while v <= 0
            v = v * v * v
            let u = double()
            if u < 1 - 0.0331 * (x * x) * (x * x) { return b * v }
            if log(u) < 0.5 * x * x + b * (1 - v + log(v)) { return b * v }
        }
    }
}
