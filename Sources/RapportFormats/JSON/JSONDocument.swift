internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// Finds where the records of a JSON document begin and end, without looking into them.
///
/// It knows of brackets and texts only, which is enough: a record whose brackets do not match is cut where
/// their count does, and is refused when it is read.
struct JSONDocument {
    private let file: ByteFile
    private let work: Work
    private let blockSize: Int
    /// Bytes of the file from `origin` on.
    private var window: [UInt8] = []
    private var origin: Int
    /// In the window.
    private var index = 0
    private(set) var blocks: [JSONBlock] = []
    private(set) var form = JSONForm.sequence

    private static let windowSize = 1 << 20

    init(_ file: ByteFile, from start: Int, blockSize: Int, work: Work) {
        (self.file, origin, self.work, self.blockSize) = (file, start, work, blockSize)
    }

    private var place: Int { origin + index }

    private func fault(_ kind: JSONFault.Kind, at offset: Int, found: UInt8? = nil) throws(Diagnostic)
        -> Diagnostic
    {
        let position = try file.position(of: offset)
        return JSONFault(kind: kind, offset: offset, found: found)
            .diagnostic(file.name, line: position.line, column: position.column)
    }

    /// The byte at the present place; nil at the end of the file.
    private mutating func next() throws(Diagnostic) -> UInt8? {
        if index >= window.count {
            try work.check()
            (origin, index) = (min(place, file.size), 0)
            window = try file.bytes(origin..<min(origin + Self.windowSize, file.size))
            if window.isEmpty { return nil }
        }
        return window[index]
    }

    private mutating func skipBlanks() throws(Diagnostic) -> UInt8? {
        while let byte = try next() {
            guard byte == 32 || byte == 10 || byte == 13 || byte == 9 else { return byte }
            index += 1
        }
        return nil
    }

    // MARK: - Records

    /// Cuts the document into blocks of records: the elements of its array, of the one that `path` names, or
    /// the objects that stand one behind the other.
    mutating func cut(records path: [String]) throws(Diagnostic) {
        guard let first = try skipBlanks() else {
            throw Diagnostic(
                "json.empty", "`\(file.name)` is empty", help: ["a JSON file has at least `[]`"])
        }
        if !path.isEmpty { return try cutNamed(path) }
        switch first {
        case UInt8(ascii: "["):
            form = .array
            try cutArray()
            try expectEnd()
        case UInt8(ascii: "{"):
            var start = place
            while let byte = try skipBlanks() {
                guard byte == UInt8(ascii: "{") else {
                    throw try fault(.surplus, at: place, found: byte)
                }
                try skipContainer(.unclosedRecord)
                if place - start >= blockSize { endBlock(&start) }
            }
            endBlock(&start)
        default: throw try fault(.expected("an array of objects, or objects"), at: place, found: first)
        }
    }

    private mutating func endBlock(_ start: inout Int) {
        if place > start { blocks.append(JSONBlock(range: start..<place)) }
        start = place
    }

    /// From `[` on, to behind its `]`.
    private mutating func cutArray() throws(Diagnostic) {
        let opening = place
        index += 1
        var start = place
        if try skipBlanks() == UInt8(ascii: "]") {
            index += 1
            return
        }
        while true {
            let byte = try skipBlanks()
            guard byte == UInt8(ascii: "{") else {
                if byte == nil { throw try fault(.unclosedDocument, at: opening) }
                throw try fault(.expected("an object as record"), at: place, found: byte)
            }
            try skipContainer(.unclosedRecord)
            let behind = try skipBlanks()
            guard behind == UInt8(ascii: ",") || behind == UInt8(ascii: "]") else {
                if behind == nil { throw try fault(.unclosedDocument, at: opening) }
                throw try fault(.expected("`,` or `]` behind a record"), at: place, found: behind)
            }
            if behind == UInt8(ascii: "]") {
                endBlock(&start)
                index += 1
                return
            }
            index += 1
            if place - start >= blockSize { endBlock(&start) }
        }
    }

    private mutating func expectEnd() throws(Diagnostic) {
        if let byte = try skipBlanks() { throw try fault(.surplus, at: place, found: byte) }
    }

    /// From an opening bracket to behind the one that closes it, or `depth` more around it.
    private mutating func skipContainer(_ kind: JSONFault.Kind, depth outer: Int = 0) throws(Diagnostic) {
        let start = place
        var depth = outer
        var isInside = false
        while true {
            guard try next() != nil else { throw try fault(kind, at: start) }
            let isClosed = skip(&depth, &isInside)
            if isClosed { return }
        }
    }

