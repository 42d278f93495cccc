public import RapportDiagnostics
import RapportTable

extension BoundExpression {
    /// What binding read in one of two ways, said once: a whole day beside a time of day is its midnight.
    public var notes: [Note] {
        var notes = children.flatMap(\.notes)
        guard case .call(let name, let sides) = form, sides.count == 2, ["<", "<=", ">", ">="].contains(name)
        else { return notes }
        for (day, time) in [(sides[0], sides[1]), (sides[1], sides[0])] {
            guard case .datetime = time.type.type, day.type.type == .date, case .literal = day.form else {
                continue
            }
            notes.append(
                Note("type.midnight", "`\(day.printed)` is read as \(day.printed)T00:00", at: day.span))
        }
        return notes
    }
}
