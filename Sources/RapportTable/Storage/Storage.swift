internal import RapportWork

/// Bytes that never change once they are shared: 64-byte aligned and padded to 64, as Arrow asks.
///
/// A class, because slices, tables and an Arrow message hold the same bytes; not a `ManagedBuffer`,
/// because a tail allocation is only 16-byte aligned, and because memory that somebody else owns must be
/// held by the same type.
@safe public final class Storage: @unchecked Sendable {
    // SAFETY: `base` is written only by the one builder that made this object, before `freeze` hands it
    // out; from then on it is only read, so any thread may read it.
    @usableFromInline let base: UnsafeMutableRawPointer
    public let byteCount: Int
    private let release: @Sendable () -> Void

    /// Room for `byteCount` bytes; what it holds is undefined until a builder has written it.
    @usableFromInline convenience init(uninitialized byteCount: Int) {
        self.init(uninitialized: byteCount, announcedTo: nil)
    }

    /// As above; `budget` gets the bytes back when nobody holds them any more.
    init(uninitialized byteCount: Int, announcedTo budget: MemoryBudget?) {
        let block = MemoryBlock.take(byteCount)
        unsafe self.base = block.base
        self.byteCount = byteCount
        release = {
            block.giveBack()
            budget?.release(byteCount)
        }
    }

    /// Bytes that somebody else owns (an Arrow C array); `release` gives them back.
    @unsafe public init(
        unsafeForeign base: UnsafeRawPointer, byteCount: Int, release: @escaping @Sendable () -> Void
    ) {
        unsafe self.base = UnsafeMutableRawPointer(mutating: base)
        self.byteCount = byteCount
        self.release = release
    }

    deinit { release() }
}
