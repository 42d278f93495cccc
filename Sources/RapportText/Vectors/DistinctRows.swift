public import RapportDiagnostics
public import RapportNumerics
public import RapportWork

/// Which rows of a sparse matrix are the same, and the order of the different ones.
///
/// Rows ascend by their columns, those with the same columns by their values; rows without an entry are left out. The
/// order is that of what rows say, whatever their order in the matrix.
public struct DistinctRows: Sendable {
    /// The place of each row among the different ones; -1 of a row without an entry.
    public let places: [Int32]
    /// Of each different row, the first in the matrix that is it.
    public let firsts: [Int]

    /// - Throws: `run.cancelled`.
    /// - Complexity: O(entries + rows · log rows).
    public init(_ matrix: SparseMatrix, work: Work) throws(Diagnostic) {
        let size = 4_096
        let keys = try work.map((matrix.rowCount + size - 1) / size) { (piece) throws(Diagnostic) -> [Key] in
            let keys = (piece * size..<min(matrix.rowCount, (piece + 1) * size)).map { Key($0, of: matrix) }
            try work.check()
            return keys
        }.flatMap(\.self)
        var (numbers, firsts) = ([Int32](repeating: -1, count: keys.count), [Int]())
        // An open hash table, at most half full, of numbers in `firsts`.
        var slots = [Int32](repeating: -1, count: 64)
        while slots.count < keys.count * 2 { slots = [Int32](repeating: -1, count: slots.count * 2) }
        for row in keys.indices where !matrix.range(ofRow: row).isEmpty {
            var slot = Int(truncatingIfNeeded: keys[row].hash) & (slots.count - 1)
            while slots[slot] >= 0 {
                let other = firsts[Int(slots[slot])]
                if keys[other].hash == keys[row].hash, matrix.hasEqualRows(row, other) { break }
                slot = (slot + 1) & (slots.count - 1)
            }
            if slots[slot] < 0 {
                slots[slot] = Int32(truncatingIfNeeded: firsts.count)
                firsts.append(row)
            }
            numbers[row] = slots[slot]
        }
        try work.check()
        let order = firsts.indices.map { (start: keys[firsts[$0]].start, number: $0) }.sorted { a, b in
            if a.start != b.start { return a.start < b.start }
            return matrix.rowPrecedes(firsts[a.number], firsts[b.number])
        }
        var places = [Int32](repeating: -1, count: firsts.count)
        for (place, each) in order.enumerated() { places[each.number] = Int32(truncatingIfNeeded: place) }
        self.places = numbers.map { $0 < 0 ? -1 : places[Int($0)] }
        self.firsts = order.map { firsts[$0.number] }
    }

    /// What tells most rows apart without looking at them.
    private struct Key: Sendable {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        /// The first two columns, which decide the order nearly always; one that is not there comes first.
        var start: UInt64 = 0

        init(_ row: Int, of matrix: SparseMatrix) {
            let range = matrix.range(ofRow: row)
            for place in range {
                fold(UInt64(truncatingIfNeeded: matrix.columns[place]))
                fold(matrix.values[place].bitPattern)
            }
            for place in 0..<2 {
                start <<= 32
                if place < range.count {
                    start |= UInt64(truncatingIfNeeded: matrix.columns[range.lowerBound + place]) + 1
                }
            }
        }

        private mutating func fold(_ value: UInt64) {
            let product = (hash ^ value).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
            hash = product.high ^ product.low
        }
    }
}

extension SparseMatrix {
    fileprivate func hasEqualRows(_ a: Int, _ b: Int) -> Bool {
        let (mine, theirs) = (range(ofRow: a), range(ofRow: b))
        guard mine.count == theirs.count else { return false }
        for (place, other) in zip(mine, theirs)
        where columns[place] != columns[other] || values[place].bitPattern != values[other].bitPattern {
            return false
        }
        return true
    }

    fileprivate func rowPrecedes(_ a: Int, _ b: Int) -> Bool {
        let (mine, theirs) = (range(ofRow: a), range(ofRow: b))
        for (place, other) in zip(mine, theirs) where columns[place] != columns[other] {
            return columns[place] < columns[other]
        }
        if mine.count != theirs.count { return mine.count < theirs.count }
        for (place, other) in zip(mine, theirs) where values[place] != values[other] {
            return values[place] < values[other]
        }
        return false
    }
}
