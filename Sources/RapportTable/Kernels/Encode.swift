public import RapportDiagnostics
public import RapportWork

extension Column {
    /// Text as codes into a dictionary, where it has at most `limit` distinct values; else itself.
    ///
    /// The dictionary is in the order of first rows.
    public func encoded(limit: Int, work: Work) throws(Diagnostic) -> Column {
        guard case .text(let text) = layout else { return self }
        // Most columns of many values show it in their first rows.
        let sample = min(count, Work.morsel)
        if sample < count,
            try Grouping(by: [self[0..<sample]], count: sample, work: work).groupCount - 1 > limit
        {
            return self
        }
        let grouping = try Grouping(by: [self], count: count, work: work)
        let firstRows = (0..<grouping.groupCount).map { grouping.firstRows[$0] }
        let missing = firstRows.firstIndex { row in validity.map { !$0[Int(row)] } ?? false }
        let entries = firstRows.enumerated().filter { $0.offset != missing }.map(\.element)
        guard entries.count <= limit else { return self }

        let dictionary = try Gather.Rows(rows: Buffer(entries)).gather(text, validity: nil, work: work)
        var codes = grouping.groups
        if let missing {
            let (groups, missing) = (codes, Int32(missing))
            codes = try work.fill(count, for: "the dictionary") { rows, out in
                let groups = groups.span.extracting(rows)
                for index in out.indices {
                    let group = groups[index]
                    out[index] = group < missing ? group : group == missing ? 0 : group - 1
                }
            }
        }
        return Column(
            .text,
            .codes(
                CategoryColumn(
                    codes: FixedColumn(values: codes, validity: validity), dictionary: dictionary)))
    }

    /// Codes as text; any other column is itself.
    public func decoded(work: Work) throws(Diagnostic) -> Column {
        guard case .codes(let column) = layout else { return self }
        // The places may hold -1, and their text is empty where they do.
        let (places, validity) = (try column.places(work: work), column.codes.validity)
        let text = try Gather.Rows(rows: places).gather(column.dictionary, validity: validity, work: work)
        return Column(type, .text(text))
    }
}

package enum Encode {
    /// Defines what is correct; nil where there are more than `limit` values.
    package static func reference(_ column: Column, limit: Int) -> Column? {
        var codes: [[UInt8]: Int32] = [:]
        var dictionary: [String] = []
        var cells: [Int32?] = []
        for row in 0..<column.count {
            guard case .text(let text) = column[row] else {
                cells.append(nil)
                continue
            }
            // Swift compares strings up to canonical equivalence; cells are compared byte by byte.
            let key = Array(text.utf8)
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
