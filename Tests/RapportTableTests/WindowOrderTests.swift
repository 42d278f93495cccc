import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@Suite struct WindowOrderTests {
    /// The places by the definition of a sort, then each function by a scan of its partition.
    @Test("walks as the definition does", arguments: Trial.all, Shape.allCases)
    func agrees(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        let by = Shape.fewInts.column(trial.rows, missing: 0.1, from: 3, &random)
        let sort = shape.column(trial.rows, missing: trial.missing, from: trial.offset, &random)
        let descending = Bool.random(using: &random)
        let work = Work(width: 2)
        let order = try WindowOrder(
            by: [by], sort: [SortKey(sort, descending: descending)], count: trial.rows, work: work)
        let sorted = Array(Sort.reference([SortKey(sort, descending: descending)], count: trial.rows))
        let groups = Array(Grouping.reference(by: [by], count: trial.rows).groups)
        let what = "\(trial) \(shape)"

        let offset = Int.random(in: -2...3, using: &random)
        let neighbours = try order.neighbours(offset, work: work)
        let (numbers, ranks) = (try order.rowNumbers(work: work), try order.ranks(work: work))
        let dense = try order.denseRanks(work: work)
        let forward = try order.presentRows(of: sort, work: work)
        let backward = try order.presentRows(of: sort, backward: true, work: work)
        for row in 0..<trial.rows {
            let partition = sorted.filter { groups[Int($0)] == groups[row] }
            let place = try #require(partition.firstIndex(of: Int32(row)))
            let other = place - offset
            let neighbour = partition.indices.contains(other) ? partition[other] : -1
            #expect(neighbours[row] == neighbour, "\(what)")
            #expect(numbers[row] == .int(Int64(place + 1)), "\(what)")
            func same(_ a: Int32) -> Bool {
                let (x, y) = (sort[Int(a)], sort[row])
                return x.isMissing || y.isMissing ? x.isMissing && y.isMissing : x.isSame(as: y)
            }
            let first = try #require(partition.firstIndex(where: same))
            #expect(ranks[row] == .int(Int64(first + 1)), "\(what)")
            let distinct = Grouping.reference(
                by: [Column(sort.type, scalars: partition[0...place].map { sort[Int($0)] })], count: place + 1
            )
            #expect(dense[row] == .int(Int64(distinct.groupCount)), "\(what)")
            func isPresent(_ row: Int32) -> Bool { !sort[Int(row)].isMissing }
            #expect(forward[row] == partition[0...place].last(where: isPresent) ?? -1, "\(what)")
            #expect(backward[row] == partition[place...].first(where: isPresent) ?? -1, "\(what)")
        }
    }

    @Test(arguments: [65_535, 65_536, 65_537])
    func `large tables are walked the same at any width`(rows: Int) throws {
        var random = SeededRandom(seed: UInt64(rows))
        let by = Column.ints((0..<rows).map { _ in Int.random(in: 0...300, using: &random) })
        let key = Column.ints((0..<rows).map { _ in Int.random(in: 0...90, using: &random) })
        let one = try WindowOrder(by: [by], sort: [SortKey(key)], count: rows, work: Work(width: 1))
        let two = try WindowOrder(by: [by], sort: [SortKey(key)], count: rows, work: Work(width: 2))
        #expect(Array(one.rows) == Array(two.rows) && Array(one.peers) == Array(two.peers))
        #expect(one.ties == two.ties && one.ties > 0)
        let (a, b) = (try one.ranks(work: Work(width: 1)), try two.ranks(work: Work(width: 2)))
        #expect((0..<rows).allSatisfy { a[$0] == b[$0] })
    }

    @Test func `no keys leave the order of the table, and no rows are fine`() throws {
        let work = Work(width: 2)
        let plain = try WindowOrder(by: [], sort: [], count: 3, work: work)
        #expect(Array(plain.rows) == [0, 1, 2] && plain.partitionCount == 1 && plain.ties == 2)
        let empty = try WindowOrder(by: [.ints([])], sort: [], count: 0, work: work)
        #expect(empty.partitionCount == 0 && empty.count == 0)
        #expect(try empty.rowNumbers(work: work).count == 0)
    }
}
