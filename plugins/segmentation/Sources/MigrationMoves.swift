import RapportPluginKit

/// What became of each customer, and why.
struct MigrationMoves {
    enum Status: String, CaseIterable { case stayed, moved, new, left }

    enum Cause: String, CaseIterable {
        /// The earlier limits move the customer as well.
        case behaviour
        /// The earlier limits leave the customer in the earlier segment.
        case cutPoints = "cut points"
        /// The earlier limits name a third segment.
        case both
        /// Stayed, where the earlier limits would have moved the customer.
        case held
        /// The measures changed, and no limits say how much that matters.
        case undecided
    }

    var members: MigrationMembers
    var statuses: [Status]
    /// Nil where there is nothing to explain, or no measures to explain it by.
    var causes: [Cause?]
    /// The segment now by the earlier limits, by name; nil without limits or without a customer now.
    var underEarlier: [String?]
    var hasYardstick: Bool
    var hasMeasures: Bool
    /// Customers of the earlier result whom its limits name otherwise than it did.
    var misnamed = 0

    init(
        _ members: MigrationMembers, under yardstick: MigrationYardstick?, work: Work
    ) throws(Diagnostic) {
        self.members = members
        hasYardstick = yardstick != nil
        hasMeasures = members.measuresNow != nil && members.measuresBefore != nil
        statuses = zip(members.before, members.now).map { before, now in
            switch (before, now) {
            case (nil, _): .new
            case (_, nil): .left
            case (let before?, let now?): before == now ? .stayed : .moved
            }
        }
        causes = Array(repeating: nil, count: members.count)
        underEarlier = Array(repeating: nil, count: members.count)
        if let yardstick {
            underEarlier = Self.named(members.measuresNow, members.count, by: yardstick)
            misnamed = try checked(Self.named(members.measuresBefore, members.count, by: yardstick))
        }
        for customer in 0..<members.count {
            if customer % 4_096 == 0 { try work.check() }
            causes[customer] = cause(of: customer)
        }
    }

    private func cause(of customer: Int) -> Cause? {
        let names = members.names
        guard let before = members.before[customer].map({ names[$0] }),
            let now = members.now[customer].map({ names[$0] })
        else { return nil }
        if before != now, isUnchanged(customer) { return .cutPoints }
        if let earlier = underEarlier[customer] {
            if before == now { return earlier == before || isUnchanged(customer) ? nil : .held }
            return earlier == now ? .behaviour : earlier == before ? .cutPoints : .both
        }
        return before != now && hasMeasures ? .undecided : nil
    }

    /// Whether all three measures are known and the same in both results.
    private func isUnchanged(_ customer: Int) -> Bool {
        guard let before = members.measuresBefore, let now = members.measuresNow else { return false }
        return Measure.allCases.allSatisfy { measure in
            guard let then = before[measure]?[customer], let today = now[measure]?[customer] else {
                return false
            }
            return then == today
        }
    }

    /// What the earlier limits call each customer; nil where a measure is missing.
    private static func named(
        _ measures: [Measure: [Double?]]?, _ count: Int, by yardstick: MigrationYardstick
    ) -> [String?] {
        guard let measures else { return Array(repeating: nil, count: count) }
        return (0..<count).map { customer in
            var values: [Measure: Double] = [:]
            for measure in Measure.allCases {
                guard let value = measures[measure]?[customer] else { return nil }
                values[measure] = value
            }
            return yardstick.scheme.names[yardstick.scheme.segment(of: values, under: yardstick.points)]
        }
    }

    /// How many the earlier limits name otherwise than the earlier result.
    /// - Throws: `parameter.conflict` where that is most: they are limits of something else.
    private func checked(_ names: [String?]) throws(Diagnostic) -> Int {
        let pairs = zip(members.before, names).compactMap { before, name in
            before.flatMap { before in name.map { (members.names[before], $0) } }
        }
        let other = pairs.count { $0 != $1 }
        guard other * 2 > pairs.count else { return other }
        throw Diagnostic(
            "parameter.conflict",
            "`cuts` and `scheme` name \(Wording.count(other)) of \(Wording.count(pairs.count)) customers of "
                + "`previous` otherwise than it does; expected the limits and the scheme of that run",
            subject: .parameter("cuts"),
            help: ["`cuts=` takes the same run as `previous=`, and `scheme=` what that run had"])
    }
}
