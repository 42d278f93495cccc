import RapportDiagnostics
import RapportTable
import RapportWork

/// `parse_date`, `from_epoch`, `format`: times from text and numbers, and text from both.
enum TimeKernels {
    /// What a column of texts says, and how many texts say no time.
    struct Parsed {
        var column: Column
        var misfits = 0
        /// From 0.
        var firstMisfit: Int?
        /// The first text with a time of day, where only days are read.
        var firstClock: Int?
    }

    /// Reads by the first of the formats that fits, or the forms of ``WrittenTime``.
    static func parsed(
        _ column: Column, _ formats: [TimeFormat], as type: ColumnType, work: Work
    ) throws(Diagnostic) -> Parsed {
        if case .codes(let category) = column.layout, category.dictionary.count <= category.count {
            // Each text once; an entry that no row has says nothing.
            let entries = try parsed(Column(.text, .text(category.dictionary)), formats, as: type, work: work)
            let all = Column(.text, .codes(category))
            let places = (0..<all.count).map { category.codes[$0] ?? -1 }
            let rows = try entries.column.gathered(at: Buffer(places), work: work)
            var found = Parsed(column: rows)
            for row in 0..<all.count where places[row] >= 0 && rows[row].isMissing {
                found.misfits += 1
                found.firstMisfit = found.firstMisfit ?? row
            }
            if entries.firstClock != nil {
                found.firstClock = (0..<all.count).first {
                    category[$0].map { hasClock($0, formats) } ?? false
                }
            }
            return found
        }
        let view = try TextView(.column(column))
        let isDate = type == .date
        // A morsel's own counts: no cell is looked at twice.
        let parts = try work.map((column.count + Work.morsel - 1) / Work.morsel) { morsel in
            let rows = morsel * Work.morsel..<min(column.count, (morsel + 1) * Work.morsel)
            var part = (cells: [Int64](), present: [Bool](), misfits: 0, first: Int?.none, clock: Int?.none)
            part.cells.reserveCapacity(rows.count)
            part.present.reserveCapacity(rows.count)
            for row in rows {
                var value: Int64?
                if view.validity.map({ $0[row] }) ?? true {
                    let text = view.bytes.span.extracting(view.range(row))
                    let time = read(text, formats)
                    value = time?.microseconds
                    if isDate, value != nil, time?.hasClock ?? false {
                        part.clock = part.clock ?? row
                        value = nil
                    }
                    if value == nil {
                        part.misfits += 1
                        part.first = part.first ?? row
                    }
                }
                part.present.append(value != nil)
                part.cells.append(value ?? 0)
            }
            return part
        }
        var found = Parsed(column: .ints([]))
        var known: Bitmap?
        for part in parts {
            found.misfits += part.misfits
            found.firstMisfit = found.firstMisfit ?? part.first
            found.firstClock = found.firstClock ?? part.clock
        }
        if found.misfits > 0 || view.validity != nil { known = Bitmap(parts.flatMap(\.present)) }
        let cells = parts.flatMap(\.cells)
        if isDate {
            let days = cells.map { Int32(truncatingIfNeeded: $0 / Period.microsecondsPerDay) }
            found.column = Column(.date, .int32(FixedColumn(values: Buffer(days), validity: known)))
        } else {
            found.column = Column(type, .int64(FixedColumn(values: Buffer(cells), validity: known)))
        }
        return found
    }

    private static func read(_ text: Span<UInt8>, _ formats: [TimeFormat]) -> ReadTime? {
        if formats.isEmpty { return WrittenTime.read(text) }
        for format in formats {
            if let time = format.read(text), time.microseconds != nil { return time }
        }
        return nil
    }

    private static func hasClock(_ text: String, _ formats: [TimeFormat]) -> Bool {
        let bytes = Array(text.utf8)
        return read(bytes.span, formats)?.hasClock ?? false
    }

    // MARK: - Epochs

