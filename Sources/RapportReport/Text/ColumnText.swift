import RapportTable

/// The cells of one column as a reader sees them: one style for the whole column.
struct ColumnText: Sendable {
    var name: String
    /// The type's word, or the grain's: `int`, `month`; behind it the unit.
    var typeWord: String
    /// `CNY`; empty: none.
    var unit: String
    var alignment: Alignment
    /// Nil where missing.
    var cells: [String?]
    /// Whether a cell may be cut: a text still says something then, a number does not.
    var isText: Bool

    init(_ field: Field, _ column: Column) {
        name = field.name.visible
        unit = field.unit.map(\.visible) ?? ""
        let type = field.grain.map(\.rawValue) ?? field.type.description
        typeWord = unit.isEmpty ? type : "\(type) \(unit)"
        alignment = field.type.isNumber || field.type == .duration ? .right : .left
        isText = field.type == .text || field.type.element != nil
        let scalars = (0..<column.count).map { column[$0] }
        let style = NumberStyle(
            for: scalars.lazy.compactMap { if case .float(let v) = $0 { v } else { nil } })
        let zone = field.type.zone
        // A day's midnight in every row is no time of day.
        let isClockNeeded =
            zone != nil
            || scalars.contains {
                if case .datetime(let time) = $0 { time % 86_400_000_000 != 0 } else { false }
            }
        cells = scalars.map { scalar in
            switch scalar {
            case .missing: nil
            case .bool(let value): value ? "true" : "false"
            case .int(let value): field.kind == .id ? String(value) : grouped(value)
            case .float(let value):
                // Ids that another program wrote as `17850.0`, for want of some of them.
                field.kind == .id
                    ? Int64(exactly: value).map { String($0) } ?? style.text(value) : style.text(value)
            case .text(let value): value.visible
            case .datetime where !isClockNeeded:
                String(scalar.text(zone: zone).prefix(while: { $0 != " " }))
            case .list: scalar.text(zone: zone).visible
            case .date, .datetime, .duration: scalar.text(grain: field.grain, zone: zone)
            }
        }
    }
}

extension Table {
    /// Every column as text.
    ///
    /// For the rows that are shown: it makes a string a cell.
    var columnTexts: [ColumnText] { zip(schema.fields, columns).map { ColumnText($0, $1) } }
}
