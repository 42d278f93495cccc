import RapportNumerics
import RapportPluginKit

/// The columns of a table as a clustering sees them.
struct FeatureMatrix {
    var features: [Feature] = []
    /// One a feature, in the columns' own units.
    var raw: [[Double]] = []
    var scaled: Matrix
    /// Columns of one value, which say nothing and are left out.
    var constant: [String] = []
    /// Numbers that seem to stand for "none".
    var standIns: [StandIn] = []

    /// More values than these in a text column are hardly a kind of customer.
    static let levelLimit = 50

    /// Reads and scales the columns that ``FeatureChoice`` chose.
    ///
    /// - Throws: `column.all-missing`, `column.missing-values`, `column.non-finite`, `column.range`,
    ///   `column.levels`, `column.constant`, `run.cancelled`.
    init(
        _ table: Table, _ columns: [Field], scale: FeatureScale, work: Work
    ) throws(Diagnostic) {
        do throws(Diagnostic) {
            try table.requirePresent(columns.map(\.name))
        } catch {
            var refused = error
            refused.help.append("`fill` before it puts a value of its own in their place, in sight")
            throw refused
        }
        let read = try work.map(columns.count) { (place) throws(Diagnostic) -> [Read] in
            let field = columns[place]
            return field.type.isNumber
                ? try Self.number(field.name, in: table, scale) : try Self.levels(field.name, in: table)
        }
        var scaled: [[Double]] = []
        for (field, found) in zip(columns, read) {
            if found.isEmpty { constant.append(field.name) }
            if field.type.isNumber, let values = found.first?.raw,
                let standIn = StandIn(values, column: field.name)
            {
                standIns.append(standIn)
            }
            for each in found {
                features.append(each.feature)
                raw.append(each.raw)
                scaled.append(each.scaled)
            }
        }
        guard !features.isEmpty else {
            throw Diagnostic(
                "column.constant",
                "\(Wording.list(columns.map { "`\($0.name)`" })) "
                    + (columns.count == 1 ? "has the same value" : "have one value each")
                    + " in all \(Wording.count(table.count)) rows; expected a column that tells rows apart",
                subject: .parameter("features"), help: ["name other columns: `features=[…]`"])
        }
        self.scaled = try Matrix(columns: scaled, work: work)
    }

    private typealias Read = (feature: Feature, raw: [Double], scaled: [Double])

    /// Nothing of a column of one value.
    private static func number(
        _ name: String, in table: Table, _ scale: FeatureScale
    ) throws(Diagnostic) -> [Read] {
        let values = try table.numbers(in: name)
        try requireFinite(values, name)
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        if low == high { return [] }
        let method = scale.method(for: values)
        if method == .log1pStandard, low <= -1 { throw belowLogarithm(values, name) }
        let scaler = Scaler(method, fitting: values)
        let feature = Feature(column: name, level: nil, scaler: scaler, low: low, high: high)
        return [(feature, values, scaler.scaled(values))]
    }

    /// A column of 0 and 1 for each value of a text; nothing where it has but one.
    private static func levels(_ name: String, in table: Table) throws(Diagnostic) -> [Read] {
        let words = try table.words(in: name)
        let levels = Array(Set(words)).sorted { $0.precedes($1) }
        if levels.count > levelLimit { throw tooManyLevels(levels.count, name) }
        if levels.count < 2 { return [] }
        return levels.map { level in
            let values = words.map { $0 == level ? 1.0 : 0.0 }
            let feature = Feature(
                column: name, level: level, scaler: Scaler(offset: 0, unit: 1), low: 0, high: 1)
            return (feature, values, values)
        }
    }

    /// Distinct rows, counted up to `limit`.
    func distinctRows(upTo limit: Int) -> Int {
        var seen: Set<[Double]> = []
        for row in 0..<scaled.rows {
            seen.insert(Array(scaled.row(row)))
            if seen.count >= limit { break }
        }
        return seen.count
    }

    /// Squares of larger numbers, summed up, have no place in a double.
    private static let largest = 1e100

    static func requireFinite(_ values: [Double], _ column: String) throws(Diagnostic) {
        // Not the other way round: NaN is below nothing.
        if values.allSatisfy({ $0.magnitude <= largest }) { return }
        let first = values.firstIndex { !($0.magnitude <= largest) } ?? 0
        let count = values.count { !($0.magnitude <= largest) }
        throw Diagnostic(
            "column.non-finite",
            "`\(column)` is infinite, no number or beyond 1e100 in \(Wording.count(count)) of "
                + "\(Wording.count(values.count)) rows, the first is row \(first + 1); expected finite numbers",
            subject: .column(column),
            help: ["`… | where abs(\(column.asColumnName)) <= 1e100` before it leaves them out"])
    }

    private static func belowLogarithm(_ values: [Double], _ column: String) -> Diagnostic {
        let first = values.firstIndex { $0 <= -1 } ?? 0
        return Diagnostic(
            "column.range",
            "`\(column)` is -1 or less in \(Wording.count(values.count { $0 <= -1 }, "row")), the first is row "
                + "\(first + 1); `scale=log1p` takes numbers above -1", subject: .parameter("scale"),
            help: ["`scale=standard`, or `scale=auto`, which takes the logarithm where it is one"])
    }

    private static func tooManyLevels(_ count: Int, _ column: String) -> Diagnostic {
        Diagnostic(
            "column.levels",
            "`\(column)` has \(Wording.count(count)) different values; a text column that is taken in has at "
                + "most \(levelLimit)", subject: .column(column),
            help: ["leave it out, or `recode` it to fewer kinds before"])
    }
}

extension Table {
    /// The cells of a text or bool column without missing ones, as words.
    func words(in name: String) throws(Diagnostic) -> [String] {
        let cells = try column(name)
        if cells.type == .text { return try texts(in: name).map { $0 ?? "" } }
        return (0..<count).map { cells.text(at: $0) }
    }
}
