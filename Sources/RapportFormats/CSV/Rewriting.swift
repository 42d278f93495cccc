internal import RapportDiagnostics
internal import RapportWork

/// What must be done to the bytes of a file before the scanner, which knows one byte for each purpose, reads them.
///
/// Few files need it. Lines stay lines, so that a problem has the line number of the file as it is on disk.
struct Rewriting: Sendable, Hashable {
    var layout = Layout.delimited
    /// One byte or more.
    var delimiter: [UInt8] = [UInt8(ascii: ",")]
    /// What the delimiter becomes.
    var written = UInt8(ascii: ",")
    var quote: UInt8? = UInt8(ascii: "\"")
    /// Takes the next sign as it is: `\"`.
    var escape: UInt8?
    var comment: UInt8?
    /// A carriage return alone ends a record too.
    var returnsEndRecords = false
    var blanks = Blanks.kept

    enum Layout: Sendable, Hashable {
        case delimited
        /// Cells between runs of blanks.
        case padded
        /// Cells at places of a line, in widths of a terminal.
        case fixed([Range<Int>])
    }

    /// Blanks behind a delimiter.
    enum Blanks: Sendable, Hashable {
        case kept
        /// Left out in front of a quote, and behind one.
        case beforeQuotes
        case leftOut
    }

    /// For a file whose cells hold any delimiter one could think of.
    static let separator = Dialect.noDelimiter

    func rewrite(_ bytes: [UInt8]) -> [UInt8] {
        var rewriter = Rewriter(self)
        return rewriter.rewrite(bytes, isLast: true)
    }
}

extension ByteFile {
    /// The same file from `start` on, rewritten: a stretch at a time, so that a large one needs no memory.
    func rewritten(_ rewriting: Rewriting, from start: Int, work: Work) throws(Diagnostic) -> ByteFile {
        var rewriter = Rewriter(rewriting)
        var scratch = ScratchBytes(for: name)
        work.begin("rewrite \(name)", of: size, unit: "bytes")
        var place = start
        while place < size {
            try work.check()
            let end = min(place + 1 << 20, size)
            let out = rewriter.rewrite(try bytes(place..<end), isLast: end == size)
            try scratch.append(out[...])
            work.advance(by: end - place)
            place = end
        }
        return try scratch.finish(as: self)
    }
}

/// A ``Rewriting`` at work: takes a file in stretches, which may end anywhere.
struct Rewriter {
    private let form: Rewriting
    private var output: [UInt8] = []
    /// The end of the last stretch, which cannot be told without what follows it.
    private var rest: [UInt8] = []

    // The cell at hand.
    private var cell: [UInt8] = []
    private var blanks = 0
    private var isQuoted = false
    private var isInQuotes = false
    /// Holds what only quotes can hold.
    private var needsQuotes = false
    /// Letters behind the closing quote.
    private var stray: [UInt8] = []
    private var isAtRecordStart = true
    private var isInComment = false

    init(_ form: Rewriting) { self.form = form }

    mutating func rewrite(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        output.removeAll(keepingCapacity: true)
        let source = rest.isEmpty ? bytes : rest + bytes
        rest = []
        switch form.layout {
        case .delimited: rewriteCells(source, isLast)
        case .padded, .fixed: rewriteLines(source, isLast)
        }
        return output
    }

    // MARK: - Cells between delimiters

    private mutating func rewriteCells(_ source: [UInt8], _ isLast: Bool) {
        let reach = max(form.delimiter.count, 3)
        var place = 0
        while place < source.count {
            if !isLast, place + reach > source.count {
                rest = Array(source[place...])
                return
            }
            place += step(source, place)
        }
        if isLast, !isAtRecordStart || isInQuotes { closeCell(isOpen: isInQuotes) }
    }

