import RapportPluginKit

/// The customers of two results, each once, with the segments they have in them.
struct MigrationMembers {
    /// Ascending by id.
    var customers: Column
    /// Names of all segments of both results.
    var names: [String]
    /// Of each customer a place in ``names``; nil where that result does not have them.
    var before: [Int?]
    var now: [Int?]
    /// Values of each customer, where a result has columns of all three.
    var measuresBefore: [Measure: [Double?]]?
    var measuresNow: [Measure: [Double?]]?

    var count: Int { before.count }

    typealias Side = (table: Table, customer: String, segment: String)

    /// - Throws: `column.missing-values`, `table.duplicate-key`, `table.empty`.
    init(now: Side, before: Side, work: Work) throws(Diagnostic) {
        guard before.table.count > 0 else {
            throw Diagnostic(
                "table.empty",
                "the table of `previous` has no rows; expected the customers of an earlier result",
                subject: .parameter("previous"), help: ["`previous=run 3`, with the number of that run"])
        }
        for side in [now, before] { try side.table.requirePresent([side.customer, side.segment]) }
        let all = try Column.concatenated(
            [try now.table.column(now.customer), try before.table.column(before.customer)], work: work)
        let grouping = try Grouping(sortedBy: [all], count: all.count, work: work)
        customers = try all.gathered(at: grouping.firstRows, work: work)
        let nowRows = try Self.rows(of: now, grouping, from: 0, "this table", .column(now.customer))
        let beforeRows = try Self.rows(
            of: before, grouping, from: now.table.count, "the table of `previous`", .parameter("previous"))

        let (nowNames, beforeNames) = (try Self.names(of: now), try Self.names(of: before))
        names = Set(nowNames).union(beforeNames).sorted { $0.precedes($1) }
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        self.now = nowRows.map { $0.flatMap { places[nowNames[$0]] } }
        self.before = beforeRows.map { $0.flatMap { places[beforeNames[$0]] } }
        measuresNow = try Self.measures(of: now.table, nowRows)
        measuresBefore = try Self.measures(of: before.table, beforeRows)
    }

    /// The row of each customer in one of the two tables, which stand one behind the other in the grouping.
    private static func rows(
        of side: Side, _ grouping: Grouping, from start: Int, _ what: String, _ subject: Diagnostic.Subject
    ) throws(Diagnostic) -> [Int?] {
        var (rows, repeated) = ([Int?](repeating: nil, count: grouping.groupCount), 0)
        for row in 0..<side.table.count {
            let customer = Int(grouping.groups[start + row])
            if rows[customer] != nil { repeated += 1 }
            rows[customer] = row
        }
        guard repeated > 0 else { return rows }
        throw Diagnostic(
            "table.duplicate-key",
            "\(Wording.count(repeated, "row")) of \(what) with a customer of an earlier row; expected each customer once",
            subject: subject,
            help: ["`… | distinct \(side.customer.asColumnName)` keeps the first row of each"])
    }

    /// The name of each row's segment; -1 is what clusters of density call noise.
    private static func names(of side: Side) throws(Diagnostic) -> [String] {
        let column = try side.table.column(side.segment)
        return (0..<column.count).map { row in
            column[row] == .int(-1) ? SegmentOrder.noise : column.text(at: row)
        }
    }

    /// By customer, where the table has all three measures as numbers.
    private static func measures(
        of table: Table, _ rows: [Int?]
    ) throws(Diagnostic) -> [Measure: [Double?]]? {
        var found: [Measure: [Double?]] = [:]
        for measure in Measure.allCases {
            guard table[measure.rawValue]?.type.isNumber == true else { return nil }
            let cells = try table.optionalNumbers(in: measure.rawValue)
            found[measure] = rows.map { $0.flatMap { cells[$0] } }
        }
        return found
    }
}

/// In which order tables show segments.
struct SegmentOrder {
    static let noise = "(noise)"

    /// Places in ``MigrationMembers/names``.
    let places: [Int]

    /// A scheme's own order where it has all names; of numbers the numbers'; else the largest first.
    init(_ members: MigrationMembers, scheme: SegmentScheme?) {
        let names = members.names
        let schemes =
            [scheme?.names ?? []]
            + BuiltInScheme.allCases.map { each in
                (try? SegmentScheme(.first(each), scores: nil))?.names ?? []
            }
        if let order = schemes.first(where: { Set(names).isSubset(of: $0) }) {
            places = order.compactMap { names.firstIndex(of: $0) }
            return
        }
        var sizes = [Int](repeating: 0, count: names.count)
        for place in (members.before + members.now).compactMap(\.self) { sizes[place] += 1 }
        let numbers = names.map { $0 == Self.noise ? Int.max : Int($0) }
        places = names.indices.sorted { a, b in
            if let x = numbers[a], let y = numbers[b], !numbers.contains(nil) { return x < y }
            return sizes[a] == sizes[b] ? a < b : sizes[a] > sizes[b]
        }
    }
}
