import RapportPluginKit

/// Columns from arrays that mark what is missing by a value: a pass each, without optionals.
extension Column {
    /// NaN is missing.
    static func numbers(_ cells: [Double]) -> Column {
        var values = BufferBuilder<Double>(uninitialized: cells.count)
        var present = Presence(cells.count)
        var out = values.mutableSpan
        for row in cells.indices {
            let isPresent = cells[row].isFinite
            out[row] = isPresent ? cells[row] : 0
            present.set(row, isPresent)
        }
        return Column(.float, .float64(FixedColumn(values: values.freeze(), validity: present.validity)))
    }

    /// -1 is missing.
    static func counts(_ cells: [Int32]) -> Column {
        var values = BufferBuilder<Int64>(uninitialized: cells.count)
        var present = Presence(cells.count)
        var out = values.mutableSpan
        for row in cells.indices {
            out[row] = Int64(max(cells[row], 0))
            present.set(row, cells[row] >= 0)
        }
        return Column(.int, .int64(FixedColumn(values: values.freeze(), validity: present.validity)))
    }

    /// 1 is true, -1 missing.
    static func truths(_ cells: [Int8]) -> Column {
        var (values, present) = (Presence(cells.count), Presence(cells.count))
        for row in cells.indices {
            values.set(row, cells[row] == 1)
            present.set(row, cells[row] >= 0)
        }
        return Column(.bool, .bits(values: values.bitmap, validity: present.validity))
    }

    static func int64s(
        _ cells: [Int64], as type: ColumnType, missing: Int64, _ change: (Int64) -> Int64
    ) -> Column {
        var values = BufferBuilder<Int64>(uninitialized: cells.count)
        var present = Presence(cells.count)
        var out = values.mutableSpan
        for row in cells.indices {
            let isPresent = cells[row] != missing
            out[row] = isPresent ? change(cells[row]) : 0
            present.set(row, isPresent)
        }
        return Column(type, .int64(FixedColumn(values: values.freeze(), validity: present.validity)))
    }

    /// Places in a few words, none of them twice; -1 is missing.
    static func words(_ cells: [Int8], of words: [String]) -> Column {
        var values = BufferBuilder<Int32>(uninitialized: cells.count)
        var present = Presence(cells.count)
        var out = values.mutableSpan
        for row in cells.indices {
            let isPresent = words.indices.contains(Int(cells[row]))
            out[row] = isPresent ? Int32(cells[row]) : 0
            present.set(row, isPresent)
        }
        let codes = FixedColumn(values: values.freeze(), validity: present.validity)
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

/// A bit a row, set as it is written.
private struct Presence {
    private var words: [UInt64]
    private let count: Int
    private var absent = 0

    init(_ count: Int) {
        (self.count, words) = (count, Array(repeating: 0, count: (count + 63) / 64))
    }

    mutating func set(_ row: Int, _ isSet: Bool) {
        if isSet { words[row &>> 6] |= 1 &<< UInt64(row & 63) } else { absent += 1 }
    }

    var bitmap: Bitmap {
        var buffer = BufferBuilder<UInt64>(uninitialized: words.count)
        var out = buffer.mutableSpan
        for place in words.indices { out[place] = words[place] }
        return Bitmap(words: buffer.freeze(), count: count)
    }

    /// Nil where nothing is missing.
    var validity: Bitmap? { absent == 0 ? nil : bitmap }
}
