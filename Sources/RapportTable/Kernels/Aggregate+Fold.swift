internal import RapportDiagnostics
internal import RapportWork

/// How present values of a group become one state, a value at a time.
///
/// Types with static functions and not closures, so that each loop is compiled for its fold.
protocol Fold: SendableMetatype {
    associatedtype Value: BitwiseCopyable & Sendable
    associatedtype State: BitwiseCopyable & Sendable
    static var initial: State { get }
    static func step(_ state: inout State, _ value: Value, _ row: Int32)
    /// Adds what rows behind those of `state` gave.
    static func merge(_ state: inout State, _ later: State)
}

/// What folds the cells of a column to one state a result: groups of rows, or frames that slide over them.
protocol Folding: Sendable {
    /// Of each result the state of its present cells.
    func folded<Each: Fold>(
        _: Each.Type, _ values: Buffer<Each.Value>, validity: Bitmap?, work: Work
    ) throws(Diagnostic) -> Buffer<Each.State>
    /// As many cells as there are rows, for folds that do not look at values.
    var anyCells: Buffer<Int32> { get }
}

extension Grouping: Folding {
    var anyCells: Buffer<Int32> { groups }

    /// Groups up to which each morsel has a state of its own for each.
    private static var fewGroups: Int { 4096 }

    /// The state of each group.
    ///
    /// Few groups: each morsel folds its rows, and its states are merged in the order of morsels. Many: each
    /// thread folds the groups of its own in row order. Which of the two depends on the data alone, and
    /// neither on the width; so the states are the same at any.
    func folded<Each: Fold>(
        _: Each.Type, _ values: Buffer<Each.Value>, validity: Bitmap?, work: Work
    ) throws(Diagnostic) -> Buffer<Each.State> {
        let morsels = (groups.count + Work.morsel - 1) / Work.morsel
        if groupCount > Self.fewGroups && morsels > 1 {
            return try foldedByGroup(Each.self, values, validity, work)
        }
        let (groups, groupCount) = (groups, groupCount)
        let partial = try BufferBuilder<Each.State>(
            uninitialized: max(morsels, 1) * groupCount, for: "the aggregate", work: work)
        let cells = partial.shared
        // SAFETY: each morsel has its own states; the first are initialised here for tables without rows.
        var first = unsafe cells.mutableSpan(0..<groupCount)
        first.update(repeating: Each.initial)
        try work.morsels(of: groups.count) { index, rows in
            // SAFETY: as above.
            var own = unsafe cells.mutableSpan(index * groupCount..<(index + 1) * groupCount)
            own.update(repeating: Each.initial)
            if groupCount == 1 {
                // One group's state stays in registers.
                var state = Each.initial
                forEachPresent(rows, values.span, validity) { row, value in
                    Each.step(&state, value, Int32(truncatingIfNeeded: row))
                }
                own[0] = state
            } else {
                let group = groups.span
                forEachPresent(rows, values.span, validity) { row, value in
                    Each.step(&own[Int(group[row])], value, Int32(truncatingIfNeeded: row))
                }
            }
        }
        if morsels <= 1 { return partial.freeze(count: groupCount) }
        for morsel in 1..<morsels {
            // SAFETY: all threads are done.
            let later = unsafe cells.mutableSpan(morsel * groupCount..<(morsel + 1) * groupCount)
            for group in 0..<groupCount { Each.merge(&first[group], later[group]) }
        }
        return partial.freeze(count: groupCount)
    }

    private func foldedByGroup<Each: Fold>(
        _: Each.Type, _ values: Buffer<Each.Value>, _ validity: Bitmap?, _ work: Work
    ) throws(Diagnostic) -> Buffer<Each.State> {
        let (groups, groupCount, width) = (groups, groupCount, work.width)
        let states = try BufferBuilder<Each.State>(
            uninitialized: groupCount, for: "the aggregate", work: work)
        let cells = states.shared
        try work.pieces(width) { (piece) throws(Diagnostic) in
            let (lower, upper) = (groupCount * piece / width, groupCount * (piece + 1) / width)
            // SAFETY: each thread has its own groups.
            var own = unsafe cells.mutableSpan(lower..<upper)
            own.update(repeating: Each.initial)
            let (group, owned) = (groups.span, UInt(upper - lower))
            for start in stride(from: 0, to: groups.count, by: Work.morsel) {
                try work.check()
                let rows = start..<min(start + Work.morsel, groups.count)
                forEachPresent(rows, values.span, validity) { row, value in
                    let place = Int(group[row]) &- lower
                    if UInt(bitPattern: place) < owned {
                        Each.step(&own[place], value, Int32(truncatingIfNeeded: row))
                    }
                }
            }
        }
        return states.freeze()
    }
}

