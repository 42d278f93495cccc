internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension Decoder {
    /// A column of values of one width.
    func fixed(
        _ rows: Rows, _ validity: Bitmap?, _ facts: inout ArrowFacts
    ) throws(Diagnostic) -> Column {
        switch layout.field.type {
        case .int(let bits, let isSigned): return try ints(rows, bits: bits, isSigned: isSigned, validity)
        case .float(let bits): return try floats(rows, bits: bits, validity, &facts)
        case .decimal(let bits, _, let scale):
            return try decimals(rows, bits: bits, scale: scale, validity, &facts)
        case .date(inDays: true):
            return Column(.date, .int32(FixedColumn(values: try asTheyAre(rows), validity: validity)))
        case .date:
            let days: Buffer<Int32> = try converted(rows, validity, &facts) { (value: Int64) in
                let (days, rest) = Self.floored(value, by: 86_400_000)
                return (
                    Int32(truncatingIfNeeded: days), Int32(exactly: days) == nil ? .bad : rest ? .cut : []
                )
            }
            return Column(.date, .int32(FixedColumn(values: days, validity: validity)))
        case .time(let unit, bits: 32):
            return try instants(rows, of: Int32.self, unit, validity, &facts)
        case .time(let unit, _), .timestamp(let unit, _), .duration(let unit):
            if unit == .microsecond {
                return Column(type, .int64(FixedColumn(values: try asTheyAre(rows), validity: validity)))
            }
            return try instants(rows, of: Int64.self, unit, validity, &facts)
        default: throw .internalError("`\(layout.field.typeName)` has no reader")
        }
    }

    private func ints(
        _ rows: Rows, bits: Int, isSigned: Bool, _ validity: Bitmap?
    ) throws(Diagnostic) -> Column {
        func widened<Value: FixedWidthInteger & BitwiseCopyable & Sendable>(
            _: Value.Type
        ) throws(Diagnostic) -> Buffer<Int64> {
            var facts = ArrowFacts()
            return try converted(rows, validity, &facts) { (value: Value) in
                (Int64(truncatingIfNeeded: value), Int64(exactly: value) == nil ? .bad : [])
            }
        }
        let values: Buffer<Int64> =
            switch (bits, isSigned) {
            case (8, true): try widened(Int8.self)
            case (16, true): try widened(Int16.self)
            case (32, true): try widened(Int32.self)
            case (8, false): try widened(UInt8.self)
            case (16, false): try widened(UInt16.self)
            case (32, false): try widened(UInt32.self)
            case (_, false): try widened(UInt64.self)
            default: try asTheyAre(rows)
            }
        return Column(.int, .int64(FixedColumn(values: values, validity: validity)))
    }

    /// Times in microseconds.
    private func instants<Value: FixedWidthInteger & BitwiseCopyable & Sendable>(
        _ rows: Rows, of: Value.Type, _ unit: ArrowType.TimeUnit, _ validity: Bitmap?,
        _ facts: inout ArrowFacts
    ) throws(Diagnostic) -> Column {
        let values: Buffer<Int64>
        if unit == .nanosecond {
            values = try converted(rows, validity, &facts) { (value: Value) in
                let (micros, rest) = Self.floored(Int64(value), by: 1000)
                return (micros, rest ? .cut : [])
            }
        } else {
            let factor: Int64 =
                switch unit {
                case .second: 1_000_000
                case .millisecond: 1000
                default: 1
                }
            values = try converted(rows, validity, &facts) { (value: Value) in
                let (micros, isOver) = Int64(value).multipliedReportingOverflow(by: factor)
                return (micros, isOver ? .bad : [])
            }
        }
        return Column(type, .int64(FixedColumn(values: values, validity: validity)))
    }

    private static func floored(_ value: Int64, by divisor: Int64) -> (Int64, hasRest: Bool) {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return (rest < 0 ? quotient - 1 : quotient, rest != 0)
    }

    // MARK: - Loops

    /// What is particular of a value.
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        /// No value of the column's type stands for it.
        static let bad = Flags(rawValue: 1)
        static let cut = Flags(rawValue: 2)
        static let rounded = Flags(rawValue: 4)
    }

    /// The values of the file, without a copy where they are in memory, aligned and in one piece.
    func asTheyAre<Value: BitwiseCopyable & Sendable>(_ rows: Rows) throws(Diagnostic) -> Buffer<Value> {
        let windows = try windows(rows, 1, width: MemoryLayout<Value>.stride)
        if windows.count == 1, let memory = windows[0].bytes.memory,
            let shared = memory.viewed(
                as: Value.self,
                from: windows[0].start + rows.segments[0].rows.lowerBound * MemoryLayout<Value>.stride,
                count: rows.count)
        {
            return shared
        }
        let builder = try BufferBuilder<Value>(uninitialized: rows.count, for: "column `\(name)`", work: work)
        let cells = builder.shared
        try work.pieces(rows.pieces.count) { (index) throws(Diagnostic) in
            let piece = rows.pieces[index]
            // SAFETY: pieces have places of their own, which the builder has room for.
            unsafe try windows[piece.segment].read(
                piece.rows, of: Value.self, into: cells.pointer + piece.start)
            // Last, because a body must not end in a copy: see `Work.pieces`.
            try work.check()
        }
        return builder.freeze()
    }

    /// The values of the file as those of the column.
    ///
    /// - Throws: `arrow.out-of-range` where a value that is present has none; how many there are is said.
    func converted<Value: BitwiseCopyable & Sendable, Cell: BitwiseCopyable & Sendable & AdditiveArithmetic>(
        _ rows: Rows, _ validity: Bitmap?, _ facts: inout ArrowFacts,
        _ convert: @Sendable (Value) -> (Cell, Flags)
    ) throws(Diagnostic) -> Buffer<Cell> {
        let windows = try windows(rows, 1, width: MemoryLayout<Value>.stride)
        let builder = try BufferBuilder<Cell>(uninitialized: rows.count, for: "column `\(name)`", work: work)
        let cells = builder.shared
        let counts = try work.map(rows.pieces.count) { (index) throws(Diagnostic) -> (Int, ArrowFacts) in
            let piece = rows.pieces[index]
            let source = try windows[piece.segment].values(piece.rows, of: Value.self)
            let values = source.span
            // SAFETY: pieces have places of their own, which the builder has room for.
            var out = unsafe cells.mutableSpan(piece.target)
            var flags: Flags = []
            for row in out.indices {
                let (cell, more) = convert(values[row])
                out[row] = cell
                flags.formUnion(more)
            }
            var facts = ArrowFacts()
            var bad = 0
            if flags.isEmpty { return (0, facts) }
            // Seldom. What is under a missing value does not count.
            for row in out.indices {
                let flags = convert(values[row]).1
                if flags.isEmpty { continue }
                if !(validity.map { $0[piece.start + row] } ?? true) {
                    out[row] = .zero
                    continue
                }
                if flags.contains(.bad) { bad += 1 }
                if flags.contains(.cut) { facts.cut += 1 }
                if flags.contains(.rounded) { facts.rounded += 1 }
            }
            return (bad, facts)
        }
        let bad = counts.reduce(0) { $0 + $1.0 }
        guard bad == 0 else {
            throw Diagnostic(
                "arrow.out-of-range",
                "column `\(name)` of `\(dictionaries.name)`: \(bad) of \(rows.count) values of \(layout.field.typeName) "
                    + "are beyond what `\(type.name)` holds",
                subject: .column(name), help: ["write the column as another type, such as double or string"])
        }
        for (_, more) in counts { facts.add(more) }
        return builder.freeze()
    }
}
