internal import RapportDiagnostics
internal import RapportWork
internal import Synchronization

/// A column as unsigned numbers from 0 that are ordered as its cells are, missing above all others.
///
/// Grouping and sorting see only these, so they need no code of their own for each type.
struct OrdinalKey: Sendable {
    enum Source: Sendable {
        case bits(Bitmap), int32(Buffer<Int32>), int64(Buffer<Int64>), float64(Buffer<Double>)
        /// Times of whole seconds, of which a count of seconds takes 20 bits less.
        case seconds(Buffer<Int64>)
        /// Floats of at most two decimals, as amounts are: a count of hundredths takes a third of the bits.
        case hundredths(Buffer<Double>)
        /// Texts of at most 7 bytes: these, and their number in the last byte.
        case shortTexts(TextColumn)
        /// Nothing but whether a cell is missing.
        case presence
    }
    let source: Source
    let validity: Bitmap?
    /// Of present cells: the largest ordinal.
    let top: UInt64
    /// The ordinal is `(rank ^ flip) + offset`, where `rank` keeps the order in 64 bits.
    private let flip: UInt64
    private let offset: UInt64
    /// Of missing cells.
    private let missing: UInt64

    /// How many bits the ordinals take, missing included.
    let bits: Int

    /// Present cells have ranks in `low...high`.
    ///
    /// `showsMissing` is false where another key says what is missing: all of it is 0 here.
    init(
        _ source: Source, validity: Bitmap?, low: UInt64, high: UInt64, descending: Bool,
        showsMissing: Bool = true
    ) {
        (self.source, self.validity, top) = (source, validity, high &- low)
        (flip, offset) = descending ? (.max, high &+ 1) : (0, 0 &- low)
        missing = showsMissing ? top &+ 1 : 0
        let largest = validity == nil || !showsMissing ? top : top &+ 1
        bits = UInt64.bitWidth - largest.leadingZeroBitCount
    }

    /// Numbers of groups or ranks: present in all rows, in `0..<count`.
    init(numbers: Buffer<Int32>, count: Int, validity: Bitmap? = nil, descending: Bool = false) {
        let low = Self.rank(Int64(0))
        self.init(
            .int32(numbers), validity: validity, low: low, high: low + UInt64(max(count - 1, 0)),
            descending: descending)
    }

