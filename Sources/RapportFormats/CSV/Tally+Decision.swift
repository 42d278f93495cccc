internal import RapportDiagnostics
internal import RapportTable

/// What a tally says of a column.
struct Decision: Sendable, Equatable {
    var type: CellType
    /// Sentences for the report.
    var remarks: [String] = []
    /// Where nearly all cells have one type: those that do not, and what was expected there.
    var misfits: Tally.Misfits?
    var expected = ""
    /// The order was named by the analyst.
    var isToldOrder = false
    /// Of a sample: only all cells can tell.
    var isUnsure = false
    var hasLeadingZeros = false
    /// Some numbers are others under the other decimal sign.
    var hasOpenNumbers = false
    /// Why the column cannot be read at all.
    var refusal: Diagnostic?

    init(
        type: CellType, remarks: [String] = [], isUnsure: Bool = false
    ) {
        (self.type, self.remarks, self.isUnsure) = (type, remarks, isUnsure)
    }
}

/// What a column is decided with beside its cells.
struct DecisionContext: Sendable {
    var column: String
    var file: String
    var dates: DateOrder?
    var reading: Reading
    var told: CSVOptions.ToldType?
}

extension Tally {
    /// The narrowest type that all present cells have; text where none has them all.
    func decide(_ context: DecisionContext) -> Decision {
        guard let told = context.told else { return decideFreely(context) }
        if told == .text {
            return Decision(type: .text(mayRepeat: true), remarks: ["text: as `columns=` says"])
        }
        var decision = decideFreely(context)
        switch (told, decision.type) {
        case (.int, .int), (.float, .float), (.bool, .bool), (.date, .date), (.datetime, .datetime):
            break
        case (.int, _) where points.ints == present: decision = Decision(type: .int(NumberForm()))
        case (.float, .int(let form)): decision.type = .float(form)
        case (.datetime, .date(let order)): decision.type = .datetime(order, zone: nil)
        case _ where present == 0: decision = Decision(type: Self.empty(told))
        default:
            decision.refusal = decision.refusal ?? mismatch(told, decision, context)
            // Thrown once all cells were counted.
            decision.isUnsure = true
            return decision
        }
        decision.remarks.append("\(told.rawValue): as `columns=` says")
        return decision
    }

    private func decideFreely(_ context: DecisionContext) -> Decision {
        let text = Decision(type: .text(mayRepeat: true))
        if present == 0 {
            var decision = text
            decision.isUnsure = true
            return decision
        }
        if bools == present { return Decision(type: .bool) }
        if isNumeric { return decideNumbers(context) }
        if times == present { return decideTimes(context) }
        if numbers == present { return mixedPercents(text) }
        return nearMiss(context) ?? digitsRemark(text)
    }

    private func decideTimes(_ context: DecisionContext) -> Decision {
        let told = context.dates
        var decision = Decision(type: .text(mayRepeat: true), isUnsure: true)
        if zones.count > 1, !areMails {
            decision.refusal = twoZones(context)
            return decision
        }
        let order: DateOrder
        if dates.open == 0 {
            order = .iso
        } else if let told, told != .iso {
            let against = told == .dayFirst ? monthFirst : dayFirst
            guard against == 0 else {
                decision.remarks = [
                    "\(LoadReport.grouped(against)) of \(LoadReport.grouped(dates.open)) dates cannot be "
                        + "\(told.words): text"
                ]
                return decision
            }
            order = told
            decision.isToldOrder = true
        } else if dayFirst > 0, monthFirst > 0 {
            decision.remarks = [
                "\(LoadReport.grouped(dayFirst)) dates can only be day first, \(LoadReport.grouped(monthFirst)) only "
                    + "month first: text"
            ]
            return decision
        } else if dayFirst > 0, dates.shapes[Temporal.Shape.openShort.rawValue] > 0, lateYears == 0 {
            decision.remarks = [
                "dates, but whether the day or a year of two digits stands in front cannot be told: text; "
                    + "`load … dates=day_first` (`dmy`) reads the day in front"
            ]
            return decision
        } else if dayFirst > 0 {
            order = .dayFirst
        } else if monthFirst > 0 {
            order = .monthFirst
        } else {
            decision.remarks = [
                "dates, but no day is above 12, so day and month cannot be told apart: text; "
                    + "`load … dates=day_first` (`dmy`) or `dates=month_first` (`mdy`) says which"
            ]
            return decision
        }
        decision.isUnsure = false
        decision.type = timed > 0 ? .datetime(order, zone: zone) : .date(order)
        return decision
    }

    /// Nine of ten cells have one type: the report says which do not, and gives the line that types it.
    private func nearMiss(_ context: DecisionContext) -> Decision? {
        let column = context.column
        let name = Self.written(column)
        let (fitting, what, cast, cells): (Int, String, String, Misfits)
        if numbers >= times {
            (fitting, what, cells) = (numbers, "number", notNumbers)
            cast = numberStage(name)
        } else {
            let target = timed > 0 ? "datetime" : "date"
            (fitting, what, cells) = (times, target == "date" ? "date" : "time", notTimes)
            cast = timeStage(name)
        }
        // An id is text: whoever cast it would lose those that have letters.
        guard fitting * 10 >= present * 9, leadingZeros == 0, !KindGuess.isIDName(column) else { return nil }
        let rows = cells.cells.prefix(3).map { LoadReport.grouped($0.row + 1) }.joined(separator: ", ")
        let rest = present - fitting
        let remark =
            "\(LoadReport.grouped(rest)) of \(LoadReport.grouped(present)) \(rest == 1 ? "is" : "are") "
            + "\(rest == 1 ? "not a \(what)" : "not \(what)s") (row\(rest == 1 ? "" : "s") \(rows)"
            + "\(rest > 3 ? ", …" : "")): \(cast)"
        var decision = Decision(type: .text(mayRepeat: true), remarks: [remark])
        let again = cells.cells.filter { $0.text == column }.count
        if again > 0 {
            decision.remarks.append(
                "\(again) of them \(again == 1 ? "is" : "are") the column's own name, as of a second header")
        }
        if huge > 0 { decision.remarks.append(hugeRemark) }
        decision.misfits = cells
        decision.isUnsure = true
        decision.expected = "a \(what)"
        return decision
    }

    private func digitsRemark(_ text: Decision) -> Decision {
        var decision = text
        if numbers + leadingZeros + huge == present {
            if leadingZeros > 0 { decision.remarks.append("leading zeros kept") }
            if huge > 0 { decision.remarks.append(hugeRemark) }
            (decision.hasLeadingZeros, decision.isUnsure) = (leadingZeros > 0, huge > 0)
        }
        if apostrophes > 0 {
            decision.remarks.append(
                "\(LoadReport.grouped(apostrophes)) begin\(apostrophes == 1 ? "s" : "") with an apostrophe, as a "
                    + "spreadsheet marks text: it is kept")
        }
        return decision
    }

    private var hugeRemark: String {
        "\(LoadReport.grouped(huge)) whole number\(huge == 1 ? " has" : "s have") more digits than 64 bits hold"
    }

    /// As the language writes a name: in backticks where it is no plain word.
    static func written(_ name: String) -> String {
        let isPlain =
            name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0)
            }
            && name.unicodeScalars.first.map { !("0"..."9").contains($0) } ?? false
        return isPlain ? name : "`" + name.replacing("`", with: "``") + "`"
    }
}
