internal import RapportDiagnostics
internal import RapportWork

/// Texts as numbered terms, piece by piece: what is the same whatever the number of threads.
struct TermPieces: Sendable {
    /// Texts beside each other.
    struct Piece: Sendable {
        var terms: TermTable
        /// The terms of all texts, as numbers in ``terms``.
        var ids: [Int32]
        /// Where those of each text begin; one more at the end.
        var offsets: [Int]
    }

    var pieces: [Piece]

    static let pieceSize = 2_048

    init(_ texts: [String], _ tokenizer: Tokenizer, work: Work) throws(Diagnostic) {
        pieces = try work.map((texts.count + Self.pieceSize - 1) / Self.pieceSize) {
            (index) throws(Diagnostic) in
            let rows = index * Self.pieceSize..<min(texts.count, (index + 1) * Self.pieceSize)
            var reader = TermReader(tokenizer)
            var (ids, offsets) = ([Int32](), [0])
            ids.reserveCapacity(rows.count * 16)
            offsets.reserveCapacity(rows.count + 1)
            for row in rows {
                if row % 32 == 0 { try work.check() }
                reader.read(texts[row], into: &ids)
                offsets.append(ids.count)
            }
            work.advance(by: rows.count)
            return Piece(terms: reader.terms, ids: ids, offsets: offsets)
        }
    }

    /// The number that each term of each piece has in one table of all, which it fills in the order of pieces.
    func merge(into table: inout TermTable) -> [[Int32]] {
        pieces.map { piece in
            (0..<piece.terms.count).map { Int32(truncatingIfNeeded: table.intern($0, of: piece.terms)) }
        }
    }

    /// The number that each term of each piece has in a vocabulary, -1 where it has none.
    func numbers(in vocabulary: Vocabulary) -> [[Int32]] {
        pieces.map { piece in
            (0..<piece.terms.count).map { term in
                vocabulary.table.find(term, of: piece.terms).map { Int32(truncatingIfNeeded: $0) } ?? -1
            }
        }
    }

    /// Counts of the terms that have a column, one row a text.
    func counts(columns: [[Int32]], columnCount: Int, isBinary: Bool, work: Work) throws(Diagnostic)
        -> SparseRows
    {
        let (pieces, numbers) = (pieces, columns)
        let parts = try work.map(pieces.count) { (index) throws(Diagnostic) in
            try work.check()
            return SparseRows(pieces[index], columns: numbers[index], isBinary: isBinary)
        }
        return SparseRows(joining: parts)
    }
}

/// Rows of a sparse matrix while they are made.
struct SparseRows: Sendable {
    var offsets = [0]
    var columns: [Int32] = []
    var values: [Double] = []

    init(_ piece: TermPieces.Piece, columns numbers: [Int32], isBinary: Bool) {
        var row: [Int32] = []
        offsets.reserveCapacity(piece.offsets.count)
        columns.reserveCapacity(piece.ids.count)
        values.reserveCapacity(piece.ids.count)
        for text in 0..<piece.offsets.count - 1 {
            row.removeAll(keepingCapacity: true)
            for place in piece.offsets[text]..<piece.offsets[text + 1] {
                let column = numbers[Int(piece.ids[place])]
                if column >= 0 { row.append(column) }
            }
            Self.sort(&row)
            var place = 0
            while place < row.count {
                let column = row[place]
                var end = place + 1
                while end < row.count, row[end] == column { end += 1 }
                columns.append(column)
                values.append(isBinary ? 1 : Double(end - place))
                place = end
            }
            offsets.append(columns.count)
        }
    }

    init(joining parts: [SparseRows]) {
        let entries = parts.reduce(0) { $0 + $1.columns.count }
        columns.reserveCapacity(entries)
        values.reserveCapacity(entries)
        offsets.reserveCapacity(parts.reduce(1) { $0 + $1.offsets.count - 1 })
        for part in parts {
            let start = columns.count
            columns += part.columns
            values += part.values
            offsets += part.offsets.dropFirst().lazy.map { $0 + start }
        }
    }

    /// Texts are short: most rows are sorted where they are.
    private static func sort(_ row: inout [Int32]) {
        if row.count > 48 { return row.sort() }
        for end in row.indices.dropFirst() {
            let value = row[end]
            var place = end
            while place > 0, row[place - 1] > value {
                row[place] = row[place - 1]
                place -= 1
            }
            row[place] = value
        }
    }
}
