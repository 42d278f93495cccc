internal import RapportTable

/// One column of a sheet: its cells, and what they are decided to be.
struct ExcelColumn: Sendable {
    var name: String
    var store: CellStore
    /// The first cell below the header.
    var start: Int
    var type = ExcelType.cell(.text(mayRepeat: true))
    var decision = Decision(type: .text(mayRepeat: true))
    var tally = Tally()
    /// Cells by class.
    var counts = Counts()
    /// By the number of the error, and by that of the code.
    var errors: [Int: Int] = [:]
    var codes: [Int: Int] = [:]
    /// Number cells by the unit of their format.
    var units: [Int: Int] = [:]
    /// Cells that are no number and no day that is.
    var misfits = 0
    var (smallest, largest, isIncreasing) = (Int64.max, Int64.min, true)

    enum ExcelType: Sendable, Equatable {
        case cell(CellType)
        /// Times without a day; only a spreadsheet has them.
        case duration

        var type: ColumnType {
            switch self {
            case .cell(let type): type.type
            case .duration: .duration
            }
        }
    }

    struct Counts: Sendable {
        var numbers = 0
        var dates = 0
        var durations = 0
        var bools = 0
        var texts = 0
        var plainTexts = 0
        /// Whole numbers beyond what a double holds exactly.
        var rounded = 0
        /// Texts that are numbers.
        var numberTexts = 0
    }

    static let exact = 9_007_199_254_740_992.0

    init(_ name: String, _ store: CellStore, from start: Int) {
        (self.name, self.store, self.start) = (name, store, start)
    }

    /// Counts the cells by the types they would fit, and decides as all formats do: ``Tally/decide(_:)``.
    mutating func decide(
        _ data: SheetData, _ ranks: RowRanks, _ reading: Reading, _ context: DecisionContext
    ) {
        var seen = SeenTexts(data.pool.count)
        let store = store
        let noZone: Int? = nil
        for index in start..<store.count {
            func misfit() -> Tally.Misfits.Cell {
                Tally.Misfits.Cell(
                    row: ranks.rank(store.row(index)), line: store.row(index) + 1,
                    text: String((data.text(store, index) ?? "").prefix(500)))
            }
            switch store.kind(index) {
            case .number:
                note(store.number(index), misfit)
                units[store.unit(index), default: 0] += 1
            case .date, .datetime:
                counts.dates += 1
                (tally.present, tally.times) = (tally.present + 1, tally.times + 1)
                if store.kind(index) == .datetime { tally.timed += 1 }
                if tally.zones[noZone] == nil { tally.zones[noZone] = misfit() }
                tally.dates.shapes[Temporal.Shape.dashed.rawValue] += 1
                tally.notNumbers.append(misfit())
                tally.notBools.append(misfit())
            case .duration:
                counts.durations += 1
                tally.present += 1
                noteOther(misfit)
            case .bool:
                counts.bools += 1
                (tally.present, tally.bools) = (tally.present + 1, tally.bools + 1)
                tally.notNumbers.append(misfit())
                tally.notTimes.append(misfit())
            case .error: errors[Int(store.payloads[index]), default: 0] += 1
            case .text, .plainText:
                if store.kind(index) == .plainText { counts.plainTexts += 1 }
                counts.texts += 1
                note(text: Int(store.payloads[index]), data, reading, &seen, misfit)
            }
        }
        if context.told != .text { settle(context) }
    }

    private mutating func note(_ number: Double, _ misfit: () -> Tally.Misfits.Cell) {
        counts.numbers += 1
        tally.present += 1
        // A number of its own kind is one under either decimal sign.
        tally.points.numbers += 1
        tally.commas.numbers += 1
        if let whole = Int64(exactly: number) {
            if abs(number) <= Self.exact {
                tally.points.ints += 1
                tally.commas.ints += 1
                isIncreasing = isIncreasing && whole > largest
                (smallest, largest) = (min(smallest, whole), max(largest, whole))
            } else {
                counts.rounded += 1
            }
        }
        tally.notTimes.append(misfit())
        tally.notBools.append(misfit())
    }

    private mutating func noteOther(_ misfit: () -> Tally.Misfits.Cell) {
        tally.notNumbers.append(misfit())
        tally.notTimes.append(misfit())
        tally.notBools.append(misfit())
    }

    private mutating func note(
        text number: Int, _ data: SheetData, _ reading: Reading, _ seen: inout SeenTexts,
        _ misfit: () -> Tally.Misfits.Cell
    ) {
        isIncreasing = false
        // A text that was seen to be text alone needs no second look.
        if seen.isText(number) {
            tally.present += 1
            return noteOther(misfit)
        }
        let cell = data.pool[number].trimmed
        if let code = reading.codes.index(of: cell) {
            codes[code, default: 0] += 1
            tally.missing += 1
            return
        }
        let before = (tally.numbers, tally.times, tally.bools, tally.leadingZeros, tally.huge)
        tally.count(cell, reading, misfit: misfit)
        counts.numberTexts += tally.numbers - before.0
        if before == (tally.numbers, tally.times, tally.bools, tally.leadingZeros, tally.huge) {
            seen.noteText(number)
        } else if let value = reading.read(cell, with: IntParser()) {
            (smallest, largest) = (min(smallest, value), max(largest, value))
        }
    }

    private mutating func settle(_ context: DecisionContext) {
        if counts.durations > 0, counts.durations == tally.present {
            type = .duration
            return
        }
        if counts.plainTexts > 0, counts.plainTexts == counts.texts,
            counts.texts == tally.present + codes.values.reduce(0, +)
        {
            // Whoever formats cells as text means text, whatever digits stand in them.
            decision.remarks = ["formatted as text"]
            decision.hasLeadingZeros = tally.leadingZeros > 0
            return
        }
        decision = tally.decide(context)
        type = .cell(decision.type)
        if counts.rounded > 0 {
            decision.remarks.append(
                "\(LoadReport.grouped(counts.rounded)) whole number\(counts.rounded == 1 ? "" : "s") of more than 15 digits, "
                    + "which Excel does not keep")
        }
        if counts.numberTexts > 0, !decision.type.isText {
            decision.remarks.append("\(LoadReport.grouped(counts.numberTexts)) stored as text")
        }
    }
}

/// Numbers of texts that were seen to be nothing but text.
private struct SeenTexts {
    private var bits: [UInt64] = []
    private let count: Int
    init(_ count: Int) { self.count = count }

    func isText(_ number: Int) -> Bool { !bits.isEmpty && bits[number >> 6] >> UInt64(number & 63) & 1 == 1 }
    mutating func noteText(_ number: Int) {
        if bits.isEmpty { bits = [UInt64](repeating: 0, count: count / 64 + 1) }
        bits[number >> 6] |= 1 << UInt64(number & 63)
    }
}
