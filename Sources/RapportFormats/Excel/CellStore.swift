/// The cells of one column of a sheet, as they came: twelve bytes each, blank ones not at all.
struct CellStore: Sendable {
    /// What a cell holds.
    enum Class: UInt8, Sendable {
        /// The bits of a double.
        case number, date, datetime, duration
        /// 0 or 1.
        case bool
        /// A number of the text pool; `plainText` in a cell that is formatted as text.
        case text, plainText
        /// A number of the sheet's list of errors.
        case error
    }

    /// Row of the sheet in the lowest 20 bits, class in the next 4, unit in the highest 8.
    private(set) var tags: [UInt32] = []
    private(set) var payloads: [UInt64] = []
    private(set) var isOrdered = true

    var count: Int { tags.count }

    @inline(__always) mutating func append(row: Int, _ kind: Class, _ payload: UInt64, unit: UInt8 = 0) {
        let tag = UInt32(truncatingIfNeeded: row) | UInt32(kind.rawValue) << 20 | UInt32(unit) << 24
        if let last = tags.last, last & 0xF_FFFF >= tag & 0xF_FFFF { isOrdered = false }
        tags.append(tag)
        payloads.append(payload)
    }

    @inline(__always) func row(_ index: Int) -> Int { Int(tags[index] & 0xF_FFFF) }
    @inline(__always) func kind(_ index: Int) -> Class {
        Class(rawValue: UInt8(tags[index] >> 20 & 15)) ?? .error
    }
    @inline(__always) func unit(_ index: Int) -> Int { Int(tags[index] >> 24) }
    @inline(__always) func number(_ index: Int) -> Double { Double(bitPattern: payloads[index]) }

    /// Puts cells that came out of order into it, and says how many fell.
    ///
    /// Of two in one place the last stays.
    mutating func order() -> Int {
        guard !isOrdered else { return 0 }
        let rows = tags.map { $0 & 0xF_FFFF }
        let places = rows.indices.sorted { (rows[$0], $0) < (rows[$1], $1) }
        var (tags, payloads) = ([UInt32](), [UInt64]())
        for place in places {
            if let last = tags.last, last & 0xF_FFFF == self.tags[place] & 0xF_FFFF {
                tags.removeLast()
                payloads.removeLast()
            }
            tags.append(self.tags[place])
            payloads.append(self.payloads[place])
        }
        let fell = count - tags.count
        (self.tags, self.payloads, isOrdered) = (tags, payloads, true)
        return fell
    }

    /// The first cell at or below a row.
    func firstIndex(from row: Int) -> Int {
        var (lower, upper) = (0, tags.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if self.row(middle) < row { lower = middle + 1 } else { upper = middle }
        }
        return lower
    }
}
