internal import RapportTable

/// The cells of one sheet and their texts, once they are read.
final class SheetData: @unchecked Sendable {
    // SAFETY: nothing here changes once it is made; the pool, which is no `Sendable` for its pointer, is only read.
    let pool: TextPool
    let columns: [CellStore]
    let errors: [String]
    let dates: SerialDate
    let units: [String]
    private let usedRows: [UInt64]

    init(_ reader: SheetReader, _ dates: SerialDate, units: [String]) {
        (columns, errors, usedRows) = (reader.columns, reader.errors, reader.usedRows)
        (self.dates, self.units) = (dates, units)
        pool = reader.take()
    }

    /// A cell as text: a number in digits, a day as 2025-01-31, a duration as 26:30:00; nil for an error.
    func text(_ store: CellStore, _ index: Int) -> String? {
        let number = store.number(index)
        switch store.kind(index) {
        case .text, .plainText: return pool[Int(store.payloads[index])].text
        case .bool: return store.payloads[index] == 1 ? "true" : "false"
        case .error: return nil
        case .number: return Self.digits(number)
        case .duration: return Scalar.duration(Self.microseconds(number)).text()
        case .date: return dates.moment(number).map { Scalar.date($0.days).text() }
        case .datetime: return Self.microseconds(number, dates).map { Scalar.datetime($0).text() }
        }
    }

    /// `12` for a whole number, else the shortest digits that read back.
    static func digits(_ number: Double) -> String {
        Int64(exactly: number).map(String.init) ?? number.description
    }

    /// Of a duration in days.
    static func microseconds(_ days: Double) -> Int64 {
        let exact = (days * 86_400e6)
        guard abs(exact) < 9e18 else { return exact < 0 ? .min : .max }
        let whole = days.rounded(.towardZero)
        return Int64(whole) * 86_400_000_000 + SerialDate.microseconds(ofDays: days - whole, near: days)
    }

    static func microseconds(_ serial: Double, _ dates: SerialDate) -> Int64? {
        dates.moment(serial).map { Int64($0.days) * 86_400_000_000 + $0.microseconds }
    }

    /// Rows of the sheet from `first` on that have a cell which is not blank, in order.
    func usedRows(from first: Int, limit: Int) -> [Int] {
        var found: [Int] = []
        for index in (first / 64)..<usedRows.count where found.count < limit {
            var word = usedRows[index]
            while word != 0, found.count < limit {
                let row = index * 64 + word.trailingZeroBitCount
                if row >= first { found.append(row) }
                word &= word - 1
            }
        }
        return found
    }

    /// The places that rows of the sheet from `first` on have in the table.
    func ranks(from first: Int) -> RowRanks { RowRanks(usedRows, from: first) }
}

/// Which row of the table a row of the sheet is: blank ones are none.
struct RowRanks: Sendable {
    private let words: [UInt64]
    private let before: [Int32]
    let count: Int
    /// Blank rows between others.
    let blank: Int

    init(_ used: [UInt64], from first: Int) {
        var words = used
        for index in 0..<min(first / 64, words.count) { words[index] = 0 }
        if first / 64 < words.count { words[first / 64] &= ~((1 << UInt64(first % 64)) - 1) }
        var (before, total, last) = ([Int32](), 0, first - 1)
        before.reserveCapacity(words.count)
        for (index, word) in words.enumerated() {
            before.append(Int32(total))
            total += word.nonzeroBitCount
            if word != 0 { last = index * 64 + 63 - word.leadingZeroBitCount }
        }
        (self.words, self.before, count) = (words, before, total)
        blank = last + 1 - first - total
    }

    /// Of a row that is not blank.
    @inline(__always) func rank(_ row: Int) -> Int {
        Int(before[row >> 6]) + (words[row >> 6] & ((1 << UInt64(row & 63)) - 1)).nonzeroBitCount
    }
}
