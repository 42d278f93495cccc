import Dispatch
import RapportDiagnostics
import RapportTable
import RapportWork
import Synchronization
import Testing

@testable import RapportQuery

/// How long after Ctrl-C a statement ends: 200 ms are promised, in a release on a machine of its own.
@Suite(.serialized) struct CancelTests {
    #if DEBUG
        static let bound = Duration.seconds(3)
    #else
        static let bound = Duration.milliseconds(1000)
    #endif

    @Test("a line stops when it is told to", arguments: EngineTables.lines)
    func stops(_ line: String) async throws {
        let plan = try await EngineTables.plan(line)
        let clock = ContinuousClock()
        let start = clock.now
        let whole = await EngineTables.execution(plan, Work(width: 2))
        #expect(whole.failure == nil, "\(line)")
        let duration = clock.now - start
        var random = SeededNumbers(UInt64(line.utf8.count))
        var worst = Duration.zero
        for _ in 0..<4 {
            let work = Work(width: 2)
            let told = Mutex<ContinuousClock.Instant?>(nil)
            let delay = duration * Double(random.int(1...90)) / 100
            let nanoseconds = Int(delay / Duration.nanoseconds(1))
            // A thread of its own: on the pool of tasks it would wait behind the kernels.
            DispatchQueue(label: "cancel").asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) {
                told.withLock { $0 = clock.now }
                work.cancel()
            }
            let execution = await EngineTables.execution(plan, work)
            let end = clock.now
            // It may have been through before.
            guard let moment = told.withLock({ $0 }) else { continue }
            if let failure = execution.failure {
                #expect(failure.code == "run.cancelled", "\(line)")
                worst = max(worst, end - moment)
            }
        }
        print("cancelled after at most \(worst): \(line.prefix(90))")
        #expect(worst < Self.bound, "\(line)")
    }
}
