/// A typed window on shared, immutable bytes.
///
/// Copying and slicing copy no data.
public struct Buffer<Element: BitwiseCopyable & Sendable>: Sendable {
    @usableFromInline let storage: Storage
    @usableFromInline let start: Int
    public let count: Int

    @inlinable public init(_ elements: some Collection<Element>) {
        var builder = BufferBuilder<Element>(uninitialized: elements.count)
        var index = 0
        for element in elements {
            builder[index] = element
            index += 1
        }
        self = builder.freeze()
    }

    @usableFromInline init(storage: Storage, start: Int, count: Int) {
        precondition(
            start >= 0 && count >= 0 && (start + count) * MemoryLayout<Element>.stride <= storage.byteCount)
        (self.storage, self.start, self.count) = (storage, start, count)
    }

    /// A window on bytes from elsewhere; `storage` must hold `count` aligned elements.
    public init(window storage: Storage, count: Int) {
        self.init(storage: storage, start: 0, count: count)
    }

    /// The way in for kernels: bounds-checked, borrows `self`, cannot escape.
    @inlinable public var span: Span<Element> {
        @_lifetime(borrow self) get {
            // SAFETY: init checked the window against the storage, which lives as long as `self`.
            let window = unsafe UnsafeBufferPointer(start: address, count: count)
            return unsafe _overrideLifetime(Span(_unsafeElements: window), borrowing: self)
        }
    }

    /// The way in for C, SQLite and vector loads: the caller writes `unsafe`.
    @unsafe @inlinable public func withUnsafeElements<Result>(
        _ body: (UnsafeBufferPointer<Element>) throws -> Result
    ) rethrows -> Result {
        defer { withExtendedLifetime(storage) {} }
        return try unsafe body(UnsafeBufferPointer(start: address, count: count))
    }

    /// Traps outside `0..<count`.
    ///
    /// For a few cells; loops take ``span``.
    @inlinable public subscript(index: Int) -> Element { span[index] }

    public subscript(rows: Range<Int>) -> Buffer {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count)
        return Buffer(storage: storage, start: start + rows.lowerBound, count: rows.count)
    }

    /// Bytes of the window, not of the storage that it shares.
    public var byteCount: Int { count * MemoryLayout<Element>.stride }

    @unsafe @usableFromInline var address: UnsafePointer<Element> {
        unsafe UnsafePointer(
            (storage.base + start * MemoryLayout<Element>.stride).assumingMemoryBound(to: Element.self))
    }
}

/// The only writer of a buffer.
///
/// It cannot be copied, and `freeze` uses it up, so that nobody writes after.
public struct BufferBuilder<Element: BitwiseCopyable & Sendable>: ~Copyable {
    @usableFromInline let storage: Storage
    public let count: Int

    @inlinable public init(uninitialized count: Int) {
        self.count = count
        storage = Storage(uninitialized: count * MemoryLayout<Element>.stride)
    }

    init(storage: Storage, count: Int) { (self.storage, self.count) = (storage, count) }

    @inlinable public init(repeating value: Element, count: Int) {
        self.init(uninitialized: count)
        // SAFETY: the storage was made above with room for `count` elements, and nobody else has it yet.
        unsafe storage.base.initializeMemory(as: Element.self, repeating: value, count: count)
    }

    @inlinable public var mutableSpan: MutableSpan<Element> {
        @_lifetime(&self) mutating get {
            // SAFETY: this builder is the only owner until `freeze`, and the span cannot outlive it.
            let window = unsafe UnsafeMutableBufferPointer(
                start: storage.base.assumingMemoryBound(to: Element.self), count: count)
            return unsafe _overrideLifetime(MutableSpan(_unsafeElements: window), mutating: &self)
        }
    }

    @inlinable public subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count)
            // SAFETY: the index was checked against the room made at init.
            return unsafe storage.base.load(
                fromByteOffset: index * MemoryLayout<Element>.stride, as: Element.self)
        }
        set {
            precondition(index >= 0 && index < count)
            // SAFETY: as above.
            unsafe storage.base.storeBytes(
                of: newValue, toByteOffset: index * MemoryLayout<Element>.stride, as: Element.self)
        }
    }

    @inlinable public consuming func freeze() -> Buffer<Element> {
        Buffer(storage: storage, start: 0, count: count)
    }

    /// Keeps the first `count` elements; the room behind them stays allocated.
    @inlinable public consuming func freeze(count: Int) -> Buffer<Element> {
        Buffer(storage: storage, start: 0, count: count)
    }

    /// For threads that write disjoint places (a parallel scan, a scatter): each use says `unsafe`.
    @inlinable public var shared: SharedCells<Element> { SharedCells(storage: storage, count: count) }
}

/// The places of a builder, for several threads; the writer of each place must be one.
public struct SharedCells<Element: BitwiseCopyable & Sendable>: Sendable {
    @usableFromInline let storage: Storage
    public let count: Int

    @usableFromInline init(storage: Storage, count: Int) { (self.storage, self.count) = (storage, count) }

    /// The values, once nobody writes them any more.
    var frozen: Buffer<Element> { Buffer(storage: storage, start: 0, count: count) }

    @_lifetime(borrow self)
    @unsafe @inlinable public func mutableSpan(_ range: Range<Int>) -> MutableSpan<Element> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return unsafe _overrideLifetime(
            MutableSpan(
                _unsafeElements: UnsafeMutableBufferPointer(
                    start: pointer + range.lowerBound, count: range.count)),
            borrowing: self)
    }

    @unsafe @inlinable public var pointer: UnsafeMutablePointer<Element> {
        unsafe storage.base.assumingMemoryBound(to: Element.self)
    }
}
