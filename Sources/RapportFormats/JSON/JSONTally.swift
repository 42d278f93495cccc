internal import RapportTable

/// What the values under one key are, counted over the whole file.
struct JSONTally: Sendable {
    var nulls = 0
    /// `NaN` and infinities.
    var noNumbers = 0
    var bools = 0
    var ints = 0
    var floats = 0
    /// Whole numbers that 64 bits do not hold, and numbers beyond the range of floats.
    var huge = 0
    var texts = 0
    var arrays = 0
    /// Arrays whose first element is an object.
    var arraysOfObjects = 0
    var emptyObjects = 0
    /// Texts that a code of `missing=` names, by its number.
    var codes: [Int: Int] = [:]

    /// Texts that are ISO dates, with and without a time of the day.
    var days = 0
    var times = 0
    var zoned = 0
    var zone: Int?
    var hasTwoZones = false
    /// Texts that are times written out as in mails.
    var written = 0
    /// Texts of no characters.
    var blanks = 0

    var smallest = Int64.max
    var largest = Int64.min
    var isIncreasing = true
    /// The last record that had the key.
    var lastRow = -1
    /// The first values of each class, for the list of problems.
    var samples: [Class: Tally.Misfits] = [:]

    /// What a value is, as far as a column of another type is concerned.
    enum Class: Int, Sendable, CaseIterable {
        case bool, number, text, array

        var words: (one: String, many: String) {
            switch self {
            case .bool: ("boolean", "booleans")
            case .number: ("number", "numbers")
            case .text: ("text", "texts")
            case .array: ("array", "arrays")
            }
        }
    }

    var numbers: Int { ints + floats + huge }
    var coded: Int { codes.values.reduce(0, +) }
    /// Values, but for objects and for what is missing.
    var present: Int { bools + numbers + texts + arrays }
    var isEmpty: Bool { present + nulls + noNumbers + coded == 0 }

    func count(of kind: Class) -> Int {
        switch kind {
        case .bool: bools
        case .number: numbers
        case .text: texts
        case .array: arrays
        }
    }

    mutating func note(_ value: Int64) {
        isIncreasing = isIncreasing && value > largest
        smallest = min(smallest, value)
        largest = max(largest, value)
    }

    mutating func note(_ temporal: Temporal) {
        if temporal.hasTime { times += 1 } else { days += 1 }
        if temporal.shape == .written { written += 1 }
        guard let minutes = temporal.zoneMinutes else { return }
        zoned += 1
        if let zone, zone != minutes { hasTwoZones = true }
        zone = zone ?? minutes
    }

    /// What comes behind it in the file.
    mutating func add(_ other: JSONTally) {
        isIncreasing =
            isIncreasing && other.isIncreasing && (ints == 0 || other.ints == 0 || largest < other.smallest)
        nulls += other.nulls
        noNumbers += other.noNumbers
        bools += other.bools
        ints += other.ints
        floats += other.floats
        huge += other.huge
        texts += other.texts
        arrays += other.arrays
        arraysOfObjects += other.arraysOfObjects
        emptyObjects += other.emptyObjects
        for (code, count) in other.codes { codes[code, default: 0] += count }
        days += other.days
        times += other.times
        zoned += other.zoned
        written += other.written
        hasTwoZones =
            hasTwoZones || other.hasTwoZones || (zone != nil && other.zone != nil && zone != other.zone)
        zone = zone ?? other.zone
        blanks += other.blanks
        smallest = min(smallest, other.smallest)
        largest = max(largest, other.largest)
        for kind in Class.allCases {
            if let more = other.samples[kind] { samples[kind, default: .init()].add(more) }
        }
    }
}

extension JSONTally {
    /// The type that all values have; text where there is none, for each value can be written as text.
    func decide(column: String) -> Decision {
        var text = Decision(type: .text(mayRepeat: true))
        if present == 0 { return text }
        if bools == present { return Decision(type: .bool) }
        if numbers == present {
            if huge == 0 { return Decision(type: floats == 0 ? .int(NumberForm()) : .float(NumberForm())) }
            text.remarks = [
                "\(LoadReport.grouped(huge)) number\(huge == 1 ? "" : "s") beyond 64 bits: text"
            ]
            return text
        }
        if texts == present { return decideTexts(text, column) }
        if arrays == present {
            text.remarks = ["arrays kept as JSON text"]
            return text
        }
        return decideMixed(text, column)
    }

    private func decideTexts(_ text: Decision, _ column: String) -> Decision {
        let dated = days + times
        var text = text
        guard dated > 0 else { return text }
        if dated + blanks == texts {
            if hasTwoZones, written == dated, zoned == dated {
                var decision = Decision(type: .datetime(.iso, zone: 0))
                decision.remarks = ["times of several zones, turned to UTC"]
                return decision
            }
            if hasTwoZones || (zoned > 0 && zoned < dated) {
                text.remarks = [
                    hasTwoZones
                        ? "times of two zones in one column: text"
                        : "some times have a zone and some have none: text"
                ]
                return text
            }
            return Decision(type: times > 0 ? .datetime(.iso, zone: zone) : .date(.iso))
        }
        let rest = texts - dated - blanks
        if rest * 10 <= texts {
            let target = times > 0 ? "datetime" : "date"
            text.remarks = [
                "\(LoadReport.grouped(rest)) of \(LoadReport.grouped(texts)) \(rest == 1 ? "is no date" : "are no dates"): "
                    + "… | cast \(Tally.written(column))=\(target) on_error=missing"
            ]
        }
        return text
    }

    private func decideMixed(_ text: Decision, _ column: String) -> Decision {
        var text = text
        let counts = Class.allCases.map { ($0, count(of: $0)) }.filter { $0.1 > 0 }
        let words = counts.map { kind, count in
            "\(LoadReport.grouped(count)) \(count == 1 ? kind.words.one : kind.words.many)"
        }
        var remark = "mixed: \(words.joined(separator: ", ")), all as text"
        guard let most = counts.max(by: { $0.1 < $1.1 }), most.1 * 10 >= present * 9 else {
            text.remarks = [remark]
            return text
        }
        if most.0 == .number {
            let target = floats == 0 ? "int" : "float"
            remark += ": … | cast \(Tally.written(column))=\(target) on_error=missing"
        }
        text.remarks = [remark]
        var misfits = Tally.Misfits()
        for (kind, _) in counts where kind != most.0 { misfits.add(samples[kind] ?? .init()) }
        misfits.cells.sort { $0.row < $1.row }
        text.misfits = misfits
        text.expected = most.0 == .array ? "an array" : "a \(most.0.words.one)"
        return text
    }

    /// As the guess of a column's kind wants it.
    func stats(rows: Int) -> ColumnStats {
        var stats = ColumnStats()
        stats.rows = rows
        stats.blank = rows - present
        (stats.smallest, stats.largest, stats.isIncreasing) = (smallest, largest, isIncreasing)
        return stats
    }
}
