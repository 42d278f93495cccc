internal import RapportTable

/// What a parser tells of the values it meets, each under the node of its key.
protocol JSONSink {
    /// The node of a key of an object; `predicted` is the one that followed the key before it last time.
    mutating func node(of parent: Int, _ key: CellBytes, predicted: Int) throws(JSONFault) -> Int
    func firstChild(of node: Int) -> Int
    func successor(of node: Int) -> Int
    mutating func null(_ node: Int)
    /// `NaN`, `Infinity`: no JSON, but what several programs write for a number that is none.
    mutating func noNumber(_ node: Int)
    mutating func bool(_ node: Int, _ value: Bool)
    mutating func number(_ node: Int, _ number: JSONNumber)
    mutating func text(_ node: Int, _ text: JSONText)
    mutating func array(_ node: Int, _ array: CellBytes) throws(JSONFault)
    mutating func emptyObject(_ node: Int)
}

/// A number as it is written.
struct JSONNumber {
    var cell: CellBytes
    /// Neither a point nor an exponent.
    var isInteger: Bool
    /// Of an integer that 64 bits hold.
    var value: Int64?
}

/// Reads records by RFC 8259, and nothing laxer but for `NaN` and infinities.
///
/// Whatever the bytes are, it reads none behind the zeros that follow them: no sign of JSON is a zero, so
/// that each loop ends there at the latest.
struct JSONParser {
    static let depthLimit = 200

    let bytes: CellBytes
    var place = 0

    /// `bytes` must be followed by ``CellBytes/overread`` zeros.
    init(_ bytes: CellBytes) { self.bytes = bytes }

    var isAtEnd: Bool { place >= bytes.count }
    private var next: UInt8 {
        @inline(__always) get { unsafe bytes.base[place] }
    }

    @inline(__always) mutating func skipBlanks() {
        while next == 32 || next == 10 || next == 13 || next == 9 { place &+= 1 }
    }

    /// Blanks, and the commas between the elements of an array, which whoever cut it has checked.
    mutating func skipSeparators() {
        skipBlanks()
        while next == UInt8(ascii: ",") {
            place += 1
            skipBlanks()
        }
    }

    private func fault(_ kind: JSONFault.Kind, at offset: Int? = nil) -> JSONFault {
        let place = offset ?? place
        return JSONFault(kind: kind, offset: place, found: place < bytes.count ? bytes[place] : nil)
    }

    /// One object, whose values are told to the sink.
    mutating func record<Sink: JSONSink>(into sink: inout Sink) throws(JSONFault) {
        guard next == UInt8(ascii: "{") else { throw fault(.expected("an object as record")) }
        try object(0, depth: 1, &sink)
    }

    private mutating func object<Sink: JSONSink>(_ node: Int, depth: Int, _ sink: inout Sink)
        throws(JSONFault)
    {
        guard depth <= Self.depthLimit else { throw fault(.tooDeep) }
        place &+= 1
        skipBlanks()
        if next == UInt8(ascii: "}") {
            place &+= 1
            return sink.emptyObject(node)
        }
        var predicted = sink.firstChild(of: node)
        while true {
            guard next == UInt8(ascii: "\"") else { throw fault(.expected("a key in quotes")) }
            let start = place
            let key = try text()
            let child: Int
            do throws(JSONFault) {
                child = try Self.node(of: node, key, predicted: predicted, &sink)
            } catch {
                throw fault(error.kind, at: start)
            }
            predicted = sink.successor(of: child)
            skipBlanks()
            guard next == UInt8(ascii: ":") else { throw fault(.expected("`:` behind a key")) }
            place &+= 1
            skipBlanks()
            try value(child, depth: depth, &sink)
            skipBlanks()
            if next == UInt8(ascii: ",") {
                place &+= 1
                skipBlanks()
            } else if next == UInt8(ascii: "}") {
                place &+= 1
                return
            } else {
                throw fault(.expected("`,` or `}`"))
            }
        }
    }