/// Calls `body` with each present row and its value, in order.
@inline(__always) func forEachPresent<Value>(
    _ rows: Range<Int>, _ values: Span<Value>, _ validity: Bitmap?, _ body: (Int, Value) -> Void
) {
    guard let validity else {
        for row in rows { body(row, values[row]) }
        return
    }
    let words = validity.words.span
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 64) {
        var word = validity.word(start / 64, in: words)
        while word != 0 {
            let row = start &+ word.trailingZeroBitCount
            if row >= rows.upperBound { return }
            body(row, values[row])
            word &= word &- 1
        }
    }
}

// MARK: - Folds

/// How many values are present.
enum CountFold: Fold {
    static var initial: Int32 { 0 }
    @inline(__always) static func step(_ state: inout Int32, _ value: Int32, _ row: Int32) { state &+= 1 }
    @inline(__always) static func merge(_ state: inout Int32, _ later: Int32) { state &+= later }
}

struct IntTotal: BitwiseCopyable, Sendable {
    var sum: Int128 = 0
    var count: Int64 = 0
}
enum IntSumFold<Value: FixedWidthInteger & BitwiseCopyable & Sendable>: Fold {
    static var initial: IntTotal { IntTotal() }
    @inline(__always) static func step(_ state: inout IntTotal, _ value: Value, _ row: Int32) {
        state.sum &+= Int128(truncatingIfNeeded: value)
        state.count &+= 1
    }
    @inline(__always) static func merge(_ state: inout IntTotal, _ later: IntTotal) {
        state.sum &+= later.sum
        state.count &+= later.count
    }
}

/// Extremes keep the row, so that the result keeps the column's type and text.
struct Extreme<Value: BitwiseCopyable & Sendable>: BitwiseCopyable, Sendable {
    var value: Value
    var row: Int32
}
protocol Extremum: SendableMetatype {
    static func isBetter<Value: Comparable>(_ value: Value, than best: Value) -> Bool
}
enum Smallest: Extremum {
    @inline(__always) static func isBetter<Value: Comparable>(_ value: Value, than best: Value) -> Bool {
        value < best
    }
}
enum Largest: Extremum {
    @inline(__always) static func isBetter<Value: Comparable>(_ value: Value, than best: Value) -> Bool {
        value > best
    }
}
enum ExtremeFold<Side: Extremum, Value: Comparable & Numeric & BitwiseCopyable & Sendable>: Fold {
    static var initial: Extreme<Value> { Extreme(value: 0, row: -1) }
    @inline(__always) static func step(_ state: inout Extreme<Value>, _ value: Value, _ row: Int32) {
        if state.row < 0 || Side.isBetter(value, than: state.value) {
            state = Extreme(value: value, row: row)
        }
    }
    @inline(__always) static func merge(_ state: inout Extreme<Value>, _ later: Extreme<Value>) {
        if later.row >= 0 { step(&state, later.value, later.row) }
    }
}

/// The first or the last present row; -1 where there is none.
///
/// What the values are is not asked.
enum FirstFold: Fold {
    static var initial: Int32 { -1 }
    @inline(__always) static func step(_ state: inout Int32, _ value: Int32, _ row: Int32) {
        if state < 0 { state = row }
    }
    @inline(__always) static func merge(_ state: inout Int32, _ later: Int32) {
        if state < 0 { state = later }
    }
}
enum LastFold: Fold {
    static var initial: Int32 { -1 }
    @inline(__always) static func step(_ state: inout Int32, _ value: Int32, _ row: Int32) { state = row }
    @inline(__always) static func merge(_ state: inout Int32, _ later: Int32) {
        if later >= 0 { state = later }
    }
}
