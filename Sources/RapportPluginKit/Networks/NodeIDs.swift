/// The ids of nodes, as they stand in several columns, numbered together.
struct NodeIDs {
    /// Ascending, each once.
    let nodes: Column
    /// Of each column given the node of each row; -1 where missing.
    let numbers: [[Int32]]
    /// Cells that had blanks around them.
    let trimmed: Int

    /// - Throws: `memory.limit`, `run.cancelled`.
    init(_ columns: [Column], type: ColumnType, work: Work) throws(Diagnostic) {
        var (cleaned, trimmed): ([Column], Int) = ([], 0)
        for column in columns {
            let found = column.asIDs(type)
            cleaned.append(found.column)
            trimmed += found.trimmed
        }
        let all = try Column.concatenated(cleaned, work: work)
        let grouping = try Grouping(sortedBy: [all], count: all.count, work: work)
        // Missing ids are the last group, and no node.
        let hasMissing = all.missingCount > 0
        let count = grouping.groupCount - (hasMissing ? 1 : 0)
        nodes = try all.gathered(at: grouping.firstRows[0..<max(count, 0)], work: work)
        self.trimmed = trimmed
        var (start, numbers): (Int, [[Int32]]) = (0, [])
        let groups = grouping.groups.span
        for column in cleaned {
            numbers.append(
                (start..<start + column.count).map { groups[$0] < Int32(count) ? groups[$0] : -1 })
            start += column.count
        }
        self.numbers = numbers
    }
}

extension Column {
    /// The cells as ids: texts without blanks around them, empty ones missing.
    fileprivate func asIDs(_ type: ColumnType) -> (column: Column, trimmed: Int) {
        if type == .int, self.type == .int { return (self, 0) }
        switch layout {
        case .codes(let codes):
            guard codes.dictionary.mayHaveBlanks else { return (self, 0) }
            return trimmedTexts
        case .text(let text):
            guard text.mayHaveBlanks else { return (self, 0) }
            return trimmedTexts
        default:
            return (.texts((0..<count).map { self[$0].isMissing ? nil : self[$0].text() }), 0)
        }
    }

    private var trimmedTexts: (column: Column, trimmed: Int) {
        var trimmed = 0
        let cells = (0..<count).map { row -> String? in
            guard case .text(let text) = self[row] else { return nil }
            let bare = text.withoutOuterBlanks
            if bare.utf8.count != text.utf8.count { trimmed += 1 }
            return bare.isEmpty ? nil : bare
        }
        return (.texts(cells), trimmed)
    }
}

extension TextColumn {
    /// Whether a cell is empty, or begins or ends with a byte that a blank may have.
    fileprivate var mayHaveBlanks: Bool {
        let (offsets, bytes) = (offsets.span, bytes.span)
        // Blanks above ASCII begin with C2, E1, E2 or E3, and end above 7F: rare in ids, so looked at one by one.
        func isSuspect(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0xC2 || (0xE1...0xE3).contains(byte) }
        for row in 0..<count {
            let (start, end) = (Int(offsets[row]), Int(offsets[row + 1]))
            if start == end { return true }
            if isSuspect(bytes[start]) || bytes[end - 1] <= 0x20 { return true }
            if bytes[end - 1] >= 0x80, end - start >= 3,
                isSuspect(bytes[end - 3]) || isSuspect(bytes[end - 2])
            {
                return true
            }
        }
        return false
    }
}

extension String {
    var withoutOuterBlanks: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
