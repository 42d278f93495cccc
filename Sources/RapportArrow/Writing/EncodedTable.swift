internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// A table in the form that a stream's schema asks for.
struct EncodedTable: Sendable {
    private let columns: [Column]
    private let count: Int
    /// By column, the texts that its codes stand for.
    private(set) var dictionaries: [Int: TextColumn] = [:]

    init(_ table: Table, _ schema: ArrowSchema, work: Work) throws(Diagnostic) {
        count = table.count
        var columns: [Column] = []
        for (index, column) in table.columns.enumerated() {
            guard schema.fields[index].dictionary != nil else {
                columns.append(try Self.plain(column, work: work))
                continue
            }
            let coded = try column.encoded(limit: .max, work: work)
            guard case .codes(let codes) = coded.layout else { throw .internalError("texts without codes") }
            let used = Self.used(codes)
            let places = Buffer(used.order)
            let dictionary = try Column(.text, .text(codes.dictionary)).gathered(at: places, work: work)
            guard case .text(let texts) = dictionary.layout else {
                throw .internalError("texts without text")
            }
            let numbers = used.numbers
            let (old, validity) = (codes.codes.values, codes.codes.validity)
            let values: Buffer<Int32> = try work.fill(count, for: "the codes") { rows, out in
                let old = old.span.extracting(rows)
                for row in out.indices {
                    let code = Int(old[row])
                    // Under a missing cell there may be a code of no entry.
                    out[row] = numbers.indices.contains(code) ? max(numbers[code], 0) : 0
                }
            }
            columns.append(
                Column(
                    .text,
                    .codes(
                        CategoryColumn(
                            codes: FixedColumn(values: values, validity: validity), dictionary: texts))))
            dictionaries[index] = texts
        }
        self.columns = columns
    }

    /// Without codes, in lists too.
    private static func plain(_ column: Column, work: Work) throws(Diagnostic) -> Column {
        guard case .list(let list) = column.layout else { return try column.decoded(work: work) }
        let elements = try plain(list.elements, work: work)
        return Column(
            .list(of: elements.type),
            .list(ListColumn(offsets: list.offsets, elements: elements, validity: list.validity)))
    }

    /// The codes that rows have, in the order in which they come up, and by code its number in it (-1: none).
    ///
    /// What no row has, a filter took away; it must not leave with the table.
    private static func used(_ column: CategoryColumn) -> (order: [Int32], numbers: [Int32]) {
        var order: [Int32] = []
        var numbers = [Int32](repeating: -1, count: column.dictionary.count)
        let values = column.codes.values
        let (codes, validity) = (values.span, column.codes.validity)
        for row in codes.indices {
            let code = Int(codes[row])
            guard numbers.indices.contains(code), numbers[code] < 0, validity.map({ $0[row] }) ?? true else {
                continue
            }
            numbers[code] = Int32(order.count)
            order.append(Int32(code))
            if order.count == numbers.count { break }
        }
        return (order, numbers)
    }

    /// The rows of each batch: 64 K, fewer where their text would pass what offsets of 32 bits reach.
    ///
    /// - Throws: `arrow.too-long`.
    func batches() throws(Diagnostic) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var open = stride(from: 0, to: count, by: Work.morsel).map { $0..<min($0 + Work.morsel, count) }
        open.reverse()
        while let rows = open.popLast() {
            let longest = columns.map { Self.reach(of: $0[rows]) }.max() ?? 0
            if longest <= Int64(Int32.max) {
                batches.append(rows)
            } else if rows.count > 1 {
                let middle = rows.lowerBound + rows.count / 2
                open += [middle..<rows.upperBound, rows.lowerBound..<middle]
            } else {
                throw Diagnostic(
                    "arrow.too-long",
                    "row \(rows.upperBound) has a text or list of 2 GB or more, expected less",
                    help: ["shorten it: `left(…, n)`"])
            }
        }
        return batches
    }

    /// The largest of the column's offsets, counted from its first row.
    private static func reach(of column: Column) -> Int64 {
        switch column.layout {
        case .text(let text): text.offsets[text.count] - text.offsets[0]
        case .list(let list): max(list.offsets[list.count] - list.offsets[0], reach(of: list.flat))
        default: 0
        }
    }

    func body(_ rows: Range<Int>) -> BatchBody {
        var body = BatchBody(rows: rows.count)
        body.reserve(columns.reduce(0) { $0 + $1[rows].byteCount + 192 })
        for column in columns { body.append(column[rows]) }
        return body
    }
}
