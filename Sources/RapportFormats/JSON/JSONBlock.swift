internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// A stretch of a file that holds whole records; the blocks of a file lie one behind the other.
struct JSONBlock: Sendable {
    var range: Range<Int>
    /// Counted when the file is looked through.
    var rows = 0
    var lines = 0
}

/// How records stand in a file.
enum JSONForm: Sendable, Hashable {
    /// One a line.
    case lines
    /// The elements of an array.
    case array
    /// Objects one behind the other.
    case sequence
}

/// A block's bytes and the zeros behind them.
@safe final class JSONBytes {
    // SAFETY: `memory` is this object's own, of `count + CellBytes.overread` bytes, and only read once made.
    private let memory: UnsafeMutablePointer<UInt8>
    private let count: Int
    private let budget: MemoryBudget

    init(_ file: ByteFile, _ range: Range<Int>, work: Work) throws(Diagnostic) {
        let size = range.count + CellBytes.overread
        try work.memory.reserve(size, for: "loading `\(file.name)`")
        (count, budget) = (range.count, work.memory)
        unsafe memory = .allocate(capacity: size)
        unsafe (memory + count).initialize(repeating: 0, count: CellBytes.overread)
        unsafe try file.read(range, into: UnsafeMutableRawPointer(memory))
    }

    deinit {
        unsafe memory.deallocate()
        budget.release(count + CellBytes.overread)
    }

    /// Valid while this object lives.
    var cell: CellBytes { unsafe CellBytes(UnsafePointer(memory), count: count) }
}

extension JSONForm {
    /// Every record of a block, told to the sink; `next` is called before each with its place.
    func readRecords<Sink: JSONSink>(
        of bytes: CellBytes, into sink: inout Sink, next: (inout Sink, Int) -> Bool
    ) throws(JSONFault) {
        var parser = JSONParser(bytes)
        while true {
            if self == .lines { parser.skipBlanks() } else { parser.skipSeparators() }
            let start = parser.place
            guard !parser.isAtEnd, next(&sink, start) else { return }
            guard self == .lines else {
                try parser.record(into: &sink)
                continue
            }
            do throws(JSONFault) {
                try parser.record(into: &sink)
            } catch {
                if bytes.lineEnd(from: start) < error.offset { throw Self.overLines(start) }
                throw error
            }
            if bytes.lineEnd(from: start) < parser.place { throw Self.overLines(start) }
            parser.skipBlanksOfLine()
            guard parser.isAtEnd || bytes[parser.place] == .lineFeed else {
                throw JSONFault(
                    kind: .expected("the end of the line"), offset: parser.place, found: bytes[parser.place])
            }
        }
    }

    private static func overLines(_ start: Int) -> JSONFault {
        JSONFault(kind: .recordOverLines, offset: start, found: nil)
    }
}

extension JSONParser {
    fileprivate mutating func skipBlanksOfLine() {
        while place < bytes.count, [32, 9, 13].contains(bytes[place]) { place += 1 }
    }
}

extension CellBytes {
    /// The place of the first line feed from `index` on, or the end.
    func lineEnd(from index: Int) -> Int {
        var place = index
        while place < count {
            let found = Word.matches(word(at: place), Word.repeating(.lineFeed))
            if found != 0 { return min(place + found.trailingZeroBitCount / 8, count) }
            place += 8
        }
        return count
    }
}

extension ByteFile {
    /// Cuts a file of lines near each multiple of `size`.
    func lineBlocks(from start: Int, size: Int, work: Work) throws(Diagnostic) -> [JSONBlock] {
        var blocks: [JSONBlock] = []
        var place = start
        let window = 64 << 10
        while place < self.size {
            try work.check()
            var end = min(place + max(size, 1), self.size)
            while end < self.size {
                let stretch = try bytes(end..<min(end + window, self.size))
                if let found = stretch.firstIndex(of: .lineFeed) {
                    end += found + 1
                    break
                }
                end += stretch.count
            }
            blocks.append(JSONBlock(range: place..<end))
            place = end
        }
        return blocks
    }

    /// The line and the column, in characters, of a place; from 1.
    func position(of offset: Int) throws(Diagnostic) -> (line: Int, column: Int) {
        var (line, column) = (1, 1)
        var place = 0
        while place < min(offset, size) {
            let end = min(place + 1 << 20, min(offset, size))
            for byte in try bytes(place..<end) {
                if byte == .lineFeed {
                    (line, column) = (line + 1, 1)
                } else if byte & 0xC0 != 0x80 {
                    column += 1
                }
            }
            place = end
        }
        return (line, column)
    }
}
