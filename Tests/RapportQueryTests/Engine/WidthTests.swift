import RapportTable
import RapportWork
import Testing

@testable import RapportQuery

/// The same bytes whatever the number of threads, sums of floats included.
@Suite(.serialized) struct WidthTests {
    @Test("a line gives the same bytes at any width", arguments: EngineTables.lines)
    func same(_ line: String) async throws {
        let plan = try await EngineTables.plan(line)
        let one = await EngineTables.execution(plan, Work(width: 1))
        let two = await EngineTables.execution(plan, Work(width: 2))
        let three = await EngineTables.execution(plan, Work(width: 3))
        #expect(one.failure == nil, "\(line)")
        let table = try #require(one.table)
        let work = Work(width: 2)
        let digest = try ContentDigest(of: table, work: work)
        #expect(try two.table.map { try ContentDigest(of: $0, work: work) } == digest, "\(line)")
        #expect(try three.table.map { try ContentDigest(of: $0, work: work) } == digest, "\(line)")
        #expect(one.notes == two.notes && one.notes == three.notes)
    }
}
