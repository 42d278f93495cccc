internal import RapportDiagnostics
internal import RapportWork

/// `equal` and `less` of two types: with the sides swapped and the answer turned round they are all six.
private protocol Relation: SendableMetatype {
    associatedtype A: BitwiseCopyable & Sendable
    associatedtype B: BitwiseCopyable & Sendable
    static func holds(_ a: A, _ b: B) -> Bool
}
private enum Equal<Value: Comparable & BitwiseCopyable & Sendable>: Relation {
    @inline(__always) static func holds(_ a: Value, _ b: Value) -> Bool { a == b }
}
private enum Less<Value: Comparable & BitwiseCopyable & Sendable>: Relation {
    @inline(__always) static func holds(_ a: Value, _ b: Value) -> Bool { a < b }
}
private enum IntEqualsFloat: Relation {
    @inline(__always) static func holds(_ a: Int64, _ b: Double) -> Bool { Comparison.order(a, b) == 0 }
}
private enum IntBelowFloat: Relation {
    @inline(__always) static func holds(_ a: Int64, _ b: Double) -> Bool { Comparison.order(a, b) < 0 }
}
private enum FloatBelowInt: Relation {
    @inline(__always) static func holds(_ a: Double, _ b: Int64) -> Bool { Comparison.order(b, a) > 0 }
}

extension Comparison {
    static func fast(
        _ op: ComparisonOperator, _ a: Operand, _ b: Operand, work: Work
    ) throws(Diagnostic) -> Column {
        // a > b is b < a; a >= b is not a < b; a <= b is not b < a.
        switch op {
        case .greater, .lessOrEqual: return try fast(op.mirrored, b, a, work: work)
        default: break
        }
        let count = Operand.count([a, b])
        let present = try bothPresent(a.presence(count), b.presence(count), work: work)
        let isEquality = op == .equal || op == .notEqual
        let isTurned = op == .notEqual || op == .greaterOrEqual
        let bits = try holds(a, b, count: count, isEquality: isEquality, isTurned: isTurned, work: work)
        return Column(.bool, .bits(values: bits, validity: present?.ifAnyClear))
    }

    /// Whether `a == b`, or `a < b`, or the opposite; of rows that are missing anything.
    private static func holds(
        _ a: Operand, _ b: Operand, count: Int, isEquality: Bool, isTurned: Bool, work: Work
    ) throws(Diagnostic) -> Bitmap {
        let loop = Loop(count: count, isTurned: isTurned, work: work)
        switch (a.type, b.type) {
        case (.float, .float):
            let (x, y) = (try a.floats(work), try b.floats(work))
            return isEquality ? try loop.run(Equal<Double>.self, x, y) : try loop.run(Less<Double>.self, x, y)
        case (.int, .float):
            let (x, y) = (try a.ints(work), try b.floats(work))
            return isEquality
                ? try loop.run(IntEqualsFloat.self, x, y) : try loop.run(IntBelowFloat.self, x, y)
        case (.float, .int):
            let (x, y) = (try a.floats(work), try b.ints(work))
            return isEquality
                ? try loop.run(IntEqualsFloat.self, y, x) : try loop.run(FloatBelowInt.self, x, y)
        case (.date, .date):
            guard case .int32(let x) = a.column.layout, case .int32(let y) = b.column.layout else {
                throw .internalError("an operand of dates")
            }
            let (first, second) = (
                Cells(values: x.values, step: a.step), Cells(values: y.values, step: b.step)
            )
            return isEquality
                ? try loop.run(Equal<Int32>.self, first, second)
                : try loop.run(Less<Int32>.self, first, second)
        case (.bool, .bool):
            let (x, y) = (try a.bytes(work), try b.bytes(work))
            return isEquality ? try loop.run(Equal<UInt8>.self, x, y) : try loop.run(Less<UInt8>.self, x, y)
        case (.text, .text):
            return try text(a, b, isEquality: isEquality, loop)
        case (.list, .list): return try lists(a, b, isEquality: isEquality, loop)
        default:
            let (x, y) = (try a.instants(beside: b.type, work), try b.instants(beside: a.type, work))
            return isEquality ? try loop.run(Equal<Int64>.self, x, y) : try loop.run(Less<Int64>.self, x, y)
        }
    }

    private struct Loop {
        let count: Int
        let isTurned: Bool
        let work: Work

