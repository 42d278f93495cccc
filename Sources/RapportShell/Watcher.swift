internal import CLineEditor
internal import Dispatch
internal import RapportDiagnostics
public import RapportWork
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The one plain thread that takes Ctrl-C while a statement runs, and shows how far it is.
///
/// A thread and not a task: on the pool of tasks it would wait behind the kernels.
public final class Watcher: Sendable {
    /// What the thread watches: how to stop what runs (and whether anything did), and how far that is.
    public struct Subject: Sendable {
        public var interrupt: @Sendable () -> Bool
        public var progress: @Sendable () -> Work.Progress?

        public init(
            interrupt: @escaping @Sendable () -> Bool, progress: @escaping @Sendable () -> Work.Progress?
        ) {
            (self.interrupt, self.progress) = (interrupt, progress)
        }
    }

    private let subject: Subject
    private let showsProgress: Bool
    private let isDone = Atomic<Bool>(false)
    /// When what runs began to be watched; a short statement shows nothing.
    private let shown = Mutex<Int>(0)
    private let idleInterrupt: @Sendable () -> Void

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - subject: What it watches.
    ///   - showsProgress: Whether standard error is a terminal, so that a line may come and go there.
    ///   - idleInterrupt: What Ctrl-C does while nothing runs; a batch job ends.
    public init(_ subject: Subject, showsProgress: Bool, idleInterrupt: @escaping @Sendable () -> Void = {}) {
        (self.subject, self.showsProgress, self.idleInterrupt) = (subject, showsProgress, idleInterrupt)
        rp_signal_install()
        let queue = DispatchQueue(label: "rapport.watcher", qos: .userInteractive)
        queue.async { self.watch() }
    }

    public func stop() { isDone.store(true, ordering: .relaxed) }

    private func watch() {
        var ticks = 0
        while !isDone.load(ordering: .relaxed) {
            if rp_interrupt_wait(100) != 0 {
                if !subject.interrupt() { idleInterrupt() }
            }
            guard showsProgress else { continue }
            if let progress = subject.progress() {
                ticks += 1
                if ticks >= 5 { draw(progress) }
            } else {
                ticks = 0
                erase()
            }
        }
    }

    private func draw(_ progress: Work.Progress) {
        shown.withLock { width in
            let text = Self.line(progress)
            let room = String(repeating: " ", count: max(width - text.displayWidth, 0))
            Terminal.print("\r" + text + room, to: 2)
            width = text.displayWidth
        }
    }

    /// Takes the line of progress off the screen; called before a result is shown.
    public func erase() {
        shown.withLock { width in
            if width > 0 { Terminal.print("\r" + String(repeating: " ", count: width) + "\r", to: 2) }
            width = 0
        }
    }

    /// What is drawn: a bar where the end is known, a count where it is not.
    public static func line(_ progress: Work.Progress) -> String {
        let label = progress.label.isEmpty ? "working" : progress.label
        guard let total = progress.total, total > 0 else {
            return progress.done > 0 ? "\(label): \(progress.done) \(progress.unit)" : "\(label) …"
        }
        let done = min(progress.done, total)
        let filled = Int(20 * Double(done) / Double(total))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
        return "\(label) \(bar) \(Int(100 * Double(done) / Double(total)))%"
    }
}
