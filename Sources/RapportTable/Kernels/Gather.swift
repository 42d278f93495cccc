public import RapportDiagnostics
public import RapportWork

extension Column {
    /// The cells at `rows`, in their order; -1 gives a missing cell.
    ///
    /// Traps on a row that is not there.
    /// - Complexity: O(rows + bytes of text).
    public func gathered(at rows: Buffer<Int32>, work: Work) throws(Diagnostic) -> Column {
        try gathered(at: Gather.Rows(rows, work: work), work: work)
    }

    func gathered(at rows: Gather.Rows, work: Work) throws(Diagnostic) -> Column {
        let validity = try rows.gather(validity: validity, work: work)
        switch layout {
        case .bits(let values, _):
            return Column(.bool, .bits(values: try rows.gather(bits: values, work: work), validity: validity))
        case .int32(let column):
            let values = try rows.gather(column.values, filler: 0, work: work)
            return Column(type, .int32(FixedColumn(values: values, validity: validity)))
        case .int64(let column):
            let values = try rows.gather(column.values, filler: 0, work: work)
            return Column(type, .int64(FixedColumn(values: values, validity: validity)))
        case .float64(let column):
            let values = try rows.gather(column.values, filler: 0, work: work)
            return Column(type, .float64(FixedColumn(values: values, validity: validity)))
        case .text(let column):
            return Column(type, .text(try rows.gather(column, validity: validity, work: work)))
        case .codes(let column):
            let codes = try rows.gather(column.codes.values, filler: 0, work: work)
            return Column(
                type,
                .codes(
                    CategoryColumn(
                        codes: FixedColumn(values: codes, validity: validity), dictionary: column.dictionary))
            )
        case .list(let column):
            return Column(type, .list(try rows.gather(column, validity: validity, work: work)))
        }
    }
}

extension Table {
    /// The rows at `rows`, in their order; -1 gives a row of missing cells.
    public func gathered(at rows: Buffer<Int32>, work: Work) throws(Diagnostic) -> Table {
        let places = try Gather.Rows(rows, work: work)
        var gathered: [Column] = []
        for column in columns { gathered.append(try column.gathered(at: places, work: work)) }
        return Table(schema, gathered, count: rows.count)
    }
}

package enum Gather {
    /// Defines what is correct.
    package static func reference(_ column: Column, at rows: Buffer<Int32>) -> Column {
        Column(
            column.type,
            scalars: (0..<rows.count).map { rows[$0] < 0 ? .missing : column[Int(rows[$0])] })
    }

    /// Places to gather from, and which of them are rows (nil: all), found once for all columns.
    struct Rows: Sendable {
        let places: Buffer<Int32>
        let isRow: Bitmap?

        init(_ places: Buffer<Int32>, work: Work) throws(Diagnostic) {
            self.places = places
            isRow = try work.bits(places.count, for: "gathered rows") { range, out in
                let places = places.span.extracting(range)
                for slot in out.indices {
                    var word: UInt64 = 0
                    for index in slot * 64..<min(slot * 64 + 64, places.count) {
                        word |= (places[index] >= 0 ? 1 : 0) &<< UInt64(index & 63)
                    }
                    out[slot] = word
                }
            }.ifAnyClear
        }

        /// For places that are known to be rows.
        init(rows: Buffer<Int32>) { (places, isRow) = (rows, nil) }
    }
}

extension Gather.Rows {
    func gather<Value: BitwiseCopyable & Sendable>(
        _ values: Buffer<Value>, filler: Value, work: Work
    ) throws(Diagnostic) -> Buffer<Value> {
        let places = places
        return try work.fill(places.count, for: "gathered rows") { range, out in
            let (places, values) = (places.span.extracting(range), values.span)
            for index in out.indices {
                let row = Int(places[index])
                out[index] = row < 0 ? filler : values[row]
            }
        }
    }

    /// Clear where there is no row.
    func gather(bits: Bitmap, work: Work) throws(Diagnostic) -> Bitmap {
        let places = places
        return try work.bits(places.count, for: "gathered rows") { range, out in
            let (places, words, firstBit) = (places.span.extracting(range), bits.words.span, bits.firstBit)
            for slot in out.indices {
                var word: UInt64 = 0
                for index in slot * 64..<min(slot * 64 + 64, places.count) where places[index] >= 0 {
                    let row = Int(places[index])
                    precondition(row < bits.count)
                    let bit = firstBit + row
                    word |= (words[bit / 64] >> UInt64(bit % 64) & 1) << UInt64(index & 63)
                }
                out[slot] = word
            }
        }
    }

    func gather(validity: Bitmap?, work: Work) throws(Diagnostic) -> Bitmap? {
        guard let validity else { return isRow }
        return try gather(bits: validity, work: work).ifAnyClear
    }
}
