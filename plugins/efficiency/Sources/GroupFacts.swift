import RapportNumerics
import RapportPluginKit

/// The measures of conversations as arrays, NaN where missing, and which group each is in.
struct GroupFacts {
    let count: Int
    let firstResponse: [Double]
    let medianReply: [Double]
    let resolution: [Double]
    let unresolved: [Double]
    let score: [Double]
    let rating: [Double]
    let agentMessages: [Double]
    /// On the calendar's clock, resolved or not.
    let openSeconds: [Double]
    /// 1, 0, -1 where missing.
    let oneContact: [Int8]
    let met: [Int8]
    let reopened: [Int8]
    /// All replies, with the conversation they are of, and who wrote them; nil where the table has no lists of them.
    let replies: Replies?
    let dimensions: [Grouped]
    /// Groups of the same channel and priority, for the mix.
    let strata: [Int]
    let strataCount: Int
    let strataNames: [String]
    /// Nil without a column.
    let beginnings: Beginnings?

    /// When conversations began.
    struct Beginnings {
        /// ``Records/never`` where missing.
        let instants: [Int64]
        /// In the column's zone.
        let days: [Int32?]
        /// Nil where times are whole days.
        let hours: [(weekday: Int, hour: Int)]?

        init(_ name: String, in table: Table, _ work: Work) throws(Diagnostic) {
            let column = try table.column(name)
            instants = try Clock(times: column.type, calendar: nil).instants(of: column)
            days = try table.days(in: name, work: work)
            let (weekday, hour) = (
                try datePart(.weekday, of: column, work: work), try datePart(.hour, of: column, work: work)
            )
            hours =
                column.type == .date
                ? nil : (0..<column.count).map { (Int(weekday[$0].number ?? 0), Int(hour[$0].number ?? 0)) }
        }
    }

    struct Replies {
        var seconds: [Double]
        var conversation: [Int]
        /// The replier's name; nil where nobody is named.
        var author: [String?]?
    }

    /// The groups of one dimension.
    struct Grouped {
        var dimension: Groups.Dimension
        /// In order; those without a value are in no group.
        var keys: [String]
        /// Of each conversation; -1 for none.
        var group: [Int]
        /// Of the first response, where that is another's.
        var responder: [Int]
        /// Conversations without a value.
        var missing: Int
    }

    init(_ analysis: Groups, _ table: Table, work: Work) throws(Diagnostic) {
        count = table.count
        let (cells, isBusiness) = (MeasureCells(table: table, work: work), analysis.clock == .business)
        firstResponse = try cells.numbers(
            isBusiness ? analysis.firstResponseBusinessSeconds : analysis.firstResponseSeconds, atLeast0: true
        )
        medianReply = try cells.numbers(
            isBusiness ? analysis.medianReplyBusinessSeconds : analysis.medianReplySeconds)
        resolution = try cells.numbers(
            isBusiness ? analysis.resolutionBusinessSeconds : analysis.resolutionSeconds, atLeast0: true)
        // Open conversations are watched on the calendar's clock alone.
        unresolved = try cells.numbers(isBusiness ? nil : analysis.unresolvedSeconds, atLeast0: true)
        score = try cells.numbers(analysis.efficiencyScore)
        rating = try cells.numbers(analysis.rating)
        agentMessages = try cells.numbers(analysis.agentMessages, atLeast0: true)
        openSeconds = zip(
            try cells.numbers(analysis.resolutionSeconds, atLeast0: true),
            try cells.numbers(analysis.unresolvedSeconds, atLeast0: true)
        )
        .map { $0.isNaN ? $1 : $0 }
        oneContact = try cells.truths(analysis.oneContact)
        met = try cells.truths(analysis.slaColumn)
        reopened = zip(resolution, try cells.numbers(analysis.reopens))
            .map { $0.isNaN || $1.isNaN ? -1 : $1 > 0 ? 1 : 0 }
        replies = Self.replies(table, isBusiness ? "reply_business_seconds" : "reply_seconds")
        dimensions = try Self.dimensions(analysis, table, work)
        (strata, strataCount) = try Self.strata(analysis, table, work)
        strataNames = [
            analysis.channel == nil ? nil : "channel", analysis.priority == nil ? nil : "priority",
        ]
        .compactMap(\.self)
        beginnings = try analysis.createdAt.map { (name) throws(Diagnostic) in
            try Beginnings(name, in: table, work)
        }
    }

    private static func dimensions(
        _ analysis: Groups, _ table: Table, _ work: Work
    ) throws(Diagnostic) -> [Grouped] {
        var found: [Grouped] = []
        for dimension in analysis.dimensions(in: table) {
            try work.check()
            guard let name = analysis.column(of: dimension) else { continue }
            found.append(try grouped(dimension, try table.column(name), analysis, table, work))
        }
        return found
    }

