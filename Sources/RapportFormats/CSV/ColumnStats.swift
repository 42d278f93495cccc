/// What reading a column met beside its values: added up over the blocks, in their order.
struct ColumnStats: Sendable, Equatable {
    var rows = 0
    var blank = 0
    /// `""` in a column that is not text.
    var emptyQuoted = 0
    /// By the number of the code.
    var codes: [Int: Int] = [:]
    /// Cells that are neither of the type nor missing.
    var misfits = 0
    var numbers = NumberEvidence()
    var dates = DateEvidence()
    var smallest = Int64.max
    var largest = Int64.min
    /// Of floats.
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    /// Of ints without missing rows: each is above the one before.
    var isIncreasing = true
    /// Text cells that are no valid UTF-8, and were mended with U+FFFD.
    var invalid = 0
    /// Text cells that hold a NUL byte.
    var zeros = 0
    /// Text cells behind a byte order mark.
    var marks = 0
    /// All texts are `yes` or `no`, or another such pair.
    var isFlag = false
    /// Of codes: words that would be missing in a column of numbers, and stay text here, with their counts.
    var keptWords: [String: Int] = [:]
    /// Distinct values, where the column became codes.
    var distinct: Int?

    var missing: Int { blank + emptyQuoted + codes.values.reduce(0, +) }
    var present: Int { rows - missing - misfits }

    mutating func add(_ other: ColumnStats) {
        isIncreasing =
            isIncreasing && other.isIncreasing
            && (rows == 0 || other.rows == 0 || largest < other.smallest)
        rows += other.rows
        blank += other.blank
        emptyQuoted += other.emptyQuoted
        for (code, count) in other.codes { codes[code, default: 0] += count }
        misfits += other.misfits
        numbers.add(other.numbers)
        dates.add(other.dates)
        smallest = min(smallest, other.smallest)
        largest = max(largest, other.largest)
        (lowest, highest) = (min(lowest, other.lowest), max(highest, other.highest))
        invalid += other.invalid
        zeros += other.zeros
        marks += other.marks
    }
}

/// How the numbers of a column are written, where they are more than digits.
struct NumberEvidence: Sendable, Equatable {
    /// With a sign between their thousands.
    var grouped = 0
    /// In which that sign cannot be a decimal one.
    var proved = 0
    var percents = 0
    /// In digits of double width.
    var wide = 0
    /// Negative by brackets, or by a sign behind.
    var oddSigns = 0
    var currencies: [Currency: Int] = [:]

    mutating func note(_ text: NumberText, _ number: NumberText.Number) {
        if number.isGrouped {
            grouped += 1
            if number.isProof { proved += 1 }
        }
        if text.isPercent { percents += 1 }
        if text.isWide { wide += 1 }
        if text.hasOddSign { oddSigns += 1 }
        if let currency = text.currency { currencies[currency, default: 0] += 1 }
    }

    mutating func add(_ other: NumberEvidence) {
        grouped += other.grouped
        proved += other.proved
        percents += other.percents
        wide += other.wide
        oddSigns += other.oddSigns
        for (currency, count) in other.currencies { currencies[currency, default: 0] += count }
    }

    /// The unit of the column; nil where cells name none, or two.
    var unit: String? { Currency.common(Set(currencies.keys))?.rawValue }
    var hasTwoCurrencies: Bool { currencies.count > 1 && unit == nil }
}
