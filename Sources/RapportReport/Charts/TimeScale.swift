import RapportTable

/// An axis of time with ticks on calendar borders: years, months, days, hours.
struct TimeScale: Sendable, Hashable {
    /// Days since 1970-01-01.
    let low: Double
    let high: Double
    let ticks: [Double]
    let labels: [String]

    private enum Unit {
        case months(Int)
        case days(Int)
        case minutes(Int)

        /// Days, on average.
        var length: Double {
            switch self {
            case .months(let count): Double(count) * 30.436875
            case .days(let count): Double(count)
            case .minutes(let count): Double(count) / 1440
            }
        }
    }

    /// From finest to coarsest; centuries come by doubling.
    private static let units: [Unit] =
        [1, 5, 15, 30, 60, 180, 360, 720].map { .minutes($0) } + [1, 2, 7, 14].map { .days($0) }
        + [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000].map { .months($0) }

    /// Covers `days`, at most `count` ticks; no tick is finer than `grain`.
    init(covering days: [Double], grain: Grain?, count: Int = 13) {
        let (least, most) = (days.min() ?? 0, days.max() ?? 0)
        let finest: Double =
            switch grain {
            case .year: 365
            case .quarter: 90
            case .month: 30
            case .week: 7
            case .day: 1
            case nil: 0
            }
        let unit =
            Self.units.first { $0.length >= finest && (most - least) / $0.length <= Double(count - 1) }
            ?? .months(12000)
        (ticks, labels) = Self.ticks(from: least, to: most, unit, grain: grain)
        let room = least == most ? 1.0 : 0
        (low, high) = (least - room, most + room)
    }

    func position(_ day: Double) -> Double { min(max((day - low) / (high - low), 0), 1) }

    private static func ticks(
        from least: Double, to most: Double, _ unit: Unit, grain: Grain?
    ) -> ([Double], [String]) {
        var (ticks, labels) = ([Double](), [String]())
        func add(_ day: Double, _ label: String) {
            guard day >= least, day <= most else { return }
            ticks.append(day)
            labels.append(label)
        }
        switch unit {
        case .months(let step):
            let first = civilFromDays(Int(least.rounded(.down)))
            var index = first.year * 12 + first.month - 1
            index -= ((index % step) + step) % step
            let last = civilFromDays(Int(most.rounded(.down)))
            while index <= last.year * 12 + last.month - 1 {
                let year = TimeScale.floor(index, 12)
                let month = index - year * 12 + 1
                if let day = daysFromCivil(year, month, 1) {
                    let shown: Grain = step % 12 == 0 ? .year : grain == .quarter ? .quarter : .month
                    add(Double(day), Scalar.date(day).text(grain: shown))
                }
                index += step
            }
        case .days(let step):
            // 1970-01-05 was a Monday, so that steps of whole weeks stand on Mondays.
            var day = 4 + TimeScale.floor(Int(least.rounded(.down)) - 4, step) * step
            while Double(day) <= most {
                add(Double(day), Scalar.date(Int32(clamping: day)).text())
                day += step
            }
        case .minutes(let step):
            var minute = TimeScale.floor(Int((least * 1440).rounded(.down)), step) * step
            while Double(minute) / 1440 <= most {
                let text = Scalar.datetime(Int64(minute) * 60_000_000).text()
                add(Double(minute) / 1440, String(text.dropLast(3)))
                minute += step
            }
        }
        if ticks.isEmpty {
            add(least, Scalar.date(Int32(clamping: Int(least.rounded(.down)))).text(grain: grain))
        }
        return (ticks, labels)
    }

    private static func floor(_ value: Int, _ divisor: Int) -> Int {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}
