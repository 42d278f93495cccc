/// Text that comes in stretches, with what may be read over behind its end.
@safe struct TextBuffer: ~Copyable {
    /// Excel allows 32,767 characters in a cell; others write more.
    static let limit = 1 << 24

    // SAFETY: room for `capacity` bytes and ``CellBytes/overread`` more, this value's own.
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 10
    private(set) var count = 0
    private(set) var isTooLong = false

    init() { unsafe bytes = .allocate(capacity: capacity + CellBytes.overread) }
    deinit { unsafe bytes.deallocate() }

    mutating func removeAll() { count = 0 }

    @inline(__always) mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        if count + text.count > capacity { grow(count + text.count) }
        guard !isTooLong, let base = text.baseAddress else { return }
        // SAFETY: there is room, as was seen to.
        unsafe (bytes + count).update(from: base, count: text.count)
        count += text.count
    }

    private mutating func grow(_ size: Int) {
        guard size <= Self.limit else {
            isTooLong = true
            return
        }
        let grown = max(size, capacity * 2)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: grown + CellBytes.overread)
        // SAFETY: both have room for `count` bytes.
        unsafe memory.update(from: bytes, count: count)
        unsafe bytes.deallocate()
        unsafe bytes = memory
        capacity = grown
    }

    /// The text, until the next change.
    @inline(__always) var cell: CellBytes { unsafe CellBytes(bytes, count: count) }
    @inline(__always) var elements: UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(start: bytes, count: count)
    }
}
