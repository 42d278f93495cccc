import RapportPluginKit

extension Table {
    /// The calendar day of each time, in the column's zone; nil where missing.
    func days(in name: String, work: Work) throws(Diagnostic) -> [Int32?] {
        let column = try startOf(.day, of: try column(name), work: work)
        guard case .int32(let cells) = column.layout else {
            throw .internalError("column `\(name)` is no time")
        }
        let (days, validity) = (cells.values.span, column.validity)
        return days.indices.map { validity?[$0] == false ? nil : days[$0] }
    }
}

enum Calendar {
    /// `2026-05-31`.
    static func text(_ day: Int32) -> String { Scalar.date(day).text() }

    /// A period by its first day: `2026-05`, `2026-Q2`, as the language writes it.
    static func text(_ start: Int32, _ grain: Grain) -> String { Scalar.date(start).text(grain: grain) }
}
