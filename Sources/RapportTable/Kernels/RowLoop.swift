internal import RapportDiagnostics
internal import RapportWork
internal import Synchronization

/// A function of two values that a column may lack: what a row's result is, or why there is none.
///
/// Types with static functions and not closures, so that each loop is compiled for its operation.
protocol BinaryOperation: SendableMetatype {
    associatedtype A: BitwiseCopyable & Sendable
    associatedtype B: BitwiseCopyable & Sendable
    associatedtype Result: BitwiseCopyable & Sendable
    static func apply(_ a: A, _ b: B) -> (result: Result, flaw: Flaw)
}

/// Why an operation on present values gave nothing.
enum Flaw: UInt8 {
    case none, divisionByZero, notFinite, overflow
}

/// The values of an operand: of a column, or one for all rows (`step` 0).
struct Cells<Value: BitwiseCopyable & Sendable>: Sendable {
    let values: Buffer<Value>
    let step: Int
}

/// Which rows are present in both; nil: all.
func bothPresent(_ a: Bitmap?, _ b: Bitmap?, work: Work) throws(Diagnostic) -> Bitmap? {
    guard let a else { return b }
    guard let b else { return a }
    return try work.bits(a.count, for: "a condition") { rows, out in
        let (x, y) = (a.words.span, b.words.span)
        for index in out.indices {
            let word = rows.lowerBound / 64 + index
            out[index] = a.word(word, in: x) & b.word(word, in: y)
        }
    }
}

extension Operand {
    /// Which of `count` rows are present; nil: all.
    func presence(_ count: Int) -> Bitmap? {
        switch self {
        case .column(let column): column.validity
        case .scalar(let value, _): value.isMissing ? Bitmap(repeating: false, count: count) : nil
        }
    }
}

/// What ``compute(_:_:_:present:count:for:work:)`` made.
struct ComputedCells<Value: BitwiseCopyable & Sendable>: Sendable {
    let column: FixedColumn<Value>
    let divisionsByZero: Int
    let notFinite: Int
    /// The first row whose result does not fit; then the values mean nothing.
    let overflow: Int?
}

/// Applies an operation to all rows, 64 at a time; flaws count only where both sides are present.
func compute<Operation: BinaryOperation>(
    _: Operation.Type, _ a: Cells<Operation.A>, _ b: Cells<Operation.B>, present: Bitmap?, count: Int,
    for purpose: String, work: Work
) throws(Diagnostic) -> ComputedCells<Operation.Result> {
    let values = try BufferBuilder<Operation.Result>(uninitialized: count, for: purpose, work: work)
    let known = try BufferBuilder<UInt64>(uninitialized: (count + 63) / 64, for: purpose, work: work)
    let (valueCells, knownCells) = (values.shared, known.shared)
    let zeros = Atomic<Int>(0)
    let infinities = Atomic<Int>(0)
    let overflow = Atomic<Int>(.max)
    let (aStep, bStep) = (a.step, b.step)
    try work.morsels(of: count) { _, rows in
        // SAFETY: morsels do not overlap, and are multiples of 64 rows.
        var out = unsafe valueCells.mutableSpan(rows)
        var words = unsafe knownCells.mutableSpan(rows.lowerBound / 64..<(rows.upperBound + 63) / 64)
        let (x, y) = (a.values.span, b.values.span)
        for slot in words.indices {
            let first = slot &* 64
            let flawed = apply(
                Operation.self, x, aStep, y, bStep, rows.lowerBound &+ first, &out,
                first..<min(first &+ 64, out.count))
            let presence = present.map { $0.word(rows.lowerBound / 64 + slot, in: $0.words.span) } ?? .max
            words[slot] = presence & ~flawed
            var lost = presence & flawed
            while lost != 0 {
                let row = rows.lowerBound + first + lost.trailingZeroBitCount
                switch Operation.apply(x[row * aStep], y[row * bStep]).flaw {
                case .none: break
                case .divisionByZero: zeros.add(1, ordering: .relaxed)
                case .notFinite: infinities.add(1, ordering: .relaxed)
                case .overflow: overflow.min(row, ordering: .relaxed)
                }
                lost &= lost &- 1
            }
        }
    }
    let validity = Bitmap(words: known.freeze(), count: count).ifAnyClear
    let first = overflow.load(ordering: .relaxed)
    return ComputedCells(
        column: FixedColumn(values: values.freeze(), validity: validity),
        divisionsByZero: zeros.load(ordering: .relaxed), notFinite: infinities.load(ordering: .relaxed),
        overflow: first == .max ? nil : first)
}

