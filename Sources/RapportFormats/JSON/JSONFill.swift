internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// Writes the values of one block into the columns that are wanted.
struct JSONFill: JSONSink {
    private let keys: KeyTree
    /// The column of each node, -1 where none is wanted.
    private let columnOf: [Int]
    private var columns: [JSONCells]
    /// For each column the lists that its values are elements of, -1 where they are cells.
    private let listOf: [Int]
    /// The lists of each node of arrays, -1 where none are wanted.
    private let listsOf: [Int]
    private var lists: [JSONLists] = []
    private var isInElements = false
    private let codes: MissingCodes?
    var row = 0
    /// The file does not hold any more what it held when it was looked through.
    var hasChanged = false

    init(_ keys: KeyTree, _ wanted: [JSONColumn], rows: Int, codes: MissingCodes?) {
        self.keys = keys
        self.codes = codes
        var places = [Int](repeating: -1, count: keys.nodes.count)
        for (place, column) in wanted.enumerated() { places[column.node] = place }
        columnOf = places
        columns = wanted.map { JSONCells($0.decision.type, rows: $0.isList ? 0 : rows) }
        var (listOf, listsOf) = ([Int](), [Int](repeating: -1, count: keys.nodes.count))
        for (place, column) in wanted.enumerated() {
            guard let elements = keys.elementsAbove(column.node) else {
                listOf.append(-1)
                continue
            }
            let node = keys.nodes[elements].parent
            if listsOf[node] < 0 {
                listsOf[node] = lists.count
                lists.append(JSONLists(elements: elements, rows: rows))
            }
            listOf.append(listsOf[node])
            lists[listsOf[node]].columns.append(place)
        }
        (self.listOf, self.listsOf) = (listOf, listsOf)
    }

    mutating func node(of parent: Int, _ key: CellBytes, predicted: Int) -> Int {
        if let node = keys.find(key, under: parent, predicted: predicted) { return node }
        hasChanged = true
        return 0
    }
    func firstChild(of node: Int) -> Int { keys.nodes[node].firstChild }
    func successor(of node: Int) -> Int {
        let sibling = keys.nodes[node].sibling
        return sibling != 0 ? sibling : keys.nodes[keys.nodes[node].parent].firstChild
    }

    mutating func null(_ node: Int) { skip(node) }
    mutating func noNumber(_ node: Int) { skip(node) }
    mutating func emptyObject(_ node: Int) {}

    /// Missing, so that a second value of the key does not take its place.
    @inline(__always) private mutating func skip(_ node: Int) {
        let place = columnOf[node]
        if place >= 0 { columns[place].skip(row) }
        if !isInElements, listsOf[node] >= 0 { _ = lists[listsOf[node]].opens(row) }
    }

    mutating func bool(_ node: Int, _ value: Bool) {
        let place = columnOf[node]
        if place >= 0, !columns[place].take(value, row) { hasChanged = true }
    }
    mutating func number(_ node: Int, _ number: JSONNumber) {
        let place = columnOf[node]
        if place >= 0, !columns[place].take(number, row) { hasChanged = true }
    }
    mutating func text(_ node: Int, _ text: JSONText) {
        let place = columnOf[node]
        guard place >= 0 else { return }
        if let codes, text.code(in: codes) != nil {
            columns[place].skip(row)
        } else if !columns[place].take(text, row) {
            hasChanged = true
        }
    }
    mutating func array(_ node: Int, _ array: CellBytes) throws(JSONFault) {
        let place = columnOf[node]
        if place >= 0, !columns[place].takeArray(array, row) { hasChanged = true }
        let list = listsOf[node]
        guard list >= 0, !isInElements, lists[list].opens(row) else { return }
        let record = row
        isInElements = true
        var parser = JSONParser(array)
        try parser.elements(lists[list].elements, into: &self) { fill in fill.beginElement(list) }
        (isInElements, row) = (false, record)
        lists[list].keep(record)
    }

    /// While an array is read, ``row`` is the place among the elements of all arrays.
    private mutating func beginElement(_ list: Int) {
        row = lists[list].count
        lists[list].count += 1
        for place in lists[list].columns { columns[place].extend() }
    }

