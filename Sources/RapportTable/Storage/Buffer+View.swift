extension Buffer where Element == UInt8 {
    /// `count` values that lie at byte `start` of the window, on the same memory.
    ///
    /// Nil where they would not be aligned. Traps where they pass the end.
    package func viewed<Value: BitwiseCopyable & Sendable>(
        as type: Value.Type, from start: Int, count: Int
    ) -> Buffer<Value>? {
        let width = MemoryLayout<Value>.stride
        let place = self.start + start
        precondition(start >= 0 && count >= 0 && count <= (self.count - start) / width)
        let isAligned =
            unsafe UInt(bitPattern: storage.base + place) % UInt(MemoryLayout<Value>.alignment) == 0
        guard isAligned, place % width == 0 else { return nil }
        return Buffer<Value>(storage: storage, start: place / width, count: count)
    }
}
