import RapportNumerics

/// One part of one customer's score.
struct PartScore {
    /// 0…1, drawn to the mean of all.
    let value: Double
    /// The weighted mean of the customer's own items.
    let raw: Double
    let n: Int
    /// Σw.
    let weight: Double
    /// Σw / (Σw + m): how much of the value is the customer's own.
    let confidence: Double
    /// (Σw)² / Σw².
    let effective: Double
    /// The last day of an item.
    let day: Int32
}

/// The scores of all customers, on what was known on one day.
///
/// A part's value is (Σw·s + m·μ) / (Σw + m), with w halving each half-life, μ the weighted mean of all
/// items of the part and m the prior strength; the score is the weighted mean of the parts a customer has.
/// It is this project's definition: no outside standard exists.
struct CustomerScores {
    let asOf: Int32
    /// The mean of all items of a part; nil where it has none.
    let means: [Component: Double]
    /// Parts with items, in the order of the columns.
    let components: [Component]
    /// 0…100; nil where a customer has no part that counts.
    let scores: [Double?]
    /// By component, one a customer.
    private let parts: [Component: [PartScore?]]
    private let weights: [Component: Double]

    init(_ evidence: Evidence, _ analysis: Score, asOf: Int32) {
        self.asOf = asOf
        var (means, parts): ([Component: Double], [Component: [PartScore?]]) = ([:], [:])
        for component in evidence.offered {
            var items = evidence.items(component)
            if evidence.hasTime { items.removeAll { $0.day > asOf } }
            let ages = evidence.hasTime ? items.map { Double(Int(asOf) - Int($0.day)) } : nil
            let part = Self.part(items, ages, customers: evidence.count, analysis)
            (means[component], parts[component]) = (part.mean, part.scores)
        }
        (self.means, self.parts) = (means, parts)
        components = evidence.offered.filter { means[$0] != nil }
        weights = Dictionary(uniqueKeysWithValues: components.map { ($0, analysis.weight($0)) })
        scores = Self.combined(parts, weights, components, count: evidence.count)
    }

    subscript(component: Component, customer: Int) -> PartScore? { parts[component]?[customer] ?? nil }

    func weight(_ component: Component) -> Double { weights[component] ?? 0 }

    /// The scores with one part's weight times `factor`.
    func scores(scaling component: Component, by factor: Double) -> [Double?] {
        var changed = weights
        changed[component] = weight(component) * factor
        return Self.combined(parts, changed, components, count: scores.count)
    }

    /// How sure a customer's score is: the confidence of its parts, by the weights of the score.
    func confidence(_ customer: Int) -> Double? {
        var (sum, total) = (0.0, 0.0)
        for component in components {
            guard let part = self[component, customer] else { continue }
            sum += weight(component) * part.confidence
            total += weight(component)
        }
        return total > 0 ? sum / total : nil
    }

    /// Equally fresh items that tell as much as the customer's, over the parts that count.
    func effective(_ customer: Int) -> Double? {
        let found = components.compactMap { weight($0) > 0 ? self[$0, customer]?.effective : nil }
        return found.isEmpty ? nil : found.reduce(0, +)
    }

    private static func part(
        _ items: [Evidence.Item], _ ages: [Double]?, customers: Int, _ analysis: Score
    ) -> (mean: Double?, scores: [PartScore?]) {
        var weights = [CompensatedSum](repeating: .init(), count: customers)
        var (sums, squares) = (weights, weights)
        var counts = [Int](repeating: 0, count: customers)
        var days = [Int32](repeating: .min, count: customers)
        var (allWeight, allSum) = (CompensatedSum(), CompensatedSum())
        for (index, item) in items.enumerated() {
            let weight = analysis.halfLife.weight(age: ages?[index] ?? 0)
            let customer = Int(item.customer)
            weights[customer].add(weight)
            sums[customer].add(weight * item.value)
            squares[customer].add(weight * weight)
            counts[customer] += 1
            days[customer] = max(days[customer], item.day)
            allWeight.add(weight)
            allSum.add(weight * item.value)
        }
        guard allWeight.total > 0 else { return (nil, Array(repeating: nil, count: customers)) }
        let (mean, prior) = (allSum.total / allWeight.total, analysis.priorStrength)
        let scores = (0..<customers).map { customer -> PartScore? in
            let (weight, square) = (weights[customer].total, squares[customer].total)
            // After hundreds of half-lives a weight is too small to divide by.
            guard counts[customer] > 0, weight > 0, square > 0 else { return nil }
            return PartScore(
                value: (sums[customer].total + prior * mean) / (weight + prior),
                raw: sums[customer].total / weight, n: counts[customer], weight: weight,
                confidence: weight / (weight + prior), effective: weight * weight / square,
                day: days[customer])
        }
        return (mean, scores)
    }

    private static func combined(
        _ parts: [Component: [PartScore?]], _ weights: [Component: Double], _ components: [Component],
        count: Int
    ) -> [Double?] {
        (0..<count).map { customer in
            var (sum, total) = (0.0, 0.0)
            for component in components {
                guard let part = parts[component]?[customer], let weight = weights[component] else {
                    continue
                }
                sum += weight * part.value
                total += weight
            }
            return total > 0 ? 100 * sum / total : nil
        }
    }
}
