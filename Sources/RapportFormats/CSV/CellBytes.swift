/// The bytes of one cell, inside a block's buffer.
///
/// SAFETY: made only over memory that outlives it (a ``BlockBuffer``, or a copy held by the caller), with
/// at least ``overread`` readable bytes behind its end; so a word may be loaded from any place inside.
@safe struct CellBytes {
    static let overread = 64

    let base: UnsafePointer<UInt8>
    /// Negative for a cell that a short row does not have.
    let count: Int

    @inline(__always) init(_ base: UnsafePointer<UInt8>, count: Int) {
        unsafe self.base = base
        self.count = count
    }

    @inline(__always) subscript(index: Int) -> UInt8 {
        assert(index >= 0 && index < count)
        return unsafe base[index]
    }

    /// Eight bytes from `index` on, the first in the lowest place; what is past the end is undefined.
    @inline(__always) func word(at index: Int) -> UInt64 {
        assert(index >= 0 && index <= max(count, 0))
        return unsafe UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self).littleEndian
    }

    /// The first eight bytes, clear past the end.
    @inline(__always) var firstWord: UInt64 {
        if count >= 8 { return word(at: 0) }
        return count <= 0 ? 0 : word(at: 0) & ((1 &<< UInt64(truncatingIfNeeded: 8 &* count)) &- 1)
    }

    @inline(__always) func from(_ index: Int) -> CellBytes {
        unsafe CellBytes(base + index, count: count &- index)
    }
    @inline(__always) func upTo(_ end: Int) -> CellBytes { unsafe CellBytes(base, count: end) }

    var trimmed: CellBytes {
        var (start, end) = (0, max(count, 0))
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return upTo(end).from(start)
    }

    /// A byte order mark, which stands in the middle of a file where several were joined.
    var hasMark: Bool { count >= 3 && self[0] == 0xEF && self[1] == 0xBB && self[2] == 0xBF }

    var text: String {
        unsafe String(decoding: UnsafeBufferPointer(start: base, count: max(count, 0)), as: UTF8.self)
    }

    /// The beginning, for a list of problems: a cell may have 100 MB.
    var excerpt: String { count > 500 ? upTo(500).text + "…" : text }

    func equals(_ other: [UInt8]) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where self[index] != other[index] { return false }
        return true
    }

    func contains(_ byte: UInt8) -> Bool {
        let pattern = Word.repeating(byte)
        var index = 0
        while index < count {
            let found = Word.matches(word(at: index), pattern)
            if found != 0 { return index + found.trailingZeroBitCount / 8 < count }
            index += 8
        }
        return false
    }
}

extension UInt8 {
    static let lineFeed: UInt8 = 10
    static let carriageReturn: UInt8 = 13
    static let minus = UInt8(ascii: "-")
    static let plus = UInt8(ascii: "+")

    @inline(__always) var isDigit: Bool { self &- 48 < 10 }
    /// Line ends count, for a quoted cell of nothing else is blank too.
    @inline(__always) var isBlank: Bool { self == 32 || (self >= 9 && self <= 13) }
}

/// Eight bytes at a time in a plain word.
enum Word {
    static let ones: UInt64 = 0x0101_0101_0101_0101
    static let highs: UInt64 = 0x8080_8080_8080_8080

    @inline(__always) static func repeating(_ byte: UInt8) -> UInt64 { UInt64(byte) &* ones }

    /// The high bit of each byte that equals that of `pattern`; exact in every place.
    @inline(__always) static func matches(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        let different = word ^ pattern
        return ~(((different & ~highs) &+ ~highs) | different) & highs
    }

    /// The number that `count` ASCII digits (1...8) make, the first in the lowest byte; nil where one is no
    /// digit.
    ///
    /// Source: D. Lemire, *Quickly parsing eight digits*, 2018.
    @inline(__always) static func number(_ word: UInt64, digits count: Int) -> UInt64? {
        let bits = UInt64(truncatingIfNeeded: 8 &* count)
        let filler = (0x3030_3030_3030_3030 as UInt64 &>> (bits &- 8)) &>> 8
        let x = (word &<< (64 &- bits)) | filler
        let digits =
            (x & 0xF0F0_F0F0_F0F0_F0F0)
            | (((x &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) &>> 4)
        guard digits == 0x3333_3333_3333_3333 else { return nil }
        var v = x &- 0x3030_3030_3030_3030
        v = (v &* 10) &+ (v &>> 8)
        let low = (v & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        let high = ((v &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
        return (low &+ high) &>> 32
    }
}
