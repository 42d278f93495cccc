/// Memory of a fixed number of cells that goes with its owner, for loops that know their bounds.
@safe struct Cells<Element: BitwiseCopyable>: ~Copyable {
    private let base: UnsafeMutablePointer<Element>

    /// One cell at the least.
    init(repeating value: Element, count: Int) {
        unsafe base = .allocate(capacity: max(count, 1))
        // SAFETY: as many cells as were allocated, which live until `deinit`.
        unsafe base.initialize(repeating: value, count: max(count, 1))
    }

    deinit { unsafe base.deallocate() }

    /// Not checked: the caller knows that `place` is below the count.
    @unsafe subscript(place: Int) -> Element {
        @inline(__always) get { unsafe base[place] }
        @inline(__always) nonmutating set { unsafe base[place] = newValue }
    }
}
