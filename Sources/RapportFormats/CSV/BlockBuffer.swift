internal import RapportDiagnostics

/// The workspace of one thread: a stretch of the file, and the places of its cells.
///
/// Filled and scanned for one block, read by the columns' parsers, then used again for the next: so the
/// bytes stay in the cache, and nothing is allocated per record.
///
/// SAFETY: used by one thread at a time; the pool that lends it hands it on under a lock.
@safe final class BlockBuffer: @unchecked Sendable {
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private var byteRoom: Int
    private(set) var places: UnsafeMutablePointer<UInt32>
    private(set) var placeRoom: Int
    /// Where a cell is put together whose quotes are doubled.
    private var scratch: UnsafeMutablePointer<UInt8>
    private var scratchRoom: Int

    /// The file's place of the first byte held.
    private(set) var fileStart = 0
    /// Bytes held, with the line end that was added where the file's last line has none.
    private(set) var available = 0
    private(set) var isAtEnd = false

    // What the scan found.
    var rows = 0
    /// Places a row: cell `j` of row `r` is from `places[r * stride + j]` to one before `places[r * stride + j + 1]`.
    var stride = 1
    /// Where the scan ended: the first record of the next block.
    var end = 0
    /// A carriage return may stand at the end of the last column's cells.
    var keepsReturns = false
    var isASCII = true
    /// The block is valid UTF-8; looked at only where it is not ASCII.
    var isText = true
    var hasZeros = false
    /// Line ends, inside quotes too.
    var lineCount = 0
    var irregular = Irregular()