    private static func strata(
        _ analysis: Groups, _ table: Table, _ work: Work
    ) throws(Diagnostic) -> ([Int], Int) {
        var columns: [Column] = []
        for name in [analysis.channel, analysis.priority].compactMap(\.self) {
            let column = try table.column(name)
            if column.missingCount < column.count { columns.append(column) }
        }
        let grouping = try Grouping(sortedBy: columns, count: table.count, work: work)
        return ((0..<table.count).map { Int(grouping.groups[$0]) }, grouping.groupCount)
    }

    private static func replies(_ table: Table, _ name: String) -> Replies? {
        guard let column = table[name], column.type == .list(of: .float),
            case .list(let lists) = column.layout,
            column.missingCount < column.count
        else { return nil }
        var found = Replies(seconds: [], conversation: [], author: nil)
        var authors: ListColumn?
        if let people = table["repliers"], case .list(let lists) = people.layout,
            people.missingCount < people.count
        {
            authors = lists
        }
        var names: [String?] = []
        for row in 0..<table.count where column.validity.map({ $0[row] }) ?? true {
            let places = lists.places(of: row)
            for place in places {
                found.seconds.append(lists.elements[place].number ?? .nan)
                found.conversation.append(row)
            }
            guard let authors else { continue }
            let own = authors.places(of: row)
            for offset in 0..<places.count {
                let place = own.lowerBound + offset
                let isThere = place < own.upperBound && !authors.elements[place].isMissing
                names.append(isThere ? authors.elements.text(at: place) : nil)
            }
        }
        if authors != nil { found.author = names }
        return found
    }

    private static func grouped(
        _ dimension: Groups.Dimension, _ column: Column, _ analysis: Groups, _ table: Table, _ work: Work
    ) throws(Diagnostic) -> Grouped {
        var keyed = column
        switch dimension {
        case .week: keyed = try startOf(.week, of: column, work: work)
        case .weekday: keyed = try datePart(.weekday, of: column, work: work)
        case .hour: keyed = try datePart(.hour, of: column, work: work)
        default: break
        }
        let grouping = try Grouping(sortedBy: [keyed], count: table.count, work: work)
        let missing = keyed.missingCount
        let groups = grouping.groupCount - (missing > 0 ? 1 : 0)
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        let keys = (0..<groups).map { group -> String in
            let text = keyed.text(at: Int(grouping.firstRows[group]))
            switch dimension {
            case .weekday:
                return Int(text).flatMap { names.indices.contains($0 - 1) ? names[$0 - 1] : nil } ?? text
            case .hour: return text.utf8.count == 1 ? "0\(text)" : text
            default: return text
            }
        }
        let group = (0..<table.count).map {
            Int(grouping.groups[$0]) < groups ? Int(grouping.groups[$0]) : -1
        }
        var found = Grouped(
            dimension: dimension, keys: keys, group: group, responder: group, missing: missing)
        if dimension == .agent, let name = analysis.firstResponder, let responders = table[name],
            responders.missingCount < responders.count
        {
            found.credit(responders)
        }
        return found
    }
}

extension GroupFacts.Grouped {
    /// The first response goes to who gave it; who owns no conversation is a group too, in its place by name.
    fileprivate mutating func credit(_ responders: Column) {
        var known = Set(keys)
        for row in 0..<responders.count where !responders[row].isMissing {
            known.insert(responders.text(at: row))
        }
        let isWider = known.count > keys.count
        let old = keys
        if isWider { keys = known.sorted { $0.precedes($1) } }
        var place: [String: Int] = [:]
        for (index, key) in keys.enumerated() { place[key] = index }
        if isWider { group = group.map { $0 < 0 ? -1 : place[old[$0]] ?? -1 } }
        responder = (0..<responders.count).map { row in
            responders[row].isMissing ? -1 : place[responders.text(at: row)] ?? -1
        }
    }
}

/// The cells of columns that a table may not have.
private struct MeasureCells {
    let table: Table
    let work: Work

    /// NaN where missing.
    /// - Throws: `column.range` for one below 0, where that is no measure.
    func numbers(_ name: String?, atLeast0: Bool = false) throws(Diagnostic) -> [Double] {
        guard let name else { return Array(repeating: .nan, count: table.count) }
        let values = try table.optionalNumbers(in: name).map { $0 ?? .nan }
        if atLeast0 { try table.requireNotNegative(values, in: name) }
        return values
    }

    /// 1, 0, -1 where missing.
    func truths(_ name: String?) throws(Diagnostic) -> [Int8] {
        guard let name else { return Array(repeating: -1, count: table.count) }
        return try Marks.read(try table.column(name), named: name, work: work).map {
            $0.map { $0 ? 1 : 0 } ?? -1
        }
    }
}
