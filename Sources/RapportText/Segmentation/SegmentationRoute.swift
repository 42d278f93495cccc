/// Cuts runs of ideographs into words.
///
/// By a dictionary: among all ways to cut, the one whose words are together the most probable if each came by itself;
/// of equal ones the one with the longer word. It is found from the end of the run to its start, where every place
/// knows the best cut of what follows. A character in no word counts as one seen once; letters and digits side by
/// side stay together.
/// Source: jieba 0.42 (`cut(HMM=False)`), the unigram model of Viterbi's kind.
///
/// It keeps its memory between runs, and so is for one thread.
struct SegmentationRoute {
    /// A word: its bytes, and how many scalars they are.
    struct Piece {
        var start: Int32
        var end: Int32
        var scalars: Int32
    }

    private(set) var pieces: [Piece] = []
    private var scalars: [UInt32] = []
    /// Where each scalar begins; one more at the end.
    private var places: [Int32] = []
    /// The score of the best cut of what follows a place.
    private var scores: [Double] = []
    /// Where the first word of that cut ends.
    private var ends: [Int32] = []

    mutating func cut(_ bytes: [UInt8], _ run: Range<Int>, by trie: borrowing WordTrie) {
        decode(bytes, run)
        let count = scalars.count
        scores.removeAll(keepingCapacity: true)
        scores.append(contentsOf: repeatElement(0, count: count + 1))
        ends.removeAll(keepingCapacity: true)
        ends.append(contentsOf: repeatElement(0, count: count + 1))
        let unknown = trie.unknownWeight
        for first in stride(from: count - 1, through: 0, by: -1) {
            var (best, end) = (-Double.infinity, first + 1)
            var node = trie.root(Self.folded(scalars[first]))
            var last = first
            var found = false
            while node >= 0 {
                if trie.counts[node] > 0 {
                    let score = trie.weights[node] + scores[last + 1]
                    if score >= best { (best, end) = (score, last + 1) }
                    found = true
                }
                last += 1
                if last == count { break }
                node = trie.child(of: node, Self.folded(scalars[last]))
            }
            if !found { best = unknown + scores[first + 1] }
            scores[first] = best
            ends[first] = Int32(truncatingIfNeeded: end)
        }
        emit()
    }

    /// Every two ideographs side by side; one that is alone stays.
    mutating func cutBigrams(_ bytes: [UInt8], _ run: Range<Int>) {
        decode(bytes, run)
        pieces.removeAll(keepingCapacity: true)
        var first = 0
        while first < scalars.count {
            let isHan = Self.isHan(scalars[first])
            var end = first + 1
            while end < scalars.count, Self.isHan(scalars[end]) == isHan { end += 1 }
            if !isHan || end - first == 1 {
                append(first, end)
            } else {
                for place in first..<end - 1 { append(place, place + 2) }
            }
            first = end
        }
    }

    private mutating func emit() {
        pieces.removeAll(keepingCapacity: true)
        var first = 0
        while first < scalars.count {
            var end = Int(ends[first])
            if end == first + 1, Self.stays(scalars[first]) {
                // Single letters and digits, as far as no word of the dictionary takes them.
                while end < scalars.count, Self.stays(scalars[end]), Int(ends[end]) == end + 1 { end += 1 }
            }
            append(first, end)
            first = end
        }
    }

    private mutating func append(_ first: Int, _ end: Int) {
        pieces.append(
            Piece(start: places[first], end: places[end], scalars: Int32(truncatingIfNeeded: end - first)))
    }

    private mutating func decode(_ bytes: [UInt8], _ run: Range<Int>) {
        scalars.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        let bytes = bytes.span
        var place = run.lowerBound
        while place < run.upperBound {
            let (scalar, width) = UTF8Scalar.decode(bytes, at: place)
            scalars.append(scalar)
            places.append(Int32(truncatingIfNeeded: place))
            place += width
        }
        places.append(Int32(truncatingIfNeeded: run.upperBound))
    }

    @inline(__always) private static func isHan(_ scalar: UInt32) -> Bool {
        (0x4E00...0x9FD5).contains(scalar)
    }

    /// Letters of words such as `T恤` match in either case.
    @inline(__always) static func folded(_ scalar: UInt32) -> UInt32 {
        scalar &- 0x41 < 26 ? scalar | 0x20 : scalar
    }

    /// Whether a scalar keeps together with its like: letters and digits of ASCII, and letters of other scripts.
    @inline(__always) private static func stays(_ scalar: UInt32) -> Bool {
        scalar < 0x80 ? WordScalars.containsASCII(UInt8(truncatingIfNeeded: scalar)) : !isHan(scalar)
    }
}
