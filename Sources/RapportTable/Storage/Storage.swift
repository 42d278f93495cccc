internal import RapportWork

#if canImport(Glibc)
    internal import Glibc
#endif

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
        let memory = unsafe Self.allocate((max(byteCount, 1) + 63) & ~63)
        unsafe self.base = memory
        self.byteCount = byteCount
        let address = UInt(bitPattern: memory)
        release = {
            unsafe UnsafeMutableRawPointer(bitPattern: address)?.deallocate()
            budget?.release(byteCount)
        }
    }

    /// Large columns ask for large pages: rows scattered over a table of 4 KB pages wait for its page
    /// table more than for the memory itself.
    @unsafe private static func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
        let page = 1 << 21
        guard byteCount >= 2 * page else {
            return .allocate(byteCount: byteCount, alignment: 64)
        }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: page)
        #if canImport(Glibc)
            // SAFETY: whole pages of the allocation above. Advice: where it is refused, nothing changes.
            _ = unsafe madvise(memory, byteCount & ~(page - 1), MADV_HUGEPAGE)
        #endif
        return unsafe memory
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
