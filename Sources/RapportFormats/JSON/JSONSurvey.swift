internal import RapportTable

/// Counts what the records of one block hold.
struct JSONSurvey: JSONSink {
    var keys = KeyTree()
    /// By node.
    var tallies = [JSONTally()]
    var rows = 0
    var problems: [Problem] = []
    var problemCount = 0
    /// In the elements of an array, each of which may have the same keys again.
    private var isInElements = false
    private var element = 0
    private let codes: MissingCodes?
    private var lines: LineCounter

    init(_ bytes: CellBytes, codes: MissingCodes?) {
        self.codes = codes
        lines = LineCounter(bytes)
    }

    /// Line ends of the block.
    var lineCount: Int { mutating get { lines.total } }

    mutating func node(of parent: Int, _ key: CellBytes, predicted: Int) throws(JSONFault) -> Int {
        if let node = keys.find(key, under: parent, predicted: predicted) { return node }
        guard keys.nodes.count < KeyTree.limit else {
            throw JSONFault(kind: .tooManyColumns, offset: 0, found: nil)
        }
        tallies.append(JSONTally())
        return keys.add(key.array, under: parent)
    }
    func firstChild(of node: Int) -> Int { keys.nodes[node].firstChild }
    func successor(of node: Int) -> Int {
        let sibling = keys.nodes[node].sibling
        return sibling != 0 ? sibling : keys.nodes[keys.nodes[node].parent].firstChild
    }

    /// False where the record has had the key before: the first value counts.
    @inline(__always) private mutating func isFirst(_ node: Int) -> Bool {
        let record = isInElements ? element : rows
        if tallies[node].lastRow == record {
            noteProblem(nil, node, "the key once more", "each key once in a record: the first counts")
            return false
        }
        tallies[node].lastRow = record
        return true
    }

    private mutating func noteProblem(
        _ cell: CellBytes?, _ node: Int, _ found: @autoclosure () -> String, _ expected: String
    ) {
        problemCount += 1
        guard problems.count < 1000 else { return }
        problems.append(
            Problem(
                line: cell.map { lines.line(of: $0) } ?? lines.line(atLeast: recordPlace), row: rows,
                column: keys.path(of: node), found: found(), expected: expected))
    }

    /// Where the present record begins.
    var recordPlace = 0

    mutating func null(_ node: Int) { if isFirst(node) { tallies[node].nulls += 1 } }
    mutating func noNumber(_ node: Int) { if isFirst(node) { tallies[node].noNumbers += 1 } }
    mutating func emptyObject(_ node: Int) { tallies[node].emptyObjects += 1 }

    mutating func bool(_ node: Int, _ value: Bool) {
        guard isFirst(node) else { return }
        tallies[node].bools += 1
        if tallies[node].bools <= Self.samples { sample(.bool, node, value ? "true" : "false", nil) }
    }

    mutating func number(_ node: Int, _ number: JSONNumber) {
        guard isFirst(node) else { return }
        if let value = number.value {
            tallies[node].ints += 1
            tallies[node].note(value)
        } else if number.isInteger || !number.isFinite {
            tallies[node].huge += 1
        } else {
            tallies[node].floats += 1
        }
        if tallies[node].numbers <= Self.samples { sample(.number, node, number.cell.excerpt, number.cell) }
    }

    mutating func text(_ node: Int, _ text: JSONText) {
        guard isFirst(node) else { return }
        if let codes, let code = text.code(in: codes) {
            tallies[node].codes[code, default: 0] += 1
            return
        }
        tallies[node].texts += 1
        if text.cell.count == 0 {
            tallies[node].blanks += 1
        } else if let temporal = text.temporal {
            tallies[node].note(temporal)
        }
        if text.hasEscapes {
            let decoded = text.decoded()
            if decoded.mended > 0 {
                noteProblem(text.cell, node, text.cell.excerpt, "surrogates in pairs: mended with U+FFFD")
            } else if decoded.bytes.contains(0) {
                noteProblem(text.cell, node, text.cell.excerpt, "text without NUL characters")
            }
        }
        if tallies[node].texts <= Self.samples { sample(.text, node, text.cell.excerpt, text.cell) }
    }

    mutating func array(_ node: Int, _ array: CellBytes) throws(JSONFault) {
        guard isFirst(node) else { return }
        tallies[node].arrays += 1
        if array.from(1).upTo(max(array.count - 1, 0)).trimmed.firstWord & 0xFF == UInt64(UInt8(ascii: "{")) {
            tallies[node].arraysOfObjects += 1
        }
        if tallies[node].arrays <= Self.samples { sample(.array, node, array.excerpt, array) }
        guard !isInElements else { return }
        let elements = keys.elements(of: node)
        while tallies.count < keys.nodes.count { tallies.append(JSONTally()) }
        isInElements = true
        defer { isInElements = false }
        var parser = JSONParser(array)
        try parser.elements(elements, into: &self) { survey in survey.element += 1 }
    }

    /// Of each class, so many values a block may show up among the problems.
    private static let samples = 10

    private mutating func sample(_ kind: JSONTally.Class, _ node: Int, _ text: String, _ cell: CellBytes?) {
        let line = cell.map { lines.line(of: $0) } ?? lines.line(atLeast: recordPlace)
        tallies[node].samples[kind, default: .init()].append(
            Tally.Misfits.Cell(row: rows, line: line, text: text))
    }
}

extension JSONNumber {
    /// False for `1e999`.
    var isFinite: Bool { value != nil || (!isInteger && FloatParser().parse(cell) != nil) }
}

extension JSONText {
    func code(in codes: MissingCodes) -> Int? {
        hasEscapes ? nil : codes.index(of: cell)
    }

    /// Where the text is an ISO date or time, or a time that is written out as in mails.
    var temporal: Temporal? {
        guard cell.count >= 8, cell.count <= 50, !hasEscapes,
            cell[0].isDigit && (cell[4] == .minus || cell.contains(UInt8(ascii: ":"))) || isWrittenOut,
            let temporal = Temporal(cell), temporal.shape == .dashed || temporal.shape == .written,
            temporal.days(.iso) != nil
        else { return nil }
        return temporal
    }

    /// Whether it may begin with a weekday: most texts do not, and are not looked at further.
    private var isWrittenOut: Bool {
        cell.count >= 16 && (cell[3] == UInt8(ascii: ",") || cell[3] == 32)
            && cell.contains(UInt8(ascii: ":"))
    }
}

/// Counts line ends up to a place that only goes forward, and only where somebody asks.
struct LineCounter {
    private let bytes: CellBytes
    private var place = 0
    private var count = 0

    init(_ bytes: CellBytes) { self.bytes = bytes }

    mutating func line(of cell: CellBytes) -> Int {
        return unsafe line(atLeast: cell.base - bytes.base)
    }

    /// The line of `offset`, or of the furthest place that was asked for.
    mutating func line(atLeast offset: Int) -> Int {
        let end = min(offset, bytes.count)
        while place < end {
            let word = Word.matches(bytes.word(at: place), Word.repeating(.lineFeed))
            let inside = end &- place >= 8 ? word : word & ((1 &<< UInt64(8 &* (end &- place))) &- 1)
            count &+= inside.nonzeroBitCount
            place = min(place &+ 8, end)
        }
        return count
    }

    var total: Int { mutating get { line(atLeast: .max) } }
}
