internal import RapportDiagnostics
internal import RapportWork

private struct IntToFloat: Conversion {
    let filler = 0.0
    @inline(__always) func convert(_ value: Int64) -> Double? { Double(value) }
}
private struct FloatToInt: Conversion {
    let filler: Int64 = 0
    @inline(__always) func convert(_ value: Double) -> Int64? {
        value >= -0x1p63 && value < 0x1p63 && value == value.rounded(.towardZero) ? Int64(value) : nil
    }
}
private struct IntToBool: Conversion {
    let filler: UInt8 = 0
    @inline(__always) func convert(_ value: Int64) -> UInt8? {
        value == 0 || value == 1 ? UInt8(truncatingIfNeeded: value) : nil
    }
}
private struct ByteToInt: Conversion {
    let filler: Int64 = 0
    @inline(__always) func convert(_ value: UInt8) -> Int64? { Int64(value) }
}
private struct ByteToFloat: Conversion {
    let filler = 0.0
    @inline(__always) func convert(_ value: UInt8) -> Double? { Double(value) }
}
private struct DateToInstant<Clock: WallClock>: Conversion {
    let clock: Clock
    let filler: Int64 = 0
    @inline(__always) func convert(_ value: Int32) -> Int64? {
        let (midnight, overflow) = Int64(value).multipliedReportingOverflow(by: microsecondsPerDay)
        return overflow ? nil : clock.instant(ofWall: midnight)
    }
}
private struct InstantToDate<Clock: WallClock>: Conversion {
    let clock: Clock
    let filler: Int32 = 0
    @inline(__always) func convert(_ value: Int64) -> Int32? {
        clock.wall(at: value).map {
            Int32(truncatingIfNeeded: $0.flooredQuotient(by: microsecondsPerDay))
        }
    }
}
private struct InstantToWall<Clock: WallClock>: Conversion {
    let clock: Clock
    let filler: Int64 = 0
    @inline(__always) func convert(_ value: Int64) -> Int64? { clock.wall(at: value) }
}
private struct WallToInstant<Clock: WallClock>: Conversion {
    let clock: Clock
    let filler: Int64 = 0
    @inline(__always) func convert(_ value: Int64) -> Int64? { clock.instant(ofWall: value) }
}

extension Casting {
    static func fast(_ column: Column, to type: ColumnType, work: Work) throws(Diagnostic) -> Cast {
        let zones = (try Zone(of: column.type), try Zone(of: type))
        if type == .text { return try text(column, work: work) }
        switch (column.layout, type) {
        case (.int64(let ints), .float):
            return Cast(try converted(ints, IntToFloat(), for: "the cast", work: work)) {
                Column(type, .float64($0))
            }
        case (.float64(let floats), .int):
            return Cast(try converted(floats, FloatToInt(), for: "the cast", work: work)) {
                Column(type, .int64($0))
            }
        case (.int64(let ints), .bool):
            return Cast(try converted(ints, IntToBool(), for: "the cast", work: work)) { Column(bools: $0) }
        case (.bits(let bits, let validity), .int):
            let bytes = FixedColumn(values: try bits.bytes(work: work), validity: validity)
            return Cast(try converted(bytes, ByteToInt(), for: "the cast", work: work)) {
                Column(type, .int64($0))
            }
        case (.bits(let bits, let validity), .float):
            let bytes = FixedColumn(values: try bits.bytes(work: work), validity: validity)
            return Cast(try converted(bytes, ByteToFloat(), for: "the cast", work: work)) {
                Column(type, .float64($0))
            }
        case (.int32(let dates), .datetime):
            return switch zones.1.rule {
            case .fixed(let ahead): try instants(of: dates, FixedClock(ahead: ahead), type, work)
            case .calendar(let calendar): try instants(of: dates, ZonedClock(calendar: calendar), type, work)
            }
        case (.int64(let instants), .date):
            return switch zones.0.rule {
            case .fixed(let ahead): try days(of: instants, FixedClock(ahead: ahead), work)
            case .calendar(let calendar): try days(of: instants, ZonedClock(calendar: calendar), work)
            }
        case (.int64(let instants), .datetime(let zone)):
            var hadZone = false
            if case .datetime(_?) = column.type { hadZone = true }
            if hadZone == (zone != nil) {
                return Cast(column: Column(type, .int64(instants)), misfits: 0, firstMisfit: nil)
            }
            return switch hadZone ? zones.0.rule : zones.1.rule {
            case .fixed(let ahead):
                try moved(instants, FixedClock(ahead: ahead), toWall: hadZone, type, work)
            case .calendar(let calendar):
                try moved(instants, ZonedClock(calendar: calendar), toWall: hadZone, type, work)
            }
        case (.text(let text), _): return try parsed(text, as: type, work: work)
        case (.codes(let codes), _):
            // Each entry is read once; a row takes what its entry gave.
            let entries = try parsed(codes.dictionary, as: type, work: work).column
            let places: Buffer<Int32> = try codes.places(work: work)
            let column = try entries.gathered(at: places, work: work)
            return Cast(lost: column, since: codes.codes.validity)
        case (.list(let lists), .list(let element)):
            let inner = try cast(lists.flat, to: element, work: work)
            let offsets = lists.offsets
            let moved: Buffer<Int64> = try work.fill(offsets.count, for: "the cast") { rows, out in
                let offsets = offsets.span
                for index in out.indices { out[index] = offsets[rows.lowerBound + index] - offsets[0] }
            }
            let made = ListColumn(offsets: moved, elements: inner.column, validity: lists.validity)
            return Cast(
                column: Column(type, .list(made)), misfits: inner.misfits,
                firstMisfit: inner.firstMisfit.map { place in
                    (0..<made.count).first { made.offsets[$0 + 1] > Int64(place) } ?? 0
                })
        default: throw .internalError("a cast without a loop")
        }
    }