    @inline(__always) static func rank(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) ^ 1 << 63 }
    /// Adding 0 makes 0 of -0, which is the same key.
    @inline(__always) static func rank(_ value: Double) -> UInt64 {
        let bits = (value + 0).bitPattern
        return bits >> 63 == 1 ? ~bits : bits | 1 << 63
    }
    /// The bytes in the order of texts, zeros behind them, and their number, which tells `a` from `a\0`.
    @unsafe @inline(__always) static func rank(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UInt64
    {
        let count = range.count & 7
        if count == 0 { return 0 }
        var word: UInt64 = 0
        if range.lowerBound &+ 8 <= bytes.count {
            word = unsafe bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self).bigEndian
            word &= .max << UInt64(64 &- 8 &* count)
        } else {
            for place in 0..<count {
                word |= unsafe UInt64(bytes[range.lowerBound &+ place]) << UInt64(56 &- 8 &* place)
            }
        }
        return word | UInt64(count)
    }

    @inline(__always) static func rank(second value: Int64) -> UInt64 { rank(value / 1_000_000) }
    /// Adding 1.5 · 2^52 leaves the rounded number in the low bits, whatever is added: nothing traps.
    @inline(__always) static func rank(hundredth value: Double) -> UInt64 {
        rank(Int64(bitPattern: (value * 100 + rounding).bitPattern &- rounding.bitPattern))
    }
    private static let rounding = 0x1.8p52

    /// Whether the hundredth of ``rank(hundredth:)`` is the value again: then no two values share one.
    @inline(__always) static func isHundredth(_ value: Double) -> Bool {
        let hundredths = (value * 100 + rounding) - rounding
        return hundredths / 100 == value && abs(hundredths) < 0x1p51
    }

    /// Shifts the words of `rows` to the left and puts the ordinals below.
    ///
    /// The first key of a word finds anything in it. `rows` begin at a multiple of 64.
    func push(_ rows: Range<Int>, onto words: inout MutableSpan<UInt64>, isFirst: Bool) {
        switch source {
        case .bits(let values):
            let span = values.words.span
            push(rows, onto: &words, isFirst) { row in
                values.word(row / 64, in: span) >> UInt64(row % 64) & 1
            }
        case .int32(let values):
            let span = values.span
            push(rows, onto: &words, isFirst) { row in Self.rank(Int64(span[row])) }
        case .int64(let values):
            let span = values.span
            push(rows, onto: &words, isFirst) { row in Self.rank(span[row]) }
        case .float64(let values):
            let span = values.span
            push(rows, onto: &words, isFirst) { row in Self.rank(span[row]) }
        case .seconds(let values):
            let span = values.span
            push(rows, onto: &words, isFirst) { row in Self.rank(second: span[row]) }
        case .hundredths(let values):
            let span = values.span
            push(rows, onto: &words, isFirst) { row in Self.rank(hundredth: span[row]) }
        case .shortTexts(let texts):
            let offsets = texts.offsets.span
            unsafe texts.bytes.withUnsafeElements { bytes in
                let memory = UnsafeRawBufferPointer(bytes)
                push(rows, onto: &words, isFirst) { row in
                    // SAFETY: offsets are ascending and inside the bytes, by construction.
                    unsafe Self.rank(memory, Int(offsets[row])..<Int(offsets[row &+ 1]))
                }
            }
        case .presence: push(rows, onto: &words, isFirst) { _ in 0 }
        }
    }

    @inline(__always) private func push(
        _ rows: Range<Int>, onto words: inout MutableSpan<UInt64>, _ isFirst: Bool, _ rank: (Int) -> UInt64
    ) {
        let (flip, offset, bits) = (flip, offset, UInt64(bits))
        // A key of 64 bits is alone in its word, so it is the first.
        let keep: UInt64 = isFirst ? 0 : .max
        guard let validity else {
            for index in words.indices {
                let ordinal = (rank(rows.lowerBound &+ index) ^ flip) &+ offset
                words[index] = (words[index] & keep) &<< bits | ordinal
            }
            return
        }
        let (valid, missing) = (validity.words.span, missing)
        for slot in 0..<(rows.count + 63) / 64 {
            let present = validity.word(rows.lowerBound / 64 + slot, in: valid)
            for index in slot * 64..<min(slot * 64 + 64, rows.count) {
                let ordinal = (rank(rows.lowerBound &+ index) ^ flip) &+ offset
                let isPresent = present &>> UInt64(index & 63) & 1 == 1
                words[index] = (words[index] & keep) &<< bits | (isPresent ? ordinal : missing)
            }
        }
    }
}

extension OrdinalKey {
    /// The key of a column; two (whether it is missing, then its value) where 64 bits do not hold both.
    ///
    /// `text` gives the numbers of a text column's cells, missing included or not.
    static func keys(
        of column: Column, descending: Bool, collation: Collation? = nil, work: Work,
        text: (Column) throws(Diagnostic) -> OrdinalKey
    ) throws(Diagnostic) -> [OrdinalKey] {
        let validity = column.validity?.ifAnyClear
        let source: Source
        let bounds: (low: UInt64, high: UInt64)?
        switch column.layout {
        case .bits(let values, _): (source, bounds) = (.bits(values), (0, 1))
        case .int32(let dates):
            let found = try self.bounds(dates.values, validity, work: work) { rank(Int64($0)) }
            (source, bounds) = (.int32(dates.values), found)
        case .int64(let ints):
            let found = try self.bounds(ints.values, validity, work: work) { rank($0) }
            var isSeconds = column.type.isTime
            if isSeconds {
                isSeconds = try all(ints.values, validity, work: work) { $0 % 1_000_000 == 0 }
            }
            source = isSeconds ? .seconds(ints.values) : .int64(ints.values)
            bounds = isSeconds ? found.map { (seconds($0), seconds($1)) } : found
        case .float64(let floats):
            if try all(floats.values, validity, work: work, { isHundredth($0) }) {
                let found = try self.bounds(floats.values, validity, work: work) { rank(hundredth: $0) }
                (source, bounds) = (.hundredths(floats.values), found)
            } else {
                let found = try self.bounds(floats.values, validity, work: work) { rank($0) }
                (source, bounds) = (.float64(floats.values), found)
            }
        case .text(let texts):
            // A language has an order of its own.
            guard collation == nil, try areShort(texts, work: work) else { return [try text(column)] }
            (source, bounds) = (.shortTexts(texts), try self.bounds(texts, work: work))
        case .codes, .list: return [try text(column)]
        }
        guard let bounds else {
            // Nothing is present.
            return [OrdinalKey(.presence, validity: validity, low: 0, high: 0, descending: false)]
        }
        if validity != nil, bounds.high &- bounds.low == .max {
            return [
                OrdinalKey(.presence, validity: validity, low: 0, high: 0, descending: false),
                OrdinalKey(
                    source, validity: validity, low: bounds.low, high: bounds.high, descending: descending,
                    showsMissing: false),
            ]
        }
        return [
            OrdinalKey(
                source, validity: validity, low: bounds.low, high: bounds.high, descending: descending)
        ]
    }