    /// Microseconds of a unit.
    static func microseconds(of unit: String) -> Int64? {
        switch unit {
        case "d": 86_400_000_000
        case "s": 1_000_000
        case "ms": 1000
        case "us": 1
        default: nil
        }
    }

    /// The range of instants that the language writes: the years -9999 to 9999.
    private static let instants: ClosedRange<Int64> = -377_705_116_800_000_000...253_402_300_799_999_999

    static func fromEpoch(_ column: Column, unit: Int64, work: Work) throws(Diagnostic) -> Column {
        let zone = ColumnType.datetime(zone: "UTC")
        switch column.layout {
        case .int64(let cells):
            let (values, validity) = (cells.values, cells.validity)
            let out: Buffer<Int64> = try work.fill(cells.count, for: "a time") {
                (rows, out) throws(Diagnostic) in
                let span = values.span
                for row in rows {
                    let (instant, past) = span[row].multipliedReportingOverflow(by: unit)
                    let fits = !past && instants.contains(instant)
                    if !fits, validity.map({ $0[row] }) ?? true { throw outOfRange(row) }
                    out[row - rows.lowerBound] = fits ? instant : 0
                }
            }
            return Column(zone, .int64(FixedColumn(values: out, validity: validity)))
        case .float64(let cells):
            let (values, validity) = (cells.values, cells.validity)
            let out: Buffer<Int64> = try work.fill(cells.count, for: "a time") {
                (rows, out) throws(Diagnostic) in
                let span = values.span
                for row in rows {
                    // Whole units by themselves: a product of floats would move the last digits.
                    let whole = span[row].rounded(.down)
                    let part = ((span[row] - whole) * Double(unit)).rounded()
                    var instant: Int64?
                    if let units = Int64(exactly: whole) {
                        let (product, past) = units.multipliedReportingOverflow(by: unit)
                        let (sum, beyond) = product.addingReportingOverflow(Int64(part))
                        if !past, !beyond, instants.contains(sum) { instant = sum }
                    }
                    if instant == nil, validity.map({ $0[row] }) ?? true { throw outOfRange(row) }
                    out[row - rows.lowerBound] = instant ?? 0
                }
            }
            return Column(zone, .int64(FixedColumn(values: out, validity: validity)))
        default: throw .internalError("an epoch that is no number")
        }
    }

    private static func outOfRange(_ row: Int) -> Diagnostic {
        Diagnostic(
            "time.out-of-range", "the time in row \(row + 1) is outside the years -9999 to 9999",
            subject: .row(row + 1),
            help: ["ten digits are seconds, thirteen `\"ms\"`, sixteen `\"us\"`"])
    }

    // MARK: - Text

    static func written(_ column: Column, _ format: TimeFormat, work: Work) throws(Diagnostic) -> Column {
        let zone = try Zone(of: column.type)
        let validity = column.validity
        switch column.layout {
        case .int32(let days):
            let values = days.values
            return try TextKernels.build(column.count, validity, work: work) { row, out in
                format.write(wall: Int64(values[row]) * Period.microsecondsPerDay, ahead: 0, to: &out)
            }
        case .int64(let instants):
            let values = instants.values
            return try TextKernels.build(column.count, validity, work: work) { row, out in
                let instant = values[row]
                format.write(
                    wall: zone.wall(at: instant) ?? instant, ahead: zone.offset(at: instant), to: &out)
            }
        default: throw .internalError("a time of another layout")
        }
    }

    static func written(_ column: Column, _ format: NumberFormat, work: Work) throws(Diagnostic) -> Column {
        let validity = column.validity
        switch column.layout {
        case .int64(let cells):
            let values = cells.values
            return try TextKernels.build(column.count, validity, work: work) { row, out in
                format.write(values[row], to: &out)
            }
        case .float64(let cells):
            let values = cells.values
            return try TextKernels.build(column.count, validity, work: work) { row, out in
                format.write(values[row], to: &out)
            }
        default: throw .internalError("a number of another layout")
        }
    }
}
