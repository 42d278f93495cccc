import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@testable import RapportQuery

/// `set memory` holds in every verb that makes columns, and everything is given back.
@Suite(.serialized) struct MemoryTests {
    @Test("a small budget stops a line, and says what needed more", arguments: EngineTables.lines)
    func stops(_ line: String) async throws {
        let plan = try await EngineTables.plan(line)
        let budget = MemoryBudget(limit: EngineTables.rows / 8)
        let execution = await EngineTables.execution(plan, Work(width: 2, memory: budget))
        let failure = try #require(execution.failure, "\(line)")
        #expect(failure.code == "memory.limit", "\(line)")
        #expect(failure.message.contains("needs"), "\(line)")
        #expect(failure.help.count == 1, "\(line)")
        #expect(budget.usedBytes == 0, "\(line)")
    }

    @Test("what a line took it gives back", arguments: EngineTables.lines)
    func releases(_ line: String) async throws {
        let plan = try await EngineTables.plan(line)
        let budget = MemoryBudget(limit: 1 << 40)
        var execution: Execution? = await EngineTables.execution(plan, Work(width: 2, memory: budget))
        #expect(execution?.failure == nil, "\(line)")
        #expect(budget.peakBytes >= budget.usedBytes && budget.peakBytes > 0, "\(line)")
        execution = nil
        #expect(budget.usedBytes == 0, "\(line)")
    }
}