    /// As much of it as the window has; true where it was closed.
    private mutating func skip(_ depth: inout Int, _ isInside: inout Bool) -> Bool {
        let (closed, end) = skip(from: index, &depth, &isInside)
        index = end
        return closed
    }

    private func skip(from start: Int, _ depth: inout Int, _ isInside: inout Bool) -> (closed: Bool, end: Int)
    {
        let bytes = window.span
        var place = start
        while place < bytes.count {
            let byte = bytes[place]
            place &+= 1
            if isInside {
                if byte == UInt8(ascii: "\"") {
                    isInside = false
                } else if byte == UInt8(ascii: "\\") {
                    // What is escaped is skipped, in the next window too.
                    place &+= 1
                }
            } else if byte == UInt8(ascii: "\"") {
                isInside = true
            } else if byte | 0x20 == 0x7B {
                depth &+= 1
            } else if byte | 0x20 == 0x7D {
                depth &-= 1
                if depth <= 0 { return (true, place) }
            }
        }
        return (false, place)
    }

    // MARK: - `records=`

    /// Goes down the keys of `path` to the array they name.
    private mutating func cutNamed(_ path: [String]) throws(Diagnostic) {
        let written = path.joined(separator: ".")
        var arrays: [String] = []
        for (depth, wanted) in path.enumerated() {
            guard try skipBlanks() == UInt8(ascii: "{") else {
                throw noRecords(written, arrays)
            }
            let opening = place
            index += 1
            let prefix = path.prefix(depth).map { $0 + "." }.joined()
            var isFound = false
            while let byte = try skipBlanks(), byte != UInt8(ascii: "}") {
                if byte == UInt8(ascii: ",") {
                    index += 1
                    continue
                }
                let key = try key()
                guard try skipBlanks() == UInt8(ascii: ":") else {
                    throw try fault(.expected("`:` behind a key"), at: place, found: try next())
                }
                index += 1
                guard let sign = try skipBlanks() else { throw try fault(.unclosedDocument, at: opening) }
                if key == wanted {
                    isFound = true
                    break
                }
                if sign == UInt8(ascii: "[") { arrays.append(prefix + key) }
                try skipValue(sign)
            }
            guard isFound else { throw noRecords(written, arrays) }
        }
        guard try skipBlanks() == UInt8(ascii: "[") else { throw noRecords(written, arrays) }
        form = .array
        try cutArray()
        // The rest of the document must be whole, or the array may be only a part of what was written.
        try skipContainer(.unclosedDocument, depth: path.count)
        try expectEnd()
    }

    private func noRecords(_ path: String, _ arrays: [String]) -> Diagnostic {
        Diagnostic(
            "json.records", "`\(file.name)` has no array under `\(path)`", subject: .parameter("records"),
            help: arrays.prefix(5).map { Diagnostic.Help("`records=\"\($0)\"`") })
    }

    private mutating func key() throws(Diagnostic) -> String {
        guard let quote = try next(), quote == UInt8(ascii: "\"") else {
            throw try fault(.expected("a key in quotes"), at: place, found: try next())
        }
        let start = place
        var raw = try text()
        let count = raw.count
        raw += [UInt8](repeating: 0, count: CellBytes.overread)
        let decoded = unsafe raw.withUnsafeBufferPointer { buffer -> [UInt8]? in
            guard let base = buffer.baseAddress else { return nil }
            // SAFETY: the array holds the key and the bytes that may be read over.
            let cell = unsafe CellBytes(base, count: count)
            return cell.firstInvalidUTF8 == nil ? JSONText(cell: cell, hasEscapes: true).decoded().bytes : nil
        }
        guard let decoded else { throw try fault(.invalidUTF8, at: start) }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// What stands between quotes, the first of which is next.
    private mutating func text() throws(Diagnostic) -> [UInt8] {
        let start = place
        index += 1
        var raw: [UInt8] = []
        while let byte = try next() {
            index += 1
            if byte == UInt8(ascii: "\"") { return raw }
            raw.append(byte)
            if byte == UInt8(ascii: "\\"), let escaped = try next() {
                raw.append(escaped)
                index += 1
            }
        }
        throw try fault(.unclosedText, at: start)
    }

    private mutating func skipValue(_ sign: UInt8) throws(Diagnostic) {
        switch sign {
        case UInt8(ascii: "{"), UInt8(ascii: "["): try skipContainer(.unclosedDocument)
        case UInt8(ascii: "\""): _ = try text()
        default:
            let start = place
            while let byte = try next(), byte != UInt8(ascii: ","), byte != UInt8(ascii: "}"),
                byte > 32
            {
                index += 1
            }
            if place == start { throw try fault(.expected("a value"), at: start, found: sign) }
        }
    }
}
