extension Sniffer {
    /// Several records as one: a name in front of blank ones, as merged cells leave it, stands for all of them.
    static func joined(_ rows: [[Cell]]) -> [Cell] {
        guard rows.count > 1 else { return rows.first ?? [] }
        let width = rows.map(\.count).max() ?? 0
        return (0..<width).map { column in
            var parts: [String] = []
            for (row, record) in rows.enumerated() {
                var text = record.indices.contains(column) ? record[column].text : ""
                if text.utf8.allSatisfy(\.isBlank), row != rows.count - 1 {
                    text = record.prefix(column).last { !$0.isBlank }?.text ?? ""
                }
                let word = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                if !word.isEmpty { parts.append(word) }
            }
            return Cell(text: parts.joined(separator: "_"), isQuoted: false)
        }
    }

    /// Whether a record is a program's marks of its columns, each a JSON object: `{"ImportId":"QID1"}`, as Qualtrics
    /// writes it below names and questions.
    static func isMarks(_ record: [Cell]) -> Bool {
        let filled = record.filter { !$0.isBlank }
        return filled.count > 1 && filled.allSatisfy { $0.text.hasPrefix("{\"ImportId\"") }
    }

    /// Whether a second record holds the names that a header lacks, and nothing below most of those it has: the
    /// choices of a question, as programs for surveys write them.
    static func completes(_ header: [Cell], _ second: [Cell]) -> Bool {
        func isBlank(_ record: [Cell], _ column: Int) -> Bool {
            !record.indices.contains(column) || record[column].isBlank
        }
        let unnamed = header.indices.filter { header[$0].isBlank }
        let named = header.indices.filter { !header[$0].isBlank }
        return !unnamed.isEmpty && unnamed.allSatisfy { !isBlank(second, $0) }
            && named.count { isBlank(second, $0) } * 2 >= named.count
    }

    /// Whether a cell of the first record is one of the few values of its column, such as `spam` above `ham` and
    /// `spam`: then it is a row.
    ///
    /// A column that holds nothing but its own name is a choice that was ticked, and a record that comes again whole
    /// is a repeated header.
    static func holdsValue(_ records: [[Cell]]) -> Bool {
        guard let first = records.first, records.count > 10 else { return false }
        let body = records.dropFirst()
        if body.contains(where: { $0.map(\.text) == first.map(\.text) }) { return false }
        return first.indices.contains { column in
            guard !first[column].isBlank else { return false }
            let cells = body.compactMap { $0.indices.contains(column) ? $0[column].text : nil }
            let values = Set(cells.filter { !$0.isEmpty })
            return (2...10).contains(values.count) && values.count * 5 <= cells.count
                && cells.count { $0 == first[column].text } >= 2
        }
    }
}
