import RapportPluginKit

/// Counts the pairs of segments, and lays them out.
struct MigrationTables {
    let moves: MigrationMoves
    /// In the order of tables.
    let names: [String]
    let segments: [Segment]
    /// From one segment to another, the largest first.
    let pairs: [Pair]
    /// `counts[before * (names.count + 1) + now]`, the last of both for `(new)` and `(left)`.
    private let counts: [Int]

    static let new = "(new)"
    static let left = "(left)"

    struct Segment {
        var name: String
        var before = 0
        var now = 0
        var stayed = 0
        var movedIn = 0
        var movedOut = 0
        var new = 0
        var left = 0
        var change: Int { now - before }
        var keptShare: Double? { before > 0 ? Double(stayed) / Double(before) : nil }
    }

    struct Pair {
        var before: String
        var now: String
        var n: Int
        var share: Double
        var causes: [MigrationMoves.Cause: Int]
    }

    init(_ moves: MigrationMoves, order: SegmentOrder) {
        self.moves = moves
        let names = order.places.map { moves.members.names[$0] }
        self.names = names
        // The place in the order of each place in the members' names.
        var places = [Int](repeating: 0, count: names.count)
        for (place, name) in order.places.enumerated() { places[name] = place }
        let width = names.count + 1
        var counts = [Int](repeating: 0, count: width * width)
        var causes: [Int: [MigrationMoves.Cause: Int]] = [:]
        for customer in 0..<moves.members.count {
            let before = moves.members.before[customer].map { places[$0] } ?? names.count
            let now = moves.members.now[customer].map { places[$0] } ?? names.count
            counts[before * width + now] += 1
            if let cause = moves.causes[customer] {
                causes[before * width + now, default: [:]][cause, default: 0] += 1
            }
        }
        self.counts = counts
        segments = names.indices.map { place in
            var segment = Segment(name: names[place])
            segment.stayed = counts[place * width + place]
            segment.new = counts[names.count * width + place]
            segment.left = counts[place * width + names.count]
            for other in names.indices where other != place {
                segment.movedIn += counts[other * width + place]
                segment.movedOut += counts[place * width + other]
            }
            segment.before = segment.stayed + segment.movedOut + segment.left
            segment.now = segment.stayed + segment.movedIn + segment.new
            return segment
        }
        let all = segments
        pairs = names.indices.flatMap { before in
            names.indices.compactMap { now -> Pair? in
                let n = counts[before * width + now]
                guard before != now, n > 0 else { return nil }
                return Pair(
                    before: names[before], now: names[now], n: n,
                    share: Double(n) / Double(all[before].before),
                    causes: causes[before * width + now] ?? [:])
            }
        }
        // Sorting is stable: equal moves stay in the order of segments.
        .sorted { $0.n > $1.n }
    }

    func count(_ status: MigrationMoves.Status) -> Int { moves.statuses.count { $0 == status } }
    func count(_ cause: MigrationMoves.Cause) -> Int { moves.causes.count { $0 == cause } }
    var before: Int { segments.reduce(0) { $0 + $1.before } }
    var now: Int { segments.reduce(0) { $0 + $1.now } }

    // MARK: - Tables

    func output(_ schema: Schema, work: Work) throws(Diagnostic) -> Table {
        let members = moves.members
        let words = members.names
        return Table(
            schema,
            [
                members.customers,
                .categories(members.before.map { $0 ?? words.count }, of: words + [Self.new]),
                .categories(members.now.map { $0 ?? words.count }, of: words + [Self.left]),
                .texts(moves.statuses.map(\.rawValue)), .texts(moves.causes.map { $0?.rawValue }),
                .texts(moves.underEarlier),
            ])
    }

    var named: [Outcome.NamedTable] {
        [.init("matrix", matrix), .init("segments", segmentTable), .init("moves", moveTable)]
    }

    /// Every pair but the one of those whom neither result has.
    private var matrix: Table {
        let width = names.count + 1
        let cells = (0..<width * width - 1).map { (before: $0 / width, now: $0 % width, n: counts[$0]) }
        let totals = (0..<width).map { before in counts[before * width..<(before + 1) * width].reduce(0, +) }
        return Table(
            Schema(Self.declared[1].fields),
            [
                .texts(cells.map { ($0.before < names.count ? names[$0.before] : Self.new) }),
                .texts(cells.map { ($0.now < names.count ? names[$0.now] : Self.left) }),
                .ints(present: cells.map(\.n)),
                .floats(cells.map { totals[$0.before] > 0 ? Double($0.n) / Double(totals[$0.before]) : nil }),
            ])
    }

    private var segmentTable: Table {
        func ints(_ number: (Segment) -> Int) -> Column { .ints(present: segments.map(number)) }
        return Table(
            Schema(Self.declared[2].fields),
            [
                .texts(segments.map(\.name)), ints(\.before), ints(\.now), ints(\.change), ints(\.stayed),
                ints(\.movedIn), ints(\.movedOut), ints(\.new), ints(\.left),
                .floats(segments.map(\.keptShare)),
            ])
    }

    private var moveTable: Table {
        func ints(_ cause: MigrationMoves.Cause) -> Column {
            .ints(present: pairs.map { $0.causes[cause] ?? 0 })
        }
        let unexplained = pairs.map { pair in
            pair.n - [.behaviour, .cutPoints, .both].reduce(0) { $0 + (pair.causes[$1] ?? 0) }
        }
        return Table(
            Schema(Self.declared[3].fields),
            [
                .texts(pairs.map(\.before)), .texts(pairs.map(\.now)), .ints(present: pairs.map(\.n)),
                .floats(pairs.map(\.share)), ints(.behaviour), ints(.cutPoints), ints(.both),
                .ints(present: unexplained),
            ])
    }

    // MARK: - Metrics

    var moveMetrics: [Outcome.Metric] {
        let (stayed, moved) = (count(.stayed), count(.moved))
        let isDecided = moves.hasYardstick
        return [
            .init("customers_before", Double(before)), .init("customers_now", Double(now)),
            .init("stayed", Double(stayed)), .init("moved", Double(moved)), .init("new", Double(count(.new))),
            .init("left", Double(count(.left))),
            .init(
                "stayed_share", stayed + moved > 0 ? Double(stayed) / Double(stayed + moved) : nil,
                n: stayed + moved),
            .init("moved_by_behaviour", isDecided ? Double(count(.behaviour) + count(.both)) : nil, n: moved),
            .init("moved_by_cut_points", isDecided ? Double(count(.cutPoints)) : nil, n: moved),
        ]
    }
}
