internal import RapportDiagnostics
internal import RapportTable

/// What the numbers of a column are: their decimal sign must be told or proved, and their currency must be one.
extension Tally {
    func decideNumbers(_ context: DecisionContext) -> Decision {
        let text = Decision(type: .text(mayRepeat: true), isUnsure: true)
        if currencies.count > 1, Currency.common(Set(currencies.keys)) == nil {
            var decision = text
            decision.refusal = twoCurrencies(context)
            return decision
        }
        if decorated > 0, KindGuess.isIDName(context.column), currencies.isEmpty, percents == 0 {
            return Decision(
                type: .text(mayRepeat: true),
                remarks: ["numbers with signs between their digits, in a column of ids: text"], isUnsure: true
            )
        }
        guard let (decimal, remarks) = decimal(context.reading) else {
            var decision = text
            decision.remarks = [openDecimalRemark]
            return decision
        }
        let count = decimal == UInt8(ascii: ",") ? commas : points
        let form = NumberForm(decimal: decimal, isPercent: percents > 0)
        if count.ints == present, percents == 0 {
            if long == present, areLongIDs(context.column) {
                var decision = Decision(
                    type: .text(mayRepeat: false), remarks: ["16 digits and more: kept as text"],
                    isUnsure: true)
                decision.hasLeadingZeros = true
                return decision
            }
            return number(.int(form), remarks)
        }
        return number(.float(form), remarks)
    }

    private func number(_ type: CellType, _ remarks: [String]) -> Decision {
        var decision = Decision(type: type, remarks: remarks)
        decision.hasOpenNumbers = openPoints + openCommas > 0
        return decision
    }

    /// Numbers of 16 digits and more are moments only where nothing names them.
    private func areLongIDs(_ column: String) -> Bool {
        KindGuess.isIDName(column) || !KindGuess.isTimeName(column)
    }

    /// The sign that all cells allow, and what there is to say of it; nil where both do and differ.
    private func decimal(_ reading: Reading) -> (UInt8, [String])? {
        let (point, comma) = (UInt8(ascii: "."), UInt8(ascii: ","))
        if let told = reading.toldDecimal {
            return told == comma
                ? (commas.numbers == present ? (comma, []) : nil)
                : (points.numbers == present ? (point, []) : nil)
        }
        if commas.numbers < present { return (point, []) }
        let isSemicolon = reading.delimiter == UInt8(ascii: ";")
        if points.numbers < present {
            // Between commas, a quoted `3,4` is a list as likely as a number.
            let arePairs = reading.delimiter == comma && pairs > 0 && pairs == commas.proofs
            if arePairs, reading.provedDecimal != comma { return nil }
            if commas.proofs > 0 { return (comma, ["decimal comma: \(values(commas.proofs)) it"]) }
            // Four digits behind each comma, as between myriads.
            return isSemicolon || reading.provedDecimal == comma ? (comma, ["decimal comma"]) : nil
        }
        if openPoints + openCommas == 0 { return (point, []) }
        if let proved = reading.provedDecimal {
            let sign = proved == comma ? "comma" : "point"
            return (proved, ["decimal \(sign), as other columns of the file prove"])
        }
        // Between semicolons a comma may be either.
        if isSemicolon || (openPoints > 0 && openCommas > 0) { return nil }
        if openCommas > 0 {
            return (
                point,
                ["commas between thousands, as three digits follow each: `decimal=\",\"` reads decimals"]
            )
        }
        return (point, [])
    }

    private func values(_ count: Int) -> String {
        "\(LoadReport.grouped(count)) value\(count == 1 ? " proves" : "s prove")"
    }

    private var openDecimalRemark: String {
        "numbers, but it cannot be told whether their points and commas are decimal signs: text; "
            + "`load … decimal=\",\"` or `decimal=\".\"` says which"
    }

    func mixedPercents(_ text: Decision) -> Decision {
        var decision = text
        decision.remarks = [
            "\(LoadReport.grouped(percents)) of \(LoadReport.grouped(present)) numbers have a percent sign, the others "
                + "none: text"
        ]
        decision.isUnsure = true
        return decision
    }

    // MARK: - What cannot be read

    private func twoCurrencies(_ context: DecisionContext) -> Diagnostic {
        let firsts = currencies.sorted { ($0.value.row, $0.key.rawValue) < ($1.value.row, $1.key.rawValue) }
        let places = firsts.map { "\($0.key.rawValue) first in row \(LoadReport.grouped($0.value.row + 1))" }
        return refusal(
            "csv.two-currencies", context,
            "holds several currencies: \(places.joined(separator: ", ")), expected one")
    }

    func twoZones(_ context: DecisionContext) -> Diagnostic {
        let firsts = zones.sorted { ($0.value.row, $0.key ?? 0) < ($1.value.row, $1.key ?? 0) }
        let places = firsts.map { zone, cell in
            "\(zone.map(Temporal.zoneName) ?? "no zone") first in row \(LoadReport.grouped(cell.row + 1))"
        }
        return refusal(
            "csv.two-zones", context,
            "holds times of several zones: \(places.joined(separator: ", ")), expected one")
    }

    func mismatch(_ told: CSVOptions.ToldType, _ decision: Decision, _ context: DecisionContext) -> Diagnostic
    {
        let cells: Misfits
        switch told {
        case .int, .float: cells = notNumbers
        case .bool: cells = notBools
        default: cells = notTimes
        }
        let row = cells.cells.first.map { "; row \(LoadReport.grouped($0.row + 1)) is none" } ?? ""
        return refusal(
            "csv.type", context, "is told to be \(told.rawValue), found \(decision.type.type.name)\(row)")
    }

    private func refusal(_ code: Diagnostic.Code, _ context: DecisionContext, _ what: String) -> Diagnostic {
        let name = context.column
        let key = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return Diagnostic(
            code, "`\(context.file)`, column `\(name)` \(what)", subject: .column(name),
            help: ["read it as text: `load … columns={\"\(key)\": \"text\"}`"])
    }

    /// A column of a type, where no cell shows what is written.
    static func empty(_ told: CSVOptions.ToldType) -> CellType {
        switch told {
        case .text: .text(mayRepeat: true)
        case .int: .int(NumberForm())
        case .float: .float(NumberForm())
        case .bool: .bool
        case .date: .date(.iso)
        case .datetime: .datetime(.iso, zone: nil)
        }
    }
}