    @inline(__always) private static func node<Sink: JSONSink>(
        of parent: Int, _ key: JSONText, predicted: Int, _ sink: inout Sink
    ) throws(JSONFault) -> Int {
        if !key.hasEscapes { return try sink.node(of: parent, key.cell, predicted: predicted) }
        let decoded = key.decoded().bytes + [UInt8](repeating: 0, count: CellBytes.overread)
        let count = decoded.count - CellBytes.overread
        let found: Result<Int, JSONFault> = unsafe decoded.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return .success(0) }
            // SAFETY: the array holds the key and the bytes that may be read over.
            do throws(JSONFault) {
                return .success(
                    try sink.node(of: parent, unsafe CellBytes(base, count: count), predicted: predicted))
            } catch {
                return .failure(error)
            }
        }
        return try found.get()
    }

    private mutating func value<Sink: JSONSink>(_ node: Int, depth: Int, _ sink: inout Sink)
        throws(JSONFault)
    {
        switch next {
        case UInt8(ascii: "\""): sink.text(node, try text())
        case UInt8(ascii: "0")...UInt8(ascii: "9"): sink.number(node, try number())
        case UInt8(ascii: "-"):
            if unsafe bytes.base[place + 1] == UInt8(ascii: "I") {
                place += 1
                try word("Infinity")
                sink.noNumber(node)
            } else {
                sink.number(node, try number())
            }
        case UInt8(ascii: "{"): try object(node, depth: depth + 1, &sink)
        case UInt8(ascii: "["):
            let start = place
            try skipArray(depth: depth + 1)
            do throws(JSONFault) {
                try sink.array(node, bytes.upTo(place).from(start))
            } catch {
                throw fault(error.kind, at: start)
            }
        case UInt8(ascii: "t"):
            try word("true")
            sink.bool(node, true)
        case UInt8(ascii: "f"):
            try word("false")
            sink.bool(node, false)
        case UInt8(ascii: "n"):
            try word("null")
            sink.null(node)
        case UInt8(ascii: "N"):
            try word("NaN")
            sink.noNumber(node)
        case UInt8(ascii: "I"):
            try word("Infinity")
            sink.noNumber(node)
        default: throw fault(.expected("a value"))
        }
    }

    /// Checks an array without telling of it: it is kept as it is.
    private mutating func skipArray(depth: Int) throws(JSONFault) {
        guard depth <= Self.depthLimit else { throw fault(.tooDeep) }
        var nothing = NoSink()
        place &+= 1
        skipBlanks()
        if next == UInt8(ascii: "]") {
            place &+= 1
            return
        }
        while true {
            try value(0, depth: depth, &nothing)
            skipBlanks()
            if next == UInt8(ascii: ",") {
                place &+= 1
                skipBlanks()
            } else if next == UInt8(ascii: "]") {
                place &+= 1
                return
            } else {
                throw fault(.expected("`,` or `]`"))
            }
        }
    }

    /// The elements of an array that was checked before, each told under `node`; `next` is called before each.
    mutating func elements<Sink: JSONSink>(
        _ node: Int, into sink: inout Sink, next begin: (inout Sink) -> Void
    ) throws(JSONFault) {
        place &+= 1
        skipBlanks()
        while !isAtEnd, next != UInt8(ascii: "]") {
            begin(&sink)
            try value(node, depth: 1, &sink)
            skipSeparators()
        }
    }

    private mutating func word(_ word: StaticString) throws(JSONFault) {
        let start = place
        for index in 0..<word.utf8CodeUnitCount {
            // SAFETY: the index is below the literal's count; the bytes end in zeros, which are in no word.
            guard unsafe next == word.utf8Start[index] else { throw fault(.expected("a value"), at: start) }
            place += 1
        }
    }

    // MARK: - Texts and numbers

    /// A text with its quotes; what it returns lies between them, and is valid UTF-8.
    private mutating func text() throws(JSONFault) -> JSONText {
        let start = place &+ 1
        var index = start
        var highs: UInt64 = 0
        var hasEscapes = false
        while true {
            let word = bytes.word(at: index)
            // Below the first true one no byte is taken for a control character by mistake.
            let controls = (word &- 0x2020_2020_2020_2020) & ~word & Word.highs
            let stops =
                Word.matches(word, Word.repeating(UInt8(ascii: "\"")))
                | Word.matches(word, Word.repeating(UInt8(ascii: "\\"))) | controls
            if stops == 0 {
                highs |= word
                index &+= 8
                continue
            }
            let bits = UInt64(truncatingIfNeeded: stops.trailingZeroBitCount & ~7)
            highs |= word & ((1 &<< bits) &- 1)
            index = index &+ Int(truncatingIfNeeded: bits &>> 3)
            let byte = unsafe bytes.base[index]
            if byte == UInt8(ascii: "\"") { break }
            guard index < bytes.count else { throw fault(.unclosedText, at: start - 1) }
            guard byte == UInt8(ascii: "\\") else { throw fault(.controlCharacter, at: index) }
            hasEscapes = true
            index = try escape(at: index)
        }
        place = index &+ 1
        let cell = bytes.upTo(index).from(start)
        if highs & Word.highs != 0, let invalid = cell.firstInvalidUTF8 {
            throw fault(.invalidUTF8, at: start + invalid)
        }
        return JSONText(cell: cell, hasEscapes: hasEscapes)
    }

    /// The place behind the escape at `index`.
    private func escape(at index: Int) throws(JSONFault) -> Int {
        switch unsafe bytes.base[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return index + 2
        case UInt8(ascii: "u"):
            for place in index + 2..<index + 6 {
                guard place < bytes.count, hexadecimal(bytes[place]) != nil else {
                    throw fault(.escape, at: index)
                }
            }
            return index + 6
        default: throw fault(.escape, at: index)
        }
    }

    private mutating func number() throws(JSONFault) -> JSONNumber {
        let start = place
        let isNegative = next == .minus
        if isNegative { place &+= 1 }
        let first = place
        var magnitude: UInt64 = 0
        while next.isDigit {
            magnitude = magnitude &* 10 &+ UInt64(next &- 48)
            place &+= 1
        }
        let digits = place &- first
        guard digits > 0, digits == 1 || bytes[first] != 48 else { throw fault(.number, at: start) }
        var isInteger = true
        if next == UInt8(ascii: ".") {
            isInteger = false
            place &+= 1
            guard next.isDigit else { throw fault(.number, at: start) }
            while next.isDigit { place &+= 1 }
        }
        if next | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            place &+= 1
            if next == .minus || next == .plus { place &+= 1 }
            guard next.isDigit else { throw fault(.number, at: start) }
            while next.isDigit { place &+= 1 }
        }
        let cell = bytes.upTo(place).from(start)
        var value: Int64?
        if isInteger {
            value =
                digits <= 18
                ? (isNegative ? 0 &- Int64(bitPattern: magnitude) : Int64(bitPattern: magnitude))
                : IntParser.parseAny(cell)
        }
        return JSONNumber(cell: cell, isInteger: isInteger, value: value)
    }
}

/// For what is checked and not kept.
private struct NoSink: JSONSink {
    func node(of parent: Int, _ key: CellBytes, predicted: Int) -> Int { 0 }
    func firstChild(of node: Int) -> Int { 0 }
    func successor(of node: Int) -> Int { 0 }
    func null(_ node: Int) {}
    func noNumber(_ node: Int) {}
    func bool(_ node: Int, _ value: Bool) {}
    func number(_ node: Int, _ number: JSONNumber) {}
    func text(_ node: Int, _ text: JSONText) {}
    func array(_ node: Int, _ array: CellBytes) {}
    func emptyObject(_ node: Int) {}
}
