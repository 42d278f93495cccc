extension Column {
    /// The canonical text of each cell, as ``Scalar/text(grain:zone:)`` says it; missing stays missing.
    ///
    /// Texts stay as they lie.
    package func canonicalTexts() -> Column {
        switch layout {
        case .text, .codes: self
        case .bits(let values, _): written(BoolTexts(values: values))
        case .int32(let dates): written(DateTexts(days: dates.values))
        case .float64(let floats): written(FloatTexts(values: floats.values))
        case .int64(let cells):
            switch type {
            case .datetime(let zone): written(MomentTexts(values: cells.values, zone: zone))
            case .duration: written(DurationTexts(values: cells.values))
            default: written(IntTexts(values: cells.values))
            }
        case .list(let list): listTexts(list)
        }
    }

    private func listTexts(_ list: ListColumn) -> Column {
        switch list.elements.layout {
        case .bits(let values, _): written(ListTexts(list, BoolTexts(values: values)))
        case .float64(let floats): written(ListTexts(list, FloatTexts(values: floats.values)))
        case .int32(let dates): written(ListTexts(list, Quoted(DateTexts(days: dates.values))))
        case .int64(let cells):
            switch list.elements.type {
            case .datetime(let zone):
                written(ListTexts(list, Quoted(MomentTexts(values: cells.values, zone: zone))))
            case .duration: written(ListTexts(list, Quoted(DurationTexts(values: cells.values))))
            default: written(ListTexts(list, IntTexts(values: cells.values)))
            }
        case .text(let text): written(ListTexts(list, QuotedTexts(text: text)))
        case .codes(let codes):
            written(
                ListTexts(
                    list, QuotedCodes(codes: codes.codes.values, texts: QuotedTexts(text: codes.dictionary))))
        case .list:
            // Lists of lists are few and short.
            .texts((0..<count).map { self[$0].isMissing ? nil : text(at: $0) })
        }
    }

    private func written(_ cells: some CellTexts) -> Column {
        let count = count
        var bytes = BufferBuilder<UInt8>(uninitialized: cells.room(for: 0..<count))
        var offsets = BufferBuilder<Int64>(uninitialized: count + 1)
        let validity = validity
        offsets[0] = 0
        var room = bytes.mutableSpan
        let length = unsafe room.withUnsafeMutableBufferPointer { room in
            var sink = unsafe TextSink(room)
            for row in 0..<count {
                if validity?[row] ?? true { cells.write(row, to: &sink) }
                offsets[row &+ 1] = Int64(sink.count)
            }
            return sink.count
        }
        return Column(
            .text,
            .text(
                TextColumn(offsets: offsets.freeze(), bytes: bytes.freeze(count: length), validity: validity))
        )
    }
}

/// Cells that can be written out; a present one each.
private protocol CellTexts {
    /// The most bytes that the cells take.
    func room(for rows: Range<Int>) -> Int
    func write(_ row: Int, to sink: inout TextSink)
}

private struct BoolTexts: CellTexts {
    let values: Bitmap

    func room(for rows: Range<Int>) -> Int { 5 * rows.count }
    @inline(__always) func write(_ row: Int, to sink: inout TextSink) {
        for byte in (values[row] ? "true" : "false").utf8 { sink.put(byte) }
    }
}

private struct IntTexts: CellTexts {
    let values: Buffer<Int64>

    func room(for rows: Range<Int>) -> Int { TextSink.numberRoom * rows.count }
    @inline(__always) func write(_ row: Int, to sink: inout TextSink) { sink.int(values[row]) }
}

private struct FloatTexts: CellTexts {
    let values: Buffer<Double>

    func room(for rows: Range<Int>) -> Int { TextSink.numberRoom * rows.count }
    @inline(__always) func write(_ row: Int, to sink: inout TextSink) { sink.float(values[row]) }
}

private struct DateTexts: CellTexts {
    let days: Buffer<Int32>

    func room(for rows: Range<Int>) -> Int { TextSink.timeRoom * rows.count }
    @inline(__always) func write(_ row: Int, to sink: inout TextSink) { sink.date(Int(days[row])) }
}

private struct DurationTexts: CellTexts {
    let values: Buffer<Int64>

    func room(for rows: Range<Int>) -> Int { TextSink.timeRoom * rows.count }
    @inline(__always) func write(_ row: Int, to sink: inout TextSink) { sink.duration(values[row]) }
}

