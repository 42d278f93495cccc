internal import RapportDiagnostics
internal import RapportTable

/// How many of a column's cells would fit each type.
///
/// Taken of a sample to guess, and of the whole file where the guess was contradicted or a sample cannot
/// tell; both are decided by ``decide(dates:)``, so they cannot disagree on the same cells.
struct Tally: Sendable, Equatable {
    var present = 0
    var missing = 0
    var bools = 0
    /// Under a decimal point, and under a decimal comma.
    var points = NumberCount()
    var commas = NumberCount()
    /// Numbers that are two under the two signs, by the one they hold: `1.234`, `1,234`.
    var openPoints = 0
    var openCommas = 0
    /// Numbers of a comma that may as well be a list of two: neither two decimals, nor thousands, nor a currency.
    var pairs = 0
    var percents = 0
    /// More than digits: only in columns that do not name rows are they numbers.
    var decorated = 0
    /// Whole numbers of 16 digits and more, which a spreadsheet would round.
    var long = 0
    /// Behind an apostrophe, by which a spreadsheet marks text.
    var apostrophes = 0
    /// Of each currency the first cell.
    var currencies: [Currency: Misfits.Cell] = [:]
    /// Of each zone, in minutes, the first cell; nil for none.
    var zones: [Int?: Misfits.Cell] = [:]
    /// Whole numbers that 64 bits do not hold.
    var huge = 0
    var leadingZeros = 0
    var times = 0
    var timed = 0
    var zoned = 0
    /// That of all cells; UTC where they are mails of several, nil where none is named.
    var zone: Int? { zones.count > 1 ? 0 : zones.keys.first ?? nil }
    /// Mails name the offset of who wrote them, so that one column has several; all are moments all the same.
    var areMails: Bool { dates.shapes[Temporal.Shape.written.rawValue] == times && zoned == times }
    var dates = DateEvidence()
    /// The ways in which times are written.
    var writings: Set<TimeWriting> = []
    /// Open dates whose first part is above 12, and whose second is.
    var dayFirst = 0
    var monthFirst = 0
    /// Cells whose year of two digits is no day: it stands last.
    var lateYears = 0
    /// The first cells that are no number, and no time.
    var notNumbers = Misfits()
    var notTimes = Misfits()
    var notBools = Misfits()

    /// Places of the first cells that do not fit, as rows of the table from 0.
    struct Misfits: Sendable, Equatable {
        static let limit = 100
        var cells: [Cell] = []

        struct Cell: Sendable, Equatable {
            var row: Int
            var line: Int
            var text: String
        }

        mutating func append(_ cell: @autoclosure () -> Cell) {
            if cells.count < Self.limit { cells.append(cell()) }
        }
        mutating func add(_ other: Misfits) { cells += other.cells.prefix(Self.limit - cells.count) }
    }

    /// Cells that are numbers under one of the decimal signs.
    struct NumberCount: Sendable, Equatable {
        var ints = 0
        var numbers = 0
        /// That are numbers under this sign alone.
        var proofs = 0

        mutating func add(_ other: NumberCount) {
            ints += other.ints
            numbers += other.numbers
            proofs += other.proofs
        }
    }

    var numbers: Int { max(points.numbers, commas.numbers) }
    /// All present cells are numbers of one form.
    var isNumeric: Bool { present > 0 && numbers == present && (percents == 0 || percents == present) }

    mutating func add(_ other: Tally) {
        present += other.present
        missing += other.missing
        bools += other.bools
        points.add(other.points)
        commas.add(other.commas)
        openPoints += other.openPoints
        openCommas += other.openCommas
        pairs += other.pairs
        percents += other.percents
        decorated += other.decorated
        long += other.long
        apostrophes += other.apostrophes
        currencies.merge(other.currencies) { first, _ in first }
        zones.merge(other.zones) { first, _ in first }
        huge += other.huge
        leadingZeros += other.leadingZeros
        times += other.times
        timed += other.timed
        zoned += other.zoned
        dates.add(other.dates)
        writings.formUnion(other.writings)
        dayFirst += other.dayFirst
        monthFirst += other.monthFirst
        lateYears += other.lateYears
        notNumbers.add(other.notNumbers)
        notTimes.add(other.notTimes)
        notBools.add(other.notBools)
    }

