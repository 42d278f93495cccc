import RapportPluginKit

/// Days, weeks (from Monday) or months without a gap, from the first moment to the last.
struct Periods: Sendable {
    let grain: Grain
    /// The first day of each, ascending, as days since 1970-01-01.
    let starts: [Int32]
    /// Where the data begin and end, in microseconds of the wall clock.
    let first: Int64
    let last: Int64

    var count: Int { starts.count }

    /// Periods go on to `until`, the end of what is known, so that a silent end is seen.
    ///
    /// - Throws: `table.too-many-periods`.
    init(
        covering moments: [Int64], until: Int64? = nil, every: Every?, limit: Int = 5_000
    ) throws(Diagnostic) {
        first = moments.min() ?? 0
        last = max(moments.max() ?? 0, until ?? .min)
        grain = (every ?? Every.fitting(first...max(first, last))).grain
        var day = grain.start(of: Day.of(first))
        let end = Day.of(last)
        var starts: [Int32] = []
        while day <= end {
            starts.append(day)
            guard starts.count <= limit else {
                throw Diagnostic(
                    "table.too-many-periods",
                    "more than \(Wording.count(limit)) periods of a \(grain.rawValue) between the first row and "
                        + "the last; expected at most that many",
                    subject: .parameter("every"),
                    help: ["`every=month`, or `where` to leave out rows with a wrong time"])
            }
            day = grain.end(of: day) &+ 1
        }
        self.starts = starts
    }

    /// The place of the period that a moment is in.
    func index(of moment: Int64) -> Int {
        let day = Day.of(moment)
        var (low, high) = (0, starts.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= day { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// The first moment after the period.
    func end(of index: Int) -> Int64 {
        Int64(grain.end(of: starts[index]) &+ 1) * Day.microseconds
    }

    /// Whether the data begin or end within the week or month by more than a day, so that its counts are too
    /// low to compare.
    func isPartial(_ index: Int) -> Bool {
        guard grain != .day else { return false }
        let start = Int64(starts[index]) * Day.microseconds
        return first - start >= Day.microseconds || end(of: index) - last > Day.microseconds
    }

    /// Those that are whole, in their order.
    var whole: Range<Int> {
        let from = starts.isEmpty || !isPartial(0) ? 0 : 1
        let to = starts.isEmpty || !isPartial(starts.count - 1) ? starts.count : starts.count - 1
        return from..<max(from, to)
    }
}

/// How long a period is.
enum Every: String, Choice {
    case day, week, month

    var grain: Grain {
        switch self {
        case .day: .day
        case .week: .week
        case .month: .month
        }
    }

    /// Some dozens of periods: enough to see a trend, few enough to see it.
    static func fitting(_ moments: ClosedRange<Int64>) -> Every {
        let (length, past) = moments.upperBound.subtractingReportingOverflow(moments.lowerBound)
        if past { return .month }
        return switch length / Day.microseconds {
        case ...45: .day
        case ...400: .week
        default: .month
        }
    }
}

extension Int64 {
    /// The day, as sentences name it.
    var dayText: String { Scalar.date(Day.of(self)).text() }
}
