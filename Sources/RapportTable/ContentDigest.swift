public import RapportDiagnostics
public import RapportWork

/// What a table holds, as 128 bits that do not depend on the order of its rows.
///
/// Tables with the same columns (names, types, order) and the same rows, each as often, have the same
/// digest, however they lie in memory; others have different ones but for chance (2^-128). It finds
/// changes, not forgeries. **Version 1 is kept for ever**: stored digests are compared across releases.
///
/// Definition. `mix` is the finaliser of MurmurHash3 (`fmix64`), `fold(x, w) = mix((x ^ w) * 0x9E3779B97F4A7C15
/// + 0xD1B54A32D192ED03)`, all modulo 2^64. A state is two lanes that begin with `fold(1, seed)` and
/// `fold(2, seed)`; taking a word folds it into both. A *column* is the state after its name (bytes in words
/// of 8, little-endian, zero-filled, then the length) and its type's tag and zone (as a name). A *cell* is the
/// column's state after the type's tag and the value: 1 word (bool 0 or 1, int, days, microseconds, bits of the
/// float with -0 as 0), text as a name is, nothing and the tag 0 where missing; of a list the number of its elements
/// and each element as a row of one nameless column, whose lanes stand behind the list's own tag. A *row* takes, from seed 0, the
/// two lanes of each cell, in column order. The digest is the sum of all rows, and of the state that takes the
/// columns' lanes from seed 1, as numbers of 128 bits (second lane high).
public struct ContentDigest: Sendable, Hashable, CustomStringConvertible {
    public static let version = 1
    public let value: UInt128

    public init(value: UInt128) { self.value = value }

    /// 32 hexadecimal digits.
    public var hex: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
    public var description: String { hex }

    /// - Throws: `run.cancelled`.
    public init(of table: Table, work: Work) throws(Diagnostic) {
        let columns = zip(table.schema.fields, table.columns).map { ColumnHash($0, $1) }
        let morsels = (table.count + Work.morsel - 1) / Work.morsel
        let sums = try work.map(morsels) { index in
            let end = min(table.count, (index + 1) * Work.morsel)
            var sum: UInt128 = 0
            // Blocks whose states stay in the cache from column to column.
            for start in stride(from: index * Work.morsel, to: end, by: 1_024) {
                let rows = start..<min(start + 1_024, end)
                var states = [Lanes](repeating: Lanes(seed: 0), count: rows.count)
                var span = states.mutableSpan
                for column in columns { column.fold(rows, into: &span) }
                sum = states.reduce(sum) { $0 &+ $1.number }
            }
            return sum
        }
        var schema = Lanes(seed: 1)
        for column in columns { schema.take(column.start) }
        value = sums.reduce(schema.number) { $0 &+ $1 }
    }
}

/// The two lanes of a state.
private struct Lanes: BitwiseCopyable, Sendable {
    var low: UInt64
    var high: UInt64

    init(seed: UInt64) { (low, high) = (Self.fold(1, seed), Self.fold(2, seed)) }

    var number: UInt128 { UInt128(high) << 64 | UInt128(low) }

    @inline(__always) static func fold(_ state: UInt64, _ word: UInt64) -> UInt64 {
        var x = (state ^ word) &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03
        x = (x ^ x >> 33) &* 0xFF51_AFD7_ED55_8CCD
        x = (x ^ x >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return x ^ x >> 33
    }

    @inline(__always) mutating func take(_ word: UInt64) {
        low = Self.fold(low, word)
        high = Self.fold(high, word)
    }
    @inline(__always) mutating func take(_ other: Lanes) {
        low = Self.fold(low, other.low)
        high = Self.fold(high, other.high)
    }

    mutating func take(_ bytes: Span<UInt8>) {
        let whole = bytes.count & ~7
        for place in stride(from: 0, to: whole, by: 8) {
            // SAFETY: 8 bytes from `place` on are inside the span.
            let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
            take(UInt64(littleEndian: word))
        }
        if whole < bytes.count {
            var word: UInt64 = 0
            for index in 0..<bytes.count - whole {
                word |= UInt64(bytes[whole + index]) << UInt64(8 * index)
            }
            take(word)
        }
        take(UInt64(bytes.count))
    }
    mutating func take(_ text: String) {
        let bytes = Array(text.utf8)
        take(bytes.span)
    }
}

/// One column's part of the rows' states.
private struct ColumnHash: Sendable {
    let column: Column
    /// After the column's name and type.
    let start: Lanes
    private let missing: Lanes
    private let present: Lanes
    /// The one column of a list's elements.
    private let elements: [ColumnHash]
    /// Of each entry of the dictionary.
    private let entries: [Lanes]

