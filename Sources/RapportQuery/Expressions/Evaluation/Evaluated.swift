public import RapportDiagnostics
public import RapportTable

/// The values of an expression, and what was lost on the way.
public struct Evaluated: Sendable {
    public var column: Column
    public var counts: EvaluationCounts
    /// Aggregates that skipped missing values.
    public var uses: [AggregateUse]

    public init(_ column: Column, counts: EvaluationCounts = EvaluationCounts(), uses: [AggregateUse] = []) {
        (self.column, self.counts, self.uses) = (column, counts, uses)
    }
}

/// How many values became missing for a reason that the analyst is told; counts of blocks add up.
public struct EvaluationCounts: Sendable, Hashable {
    public var divisionsByZero = 0
    /// `log(0)`, `sqrt(-1)`, `exp(1000)`.
    public var notFinite = 0
    /// Texts that `parse_date(…, on_error=missing)` could not read.
    public var unread = 0

    public init(divisionsByZero: Int = 0, notFinite: Int = 0, unread: Int = 0) {
        (self.divisionsByZero, self.notFinite, self.unread) = (divisionsByZero, notFinite, unread)
    }

    public static func += (total: inout Self, more: Self) {
        total.divisionsByZero += more.divisionsByZero
        total.notFinite += more.notFinite
        total.unread += more.unread
    }

    /// One line a reason: `12 divisions by zero gave missing`.
    public var notes: [Note] {
        var notes: [Note] = []
        if divisionsByZero > 0 {
            let what = divisionsByZero == 1 ? "division" : "divisions"
            notes.append(
                Note("number.division-by-zero", "\(grouped(divisionsByZero)) \(what) by zero gave missing"))
        }
        if notFinite > 0 {
            let what = notFinite == 1 ? "result that is" : "results that are"
            notes.append(
                Note("number.not-finite", "\(grouped(notFinite)) \(what) no number, as log(0), gave missing"))
        }
        if unread > 0 {
            let what = unread == 1 ? "text that is no date" : "texts that are no date"
            notes.append(Note("value.unread", "\(grouped(unread)) \(what) gave missing"))
        }
        return notes
    }
}

/// How many of the values an aggregate used.
public struct AggregateUse: Sendable, Hashable {
    /// `mean(nps)`.
    public var text: String
    public var used: Int
    public var total: Int

    public init(_ text: String, used: Int, total: Int) {
        (self.text, self.used, self.total) = (text, used, total)
    }

    public var note: Note {
        Note("aggregate.skipped-missing", "\(text): \(grouped(used)) of \(grouped(total)) values used")
    }
}

/// A count as people read it: `1,200`.
func grouped(_ count: Int) -> String {
    let digits = Array(String(count.magnitude))
    var text = count < 0 ? "-" : ""
    for (place, digit) in digits.enumerated() {
        if place > 0, (digits.count - place) % 3 == 0 { text += "," }
        text.append(digit)
    }
    return text
}
