import RapportPluginKit

/// Which segment each customer is in, and who left.
struct CustomerGroups {
    /// One a customer; nil where nobody says.
    let segments: [String?]?
    let left: [Bool?]?
    /// Customers whose rows name several segments: the first in order is taken.
    let severalSegments: Int

    /// Rows of the table of customers are numbered from `listedFrom` on in the grouping.
    init(
        _ analysis: Score, _ piped: Table, _ listed: Table?, _ columns: EvidenceSources.Listed?,
        _ grouping: Grouping, listedFrom start: Int
    ) throws(Diagnostic) {
        var found: (table: Table, column: String, start: Int)?
        if let segment = analysis.segment {
            found = (piped, segment, 0)
        } else if let listed, let segment = columns?.segment {
            found = (listed, segment, start)
        }
        if let (table, name, offset) = found {
            var (labels, isMixed) = (
                [String?](repeating: nil, count: grouping.groupCount),
                [Bool](repeating: false, count: grouping.groupCount)
            )
            let column = try table.column(name)
            for row in 0..<table.count where !column[row].isMissing {
                let (customer, label) = (Int(grouping.groups[offset + row]), column.text(at: row))
                let known = labels[customer] ?? label
                if known != label { isMixed[customer] = true }
                // The first in order, so that the order of rows does not matter.
                let isFirst = label.precedes(known)
                labels[customer] = isFirst ? label : known
            }
            (segments, severalSegments) = (labels, isMixed.count { $0 })
        } else {
            (segments, severalSegments) = (nil, 0)
        }
        left =
            if let listed, let name = columns?.event {
                try Self.left(listed, name, grouping, start)
            } else { nil }
    }

    private static func left(
        _ table: Table, _ name: String, _ grouping: Grouping, _ start: Int
    ) throws(Diagnostic) -> [Bool?] {
        let column = try table.column(name)
        var left = [Bool?](repeating: nil, count: grouping.groupCount)
        for row in 0..<table.count {
            let customer = Int(grouping.groups[start + row])
            // Of a customer in several rows, one that says it is enough.
            switch column[row] {
            case .missing: continue
            case .bool(let value): left[customer] = value || left[customer] ?? false
            case let cell:
                guard let number = cell.number, number == 0 || number == 1 else {
                    throw Diagnostic(
                        "column.range",
                        "`\(name)` of the table of `customers` is neither 0 nor 1 in row \(row + 1)",
                        subject: .parameter("customers"), help: ["1 says that a customer left, 0 that not"])
                }
                left[customer] = number == 1 || left[customer] ?? false
            }
        }
        return left
    }
}