    /// The keys of two columns of one type, in which equal cells have equal ordinals; under a missing cell
    /// may be anything.
    ///
    /// Nil for texts that a word does not hold.
    static func shared(
        _ a: Column, _ b: Column, work: Work
    ) throws(Diagnostic) -> (OrdinalKey, OrdinalKey)? {
        func bounded(_ column: Column) throws(Diagnostic) -> (Source, ClosedRange<UInt64>?)? {
            let validity = column.validity?.ifAnyClear
            let found: (low: UInt64, high: UInt64)?
            let source: Source
            switch column.layout {
            case .bits(let values, _): (source, found) = (.bits(values), (0, 1))
            case .int32(let cells):
                source = .int32(cells.values)
                found = try bounds(cells.values, validity, work: work) { rank(Int64($0)) }
            case .int64(let cells):
                source = .int64(cells.values)
                found = try bounds(cells.values, validity, work: work) { rank($0) }
            case .float64(let cells):
                source = .float64(cells.values)
                found = try bounds(cells.values, validity, work: work) { rank($0) }
            case .text(let texts):
                guard try areShort(texts, work: work) else { return nil }
                (source, found) = (.shortTexts(texts), try bounds(texts, work: work))
            case .codes, .list: return nil
            }
            return (source, found.map { $0.low...$0.high })
        }
        guard let (x, xs) = try bounded(a), let (y, ys) = try bounded(b) else { return nil }
        let low = min(xs?.lowerBound ?? .max, ys?.lowerBound ?? .max)
        let high = max(xs?.upperBound ?? 0, ys?.upperBound ?? 0)
        if low > high { return nil }
        return (
            OrdinalKey(x, validity: nil, low: low, high: high, descending: false),
            OrdinalKey(y, validity: nil, low: low, high: high, descending: false)
        )
    }

    /// Whether no text has more bytes than a word holds.
    private static func areShort(_ texts: TextColumn, work: Work) throws(Diagnostic) -> Bool {
        let areLong = Atomic<Bool>(false)
        try work.morsels(of: texts.count) { _, rows in
            if areLong.load(ordering: .relaxed) { return }
            let offsets = texts.offsets.span.extracting(rows.lowerBound..<rows.upperBound + 1)
            var longest: Int64 = 0
            for index in 0..<rows.count { longest = max(longest, offsets[index + 1] &- offsets[index]) }
            if longest > 7 { areLong.store(true, ordering: .relaxed) }
        }
        return !areLong.load(ordering: .relaxed)
    }

    /// The smallest and the largest rank of short texts; nil where none is present.
    private static func bounds(
        _ texts: TextColumn, work: Work
    ) throws(Diagnostic) -> (low: UInt64, high: UInt64)? {
        let ranks: Buffer<UInt64> = try work.fill(texts.count, for: "the keys") { rows, out in
            let offsets = texts.offsets.span
            unsafe texts.bytes.withUnsafeElements { bytes in
                let memory = UnsafeRawBufferPointer(bytes)
                for index in out.indices {
                    let row = rows.lowerBound &+ index
                    // SAFETY: offsets are ascending and inside the bytes, by construction.
                    unsafe out[index] = rank(memory, Int(offsets[row])..<Int(offsets[row &+ 1]))
                }
            }
        }
        return try bounds(ranks, texts.validity?.ifAnyClear, work: work) { $0 }
    }

