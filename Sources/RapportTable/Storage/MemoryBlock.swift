internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#endif

/// Memory of a storage.
///
/// A large block that is given back is kept for the next storage of about its size: the kernel clears every
/// page that it hands out, and in a sort of some million rows that took longer than the sort. What is kept
/// never makes the process larger than its storages have been at once: whoever finds no block of its size
/// first frees as much as it takes.
struct MemoryBlock: Sendable {
    // SAFETY: an address from `allocate` of `byteCount` bytes, which one storage has at a time.
    private let address: UInt
    let byteCount: Int

    @unsafe var base: UnsafeMutableRawPointer {
        guard let base = unsafe UnsafeMutableRawPointer(bitPattern: address) else {
            preconditionFailure("a block of memory begins at no address")
        }
        return unsafe base
    }

    private static let page = 1 << 21
    private var isLarge: Bool { byteCount >= 2 * Self.page }

    private static let kept = Mutex(Kept())

    static func take(_ count: Int) -> MemoryBlock {
        let small = (max(count, 1) + 63) & ~63
        guard small >= 2 * page else {
            return unsafe MemoryBlock(.allocate(byteCount: small, alignment: 64), small)
        }
        let size = (small + page - 1) & ~(page - 1)
        let (found, freed) = kept.withLock { $0.take(size) }
        for block in freed { block.free() }
        return found ?? large(size)
    }

    func giveBack() {
        guard isLarge else { return free() }
        for block in Self.kept.withLock({ $0.give(self) }) { block.free() }
    }

    @unsafe private init(_ base: UnsafeMutableRawPointer, _ byteCount: Int) {
        (address, self.byteCount) = (UInt(bitPattern: base), byteCount)
    }

    /// Asks for large pages: rows scattered over a table of 4 KB pages wait for its page table more than for
    /// the memory itself.
    private static func large(_ size: Int) -> MemoryBlock {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: page)
        #if canImport(Glibc)
            // SAFETY: whole pages of the allocation above. Advice: where it is refused, nothing changes.
            _ = unsafe madvise(memory, size, MADV_HUGEPAGE)
        #endif
        return unsafe MemoryBlock(memory, size)
    }

    private func free() { unsafe base.deallocate() }

    /// Blocks that nobody uses, the one given back last behind.
    private struct Kept {
        private var blocks: [MemoryBlock] = []
        private var size = 0
        /// More is of no use to one statement, and would be missed by other programs.
        private static let largest = 1 << 30

        /// A block of the size or up to a quarter more; else those to free before a new one is made.
        mutating func take(_ wanted: Int) -> (MemoryBlock?, [MemoryBlock]) {
            if let place = blocks.lastIndex(where: {
                $0.byteCount >= wanted && $0.byteCount <= wanted + wanted / 4
            }) {
                let block = blocks.remove(at: place)
                size -= block.byteCount
                return (block, [])
            }
            return (nil, shrunk(to: max(size - wanted, 0)))
        }

        mutating func give(_ block: MemoryBlock) -> [MemoryBlock] {
            blocks.append(block)
            size += block.byteCount
            return shrunk(to: Self.largest)
        }

        private mutating func shrunk(to limit: Int) -> [MemoryBlock] {
            var freed: [MemoryBlock] = []
            while size > limit, !blocks.isEmpty {
                freed.append(blocks.removeFirst())
                size -= freed[freed.count - 1].byteCount
            }
            return freed
        }
    }
}