        func run<Each: Relation>(
            _: Each.Type, _ a: Cells<Each.A>, _ b: Cells<Each.B>
        ) throws(Diagnostic) -> Bitmap {
            let flip: UInt64 = isTurned ? .max : 0
            let (aStep, bStep) = (a.step, b.step)
            return try work.bits(count, for: "a comparison") { rows, out in
                let (x, y) = (a.values.span, b.values.span)
                for slot in out.indices {
                    let first = rows.lowerBound &+ slot &* 64
                    let block = first..<min(first &+ 64, rows.upperBound)
                    out[slot] = Loop.word(Each.self, x, aStep, y, bStep, block) ^ flip
                }
            }
        }

        @inline(__always) private static func word<Each: Relation>(
            _: Each.Type, _ x: Span<Each.A>, _ xStep: Int, _ y: Span<Each.B>, _ yStep: Int, _ rows: Range<Int>
        ) -> UInt64 {
            var word: UInt64 = 0
            switch (xStep, yStep) {
            case (1, 1):
                let (x, y) = (x.extracting(rows), y.extracting(rows))
                for row in x.indices { word |= (Each.holds(x[row], y[row]) ? 1 : 0) &<< UInt64(row) }
            case (1, _):
                let (x, y) = (x.extracting(rows), y[0])
                for row in x.indices { word |= (Each.holds(x[row], y) ? 1 : 0) &<< UInt64(row) }
            case (_, 1):
                let (x, y) = (x[0], y.extracting(rows))
                for row in y.indices { word |= (Each.holds(x, y[row]) ? 1 : 0) &<< UInt64(row) }
            default: word = Each.holds(x[0], y[0]) ? .max : 0
            }
            return word
        }
    }

    /// Lists of both sides are numbered together, where their order matters in it.
    private static func lists(
        _ a: Operand, _ b: Operand, isEquality: Bool, _ loop: Loop
    ) throws(Diagnostic) -> Bitmap {
        let first = a.column
        let both = try Column.concatenated([first, b.column], work: loop.work)
        var grouping = try Grouping(by: [both], count: both.count, work: loop.work)
        if !isEquality { grouping = try grouping.sortedByKeys([both], work: loop.work) }
        let x = Cells(values: grouping.groups[0..<first.count], step: a.step)
        let y = Cells(values: grouping.groups[first.count..<both.count], step: b.step)
        return isEquality
            ? try loop.run(Equal<Int32>.self, x, y) : try loop.run(Less<Int32>.self, x, y)
    }

    // MARK: - Text

    private static func text(
        _ a: Operand, _ b: Operand, isEquality: Bool, _ loop: Loop
    ) throws(Diagnostic) -> Bitmap {
        let (x, y) = (try TextCells(a), try TextCells(b))
        let work = loop.work
        // Against one text the dictionary is compared, not the rows.
        if let codes = x.codes, y.step == 0 {
            let entries = Operand.column(Column(.text, .text(x.text)))
            let table = try holds(
                entries, b, count: x.text.count, isEquality: isEquality, isTurned: loop.isTurned, work: work)
            return try codes.looked(up: table, count: loop.count, work: work)
        }
        if let codes = y.codes, x.step == 0 {
            let entries = Operand.column(Column(.text, .text(y.text)))
            let table = try holds(
                a, entries, count: y.text.count, isEquality: isEquality, isTurned: loop.isTurned, work: work)
            return try codes.looked(up: table, count: loop.count, work: work)
        }
        if isEquality, x.codes == nil, x.step == 1, y.step == 0, let place = y.place(0) {
            return try x.text.matches(y.text, place, isTurned: loop.isTurned, work: work)
        }
        if isEquality, y.codes == nil, y.step == 1, x.step == 0, let place = x.place(0) {
            return try y.text.matches(x.text, place, isTurned: loop.isTurned, work: work)
        }
        if isEquality, let first = x.codes, let second = y.codes, x.text.isSameMemory(as: y.text) {
            return try loop.run(
                Equal<Int32>.self, Cells(values: first, step: x.step), Cells(values: second, step: y.step))
        }
        let isTurned = loop.isTurned
        return try work.bits(loop.count, for: "a comparison") { rows, out in
            for slot in out.indices {
                var word: UInt64 = 0
                let first = rows.lowerBound + slot * 64
                for row in first..<min(first + 64, rows.upperBound) {
                    let (i, j) = (x.place(row), y.place(row))
                    guard let i, let j else { continue }
                    let order = x.text.order(i, y.text, j, isEquality: isEquality)
                    word |= ((isEquality ? order == 0 : order < 0) != isTurned ? 1 : 0) << UInt64(row & 63)
                }
                out[slot] = word
            }
        }
    }
}

