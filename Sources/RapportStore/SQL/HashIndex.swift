internal import GRDBSQLite
internal import RapportTable

/// The rows of a column by value, so that a join looks up in place of reading all rows again.
///
/// Made at the second look-up: one alone is faster without. Chains hold rows in their order.
///
/// - Complexity: O(*n*) to make, O(1) expected a look-up; 8 bytes a row and 4 to 8 for the buckets.
struct HashIndex {
    /// By bucket the first row, by row the next one; −1 ends.
    private var heads: [Int32]
    private var next: [Int32]
    private let mask: UInt64

    /// Nil where a cell has no hash or the table is too long.
    init?(_ cells: ColumnCells, count: Int) {
        guard count < Int(Int32.max) else { return nil }
        var size = 16
        while size < count { size *= 2 }
        mask = UInt64(size - 1)
        heads = [Int32](repeating: -1, count: size)
        next = [Int32](repeating: -1, count: count)
        // From the end, so that each chain ascends.
        for row in (0..<count).reversed() where cells.isPresent(row) {
            let bucket = Int(Self.hash(of: row, in: cells) & mask)
            next[row] = heads[bucket]
            heads[bucket] = Int32(row)
        }
    }

    /// The first row that may hold the value; −1: none.
    func first(_ hash: UInt64) -> Int { Int(heads[Int(hash & mask)]) }
    func after(_ row: Int) -> Int { Int(next[row]) }

    private static func hash(of row: Int, in cells: ColumnCells) -> UInt64 {
        switch cells.form {
        case .bits, .int, .date, .datetime: mix(UInt64(bitPattern: cells.int(row)))
        case .float: hash(cells.float(row))
        case .text, .codes: unsafe hash(cells.text(row))
        }
    }

    /// The hash of what a test wants equal; nil where it is no test of equality.
    static func hash(of test: CellTest) -> UInt64? {
        switch test {
        case .ints(_, let range) where range.lowerBound == range.upperBound:
            mix(UInt64(bitPattern: range.lowerBound))
        case .floats(_, let range) where range.lowerBound == range.upperBound: hash(range.lowerBound)
        case .text(_, .equal, let bytes): unsafe bytes.withUnsafeBufferPointer { unsafe hash($0) }
        default: nil
        }
    }

    private static func hash(_ number: Double) -> UInt64 { mix(number == 0 ? 0 : number.bitPattern) }

    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
        var place = 0
        if let start = unsafe UnsafeRawPointer(bytes.baseAddress) {
            while place + 8 <= bytes.count {
                // SAFETY: eight bytes from `place` on are inside, as the loop says.
                state = mix(state ^ (unsafe start.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
                place += 8
            }
        }
        while place < bytes.count {
            state = (state ^ UInt64(unsafe bytes[place])) &* 0x100_0000_01B3
            place += 1
        }
        return mix(state)
    }

    private static func mix(_ word: UInt64) -> UInt64 {
        var x = (word ^ word >> 33) &* 0xFF51_AFD7_ED55_8CCD
        x = (x ^ x >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return x ^ x >> 33
    }
}