    /// Counts one cell that is neither blank nor a code; `misfit` tells where it stands.
    mutating func count(_ cell: CellBytes, _ reading: Reading, misfit: () -> Misfits.Cell) {
        present += 1
        if BoolParser().parse(cell) != nil { bools += 1 } else { notBools.append(misfit()) }
        if !countNumber(cell, reading, misfit) {
            notNumbers.append(misfit())
            noteDigits(cell)
        }
        guard let temporal = Temporal(cell), temporal.days(temporal.likelyOrder) != nil else {
            notTimes.append(misfit())
            return
        }
        times += 1
        dates.note(temporal)
        writings.insert(TimeWriting(temporal, cell))
        if temporal.hasTime { timed += 1 }
        if temporal.zoneMinutes != nil { zoned += 1 }
        if zones[temporal.zoneMinutes] == nil { zones[temporal.zoneMinutes] = misfit() }
        if temporal.shape.isOpen {
            if temporal.first > 12 { dayFirst += 1 }
            if temporal.second > 12 { monthFirst += 1 }
            if temporal.isLateYear { lateYears += 1 }
        }
    }

    /// Whether the cell is a number under either decimal sign.
    private mutating func countNumber(
        _ cell: CellBytes, _ reading: Reading, _ place: () -> Misfits.Cell
    ) -> Bool {
        if let int = IntParser().parse(cell) {
            points.ints += 1
            commas.ints += 1
            points.numbers += 1
            commas.numbers += 1
            if int >= 1_000_000_000_000_000 { long += 1 }
            return true
        }
        let text = NumberText(cell)
        func reads(_ count: inout NumberCount, decimal: UInt8) -> Bool {
            if FloatParser(decimal: decimal).parse(cell) != nil {
                count.numbers += 1
                return true
            }
            guard let text, let number = text.number(decimal: decimal, thousands: reading.thousands) else {
                return false
            }
            guard text.int(number) != nil || text.float(number) != nil else { return false }
            if text.int(number) != nil { count.ints += 1 }
            count.numbers += 1
            return true
        }
        let isPoint = reads(&points, decimal: UInt8(ascii: "."))
        let isComma = reads(&commas, decimal: UInt8(ascii: ","))
        guard isPoint || isComma else { return false }
        guard let text else { return true }
        if text.hasSeparators {
            if isPoint, !isComma { points.proofs += 1 }
            let comma = text.number(decimal: UInt8(ascii: ","), thousands: reading.thousands)
            if isComma, !isPoint, let comma, comma.isProof {
                commas.proofs += 1
                if !comma.isGrouped, text.currency == nil, comma.exponent != -2 { pairs += 1 }
            }
            if isPoint, isComma, cell.contains(UInt8(ascii: ".")) { openPoints += 1 }
            if isPoint, isComma, cell.contains(UInt8(ascii: ",")) { openCommas += 1 }
        }
        if FloatParser().parse(cell) == nil { decorated += 1 }
        if text.isPercent { percents += 1 }
        if let currency = text.currency, currencies[currency] == nil { currencies[currency] = place() }
        return true
    }

    private mutating func noteDigits(_ cell: CellBytes) {
        if cell.count > 1, cell[0] == UInt8(ascii: "'"), (1..<cell.count).allSatisfy({ cell[$0].isDigit }) {
            apostrophes += 1
        }
        let start = cell.count > 0 && cell[0] == .minus ? 1 : 0
        guard cell.count > start, (start..<cell.count).allSatisfy({ cell[$0].isDigit }) else { return }
        if cell[start] == 48 { leadingZeros += 1 } else { huge += 1 }
    }
}

extension Temporal {
    /// Under which the day exists, where one does.
    fileprivate var likelyOrder: DateOrder { first > 12 ? .dayFirst : .monthFirst }
}

/// What all columns of a file are read with.
struct Reading: Sendable {
    var codes: MissingCodes
    var quote: UInt8?
    var delimiter = UInt8(ascii: ",")
    /// What `decimal=` says.
    var toldDecimal: UInt8?
    /// The sign that other columns of the file prove.
    var provedDecimal: UInt8?
    /// What may stand between thousands.
    var thousands = CSVOptions.Thousands.sniffed
}
