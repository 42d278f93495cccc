/// Numbers words in the order of their first appearance.
///
/// An open hash table over one array of bytes: no string is made for a word, and nothing depends on a seed of the
/// process. A text of 25 words costs about a microsecond.
struct TermTable: Sendable {
    /// All words, one after another.
    private var bytes: [UInt8] = []
    /// Where each word begins in ``bytes``; one more at the end.
    private var starts: [Int] = [0]
    private var hashes: [UInt64] = []
    /// Numbers of words by hash, -1 where there is none; its count is a power of 2, at most half full.
    private var slots = [Int32](repeating: -1, count: 64)

    var count: Int { hashes.count }

    func string(_ term: Int) -> String {
        String(decoding: bytes[starts[term]..<starts[term + 1]], as: UTF8.self)
    }

    func append(_ term: Int, to text: inout [UInt8]) { text.append(contentsOf: bytes[range(term)]) }

    private func range(_ term: Int) -> Range<Int> { starts[term]..<starts[term + 1] }

    /// The number of a word of another table.
    mutating func intern(_ term: Int, of other: TermTable) -> Int {
        intern(other.bytes, other.range(term))
    }

    func find(_ term: Int, of other: TermTable) -> Int? { find(other.bytes, other.range(term)) }

    /// The number of the word in `range` of `text`, a new one where it was not there.
    mutating func intern(_ text: [UInt8], _ range: Range<Int>) -> Int {
        let hash = Self.hash(text, range)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while true {
            let term = Int(slots[slot])
            if term < 0 { break }
            if hashes[term] == hash, equals(term, text, range) { return term }
            slot = (slot + 1) & (slots.count - 1)
        }
        let term = hashes.count
        slots[slot] = Int32(truncatingIfNeeded: term)
        hashes.append(hash)
        for place in range { bytes.append(text[place]) }
        starts.append(bytes.count)
        if hashes.count * 2 > slots.count { grow() }
        return term
    }

    /// The number of a word; nil where it is not there.
    func find(_ text: [UInt8], _ range: Range<Int>) -> Int? {
        let hash = Self.hash(text, range)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while true {
            let term = Int(slots[slot])
            if term < 0 { return nil }
            if hashes[term] == hash, equals(term, text, range) { return term }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    /// Ascending by scalar, which is the order of the bytes of UTF-8.
    func sorted(_ terms: [Int32]) -> [Int32] {
        // The first 8 bytes decide nearly always.
        let keyed = terms.map { (key: prefix(Int($0)), term: $0) }
        return keyed.sorted { a, b in
            if a.key != b.key { return a.key < b.key }
            return precedes(Int(a.term), Int(b.term))
        }.map(\.term)
    }

    private func prefix(_ term: Int) -> UInt64 {
        var key: UInt64 = 0
        let range = range(term)
        for place in 0..<8 {
            key <<= 8
            if place < range.count { key |= UInt64(bytes[range.lowerBound + place]) }
        }
        return key
    }

    private func precedes(_ a: Int, _ b: Int) -> Bool {
        bytes[range(a)].lexicographicallyPrecedes(bytes[range(b)])
    }

    private func equals(_ term: Int, _ text: [UInt8], _ range: Range<Int>) -> Bool {
        let start = starts[term]
        guard starts[term + 1] - start == range.count else { return false }
        for place in 0..<range.count where bytes[start + place] != text[range.lowerBound + place] {
            return false
        }
        return true
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (term, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(truncatingIfNeeded: term)
        }
    }

    /// Eight bytes at a time, folded by a full multiplication.
    private static func hash(_ text: [UInt8], _ range: Range<Int>) -> UInt64 {
        var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: range.count)
        var (word, shift) = (UInt64(0), UInt64(0))
        for place in range {
            word |= UInt64(text[place]) << shift
            shift += 8
            if shift == 64 {
                hash = mix(hash ^ word)
                (word, shift) = (0, 0)
            }
        }
        return shift == 0 ? hash : mix(hash ^ word)
    }

    @inline(__always) private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return product.high ^ product.low
    }
}
