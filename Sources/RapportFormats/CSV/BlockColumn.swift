internal import RapportTable

/// One column of one block, read.
struct BlockColumn: Sendable {
    var cells = Cells.none
    /// One bit a row, set where present; nil: all.
    var validity: [UInt64]?
    var stats = ColumnStats()
    var tally: Tally?
    /// Cells that were mended or are odd, for `problems`: rows of the block.
    var mended: [(row: Int, text: String)] = []

    enum Cells: Sendable {
        /// Nothing was kept: the column was only counted.
        case none
        /// The values stand in the column's own memory already.
        case inPlace
        case bits([UInt64])
        case int32(Buffer<Int32>)
        case int64(Buffer<Int64>)
        case float64(Buffer<Double>)
        case text(TextColumn)
        /// Codes in a memory of the block's own, or (nil) in the column's.
        case codes(Buffer<Int32>?, dictionary: TextColumn)
    }

    func validity(_ rows: Int) -> Bitmap? {
        validity.map { Bitmap(words: Buffer($0), count: rows) }
    }

    /// As a column of its own; nil where the values stand elsewhere.
    func column(_ type: ColumnType, rows: Int) -> Column? {
        let validity = validity(rows)
        switch cells {
        case .none, .inPlace, .codes(nil, _): return nil
        case .bits(let words):
            return Column(type, .bits(values: Bitmap(words: Buffer(words), count: rows), validity: validity))
        case .int32(let values): return Column(type, .int32(FixedColumn(values: values, validity: validity)))
        case .int64(let values): return Column(type, .int64(FixedColumn(values: values, validity: validity)))
        case .float64(let values):
            return Column(type, .float64(FixedColumn(values: values, validity: validity)))
        case .text(let text):
            return Column(
                type, .text(TextColumn(offsets: text.offsets, bytes: text.bytes, validity: validity)))
        case .codes(.some(let codes), let dictionary):
            let column = FixedColumn(values: codes, validity: validity)
            return Column(type, .codes(CategoryColumn(codes: column, dictionary: dictionary)))
        }
    }
}

/// Which rows of a block have a value: nothing is allocated until one has none.
struct ValidityMarks {
    private(set) var words: [UInt64]?
    let rows: Int

    init(rows: Int) { self.rows = rows }

    mutating func clear(_ row: Int) {
        if words == nil {
            words = [UInt64](repeating: .max, count: (rows + 63) / 64)
            if rows % 64 != 0 { words?[rows / 64] = (1 << UInt64(rows % 64)) - 1 }
        }
        words?[row / 64] &= ~(1 << UInt64(row % 64))
    }
}
