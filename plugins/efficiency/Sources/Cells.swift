import RapportPluginKit

/// Columns from arrays that mark what is missing by a value: a pass each, without optionals.
extension Column {
    /// NaN is missing.
    static func numbers(_ cells: [Double]) -> Column {
        var values = BufferBuilder<Double>(uninitialized: cells.count)
        var out = values.mutableSpan
        for row in cells.indices { out[row] = cells[row].isFinite ? cells[row] : 0 }
        let validity = Bitmap.presence(cells.count) { cells[$0].isFinite }
        return Column(.float, .float64(FixedColumn(values: values.freeze(), validity: validity)))
    }

    /// -1 is missing.
    static func counts(_ cells: [Int32]) -> Column {
        var values = BufferBuilder<Int64>(uninitialized: cells.count)
        var out = values.mutableSpan
        for row in cells.indices { out[row] = Int64(max(cells[row], 0)) }
        let validity = Bitmap.presence(cells.count) { cells[$0] >= 0 }
        return Column(.int, .int64(FixedColumn(values: values.freeze(), validity: validity)))
    }

    /// 1 is true, -1 missing.
    static func truths(_ cells: [Int8]) -> Column {
        Column(
            .bool,
            .bits(
                values: Bitmap(count: cells.count) { cells[$0] == 1 },
                validity: .presence(cells.count) { cells[$0] >= 0 }))
    }

    static func int64s(
        _ cells: [Int64], as type: ColumnType, missing: Int64, _ change: (Int64) -> Int64
    ) -> Column {
        var values = BufferBuilder<Int64>(uninitialized: cells.count)
        var out = values.mutableSpan
        for row in cells.indices { out[row] = cells[row] == missing ? 0 : change(cells[row]) }
        let validity = Bitmap.presence(cells.count) { cells[$0] != missing }
        return Column(type, .int64(FixedColumn(values: values.freeze(), validity: validity)))
    }

    /// Places in a few words, none of them twice; -1 is missing.
    static func words(_ cells: [Int8], of words: [String]) -> Column {
        var values = BufferBuilder<Int32>(uninitialized: cells.count)
        var out = values.mutableSpan
        for row in cells.indices {
            out[row] = words.indices.contains(Int(cells[row])) ? Int32(cells[row]) : 0
        }
        let validity = Bitmap.presence(cells.count) { words.indices.contains(Int(cells[$0])) }
        let codes = FixedColumn(values: values.freeze(), validity: validity)
        return Column(.text, .codes(CategoryColumn(codes: codes, dictionary: TextColumn(words))))
    }

    /// The rows of a dictionary; -1 is missing.
    static func rows(_ codes: [Int32], of dictionary: Column, work: Work) throws(Diagnostic) -> Column {
        try dictionary.gathered(at: .of(codes), work: work)
    }
}

extension Buffer where Element == Int32 {
    static func of(_ cells: [Int32]) -> Buffer<Int32> {
        var values = BufferBuilder<Int32>(uninitialized: cells.count)
        var out = values.mutableSpan
        for row in cells.indices { out[row] = cells[row] }
        return values.freeze()
    }
}

extension Buffer where Element == Int64 {
    static func of(_ cells: [Int64]) -> Buffer<Int64> {
        var values = BufferBuilder<Int64>(uninitialized: cells.count)
        var out = values.mutableSpan
        for row in cells.indices { out[row] = cells[row] }
        return values.freeze()
    }
}

extension Bitmap {
    /// Where something is there; nil where it is everywhere.
    @inline(__always) fileprivate static func presence(
        _ count: Int, _ isPresent: (_ row: Int) -> Bool
    ) -> Bitmap? {
        let found = Bitmap(count: count, isPresent)
        return found.clearCount == 0 ? nil : found
    }
}
