public import RapportDiagnostics
public import RapportWork

extension Column {
    /// Text as codes into a dictionary, where it has at most `limit` distinct values; else itself.
    ///
    /// The dictionary is in the order of first rows.
    public func encoded(limit: Int, work: Work) throws(Diagnostic) -> Column {
        guard case .text = layout else { return self }
        return Encode.reference(self, limit: limit) ?? self
    }

    /// Codes as text; any other column is itself.
    public func decoded(work: Work) throws(Diagnostic) -> Column {
        guard case .codes = layout else { return self }
        return Column(type, scalars: (0..<count).map { self[$0] })
    }
}

package enum Encode {
    /// Defines what is correct; nil where there are more than `limit` values.
    package static func reference(_ column: Column, limit: Int) -> Column? {
        var codes: [String: Int32] = [:]
        var dictionary: [String] = []
        var cells: [Int32?] = []
        for row in 0..<column.count {
            guard case .text(let text) = column[row] else {
                cells.append(nil)
                continue
            }
            // Swift compares strings up to canonical equivalence; cells are compared as they are.
            let key = text.unicodeScalars.map { String($0.value) }.joined(separator: " ")
            if codes[key] == nil {
                codes[key] = Int32(dictionary.count)
                dictionary.append(text)
            }
            cells.append(codes[key])
        }
        guard dictionary.count <= limit else { return nil }
        return Column(
            .text,
            .codes(
                CategoryColumn(
                    codes: FixedColumn(cells, filler: 0), dictionary: TextColumn(dictionary.map { $0 }))))
    }
}