    /// Takes what stands at `place`, and says how many bytes it was.
    private mutating func step(_ source: [UInt8], _ place: Int) -> Int {
        let byte = source[place]
        func next(_ distance: Int) -> UInt8? {
            place + distance < source.count ? source[place + distance] : nil
        }
        if isInComment {
            output.append(byte)
            if byte == .lineFeed { isInComment = false }
            return 1
        }
        if isInQuotes { return stepInQuotes(byte, next(1)) }
        if isAtRecordStart, byte == form.comment {
            isInComment = true
            output.append(byte)
            return 1
        }
        let isAtStart = cell.isEmpty && !isQuoted && !needsQuotes
        if isAtStart, byte == form.quote {
            (isQuoted, isInQuotes, isAtRecordStart, blanks) = (true, true, false, 0)
            return 1
        }
        if isAtStart, byte == 32, form.blanks != .kept {
            blanks += 1
            isAtRecordStart = false
            return 1
        }
        if byte == form.escape, let following = next(1), isEscapable(following) {
            startPlain()
            cell.append(following)
            needsQuotes = true
            return 2
        }
        if byte == form.delimiter.first, isDelimiter(source, place) {
            closeCell()
            output.append(form.written)
            isAtRecordStart = false
            return form.delimiter.count
        }
        if byte == .carriageReturn {
            if next(1) == .lineFeed || (next(1) == .carriageReturn && next(2) == .lineFeed) { return 1 }
            if form.returnsEndRecords {
                endRecord()
                return 1
            }
        }
        if byte == .lineFeed {
            endRecord()
            return 1
        }
        startPlain()
        if isQuoted { stray.append(byte) } else { cell.append(byte) }
        return 1
    }

    private mutating func stepInQuotes(_ byte: UInt8, _ next: UInt8?) -> Int {
        if byte == form.escape, let next, next == form.quote || next == form.escape {
            cell.append(next)
            return 2
        }
        guard byte == form.quote else {
            cell.append(byte)
            return 1
        }
        if next == form.quote {
            cell.append(byte)
            return 2
        }
        isInQuotes = false
        return 1
    }

    private func isDelimiter(_ source: [UInt8], _ place: Int) -> Bool {
        form.delimiter.count == 1 || source[place...].starts(with: form.delimiter)
    }

    private func isEscapable(_ byte: UInt8) -> Bool {
        byte == form.escape || byte == form.quote || byte == form.delimiter.first || byte == .lineFeed
    }

    private mutating func startPlain() {
        isAtRecordStart = false
        if blanks > 0, form.blanks == .beforeQuotes, !isQuoted {
            cell += [UInt8](repeating: 32, count: blanks)
        }
        blanks = 0
    }

    private mutating func endRecord() {
        closeCell()
        output.append(.lineFeed)
        isAtRecordStart = true
    }

    private mutating func closeCell(isOpen: Bool = false) {
        let quote = form.quote ?? UInt8(ascii: "\"")
        if blanks > 0, form.blanks == .beforeQuotes, !isQuoted {
            cell += [UInt8](repeating: 32, count: blanks)
        }
        if form.blanks != .kept, stray.allSatisfy(\.isBlank) { stray = [] }
        let isOdd =
            needsQuotes || cell.contains(form.written)
            || (form.quote != nil && cell.first == quote && !isQuoted)
        if isQuoted || isOdd {
            output.append(quote)
            for byte in cell {
                if byte == quote { output.append(quote) }
                output.append(byte)
            }
            if !isOpen { output.append(quote) }
            output += stray
        } else {
            output += cell
        }
        cell.removeAll(keepingCapacity: true)
        stray.removeAll(keepingCapacity: true)
        (blanks, isQuoted, isInQuotes, needsQuotes) = (0, false, false, false)
    }

    // MARK: - Cells by their places in a line

    private mutating func rewriteLines(_ source: [UInt8], _ isLast: Bool) {
        var start = 0
        while start < source.count {
            let end = source[start...].firstIndex(of: .lineFeed)
            if end == nil, !isLast {
                rest = Array(source[start...])
                return
            }
            var line = source[start..<(end ?? source.count)]
            while line.last == .carriageReturn { line.removeLast() }
            if let comment = form.comment, line.first == comment {
                output += line
            } else {
                switch form.layout {
                case .fixed(let places): appendFixed(line, places)
                default: appendPadded(line)
                }
            }
            if end != nil { output.append(.lineFeed) }
            start = (end ?? source.count) + 1
        }
    }

    private mutating func appendPadded(_ line: ArraySlice<UInt8>) {
        for (index, cell) in PaddedText.cells(line, quote: form.quote).enumerated() {
            if index > 0 { output.append(form.written) }
            output += cell
        }
    }

    private mutating func appendFixed(_ line: ArraySlice<UInt8>, _ places: [Range<Int>]) {
        if line.allSatisfy(\.isBlank) { return }
        for (index, cell) in PaddedText.cells(line, at: places).enumerated() {
            if index > 0 { output.append(form.written) }
            output += cell
        }
    }
}