    init(_ field: Field, _ column: Column) {
        let tag: UInt64 =
            switch column.type {
            case .bool: 1
            case .int: 2
            case .float: 3
            case .text: 4
            case .date: 5
            case .datetime: 6
            case .duration: 7
            case .list: 8
            }
        var start = Lanes(seed: 0)
        start.take(field.name)
        start.take(tag)
        if case .datetime(let zone) = column.type { start.take(zone ?? "") }
        if case .list(let list) = column.layout {
            let inner = ColumnHash(Field("", list.elements.type), list.elements)
            start.take(inner.start)
            elements = [inner]
        } else {
            elements = []
        }
        var (missing, present) = (start, start)
        missing.take(0)
        present.take(tag)
        (self.column, self.start, self.missing, self.present) = (column, start, missing, present)
        if case .codes(let codes) = column.layout {
            entries = (0..<codes.dictionary.count).map { Self.cell(present, codes.dictionary, $0) }
        } else {
            entries = []
        }
    }

    private static func cell(_ present: Lanes, _ column: TextColumn, _ row: Int) -> Lanes {
        var lanes = present
        lanes.take(
            column.bytes.span.extracting(Int(column.offsets.span[row])..<Int(column.offsets.span[row + 1])))
        return lanes
    }

    func fold(_ rows: Range<Int>, into states: inout MutableSpan<Lanes>) {
        switch column.layout {
        case .bits(let values, _):
            let words = values.words.span
            fold(rows, into: &states) { row in
                word(values.word(row / 64, in: words) >> UInt64(row % 64) & 1)
            }
        case .int32(let dates):
            let values = dates.values.span
            fold(rows, into: &states) { row in word(UInt64(bitPattern: Int64(values[row]))) }
        case .int64(let ints):
            let values = ints.values.span
            fold(rows, into: &states) { row in word(UInt64(bitPattern: values[row])) }
        case .float64(let floats):
            let values = floats.values.span
            // Adding 0 makes 0 of -0, and leaves all other values alone.
            fold(rows, into: &states) { row in word((values[row] + 0).bitPattern) }
        case .text(let texts): fold(rows, into: &states) { row in Self.cell(present, texts, row) }
        case .codes(let codes):
            let (values, entries) = (codes.codes.values.span, entries.span)
            fold(rows, into: &states) { row in entries[Int(values[row])] }
        case .list(let list):
            let offsets = list.offsets.span
            let places = Int(offsets[rows.lowerBound])..<Int(offsets[rows.upperBound])
            var inner = [Lanes](repeating: Lanes(seed: 0), count: places.count)
            var innerStates = inner.mutableSpan
            for column in elements { column.fold(places, into: &innerStates) }
            let own = inner.span
            fold(rows, into: &states) { row in
                var lanes = word(UInt64(offsets[row + 1] - offsets[row]))
                for place in Int(offsets[row])..<Int(offsets[row + 1]) {
                    lanes.take(own[place - places.lowerBound])
                }
                return lanes
            }
        }
    }

    @inline(__always) private func word(_ word: UInt64) -> Lanes {
        var lanes = present
        lanes.take(word)
        return lanes
    }

    @inline(__always) private func fold(
        _ rows: Range<Int>, into states: inout MutableSpan<Lanes>, _ cell: (Int) -> Lanes
    ) {
        let validity = column.validity
        for row in rows {
            let isPresent =
                validity.map { $0.word(row / 64, in: $0.words.span) >> UInt64(row % 64) & 1 == 1 } ?? true
            states[row &- rows.lowerBound].take(isPresent ? cell(row) : missing)
        }
    }
}