    // MARK: - Times

    private static func instants(
        of dates: FixedColumn<Int32>, _ clock: some WallClock, _ type: ColumnType, _ work: Work
    ) throws(Diagnostic) -> Cast {
        Cast(try converted(dates, DateToInstant(clock: clock), for: "the cast", work: work)) {
            Column(type, .int64($0))
        }
    }

    private static func days(
        of instants: FixedColumn<Int64>, _ clock: some WallClock, _ work: Work
    ) throws(Diagnostic) -> Cast {
        Cast(try converted(instants, InstantToDate(clock: clock), for: "the cast", work: work)) {
            Column(.date, .int32($0))
        }
    }

    private static func moved(
        _ times: FixedColumn<Int64>, _ clock: some WallClock, toWall: Bool, _ type: ColumnType, _ work: Work
    ) throws(Diagnostic) -> Cast {
        let found =
            toWall
            ? try converted(times, InstantToWall(clock: clock), for: "the cast", work: work)
            : try converted(times, WallToInstant(clock: clock), for: "the cast", work: work)
        return Cast(found) { Column(type, .int64($0)) }
    }

    // MARK: - From text

    private static func parsed(
        _ text: TextColumn, as type: ColumnType, work: Work
    ) throws(Diagnostic) -> Cast {
        switch type {
        case .bool:
            return Cast(
                try parse(text, type, filler: 0 as UInt8, work: work) {
                    if case .bool(let value) = $0 { value ? 1 : 0 } else { nil }
                }
            ) { Column(bools: $0) }
        case .float:
            return Cast(
                try parse(text, type, filler: 0.0, work: work) {
                    if case .float(let value) = $0 { value } else { nil }
                }
            ) { Column(type, .float64($0)) }
        case .date:
            return Cast(
                try parse(text, type, filler: 0 as Int32, work: work) {
                    if case .date(let value) = $0 { value } else { nil }
                }
            ) { Column(type, .int32($0)) }
        default:
            return Cast(
                try parse(text, type, filler: 0 as Int64, work: work) {
                    switch $0 {
                    case .int(let value), .datetime(let value), .duration(let value): value
                    default: nil
                    }
                }
            ) { Column(type, .int64($0)) }
        }
    }

    private static func parse<Value>(
        _ text: TextColumn, _ type: ColumnType, filler: Value, work: Work,
        _ value: @Sendable (Scalar) -> Value?
    ) throws(Diagnostic) -> (column: FixedColumn<Value>, misfits: Int, first: Int?) {
        try convertRows(text.count, validity: text.validity, filler: filler, for: "the cast", work: work) {
            rows, emit in
            let (offsets, bytes) = (text.offsets.span, text.bytes.span)
            for row in rows {
                let cell = bytes.extracting(Int(offsets[row])..<Int(offsets[row + 1]))
                emit(row, Scalar(bytes: cell, type: type).flatMap(value))
            }
        }
    }

    // MARK: - To text

    private static func text(_ column: Column, work: Work) throws(Diagnostic) -> Cast {
        let parts = try work.map((column.count + Work.morsel - 1) / Work.morsel) { index in
            let rows = index * Work.morsel..<min(column.count, (index + 1) * Work.morsel)
            return column[rows].canonicalTexts()
        }
        let text = try parts.isEmpty ? Column.texts([]) : .concatenated(parts, work: work)
        return Cast(column: text, misfits: 0, firstMisfit: nil)
    }
}

extension Cast {
    init<Value>(
        _ converted: (column: FixedColumn<Value>, misfits: Int, first: Int?),
        _ column: (FixedColumn<Value>) -> Column
    ) {
        self.init(column: column(converted.column), misfits: converted.misfits, firstMisfit: converted.first)
    }

    /// `column` has lost what is missing in it and was present in `before`.
    init(lost column: Column, since before: Bitmap?) {
        let (count, after) = (column.count, column.validity)
        var (misfits, first): (Int, Int?) = (0, nil)
        if let after {
            for slot in 0..<(count + 63) / 64 {
                let was = before.map { $0.word(slot, in: $0.words.span) } ?? .max
                var gone = was & ~after.word(slot, in: after.words.span)
                if count - slot * 64 < 64 { gone &= 1 << UInt64(count - slot * 64) - 1 }
                if gone != 0, first == nil { first = slot * 64 + gone.trailingZeroBitCount }
                misfits += gone.nonzeroBitCount
            }
        }
        self.init(column: column, misfits: misfits, firstMisfit: first)
    }
}

extension Column {
    /// From 0 and 1.
    init(bools: FixedColumn<UInt8>) {
        var words = [UInt64](repeating: 0, count: (bools.count + 63) / 64)
        let values = bools.values.span
        for row in values.indices { words[row / 64] |= UInt64(values[row]) &<< UInt64(row & 63) }
        let bits = Bitmap(words: Buffer(words), count: bools.count)
        self.init(.bool, .bits(values: bits, validity: bools.validity))
    }
}

extension CategoryColumn {
    /// The codes, -1 where missing: places in the dictionary to gather from.
    func places(work: Work) throws(Diagnostic) -> Buffer<Int32> {
        guard let validity = codes.validity else { return codes.values }
        let codes = codes.values
        return try work.fill(count, for: "the text") { rows, out in
            let (codes, words) = (codes.span.extracting(rows), validity.words.span)
            for index in out.indices {
                let row = rows.lowerBound + index
                let isPresent = validity.word(row / 64, in: words) >> UInt64(row % 64) & 1 == 1
                out[index] = isPresent ? codes[index] : -1
            }
        }
    }
}
