import RapportNumerics
import RapportPluginKit

/// What was said and written month by month, with the limits between which a steady series moves.
struct ScoreMonths {
    /// First days, ascending; months without an item are left out.
    let months: [Int32]
    let scores: [Double]
    let counts: [Int]
    /// By component, one a month; nil where it has no item.
    let parts: [Component: [Double?]]
    /// Nil for fewer than two months.
    let chart: ControlChart?
    /// Whether they rise or fall, and by how much a month of the calendar; nil for fewer than eight.
    let trend: MannKendall?
    /// Where each month stands in the calendar; neighbours are 1 apart.
    private let places: [Double]

    init(_ evidence: Evidence, _ scores: CustomerScores, _ work: Work) throws(Diagnostic) {
        guard evidence.hasTime else {
            (months, self.scores, counts, parts, chart) = ([], [], [], [:], nil)
            (trend, places) = (nil, [])
            return
        }
        let counting = scores.components.filter { scores.weight($0) > 0 }
        func month(_ item: Evidence.Item) -> Int32 { Grain.month.start(of: item.day) }
        let months = Set(counting.flatMap { evidence.items($0).map(month) }).sorted()
        let place = Dictionary(uniqueKeysWithValues: months.enumerated().map { ($1, $0) })
        var parts: [Component: [Double?]] = [:]
        var counts = [Int](repeating: 0, count: months.count)
        for component in counting {
            var sums = [CompensatedSum](repeating: .init(), count: months.count)
            var n = [Int](repeating: 0, count: months.count)
            for item in evidence.items(component) {
                guard let month = place[month(item)] else { continue }
                sums[month].add(item.value)
                n[month] += 1
                counts[month] += 1
            }
            parts[component] = months.indices.map { n[$0] > 0 ? sums[$0].total / Double(n[$0]) : nil }
        }
        let values = months.indices.map { month -> Double in
            var (sum, total) = (0.0, 0.0)
            for component in counting {
                guard let value = parts[component]?[month] else { continue }
                sum += scores.weight(component) * value
                total += scores.weight(component)
            }
            return 100 * sum / total
        }
        (self.months, self.scores, self.counts, self.parts) = (months, values, counts, parts)
        chart = ControlChart(individuals: values)
        places = Self.places(of: months)
        trend = values.count < 8 ? nil : try MannKendall(values, at: places, work: work)
    }

    /// The months between the first and the last that have no item.
    var gaps: Int {
        guard let first = places.first, let last = places.last else { return 0 }
        return Int(last - first) + 1 - places.count
    }

    /// Months, by number: of two neighbours one apart.
    private static func places(of months: [Int32]) -> [Double] {
        months.map { day in
            let date = civilFromDays(Int(day))
            return Double(date.year * 12 + date.month)
        }
    }
}
