internal import RapportTable

/// Figures as messages show them.
enum FigureText {
    /// `4.19`.
    static func ratio(_ value: Double) -> String { decimals(value, 2) }

    /// Whole where it is large, else with two decimals at the most.
    static func sum(_ value: Double) -> String {
        guard abs(value) < 1e15 else { return "\(value)" }
        if abs(value) >= 1000 || value == value.rounded() { return grouped(Int(value.rounded())) }
        return decimals(value, 2)
    }

    /// To the cent, for totals that are compared.
    static func exact(_ value: Double) -> String {
        guard abs(value) < 1e13 else { return "\(value)" }
        return value == value.rounded() ? grouped(Int(value)) : decimals(value, 2)
    }

    static func percent(_ part: Double, decimals places: Int = 1) -> String {
        part.isFinite && abs(part) < 1e9 ? decimals(part * 100, places) + "%" : "\(part)"
    }

    /// `-0.612%`, as differences are told.
    static func percent3(_ part: Double) -> String { percent(part, decimals: 3) }

    private static func decimals(_ value: Double, _ places: Int) -> String {
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let whole = Int((value.magnitude * Double(scale)).rounded())
        let digits = String(whole % scale)
        let sign = value < 0 && whole != 0 ? "-" : ""
        let zeros = String(repeating: "0", count: places - digits.utf8.count)
        return "\(sign)\(grouped(whole / scale)).\(zeros)\(digits)"
    }
}

extension Field.Repetition {
    /// `4.19×`.
    var words: String { "\(FigureText.ratio(times))×" }
}
