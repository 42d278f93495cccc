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
    var ints = 0
    var numbers = 0
    /// Whole numbers that 64 bits do not hold.
    var huge = 0
    var leadingZeros = 0
    var times = 0
    var timed = 0
    var zoned = 0
    /// The first zone, and whether there was another.
    var zone: Int?
    var hasTwoZones = false
    var dates = DateEvidence()
    /// Open dates whose first part is above 12, and whose second is.
    var dayFirst = 0
    var monthFirst = 0
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

    mutating func add(_ other: Tally) {
        present += other.present
        missing += other.missing
        bools += other.bools
        ints += other.ints
        numbers += other.numbers
        huge += other.huge
        leadingZeros += other.leadingZeros
        times += other.times
        timed += other.timed
        zoned += other.zoned
        hasTwoZones =
            hasTwoZones || other.hasTwoZones || (zone != nil && other.zone != nil && zone != other.zone)
        zone = zone ?? other.zone
        dates.add(other.dates)
        dayFirst += other.dayFirst
        monthFirst += other.monthFirst
        notNumbers.add(other.notNumbers)
        notTimes.add(other.notTimes)
        notBools.add(other.notBools)
    }

    /// Counts one cell that is neither blank nor a code; `misfit` tells where it stands.
    mutating func count(_ cell: CellBytes, _ reading: Reading, misfit: () -> Misfits.Cell) {
        present += 1
        if BoolParser().parse(cell) != nil { bools += 1 } else { notBools.append(misfit()) }
        if reading.parse(cell, with: IntParser()) != nil { ints += 1 }
        if reading.parse(cell, with: FloatParser(decimal: reading.decimal)) != nil {
            numbers += 1
        } else {
            notNumbers.append(misfit())
            noteDigits(cell)
        }
        guard let temporal = Temporal(cell), temporal.days(temporal.likelyOrder) != nil else {
            notTimes.append(misfit())
            return
        }
        times += 1
        dates.note(temporal)
        if temporal.hasTime { timed += 1 }
        if let minutes = temporal.zoneMinutes {
            zoned += 1
            if let zone, zone != minutes { hasTwoZones = true }
            zone = zone ?? minutes
        }
        if temporal.shape.isOpen {
            if temporal.first > 12 { dayFirst += 1 }
            if temporal.second > 12 { monthFirst += 1 }
        }
    }

    private mutating func noteDigits(_ cell: CellBytes) {
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
    var decimal: UInt8
    /// Commas between thousands are part of a number.
    var allowsThousands: Bool

    /// As a column of the parser's type reads it: plain, or with commas between the thousands.
    func parse<Parser: CellParser>(_ cell: CellBytes, with parser: Parser) -> Parser.Value? {
        var parser = parser
        if let value = parser.parse(cell) { return value }
        guard Parser.isNumber, allowsThousands, cell.contains(UInt8(ascii: ",")),
            let bytes = withoutThousands(cell)
        else { return nil }
        return parsePadded(bytes, with: &parser)
    }

    func parsePadded<Parser: CellParser>(_ bytes: [UInt8], with parser: inout Parser) -> Parser.Value? {
        let padded = bytes + [UInt8](repeating: 0, count: CellBytes.overread)
        return unsafe padded.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            // SAFETY: the array holds the cell and the bytes that may be read over.
            return unsafe parser.parse(CellBytes(base, count: bytes.count))
        }
    }
}
