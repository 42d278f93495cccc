public import RapportDiagnostics
public import RapportTable
public import RapportWork

extension Day {
    /// Those of a whole day.
    public static let microseconds: Int64 = 86_400_000_000

    /// The number of the day on which a moment of a wall clock lies.
    ///
    /// Rounded down: the evening before 1970 is on day -1.
    public static func of(_ wall: Int64) -> Int32 {
        let (days, rest) = wall.quotientAndRemainder(dividingBy: microseconds)
        // Every Int64 is within some 107 million days.
        return Int32(rest < 0 ? days - 1 : days)
    }
}

extension Table {
    /// The day of each time, in the column's zone; nil where missing.
    public func days(in name: String, work: Work) throws(Diagnostic) -> [Int32?] {
        let column = try startOf(.day, of: try column(name), work: work)
        guard case .int32(let cells) = column.layout else {
            throw .internalError("column `\(name)` is no time")
        }
        let (days, validity) = (cells.values.span, column.validity)
        return days.indices.map { validity?[$0] == false ? nil : days[$0] }
    }
}
