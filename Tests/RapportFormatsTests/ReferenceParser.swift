/// An obvious parser, a character at a time: what the fast one must agree with.
///
/// A cell is nil where it is blank without quotes; rows have as many cells as they have.
struct ReferenceParser {
    struct Cell: Equatable {
        var text: String
        var isQuoted = false
        var isBlank: Bool {
            !isQuoted && text.unicodeScalars.allSatisfy { $0 == " " || ("\t"..."\r").contains($0) }
        }
    }

    static func records(_ text: String, delimiter: Unicode.Scalar = ",", skipsBlank: Bool = true) -> [[Cell]]
    {
        var records: [[Cell]] = []
        var record: [Cell] = []
        var cell = ""
        enum State { case start, plain, quoted, closed }
        var state = State.start
        var isQuoted = false
        // The last character of the cell is a carriage return outside quotes.
        var endsInReturn = false
        func closeCell() {
            record.append(Cell(text: cell, isQuoted: isQuoted))
            (cell, isQuoted, state, endsInReturn) = ("", false, .start, false)
        }
        func closeRecord() {
            // The carriage return of CRLF is no part of the last cell.
            if endsInReturn { cell.unicodeScalars.removeLast() }
            closeCell()
            let isBlank = record.count == 1 && record[0].text.isEmpty && !record[0].isQuoted
            if !(isBlank && skipsBlank) { records.append(record) }
            record = []
        }
        for scalar in text.unicodeScalars {
            switch (state, scalar) {
            case (.quoted, "\""): state = .closed
            case (.quoted, _): cell.unicodeScalars.append(scalar)
            case (.closed, "\""):
                cell.unicodeScalars.append(scalar)
                state = .quoted
            case (_, "\n"): closeRecord()
            case (_, delimiter): closeCell()
            case (.start, "\""): (isQuoted, state) = (true, .quoted)
            case (.closed, _):
                cell.unicodeScalars.append(scalar)
                (state, endsInReturn) = (.plain, scalar == "\r")
            default:
                cell.unicodeScalars.append(scalar)
                (state, endsInReturn) = (.plain, scalar == "\r")
            }
        }
        if !cell.isEmpty || isQuoted || !record.isEmpty { closeRecord() }
        return records
    }
}
