/// The terms that stand for the columns of a matrix, ascending by scalar.
public struct Vocabulary: Sendable {
    public let terms: [String]
    /// Numbers of the terms, the same as places in ``terms``.
    let table: TermTable

    /// - Parameter terms: In any order; each becomes a column once.
    public init(terms: some Sequence<String>) {
        var unsorted = TermTable()
        for term in terms {
            let bytes = Array(term.utf8)
            _ = unsorted.intern(bytes, 0..<bytes.count)
        }
        let order = unsorted.sorted((0..<unsorted.count).map { Int32(truncatingIfNeeded: $0) })
        self.init(order, of: unsorted)
    }

    /// Some terms of a table, in this order, which must be ascending.
    init(_ order: [Int32], of table: TermTable) {
        var mine = TermTable()
        terms = order.map {
            _ = mine.intern(Int($0), of: table)
            return table.string(Int($0))
        }
        self.table = mine
    }

    public var count: Int { terms.count }

    /// The column of a term; nil where it is not known.
    public func column(of term: String) -> Int? {
        let bytes = Array(term.utf8)
        return table.find(bytes, 0..<bytes.count)
    }
}

extension Vocabulary: Codable {
    public init(from decoder: any Decoder) throws { self.init(terms: try [String](from: decoder)) }
    public func encode(to encoder: any Encoder) throws { try terms.encode(to: encoder) }
}

extension Vocabulary: Hashable {
    public static func == (a: Vocabulary, b: Vocabulary) -> Bool { a.terms == b.terms }
    public func hash(into hasher: inout Hasher) { hasher.combine(terms) }
}
