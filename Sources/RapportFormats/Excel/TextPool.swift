/// The texts of a workbook, each under a number: the shared ones first, then what stands in cells themselves.
@safe struct TextPool: ~Copyable {
    // SAFETY: `bytes` has room for `capacity` and ``CellBytes/overread`` more, and is this value's own.
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var ends: [Int] = [0]
    /// The latest text of each hash: most texts that repeat do so soon.
    private var recent = [Int32](repeating: -1, count: 1 << 12)

    init() {
        capacity = 1 << 12
        unsafe bytes = .allocate(capacity: capacity + CellBytes.overread)
    }

    deinit { unsafe bytes.deallocate() }

    var count: Int { ends.count - 1 }
    var byteCount: Int { capacity + ends.count * 8 }

    /// The text under a number, for as long as no other is added.
    @inline(__always) subscript(number: Int) -> CellBytes {
        let (lower, upper) = (ends[number], ends[number + 1])
        // SAFETY: ends are ascending and inside the bytes.
        return unsafe CellBytes(bytes + lower, count: upper - lower)
    }

    /// Adds a text under the next number.
    mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        let start = ends[ends.count - 1]
        reserve(start + text.count)
        var place = start
        var index = 0
        while index < text.count {
            if unsafe text[index] == UInt8(ascii: "_"),
                let (scalar, length) = unsafe Self.escape(text, at: index)
            {
                // SAFETY: an escape is longer than what it stands for.
                for byte in String(scalar).utf8 {
                    unsafe bytes[place] = byte
                    place += 1
                }
                index += length
            } else {
                unsafe bytes[place] = text[index]
                place += 1
                index += 1
            }
        }
        ends.append(place)
    }

    /// The number of a text: that of a recent equal one, or a new one.
    mutating func number(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in 0..<text.count {
            hash = (hash ^ (unsafe UInt64(text[index]))) &* 0x100_0000_01B3
        }
        let slot = Int(truncatingIfNeeded: (hash ^ hash >> 32) & UInt64(recent.count - 1))
        let known = recent[slot]
        if known >= 0, unsafe equals(Int(known), text) { return known }
        unsafe append(text)
        let number = Int32(truncatingIfNeeded: count - 1)
        recent[slot] = number
        return number
    }

    private func equals(_ number: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let cell = self[number]
        guard cell.count == text.count else { return false }
        for index in 0..<cell.count where unsafe cell[index] != text[index] { return false }
        return true
    }

    private mutating func reserve(_ size: Int) {
        guard size > capacity else { return }
        let grown = max(size, capacity * 2)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: grown + CellBytes.overread)
        // SAFETY: both have room for the bytes so far.
        unsafe memory.update(from: bytes, count: ends[ends.count - 1])
        unsafe bytes.deallocate()
        unsafe bytes = memory
        capacity = grown
    }

    /// `_x000D_`, by which Excel writes characters that XML does not hold; and `_x005F_` for the sign itself.
    ///
    /// Half of a pair of surrogates, and NUL, become U+FFFD.
    private static func escape(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> (Unicode.Scalar, Int)? {
        guard index + 7 <= text.count, unsafe text[index + 1] | 0x20 == UInt8(ascii: "x"),
            unsafe text[index + 6] == UInt8(ascii: "_")
        else { return nil }
        var value: UInt32 = 0
        for place in index + 2..<index + 6 {
            guard let digit = unsafe Character(UnicodeScalar(text[place])).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return (value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}", 7)
    }
}
