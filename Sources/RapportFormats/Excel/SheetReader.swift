internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// Reads the part of one sheet into columns of cells.
final class SheetReader: XMLHandler {
    static let maximumRow = 1_048_576
    static let maximumColumn = 16_384

    private(set) var columns: [CellStore] = []
    private(set) var pool: TextPool
    private(set) var errors: [String] = []
    /// A bit a row of the sheet, set where it has a cell that is not blank.
    private(set) var usedRows = [UInt64](repeating: 0, count: SheetReader.maximumRow / 64 + 1)
    private(set) var counts = Counts()
    /// Numbers that are none, and days that are none: the first, and what was expected.
    private(set) var misfits: [(row: Int, column: Int, found: String, expected: String)] = []
    private(set) var misfitCount = 0

    /// What the report says of the sheet.
    struct Counts: Sendable {
        var cells = 0
        var hiddenRows = 0
        var hiddenColumns = 0
        var mergedRanges = 0
        var firstMerged = ""
        var formulasWithoutValue = 0
        var firstWithoutValue = ""
        var duplicates = 0
    }

    private let styles: Styles
    private let dates: SerialDate
    private let sharedCount: Int
    private let reserved: Reserved
    private let names = Names()
    private var buffer = TextBuffer()

    private struct Names {
        let row = XMLName("row")
        let c = XMLName("c")
        let v = XMLName("v")
        let t = XMLName("t")
        let f = XMLName("f")
        let rPh = XMLName("rPh")
        let col = XMLName("col")
        let mergeCell = XMLName("mergeCell")
        let r = XMLName("r")
        let s = XMLName("s")
        let hidden = XMLName("hidden")
        let ref = XMLName("ref")
        let min = XMLName("min")
        let max = XMLName("max")
    }

    /// How a cell says what it holds: its attribute `t`.
    private enum Form { case number, shared, inline, formulaText, bool, error, date }

    // The place of the cell at hand, from 1 and from 0, and what is known of it.
    private var (row, column) = (0, -1)
    private var (style, form) = (0, Form.number)
    private var (isText, isPhonetic, hasFormula) = (false, false, false)
    /// Cells since the memory was announced.
    private var unannounced = 0

    init(_ pool: consuming TextPool, _ styles: Styles, _ dates: SerialDate, _ reserved: Reserved) {
        sharedCount = pool.count
        self.pool = pool
        (self.styles, self.dates, self.reserved) = (styles, dates, reserved)
    }

    /// The pool, for the next sheet; this one has no cells.
    func take() -> TextPool {
        var taken = TextPool()
        swap(&taken, &pool)
        return taken
    }

    // MARK: - Elements

    override func begin(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == names.c {
            beginCell(attributes)
        } else if name == names.v {
            isText = form != .inline
        } else if name == names.t {
            isText = form == .inline && !isPhonetic
        } else if name == names.f {
            hasFormula = true
        } else if name == names.row {
            beginRow(attributes)
        } else if name == names.rPh {
            isPhonetic = true
        } else if name == names.mergeCell {
            counts.mergedRanges += 1
            if counts.mergedRanges == 1 { counts.firstMerged = attributes[names.ref]?.string ?? "" }
        } else if name == names.col, attributes[names.hidden]?.isTrue ?? false {
            let (first, last) = (attributes[names.min]?.int ?? 1, attributes[names.max]?.int ?? 1)
            counts.hiddenColumns += max(min(last, Self.maximumColumn) - first + 1, 0)
        }
    }