    init() {
        byteRoom = 0
        placeRoom = 0
        scratchRoom = 0
        unsafe scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
        unsafe bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: CellBytes.overread)
        unsafe places = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    }

    deinit {
        unsafe bytes.deallocate()
        unsafe places.deallocate()
        unsafe scratch.deallocate()
    }

    /// What a scan met that is no plain record.
    struct Irregular {
        var blankLines = 0
        var comments = 0
        var trailingDelimiters = 0
        var short: [Ragged] = []
        var long: [Ragged] = []
        /// Cells with letters behind their closing quote.
        var strayQuotes: [(row: Int, column: Int)] = []
        /// Where a quote was opened that is not closed.
        var openQuote: (place: Int, column: Int)?
    }

    /// A record of too few or too many cells, by its bytes.
    struct Ragged {
        var place: Range<Int>
        var cells: Int
        /// In the block; nil where it was left out.
        var row: Int?
    }

    /// Reads the file from `start` to `end`, and to its next bytes with ``extend(_:terminator:)``.
    func load(_ file: ByteFile, _ start: Int, _ end: Int, terminator: UInt8) throws(Diagnostic) {
        fileStart = start
        available = 0
        isAtEnd = false
        try take(file, upTo: min(end, file.size), terminator)
    }

    /// Holds at least twice as much, where the file has it.
    func extend(_ file: ByteFile, terminator: UInt8) throws(Diagnostic) {
        guard available < Self.longest else {
            throw Diagnostic(
                "csv.long-record",
                "`\(file.name)`: the record that begins at byte \(fileStart) is longer than "
                    + "\(Self.longest / 1_000_000) MB",
                help: ["`load … quote=\"\"` reads a quote that is not closed as a letter"])
        }
        try take(file, upTo: min(fileStart + max(available, 4096) * 2, file.size), terminator)
    }

    /// Places are kept in 32 bits.
    private static let longest = 1_900_000_000

    private func take(_ file: ByteFile, upTo end: Int, _ terminator: UInt8) throws(Diagnostic) {
        let wanted = end - fileStart
        if wanted + 1 > byteRoom {
            let room = max(wanted + 1, byteRoom * 2)
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: room + CellBytes.overread)
            // SAFETY: both hold `available` bytes; the old memory is given back once.
            unsafe larger.update(from: bytes, count: available)
            unsafe bytes.deallocate()
            unsafe bytes = larger
            byteRoom = room
        }
        unsafe try file.read(fileStart + available..<end, into: UnsafeMutableRawPointer(bytes + available))
        available = wanted
        if end == file.size {
            isAtEnd = true
            if wanted > 0, unsafe bytes[wanted - 1] != terminator {
                unsafe bytes[wanted] = terminator
                available += 1
            }
        }
        // SAFETY: the room was made with this much behind it; zeros are neither cells nor ends.
        unsafe (bytes + available).initialize(repeating: 0, count: CellBytes.overread)
    }

    func makeRoom(places count: Int) {
        guard count > placeRoom else { return }
        let room = max(count, placeRoom * 2)
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: room)
        unsafe larger.update(from: places, count: placeRoom)
        unsafe places.deallocate()
        unsafe places = larger
        placeRoom = room
    }

    /// A stretch of the bytes held.
    func cell(_ range: Range<Int>) -> CellBytes {
        // SAFETY: callers' ranges come from a scan of these bytes.
        unsafe CellBytes(bytes + range.lowerBound, count: range.count)
    }

    /// A cell of the scanned rows, as it stands in the file.
    @inline(__always) func cell(row: Int, column: Int, isLast: Bool) -> CellBytes {
        // SAFETY: the scan has written `stride` places for each of its rows, and one more.
        let place = row &* stride &+ column
        let start = Int(unsafe places[place])
        var end = Int(unsafe places[place &+ 1]) &- 1
        if isLast, keepsReturns, end > start, unsafe bytes[end &- 1] == .carriageReturn { end &-= 1 }
        return unsafe CellBytes(bytes + start, count: end &- start)
    }

    /// The cells of a record that was left out, as they stand in the file.
    func cells(of record: Range<Int>, _ dialect: Dialect) -> [CellBytes] {
        var cells: [CellBytes] = []
        var (start, place, isOpen) = (record.lowerBound, record.lowerBound, false)
        while place < record.upperBound {
            let byte = unsafe bytes[place]
            if let quote = dialect.quote, byte == quote, isOpen || place == start {
                isOpen.toggle()
            } else if byte == dialect.delimiter, !isOpen {
                cells.append(cell(start..<place))
                start = place + 1
            }
            place += 1
        }
        cells.append(cell(start..<record.upperBound))
        return cells
    }

    /// Where a cell begins in the bytes held.
    func place(of cell: CellBytes) -> Int { unsafe cell.base - UnsafePointer(bytes) }

    /// What a cell that begins with a quote says; good until the next call.
    func unquoted(_ cell: CellBytes, _ quote: UInt8) -> CellBytes {
        var inside = cell.from(1)
        if inside.count > 0, inside[inside.count - 1] == quote { inside = inside.upTo(inside.count - 1) }
        if !inside.contains(quote) { return inside }
        makeScratch(cell.count)
        var (count, index, isOpen) = (0, 1, true)
        while index < cell.count {
            let byte = cell[index]
            index += 1
            if isOpen, byte == quote {
                guard index < cell.count, cell[index] == quote else {
                    isOpen = false
                    continue
                }
                index += 1
            }
            unsafe scratch[count] = byte
            count += 1
        }
        return scratchCell(count)
    }

    /// A text of one's own as a cell; good until the next call.
    func keeping(_ text: [UInt8]) -> CellBytes {
        makeScratch(text.count)
        for (index, byte) in text.enumerated() { unsafe scratch[index] = byte }
        return scratchCell(text.count)
    }

    private func scratchCell(_ count: Int) -> CellBytes {
        // SAFETY: the memory lives as long as the block, and is written again only by the same thread.
        unsafe CellBytes(UnsafePointer(scratch), count: count)
    }

    private func makeScratch(_ count: Int) {
        guard scratchRoom < count + CellBytes.overread else { return }
        unsafe scratch.deallocate()
        scratchRoom = 2 * count + CellBytes.overread
        unsafe scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: scratchRoom)
        unsafe scratch.initialize(repeating: 0, count: scratchRoom)
    }

    /// Line ends before `place`.
    func lines(from start: Int, to place: Int, terminator: UInt8) -> Int {
        let pattern = Word.repeating(terminator)
        var count = 0
        var index = start
        while index + 8 <= place {
            // SAFETY: the word ends before `place`, which is held.
            let word = unsafe UnsafeRawPointer(bytes + index).loadUnaligned(as: UInt64.self)
            count += Word.matches(word, pattern).nonzeroBitCount
            index += 8
        }
        while index < place {
            if unsafe bytes[index] == terminator { count += 1 }
            index += 1
        }
        return count
    }
}