private struct MomentTexts: CellTexts {
    let values: Buffer<Int64>
    /// Nil without one; one that is not known is UTC.
    let zone: Zone?

    init(values: Buffer<Int64>, zone: String?) {
        (self.values, self.zone) = (values, zone.map { (try? Zone($0)) ?? .utc })
    }

    func room(for rows: Range<Int>) -> Int { TextSink.timeRoom * rows.count }
    @inline(__always) func write(_ row: Int, to sink: inout TextSink) {
        guard let zone else { return sink.moment(values[row]) }
        let ahead = zone.offset(at: values[row])
        sink.moment(values[row] &+ ahead)
        sink.offset(ahead)
    }
}

// MARK: - Lists, as JSON

private struct ListTexts<Elements: CellTexts>: CellTexts {
    let list: ListColumn
    let validity: Bitmap?
    let elements: Elements

    init(_ list: ListColumn, _ elements: Elements) {
        (self.list, self.elements, validity) = (list, elements, list.elements.validity)
    }

    func room(for rows: Range<Int>) -> Int {
        let places = Int(list.offsets[rows.lowerBound])..<Int(list.offsets[rows.upperBound])
        // Brackets; commas and blanks, or `null` where that is longer.
        return 2 * rows.count + 6 * places.count + elements.room(for: places)
    }

    @inline(__always) func write(_ row: Int, to sink: inout TextSink) {
        sink.put(UInt8(ascii: "["))
        let places = list.places(of: row)
        for place in places {
            if place > places.lowerBound {
                sink.put(UInt8(ascii: ","))
                sink.put(UInt8(ascii: " "))
            }
            if validity?[place] ?? true {
                elements.write(place, to: &sink)
            } else {
                for byte in "null".utf8 { sink.put(byte) }
            }
        }
        sink.put(UInt8(ascii: "]"))
    }
}

/// In quotes, and nothing in them that JSON would escape.
private struct Quoted<Cells: CellTexts>: CellTexts {
    let cells: Cells

    init(_ cells: Cells) { self.cells = cells }

    func room(for rows: Range<Int>) -> Int { 2 * rows.count + cells.room(for: rows) }
    @inline(__always) func write(_ row: Int, to sink: inout TextSink) {
        sink.put(UInt8(ascii: "\""))
        cells.write(row, to: &sink)
        sink.put(UInt8(ascii: "\""))
    }
}

private struct QuotedTexts: CellTexts {
    let text: TextColumn
    /// What a byte may become: `\u001f`.
    static let longestEscape = 6

    func room(for rows: Range<Int>) -> Int {
        2 * rows.count + Self.longestEscape
            * Int(text.offsets[rows.upperBound] - text.offsets[rows.lowerBound])
    }

    @inline(__always) func write(_ row: Int, to sink: inout TextSink) {
        sink.put(UInt8(ascii: "\""))
        let bytes = text.bytes.span
        for place in Int(text.offsets[row])..<Int(text.offsets[row + 1]) {
            Self.escaped(bytes[place], to: &sink)
        }
        sink.put(UInt8(ascii: "\""))
    }

    @inline(__always) private static func escaped(_ byte: UInt8, to sink: inout TextSink) {
        func escape(_ letter: UInt8) {
            sink.put(UInt8(ascii: "\\"))
            sink.put(letter)
        }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): escape(byte)
        case UInt8(ascii: "\n"): escape(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): escape(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): escape(UInt8(ascii: "t"))
        case 0..<32:
            escape(UInt8(ascii: "u"))
            sink.digits(0, width: 2)
            sink.put(48 + byte >> 4)
            sink.put(byte & 15 < 10 ? 48 + byte & 15 : 87 + byte & 15)
        default: sink.put(byte)
        }
    }
}

private struct QuotedCodes: CellTexts {
    let codes: Buffer<Int32>
    let texts: QuotedTexts

    func room(for rows: Range<Int>) -> Int {
        let (codes, known) = (codes.span, 0..<texts.text.count)
        var total = 0
        // A code under a missing row may be anything.
        for row in rows where known.contains(Int(codes[row])) {
            total += texts.room(for: Int(codes[row])..<Int(codes[row]) + 1)
        }
        return total
    }
    @inline(__always) func write(_ row: Int, to sink: inout TextSink) {
        texts.write(Int(codes[row]), to: &sink)
    }
}