    override func end(_ name: XMLName) {
        if name == names.v || name == names.t {
            isText = false
        } else if name == names.c {
            endCell()
        } else if name == names.rPh {
            isPhonetic = false
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if isText { unsafe buffer.append(bytes) }
    }

    private func beginRow(_ attributes: XMLAttributes) {
        row += 1
        column = -1
        var index = 0
        while let (name, value) = attributes.value(at: index) {
            if name == names.r {
                guard let stated = value.int, (1...Self.maximumRow).contains(stated) else {
                    return damaged("a row has no number from 1 to 1,048,576")
                }
                row = stated
            } else if name == names.hidden, value.isTrue {
                counts.hiddenRows += 1
            }
            index += 1
        }
        if row > Self.maximumRow { damaged("it has more rows than 1,048,576") }
    }

    private func beginCell(_ attributes: XMLAttributes) {
        column += 1
        (style, form, hasFormula) = (0, .number, false)
        buffer.removeAll()
        var index = 0
        while let (name, value) = attributes.value(at: index) {
            if name == names.r {
                place(value)
            } else if name == names.s {
                style = value.int ?? 0
            } else if name == names.t {
                switch (value.byte(0), value.byte(0) == 0 ? 0 : value.byte(1)) {
                case (UInt8(ascii: "s"), 0): form = .shared
                case (UInt8(ascii: "s"), _): form = .formulaText
                case (UInt8(ascii: "b"), _): form = .bool
                case (UInt8(ascii: "e"), _): form = .error
                case (UInt8(ascii: "i"), _): form = .inline
                case (UInt8(ascii: "d"), _): form = .date
                default: form = .number
                }
            }
            index += 1
        }
        if column >= Self.maximumColumn || row > Self.maximumRow || row < 1 {
            damaged("a cell lies outside 1,048,576 rows and 16,384 columns")
        }
    }

    /// `AB12`: the cell's place, whatever came before it.
    private func place(_ value: XMLValue) {
        var (letters, digits, index) = (0, 0, 0)
        while value.byte(index) >= 65, value.byte(index) <= 90, index < 4 {
            letters = letters * 26 + Int(value.byte(index) - 64)
            index += 1
        }
        while value.byte(index).isDigit, digits <= Self.maximumRow {
            digits = digits * 10 + Int(value.byte(index) - 48)
            index += 1
        }
        guard letters > 0, digits > 0, value.byte(index) == 0 else {
            return damaged("a cell has no place such as `A1`")
        }
        (row, column) = (digits, letters - 1)
    }

    // MARK: - Cells

    private func endCell() {
        guard fault == nil else { return }
        if buffer.isTooLong {
            fault = Diagnostic("excel.too-large", "a cell of the file has more than 16 MB")
            return
        }
        let cell = buffer.cell
        if cell.count == 0 {
            // A formula that gives no text is blank; one that was never computed says nothing at all.
            if hasFormula, form == .number {
                counts.formulasWithoutValue += 1
                if counts.formulasWithoutValue == 1 { counts.firstWithoutValue = Self.name(row, column) }
            }
            return
        }
        let isPlain = style < styles.meanings.count && styles.meanings[style] == .text
        switch form {
        case .number: number(cell)
        case .shared:
            guard let number = IntParser().parse(cell), number >= 0, number < sharedCount else {
                return damaged("a cell names a shared text that is not there")
            }
            if pool[Int(number)].trimmed.count > 0 { keep(isPlain ? .plainText : .text, UInt64(number)) }
        case .inline, .formulaText:
            let number = unsafe Int(pool.number(of: buffer.elements))
            if pool[number].trimmed.count > 0 { keep(isPlain ? .plainText : .text, UInt64(number)) }
        case .bool: keep(.bool, cell[0] == UInt8(ascii: "1") || cell[0] == UInt8(ascii: "t") ? 1 : 0)
        case .error: keep(.error, UInt64(errorNumber(cell.excerpt)))
        case .date: isoDate(cell)
        }
    }

    private func number(_ cell: CellBytes) {
        guard let value = FloatParser().parse(cell) ?? Double(cell.text), value.isFinite else {
            return misfit(cell.excerpt, "a number")
        }
        guard style < styles.meanings.count else { return keep(.number, value.bitPattern) }
        switch styles.meanings[style] {
        case .number, .text: keep(.number, value.bitPattern, unit: styles.unitNumbers[style])
        case .duration: keep(.duration, value.bitPattern)
        case .date, .datetime:
            guard let moment = dates.moment(value) else { return misfit(cell.excerpt, "a day that is") }
            // A cell that shows the day alone may hold a time all the same.
            let isTimed = styles.meanings[style] == .datetime || moment.microseconds != 0
            keep(isTimed ? .datetime : .date, value.bitPattern)
        }
    }

    /// `2025-01-31` or `2025-01-31T08:30:00`, as the strict form of the format writes days.
    private func isoDate(_ cell: CellBytes) {
        var parser = DateTimeParser(.iso, zone: nil)
        guard let value = parser.parse(cell) else {
            return keep(.text, UInt64(unsafe pool.number(of: buffer.elements)))
        }
        let days = Int(value >= 0 ? value / 86_400_000_000 : (value - 86_399_999_999) / 86_400_000_000)
        let rest = value - Int64(days) * 86_400_000_000
        guard let serial = dates.serial(days, microseconds: rest) else {
            return misfit(cell.excerpt, "a day that is")
        }
        keep(rest == 0 ? .date : .datetime, serial.bitPattern)
    }

    private func keep(_ kind: CellStore.Class, _ payload: UInt64, unit: UInt8 = 0) {
        while columns.count <= column { columns.append(CellStore()) }
        columns[column].append(row: row - 1, kind, payload, unit: unit)
        usedRows[(row - 1) >> 6] |= 1 << UInt64((row - 1) & 63)
        counts.cells += 1
        unannounced += 1
        if unannounced == 1 << 16 { announce() }
    }

    private func announce() {
        unannounced = 0
        do throws(Diagnostic) {
            // Arrays double when they are full.
            try reserved.grow(to: counts.cells * 18 + pool.byteCount)
        } catch {
            fault = error
        }
    }

    private func errorNumber(_ text: String) -> Int {
        if let known = errors.firstIndex(of: text) { return known }
        // Excel has a dozen; of whatever a stranger writes there no more is kept.
        if errors.count >= 50 { return 49 }
        errors.append(text)
        return errors.count - 1
    }

    private func misfit(_ found: String, _ expected: String) {
        misfitCount += 1
        usedRows[(row - 1) >> 6] |= 1 << UInt64((row - 1) & 63)
        if misfits.count < Problems.limit { misfits.append((row - 1, column, found, expected)) }
    }

    private func damaged(_ why: String) {
        fault =
            fault
            ?? Diagnostic(
                "excel.damaged", "the sheet is damaged: \(why)",
                help: ["open it in Excel, and save it once more"])
    }

    /// Puts cells that came out of order into it.
    func finish() {
        for index in columns.indices { counts.duplicates += columns[index].order() }
    }

    /// `AB12`; the row from 1, the column from 0.
    static func name(_ row: Int, _ column: Int) -> String { letters(column) + String(row) }

    static func letters(_ column: Int) -> String {
        var (letters, rest) = ("", column + 1)
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters
    }
}
