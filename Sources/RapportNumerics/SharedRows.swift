/// Memory with one element a row that the pieces of a parallel loop fill side by side.
@safe package final class SharedRows<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    // SAFETY: `base` is allocated and initialised here for `count` elements and freed at the end; a loop
    // over it gives each row to one piece alone, and what one loop wrote is read only by a later loop.
    @usableFromInline let base: UnsafeMutablePointer<Element>
    package let count: Int

    @inlinable package init(repeating element: Element, count: Int) {
        unsafe base = .allocate(capacity: max(count, 1))
        unsafe base.initialize(repeating: element, count: count)
        self.count = count
    }

    @inlinable package convenience init(_ elements: [Element], or filler: Element) {
        self.init(repeating: filler, count: elements.count)
        // SAFETY: there is room for all elements, and nobody else has the memory yet.
        unsafe elements.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { unsafe base.update(from: start, count: source.count) }
        }
    }

    deinit { unsafe base.deallocate() }

    /// Checked in every build; no two pieces of a loop may write the same row.
    @inlinable @inline(__always) package subscript(row: Int) -> Element {
        get {
            precondition(row >= 0 && row < count, "a row within the count")
            // SAFETY: the row is one of `count`, which are initialised.
            return unsafe base[row]
        }
        set {
            precondition(row >= 0 && row < count, "a row within the count")
            // SAFETY: as above.
            unsafe base[row] = newValue
        }
    }

    /// Not checked: for the innermost loops, which know their bounds and hold this object while they run.
    @unsafe @inlinable package var pointer: UnsafeMutablePointer<Element> { unsafe base }

    @inlinable package var array: [Element] {
        // SAFETY: `count` elements are initialised.
        unsafe Array(UnsafeBufferPointer(start: base, count: count))
    }
}
