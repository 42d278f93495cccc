/// Memory with one element a row that the pieces of a parallel loop fill side by side.
@safe final class SharedRows<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    // SAFETY: `base` is allocated and initialised here for `count` elements and freed at the end; a loop
    // over it gives each row to one piece alone, and what one loop wrote is read only by a later loop.
    private let base: UnsafeMutablePointer<Element>
    let count: Int

    init(repeating element: Element, count: Int) {
        unsafe base = .allocate(capacity: max(count, 1))
        unsafe base.initialize(repeating: element, count: count)
        self.count = count
    }

    convenience init(_ elements: [Element], or filler: Element) {
        self.init(repeating: filler, count: elements.count)
        for (index, element) in elements.enumerated() { self[index] = element }
    }

    deinit { unsafe base.deallocate() }

    @inline(__always) subscript(row: Int) -> Element {
        get {
            assert(row >= 0 && row < count)
            // SAFETY: rows come from ranges within `count`, which a debug build checks.
            return unsafe base[row]
        }
        set {
            assert(row >= 0 && row < count)
            // SAFETY: as above; no other piece has this row.
            unsafe base[row] = newValue
        }
    }

    /// For the innermost loops, which hold this object while they run.
    @unsafe var pointer: UnsafeMutablePointer<Element> { unsafe base }

    var array: [Element] {
        // SAFETY: `count` elements are initialised.
        unsafe Array(UnsafeBufferPointer(start: base, count: count))
    }
}