/// 64 rows; gives the rows without a result.
///
/// Each pair of steps has a loop of its own, that the compiler can make vectors of.
@inline(__always) private func apply<Operation: BinaryOperation>(
    _: Operation.Type, _ x: Span<Operation.A>, _ xStep: Int, _ y: Span<Operation.B>, _ yStep: Int,
    _ row: Int, _ out: inout MutableSpan<Operation.Result>, _ places: Range<Int>
) -> UInt64 {
    var flawed: UInt64 = 0
    switch (xStep, yStep) {
    case (1, 1):
        let (x, y) = (x.extracting(row..<row + places.count), y.extracting(row..<row + places.count))
        for index in 0..<places.count {
            let (result, flaw) = Operation.apply(x[index], y[index])
            out[places.lowerBound &+ index] = result
            flawed |= (flaw == .none ? 0 : 1) &<< UInt64(index)
        }
    case (1, _):
        let (x, y) = (x.extracting(row..<row + places.count), y[0])
        for index in 0..<places.count {
            let (result, flaw) = Operation.apply(x[index], y)
            out[places.lowerBound &+ index] = result
            flawed |= (flaw == .none ? 0 : 1) &<< UInt64(index)
        }
    case (_, 1):
        let (x, y) = (x[0], y.extracting(row..<row + places.count))
        for index in 0..<places.count {
            let (result, flaw) = Operation.apply(x, y[index])
            out[places.lowerBound &+ index] = result
            flawed |= (flaw == .none ? 0 : 1) &<< UInt64(index)
        }
    default:
        let (result, flaw) = Operation.apply(x[0], y[0])
        for index in 0..<places.count {
            out[places.lowerBound &+ index] = result
            flawed |= (flaw == .none ? 0 : 1) &<< UInt64(index)
        }
    }
    return flawed
}

/// A function of one value; nil where it has no result.
protocol Conversion: Sendable, SendableMetatype {
    associatedtype Source: BitwiseCopyable & Sendable
    associatedtype Result: BitwiseCopyable & Sendable
    var filler: Result { get }
    func convert(_ value: Source) -> Result?
}

/// Applies a conversion to all present cells; what has no result becomes missing and is counted.
func converted<Each: Conversion>(
    _ column: FixedColumn<Each.Source>, _ conversion: Each, for purpose: String, work: Work
) throws(Diagnostic) -> (column: FixedColumn<Each.Result>, misfits: Int, first: Int?) {
    let values = column.values
    return try convertRows(
        column.count, validity: column.validity, filler: conversion.filler, for: purpose, work: work
    ) { rows, emit in
        let span = values.span
        for row in rows { emit(row, conversion.convert(span[row])) }
    }
}

/// As ``converted(_:_:for:work:)`` for any source: `body` calls `emit` for each of at most 64 rows.
@inline(__always) func convertRows<Result: BitwiseCopyable & Sendable>(
    _ count: Int, validity: Bitmap?, filler: Result, for purpose: String, work: Work,
    _ body: @Sendable (Range<Int>, _ emit: (Int, Result?) -> Void) -> Void
) throws(Diagnostic) -> (column: FixedColumn<Result>, misfits: Int, first: Int?) {
    let values = try BufferBuilder<Result>(uninitialized: count, for: purpose, work: work)
    let known = try BufferBuilder<UInt64>(uninitialized: (count + 63) / 64, for: purpose, work: work)
    let (valueCells, knownCells) = (values.shared, known.shared)
    let misfits = Atomic<Int>(0)
    let first = Atomic<Int>(.max)
    try work.morsels(of: count) { _, rows in
        // SAFETY: morsels do not overlap, and are multiples of 64 rows.
        let (out, words) = unsafe (valueCells.pointer, knownCells.pointer)
        var lost = 0
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 64) {
            var fits: UInt64 = 0
            body(start..<min(start + 64, rows.upperBound)) { row, result in
                unsafe out[row] = result ?? filler
                fits |= (result == nil ? 0 : 1) &<< UInt64(row & 63)
            }
            let all: UInt64 = rows.upperBound - start >= 64 ? .max : 1 << UInt64(rows.upperBound - start) - 1
            let present = validity.map { $0.word(start / 64, in: $0.words.span) } ?? all
            unsafe words[start / 64] = present & fits
            let gone = present & ~fits
            if gone != 0 {
                lost += gone.nonzeroBitCount
                first.min(start + gone.trailingZeroBitCount, ordering: .relaxed)
            }
        }
        misfits.add(lost, ordering: .relaxed)
    }
    let firstMisfit = first.load(ordering: .relaxed)
    return (
        FixedColumn(
            values: values.freeze(), validity: Bitmap(words: known.freeze(), count: count).ifAnyClear),
        misfits.load(ordering: .relaxed), firstMisfit == .max ? nil : firstMisfit
    )
}
