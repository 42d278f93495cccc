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

extension Cells<Double> {
    /// The sum of the cells that `places` name from place `first` to before `end`.
    ///
    /// In two halves, since each addition waits for the one before it. Not checked, as the subscript.
    @unsafe @inline(__always) func sum(
        at places: UnsafeBufferPointer<Int32>, from first: Int, to end: Int
    ) -> Double {
        var (even, odd, place) = (0.0, 0.0, first)
        while place &+ 1 < end {
            unsafe even += self[Int(places[place])]
            unsafe odd += self[Int(places[place &+ 1])]
            place &+= 2
        }
        if place < end { unsafe even += self[Int(places[place])] }
        return even + odd
    }
}
