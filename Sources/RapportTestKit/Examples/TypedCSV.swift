public import RapportDiagnostics
internal import RapportPluginKit
public import RapportTable

extension Table {
    /// A small table as an example writes it: a column has the first of int, float, bool, date, datetime that
    /// all its cells are, else text; an empty cell is missing; a leading zero makes a text.
    public init(exampleCSV text: String) throws(Diagnostic) {
        let csv = try CSVText(text)
        let columns = csv.header.indices.map { index -> Column in
            let cells = csv.rows.map { $0[index] }
            let present = cells.filter { !$0.isEmpty }
            let isCode = present.contains { $0.count > 1 && $0.hasPrefix("0") && !$0.contains(".") }
            let types: [ColumnType] = isCode ? [] : [.int, .float, .bool, .date, .datetime(zone: nil)]
            let type =
                types.first { type in
                    !present.isEmpty && present.allSatisfy { Scalar(text: $0, type: type) != nil }
                } ?? .text
            return Column(
                type, scalars: cells.map { $0.isEmpty ? .missing : Scalar(text: $0, type: type) ?? .missing })
        }
        self.init(
            Schema(zip(csv.header, columns).map { Field($0, $1.type) }), columns, count: csv.rows.count)
    }

    /// Where the table is not what an example says, nil where it is.
    ///
    /// Cells are compared by the types of the table; a float to as many places as are written.
    func difference(from expected: CSVText) -> String? {
        if schema.names != expected.header {
            return
                "columns \(schema.names.joined(separator: ",")), expected \(expected.header.joined(separator: ","))"
        }
        if count != expected.rows.count { return "\(count) rows, expected \(expected.rows.count)" }
        if let difference = firstDifference(from: expected) {
            return hasSameRows(as: expected)
                ? "the rows are those of the example in another order; sort them by something in the data: a "
                    + "`Set` or `Dictionary` has another order at every run"
                : difference
        }
        return nil
    }

    private func firstDifference(from expected: CSVText) -> String? {
        for (row, cells) in expected.rows.enumerated() {
            for (index, cell) in cells.enumerated() where !columns[index].shows(cell, at: row) {
                let found = columns[index].text(at: row, grain: schema.fields[index].grain)
                return "`\(found)` in row \(row + 1) of `\(schema.names[index])`, expected `\(cell)`"
            }
        }
        return nil
    }

    private func hasSameRows(as expected: CSVText) -> Bool {
        var left = Array(0..<count)
        return expected.rows.allSatisfy { cells in
            let place = left.firstIndex { row in zip(columns, cells).allSatisfy { $0.shows($1, at: row) } }
            return place.map { left.remove(at: $0) } != nil
        }
    }

    /// As an example would write it.
    func exampleCSV() -> String {
        func quoted(_ cell: String) -> String {
            cell.contains { ",\"\n\r".contains($0) }
                ? "\""
                    + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                    + "\""
                : cell
        }
        let rows = (0..<count).map { row in
            zip(schema.fields, columns).map { quoted($1.text(at: row, grain: $0.grain)) }.joined(
                separator: ",")
        }
        return ([schema.names.map(quoted).joined(separator: ",")] + rows).joined(separator: "\n")
    }
}

extension Column {
    fileprivate func shows(_ cell: String, at row: Int) -> Bool {
        let value = self[row]
        if value.isMissing { return cell.isEmpty }
        if case .float(let float) = value {
            guard let written = Double(cell) else { return false }
            let places =
                cell.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
            var unit = 1.0
            for _ in 0..<places { unit /= 10 }
            return abs(float - written) <= unit / 2 * (1 + 1e-9)
        }
        return text(at: row) == cell || Scalar(text: cell, type: type) == value
    }
}
