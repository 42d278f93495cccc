/// The rows of each document, ascending: lists beside each other in one array.
struct DocumentRows: RandomAccessCollection, Sendable {
    private let rows: [Int]
    /// Where the rows of each document begin; one more at the end.
    private let offsets: [Int]

    /// Of the document of each row; nil where it has none.
    init(_ documentOfRow: [Int?], documents: Int) {
        var offsets = [Int](repeating: 0, count: documents + 1)
        for case .some(let document) in documentOfRow { offsets[document + 1] += 1 }
        for document in 0..<documents { offsets[document + 1] += offsets[document] }
        var next = offsets
        var rows = [Int](repeating: 0, count: offsets[documents])
        for (row, document) in documentOfRow.enumerated() {
            guard let document else { continue }
            rows[next[document]] = row
            next[document] += 1
        }
        (self.rows, self.offsets) = (rows, offsets)
    }

    var startIndex: Int { 0 }
    var endIndex: Int { offsets.count - 1 }

    subscript(document: Int) -> ArraySlice<Int> { rows[offsets[document]..<offsets[document + 1]] }

    /// How many rows a document has.
    func size(of document: Int) -> Int { offsets[document + 1] - offsets[document] }
}