    consuming func finish(_ work: Work, file: String) throws(Diagnostic) -> [Column] {
        var made: [Column] = []
        for (place, column) in columns.enumerated() {
            let cells = try column.column(work, file: file)
            made.append(listOf[place] < 0 ? cells : lists[listOf[place]].column(of: cells))
        }
        return made
    }
}

/// Where the arrays under one key begin and end among the elements of all of them, in one block.
private struct JSONLists {
    /// The node of the elements.
    let elements: Int
    /// The columns that the elements are written into.
    var columns: [Int] = []
    /// Elements so far.
    var count = 0
    private let rows: Int
    /// Of the rows that are decided; those in between are missing.
    private var ends: [Int64] = []
    private var valid: [UInt64]
    private var present = 0

    init(elements: Int, rows: Int) {
        (self.elements, self.rows) = (elements, rows)
        valid = [UInt64](repeating: 0, count: (rows + 63) / 64)
    }

    /// Whether `row` is still open; then it is decided from now on.
    mutating func opens(_ row: Int) -> Bool {
        guard row >= ends.count, row < rows else { return false }
        while ends.count <= row { ends.append(Int64(count)) }
        return true
    }

    /// Everything that came since ``opens(_:)`` is the list of `row`.
    mutating func keep(_ row: Int) {
        guard row < ends.count else { return }
        ends[row] = Int64(count)
        valid[row &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: row & 63)
        present += 1
    }

    func column(of cells: Column) -> Column {
        let rest = [Int64](repeating: Int64(count), count: rows - ends.count)
        let validity = present == rows ? nil : Bitmap(words: Buffer(valid), count: rows)
        return Column(
            .list(of: cells.type),
            .list(ListColumn(offsets: Buffer([0] + ends + rest), elements: cells, validity: validity)))
    }
}

/// The cells of one column in one block.
struct JSONCells {
    private let type: CellType
    private var rows: Int
    /// Rows that are decided; those in between are missing.
    private var count = 0
    private var valid: [UInt64]
    private var present = 0
    /// Of bool, 64 a word.
    private var bits: [UInt64] = []
    /// Of int, date and datetime.
    private var ints: [Int64] = []
    private var floats: [Double] = []
    private var bytes: [UInt8] = []
    private var ends: [Int64] = []

    init(_ type: CellType, rows: Int) {
        (self.type, self.rows) = (type, rows)
        valid = [UInt64](repeating: 0, count: (rows + 63) / 64)
        switch type {
        case .bool: bits = valid
        case .float: floats = [Double](repeating: 0, count: rows)
        case .text: ends = [Int64](repeating: 0, count: rows)
        default: ints = [Int64](repeating: 0, count: rows)
        }
    }

    /// Room for one row more.
    mutating func extend() {
        rows += 1
        if rows & 63 == 1 { valid.append(0) }
        switch type {
        case .bool: if rows & 63 == 1 { bits.append(0) }
        case .float: floats.append(0)
        case .text: ends.append(0)
        default: ints.append(0)
        }
    }

    /// Whether `row` is still open; then it is decided from now on.
    @inline(__always) private mutating func opens(_ row: Int) -> Bool {
        guard row >= count, row < rows else { return false }
        if !ends.isEmpty {
            let end = Int64(bytes.count)
            while count < row {
                ends[count] = end
                count &+= 1
            }
        }
        count = row &+ 1
        return true
    }

    @inline(__always) private mutating func keep(_ row: Int) {
        valid[row &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: row & 63)
        present &+= 1
    }

    mutating func skip(_ row: Int) {
        if opens(row), !ends.isEmpty { ends[row] = Int64(bytes.count) }
    }

    mutating func take(_ value: Bool, _ row: Int) -> Bool {
        guard opens(row) else { return row < rows }
        switch type {
        case .bool: bits[row &>> 6] |= (value ? 1 : 0) &<< UInt64(truncatingIfNeeded: row & 63)
        case .text:
            bytes += value ? Array("true".utf8) : Array("false".utf8)
            ends[row] = Int64(bytes.count)
        default: return false
        }
        keep(row)
        return true
    }

