import RapportShell
import RapportWork
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite(.serialized) struct WatcherTests {
    /// Waits until `condition` holds, at most two seconds.
    private func waits(_ condition: () -> Bool) async -> Bool {
        for _ in 0..<200 {
            if condition() { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    @Test func `Ctrl-C stops what runs, and does the other thing while nothing does`() async {
        let isRunning = Atomic<Bool>(true)
        let stopped = Atomic<Int>(0)
        let idle = Atomic<Int>(0)
        await withWatcher(
            interrupt: {
                if isRunning.load(ordering: .relaxed) { stopped.add(1, ordering: .relaxed) }
                return isRunning.load(ordering: .relaxed)
            }, idle: { idle.add(1, ordering: .relaxed) }
        ) {
            kill(getpid(), SIGINT)
            #expect(await waits { stopped.load(ordering: .relaxed) == 1 })
            isRunning.store(false, ordering: .relaxed)
            kill(getpid(), SIGINT)
            #expect(await waits { idle.load(ordering: .relaxed) == 1 })
            #expect(stopped.load(ordering: .relaxed) == 1)
        }
    }

    private func withWatcher(
        interrupt: @escaping @Sendable () -> Bool, idle: @escaping @Sendable () -> Void,
        _ body: () async -> Void
    ) async {
        let watcher = Watcher(
            .init(interrupt: interrupt, progress: { nil }), showsProgress: false, idleInterrupt: idle)
        await body()
        watcher.stop()
    }

    @Test(arguments: [
        (Work.Progress(label: "read", unit: "bytes", done: 50, total: 100), "read ██████████░░░░░░░░░░ 50%"),
        (Work.Progress(label: "", done: 0), "working …"),
        (Work.Progress(label: "fit", unit: "rounds", done: 3), "fit: 3 rounds"),
        (Work.Progress(label: "read", done: 200, total: 100), "read ████████████████████ 100%"),
    ])
    func `progress is one short line`(progress: Work.Progress, line: String) {
        #expect(Watcher.line(progress) == line)
    }
}
