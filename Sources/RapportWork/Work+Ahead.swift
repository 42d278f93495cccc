internal import Dispatch
internal import Synchronization

extension Work {
    /// Makes `count` values and hands them to `take` in their order; with two threads or more the next one is made
    /// while one is taken.
    ///
    /// For what one thread alone may take, as a database does. At most two values are there at a time. Whoever takes
    /// makes a value himself where no thread has begun with it, so that he never waits for a free thread.
    public func ahead<Each: Sendable, Failure: Error>(
        _ count: Int, make: @escaping @Sendable (Int) -> Each,
        take: (Int, Each) throws(Failure) -> Void
    ) throws(Failure) {
        var next = Promise<Each>()
        for index in 0..<max(count, 0) {
            let present = next.value { make(index) }
            next = Promise()
            if width > 1, index + 1 < count {
                DispatchQueue.global().async { [next] in next.fulfil { make(index + 1) } }
            }
            try take(index, present)
        }
    }
}

/// A value that the first to come makes.
private final class Promise<Value: Sendable>: Sendable {
    private let isBegun = Atomic<Bool>(false)
    private let made = Mutex<Value?>(nil)
    private let done = DispatchSemaphore(value: 0)

    func fulfil(_ make: () -> Value) {
        if isBegun.exchange(true, ordering: .acquiringAndReleasing) { return }
        let value = make()
        made.withLock { $0 = value }
        done.signal()
    }

    func value(_ make: () -> Value) -> Value {
        fulfil(make)
        done.wait()
        done.signal()
        return made.withLock { $0 } ?? make()
    }
}