    /// The rank of a time in seconds from its rank in microseconds.
    private static func seconds(_ rank: UInt64) -> UInt64 {
        self.rank(second: Int64(bitPattern: rank ^ 1 << 63))
    }

    /// Whether a condition holds of all present cells; a block in which it does not ends its morsel.
    private static func all<Value: BitwiseCopyable & Sendable>(
        _ values: Buffer<Value>, _ validity: Bitmap?, work: Work, _ holds: @Sendable (Value) -> Bool
    ) throws(Diagnostic) -> Bool {
        let fails = Atomic<Bool>(false)
        try work.morsels(of: values.count) { _, rows in
            let (values, valid) = (values.span.extracting(rows), validity?.words)
            for slot in 0..<(rows.count + 63) / 64 {
                if fails.load(ordering: .relaxed) { return }
                var failing: UInt64 = 0
                for index in slot * 64..<min(slot * 64 + 64, rows.count) {
                    failing |= (holds(values[index]) ? 0 : 1) &<< UInt64(index & 63)
                }
                if let validity, let valid {
                    failing &= validity.word(rows.lowerBound / 64 + slot, in: valid.span)
                }
                if failing != 0 { fails.store(true, ordering: .relaxed) }
            }
        }
        return !fails.load(ordering: .relaxed)
    }

    /// The smallest and the largest rank of present cells; nil where there are none.
    private static func bounds<Value: BitwiseCopyable & Sendable>(
        _ values: Buffer<Value>, _ validity: Bitmap?, work: Work, _ rank: @Sendable (Value) -> UInt64
    ) throws(Diagnostic) -> (low: UInt64, high: UInt64)? {
        let morsels = (values.count + Work.morsel - 1) / Work.morsel
        let found = try work.map(morsels) { index -> ClosedRange<UInt64>? in
            let rows = index * Work.morsel..<min(values.count, (index + 1) * Work.morsel)
            return bounds(values.span.extracting(rows), validity?[rows], rank)
        }
        let present = found.compactMap(\.self)
        guard let low = present.map(\.lowerBound).min(), let high = present.map(\.upperBound).max() else {
            return nil
        }
        return (low, high)
    }

    @inline(__always) private static func bounds<Value>(
        _ values: Span<Value>, _ validity: Bitmap?, _ rank: (Value) -> UInt64
    ) -> ClosedRange<UInt64>? {
        var (low, high) = (UInt64.max, UInt64.min)
        for slot in 0..<(values.count + 63) / 64 {
            let present = validity.map { $0.word(slot, in: $0.words.span) } ?? .max
            for index in slot * 64..<min(slot * 64 + 64, values.count)
            where present &>> UInt64(index & 63) & 1 == 1 {
                let rank = rank(values[index])
                low = min(low, rank)
                high = max(high, rank)
            }
        }
        return low <= high ? low...high : nil
    }
}

/// Keys of 64 bits or less together, the first in the highest bits.
struct PackedKeys: Sendable {
    var keys: [OrdinalKey] = []
    var bits: Int { keys.reduce(0) { $0 + $1.bits } }

    /// As few words as hold the keys in their order.
    static func packed(_ keys: [OrdinalKey]) -> [PackedKeys] {
        var words: [PackedKeys] = []
        for key in keys {
            if let last = words.last, last.bits + key.bits <= 64 {
                words[words.count - 1].keys.append(key)
            } else {
                words.append(PackedKeys(keys: [key]))
            }
        }
        return words
    }

    /// Writes the words of `rows`.
    func fill(_ rows: Range<Int>, _ words: inout MutableSpan<UInt64>) {
        if keys.isEmpty { words.update(repeating: 0) }
        for (index, key) in keys.enumerated() { key.push(rows, onto: &words, isFirst: index == 0) }
    }
}