    mutating func take(_ number: JSONNumber, _ row: Int) -> Bool {
        guard opens(row) else { return row < rows }
        switch type {
        case .int:
            guard let value = number.value else { return false }
            ints[row] = value
        case .float:
            guard let value = FloatParser().parse(number.cell) else { return false }
            floats[row] = value
        case .text: append(number.cell, row)
        default: return false
        }
        keep(row)
        return true
    }

    mutating func take(_ text: JSONText, _ row: Int) -> Bool {
        guard opens(row) else { return row < rows }
        switch type {
        case .text:
            if text.hasEscapes {
                bytes += text.decoded().bytes
                ends[row] = Int64(bytes.count)
            } else {
                append(text.cell, row)
            }
        case .date(let order):
            if text.cell.count == 0 { return true }
            var parser = DateParser(order)
            guard let days = parser.parse(text.cell) else { return false }
            ints[row] = Int64(days)
        case .datetime(let order, let zone):
            if text.cell.count == 0 { return true }
            var parser = DateTimeParser(order, zone: zone)
            guard let moment = parser.parse(text.cell) else { return false }
            ints[row] = moment
        default: return false
        }
        keep(row)
        return true
    }

    /// The array's text without the blanks between its parts.
    mutating func takeArray(_ array: CellBytes, _ row: Int) -> Bool {
        guard opens(row) else { return row < rows }
        guard type.isText else { return false }
        var isInside = false
        var index = 0
        while index < array.count {
            let byte = array[index]
            if isInside, byte == UInt8(ascii: "\\"), index + 1 < array.count {
                bytes.append(byte)
                index += 1
                bytes.append(array[index])
            } else {
                if byte == UInt8(ascii: "\"") { isInside.toggle() }
                if isInside || !byte.isBlank { bytes.append(byte) }
            }
            index += 1
        }
        ends[row] = Int64(bytes.count)
        keep(row)
        return true
    }

    private mutating func append(_ cell: CellBytes, _ row: Int) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: cell.base, count: cell.count))
        ends[row] = Int64(bytes.count)
    }

    // MARK: - As a column

    func column(_ work: Work, file: String) throws(Diagnostic) -> Column {
        let purpose = "loading `\(file)`"
        let validity =
            present == rows ? nil : Bitmap(words: try Self.buffer(valid, purpose, work), count: rows)
        switch type {
        case .bool:
            let values = Bitmap(words: try Self.buffer(bits, purpose, work), count: rows)
            return Column(.bool, .bits(values: values, validity: validity))
        case .int, .datetime:
            return Column(
                type.type,
                .int64(FixedColumn(values: try Self.buffer(ints, purpose, work), validity: validity)))
        case .date:
            let days = try Self.buffer(ints.map { Int32(truncatingIfNeeded: $0) }, purpose, work)
            return Column(.date, .int32(FixedColumn(values: days, validity: validity)))
        case .float:
            return Column(
                .float,
                .float64(FixedColumn(values: try Self.buffer(floats, purpose, work), validity: validity)))
        case .text:
            var offsets: [Int64] = [0]
            offsets.reserveCapacity(rows + 1)
            offsets += ends.prefix(count)
            while offsets.count < rows + 1 { offsets.append(Int64(bytes.count)) }
            return Column(
                .text,
                .text(
                    TextColumn(
                        offsets: try Self.buffer(offsets, purpose, work),
                        bytes: try Self.buffer(bytes, purpose, work), validity: validity)))
        }
    }

    private static func buffer<Value: BitwiseCopyable & Sendable>(
        _ values: [Value], _ purpose: String, _ work: Work
    ) throws(Diagnostic) -> Buffer<Value> {
        var builder = try BufferBuilder<Value>(uninitialized: values.count, for: purpose, work: work)
        var span = builder.mutableSpan
        for index in values.indices { span[index] = values[index] }
        return builder.freeze()
    }
}
