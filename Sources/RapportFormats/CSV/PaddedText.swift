internal import RapportDiagnostics

/// Lines whose cells stand below each other: fixed width, or padded with blanks.
enum PaddedText {
    /// The cells between runs of blanks; one in quotes may hold some.
    static func cells(_ line: ArraySlice<UInt8>, quote: UInt8?) -> [ArraySlice<UInt8>] {
        var cells: [ArraySlice<UInt8>] = []
        var place = line.startIndex
        while place < line.endIndex {
            if isBlank(line[place]) {
                place += 1
                continue
            }
            let start = place
            if let quote, line[place] == quote {
                place += 1
                while place < line.endIndex {
                    if line[place] == quote {
                        guard place + 1 < line.endIndex, line[place + 1] == quote else { break }
                        place += 1
                    }
                    place += 1
                }
            }
            while place < line.endIndex, !isBlank(line[place]) { place += 1 }
            cells.append(line[start..<place])
        }
        return cells
    }

    /// The cells at places of a line, without the blanks around them; the last goes on to the line's end.
    static func cells(_ line: ArraySlice<UInt8>, at places: [Range<Int>]) -> [ArraySlice<UInt8>] {
        let starts = columns(line)
        func offset(_ column: Int) -> Int {
            // The first letter that begins at the column or behind it.
            var (low, high) = (0, starts.count)
            while low < high {
                let middle = (low + high) / 2
                if starts[middle].column < column { low = middle + 1 } else { high = middle }
            }
            return low < starts.count ? starts[low].place : line.endIndex
        }
        return places.map { range in
            trimmed(line[offset(range.lowerBound)..<max(offset(range.upperBound), offset(range.lowerBound))])
        }
    }

    /// Where each letter stands: a Chinese one is as wide as two.
    private static func columns(_ line: ArraySlice<UInt8>) -> [(place: Int, column: Int)] {
        var columns: [(place: Int, column: Int)] = []
        var column = 0
        var place = line.startIndex
        while place < line.endIndex {
            columns.append((place, column))
            var next = place + 1
            if line[place] < 0x80 {
                column += 1
            } else {
                while next < line.endIndex, line[next] & 0xC0 == 0x80 { next += 1 }
                let letter = String(decoding: line[place..<next], as: UTF8.self).unicodeScalars.first
                column += letter?.displayWidth ?? 1
            }
            place = next
        }
        return columns
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

    static func trimmed(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var cell = cell
        while let last = cell.last, last.isBlank { cell.removeLast() }
        while let first = cell.first, first.isBlank { cell.removeFirst() }
        return cell
    }

    // MARK: - Sniffing

    /// How the lines would be cut; nil where they are no padded text.
    ///
    /// Cells between runs of blanks where every line has as many of them, and one column of them holds values below
    /// its name. Else the places where no line has a letter part the columns.
    ///
    /// `comment` begins lines that are not looked at. Where it is not told, lines in front that begin with `#` or `%` are
    /// passed over, as in lists of edges, and ``commentSign(_:)`` tells of them.
    static func sniffed(_ text: [UInt8], _ reading: Reading, comment: UInt8?) -> Rewriting.Layout? {
        var lines = lines(of: text)
        if let sign = comment {
            lines.removeAll { $0.first == sign }
        } else if let sign = commentSign(text) {
            lines = Array(lines.drop { $0.first == sign })
        }
        guard lines.count >= 2 else { return nil }
        let cut = lines.map { cells($0, quote: UInt8(ascii: "\"")) }
        if let first = cut.first, first.count > 1, cut.allSatisfy({ $0.count == first.count }) {
            let isPadded = lines.contains { line in
                line.first.map(isBlank) == true
                    || zip(line, line.dropFirst()).contains { isBlank($0) && isBlank($1) }
            }
            let body = cut.dropFirst()
            let isTyped = first.indices.contains { column in
                body.allSatisfy { isValue($0[column], reading) }
            }
            if isTyped, isPadded || lines.count > 2 { return .padded }
        }
        guard lines.count >= 3,
            lines.contains(where: { line in
                zip(line, line.dropFirst()).contains { $0 == 32 && $1 == 32 }
            })
        else { return nil }
        let places = gaps(lines)
        guard places.count > 1 else { return nil }
        return .fixed(places)
    }

    /// The sign that begins the first lines, where it is one of comments.
    static func commentSign(_ text: [UInt8]) -> UInt8? {
        lines(of: text).first?.first.flatMap { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "%") ? $0 : nil }
    }

    /// Whether all cells are values, which no text of one column is.
    static func holdsValuesAlone(_ text: [UInt8], _ reading: Reading, comment: UInt8?) -> Bool {
        let sign = comment ?? commentSign(text)
        return lines(of: text).allSatisfy { line in
            line.first == sign || cells(line, quote: nil).allSatisfy { isValue($0, reading) }
        }
    }

    private static func lines(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        text.split(separator: .lineFeed).prefix(500).map { line in
            line.last == .carriageReturn ? line.dropLast() : line
        }.filter { !$0.allSatisfy(\.isBlank) }
    }

    private static func isValue(_ cell: ArraySlice<UInt8>, _ reading: Reading) -> Bool {
        let tally = Tally(of: [String(decoding: cell, as: UTF8.self)], reading)
        return tally.numbers > 0 || tally.times > 0 || tally.missing > 0 || tally.leadingZeros > 0
    }

    /// The stretches between the columns of a terminal where all lines have blanks.
    private static func gaps(_ lines: [ArraySlice<UInt8>]) -> [Range<Int>] {
        var used: [Bool] = []
        for line in lines {
            for (place, column) in columns(line) where !isBlank(line[place]) {
                if column >= used.count { used += [Bool](repeating: false, count: column + 1 - used.count) }
                used[column] = true
            }
        }
        var places: [Range<Int>] = []
        var start: Int?
        for column in 0...used.count {
            let isUsed = column < used.count && used[column]
            if isUsed, start == nil { start = column }
            if !isUsed, let from = start {
                places.append(from..<column)
                start = nil
            }
        }
        // What stands between two columns of one gap belongs to the left one: text goes on.
        guard let last = places.indices.last else { return [] }
        return places.indices.map { index in
            places[index].lowerBound..<(index == last ? Int.max : places[index + 1].lowerBound)
        }
    }
}