/// The texts of an operand, behind codes or not.
private struct TextCells: Sendable {
    let text: TextColumn
    let codes: Buffer<Int32>?
    let step: Int

    init(_ operand: Operand) throws(Diagnostic) {
        step = operand.step
        switch operand.column.layout {
        case .text(let text): (self.text, codes) = (text, nil)
        case .codes(let column): (text, codes) = (column.dictionary, column.codes.values)
        default: throw .internalError("an operand of text")
        }
    }

    /// Where a row's text is; nil for a code of no entry, which a missing row may have.
    @inline(__always) func place(_ row: Int) -> Int? {
        guard let codes else { return row * step }
        let code = Int(codes.span[row * step])
        return code >= 0 && code < text.count ? code : nil
    }
}

extension Buffer<Int32> {
    /// The bit of each code; clear for a code of no entry.
    func looked(up table: Bitmap, count: Int, work: Work) throws(Diagnostic) -> Bitmap {
        let codes = self
        return try work.bits(count, for: "a comparison") { rows, out in
            let (codes, words) = (codes.span.extracting(rows), table.words.span)
            for slot in out.indices {
                var word: UInt64 = 0
                for index in slot * 64..<min(slot * 64 + 64, codes.count) {
                    let code = Int(codes[index])
                    let bit = code >= 0 && code < table.count ? table.firstBit + code : -1
                    let value = bit < 0 ? 0 : words[bit / 64] >> UInt64(bit % 64) & 1
                    word |= value << UInt64(index & 63)
                }
                out[slot] = word
            }
        }
    }
}

extension TextColumn {
    /// Whether each text is that of one row of another column; where turned, whether it is not.
    fileprivate func matches(
        _ other: TextColumn, _ row: Int, isTurned: Bool, work: Work
    ) throws(Diagnostic) -> Bitmap {
        let text = self
        let flip: UInt64 = isTurned ? .max : 0
        return try work.bits(count, for: "a comparison") { rows, out in
            let (offsets, bytes, others) = (text.offsets.span, text.bytes.span, other.bytes.span)
            let wanted = others.extracting(Int(other.offsets.span[row])..<Int(other.offsets.span[row + 1]))
            for slot in out.indices {
                let first = rows.lowerBound &+ slot &* 64
                var word: UInt64 = 0
                for row in first..<min(first &+ 64, rows.upperBound) {
                    let start = Int(offsets[row])
                    guard Int(offsets[row &+ 1]) &- start == wanted.count else { continue }
                    var place = 0
                    while place < wanted.count, bytes[start &+ place] == wanted[place] { place &+= 1 }
                    word |= (place == wanted.count ? 1 : 0) &<< UInt64(row & 63)
                }
                out[slot] = word ^ flip
            }
        }
    }

    /// The sign of `self[a] - other[b]`; of unequal lengths, where only equality is asked, any but 0.
    @inline(__always) func order(_ a: Int, _ other: TextColumn, _ b: Int, isEquality: Bool) -> Int {
        let (xs, ys) = (offsets.span, other.offsets.span)
        let (aStart, aCount) = (Int(xs[a]), Int(xs[a + 1] - xs[a]))
        let (bStart, bCount) = (Int(ys[b]), Int(ys[b + 1] - ys[b]))
        if isEquality, aCount != bCount { return 1 }
        let (x, y) = (bytes.span, other.bytes.span)
        for index in 0..<min(aCount, bCount) where x[aStart + index] != y[bStart + index] {
            return x[aStart + index] < y[bStart + index] ? -1 : 1
        }
        return aCount - bCount
    }
}

extension Bitmap {
    /// 0 or 1 a row.
    func bytes(work: Work) throws(Diagnostic) -> Buffer<UInt8> {
        let bits = self
        return try work.fill(count, for: "a condition") { rows, out in
            let words = bits.words.span
            for start in stride(from: 0, to: out.count, by: 64) {
                let word = bits.word((rows.lowerBound + start) / 64, in: words)
                for index in start..<min(start + 64, out.count) {
                    out[index] = UInt8(truncatingIfNeeded: word &>> UInt64(index & 63) & 1)
                }
            }
        }
    }
}

extension Operand {
    fileprivate func bytes(_ work: Work) throws(Diagnostic) -> Cells<UInt8> {
        guard case .bits(let values, _) = column.layout else { throw .internalError("an operand of bools") }
        return Cells(values: try values.bytes(work: work), step: step)
    }
}
