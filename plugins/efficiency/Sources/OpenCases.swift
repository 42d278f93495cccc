import RapportNumerics

/// Cases by when they were opened and resolved, so that how many are open at any moment is two searches.
struct OpenCases {
    /// Rising.
    private let created: [Int64]
    private let resolved: [Int64]
    /// By when they were opened.
    private let spans: [(created: Int64, resolved: Int64)]

    /// ``Records/never`` for what is not resolved.
    init(created: [Int64], resolved: [Int64]) {
        spans = zip(created, resolved).map { ($0, $1) }.sorted {
            ($0.created, $0.resolved) < ($1.created, $1.resolved)
        }
        self.created = created.sorted()
        self.resolved = resolved.filter { $0 != Records.never }.sorted()
    }

    var first: Int64? { created.first }
    var last: Int64? { created.last }

    /// Opened at or before the moment.
    func created(until moment: Int64) -> Int { Self.place(after: moment, in: created) }
    /// Resolved at or before the moment.
    func resolved(until moment: Int64) -> Int { Self.place(after: moment, in: resolved) }
    /// Opened and not yet resolved; who is resolved at the moment itself is not open.
    func open(at moment: Int64) -> Int { created(until: moment) - resolved(until: moment) }

    /// How long those that are open have been so, in seconds.
    /// - Complexity: O(cases opened before).
    func ages(at moment: Int64) -> [Double] {
        spans.prefix(created(until: moment)).compactMap { span in
            span.resolved != Records.never && span.resolved <= moment
                ? nil : Double(moment - span.created) / 1_000_000
        }
    }

    private static func place(after moment: Int64, in moments: [Int64]) -> Int {
        var (low, high) = (0, moments.count)
        while low < high {
            let middle = (low + high) / 2
            if moments[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
