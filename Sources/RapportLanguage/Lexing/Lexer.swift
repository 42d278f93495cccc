import RapportDiagnostics

/// Cuts a source into tokens.
///
/// It never fails: what is no token becomes an error token and a diagnostic.
///
/// - Complexity: linear in the length of the source.
struct Lexer {
    let bytes: [UInt8]
    var position = 0
    var tokens: [Token] = []
    /// The decoded texts of the string tokens.
    var texts: [String] = []
    var findings: [Finding] = []
    /// The first full-width sign that was read as its ASCII twin.
    var firstTwin: SourceSpan?
    private var gap = Token.Gap.none

    /// A diagnostic, and whether more input could heal it.
    struct Finding {
        var diagnostic: Diagnostic
        var isAtEnd = false
        var place: Int { diagnostic.labels.first?.span.lower ?? 0 }
    }

    init(_ source: String) {
        bytes = Array(source.utf8)
        tokens.reserveCapacity(bytes.count / 4 + 2)
    }

    /// Cuts the whole source; the last token is ``Token/Kind/end``.
    mutating func run() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while true {
            skipBlanks()
            guard let byte = byte() else { break }
            lexToken(byte)
        }
        append(.end, from: bytes.count)
    }

    mutating func append(_ kind: Token.Kind, word: Word = .none, from lower: Int, text: Int = 0) {
        tokens.append(Token(kind: kind, word: word, lower: lower, upper: position, gap: gap, text: text))
        gap = .none
    }

    /// Reports a fault and leaves an error token from `lower` up to where the lexer stands.
    mutating func refuse(
        _ code: Diagnostic.Code, _ message: String, at span: Range<Int>, from lower: Int,
        help: [Diagnostic.Help] = [], isAtEnd: Bool = false
    ) {
        let diagnostic = Diagnostic(code, message, at: SourceSpan(span), help: help)
        findings.append(Finding(diagnostic: diagnostic, isAtEnd: isAtEnd))
        append(.error, from: lower)
    }
}

// MARK: - Looking

extension Lexer {
    func byte(_ offset: Int = 0) -> UInt8? {
        let index = position + offset
        return index < bytes.count ? bytes[index] : nil
    }

    func byte(at index: Int) -> UInt8? {
        index >= 0 && index < bytes.count ? bytes[index] : nil
    }

    /// The scalar that begins at a byte, and how many bytes it takes.
    func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        guard let first = byte(at: index) else { return nil }
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for offset in 1..<length { value = value << 6 | UInt32((byte(at: index + offset) ?? 0) & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    func continuesName(at index: Int) -> Bool {
        scalar(at: index).map { Characters.continuesName($0.scalar) } ?? false
    }

    /// Where the run of `XID_Continue` that begins at `index` ends.
    func endOfWord(from index: Int) -> Int {
        var end = index
        while let next = scalar(at: end), Characters.continuesName(next.scalar) { end += next.length }
        return end
    }

    func endOfDigits(from index: Int) -> Int {
        var end = index
        while let next = byte(at: end), Characters.isDigit(next) { end += 1 }
        return end
    }

    func endOfLine(from index: Int) -> Int {
        var end = index
        while let next = byte(at: end), next != UInt8(ascii: "\n") { end += 1 }
        return end
    }

    func source(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

// MARK: - Between tokens

extension Lexer {
    /// Passes blanks, line ends and comments, and remembers what kind of gap they make.
    ///
    /// A line that holds only a comment neither is empty nor counts as a line.
    private mutating func skipBlanks() {
        var isLineOccupied = !tokens.isEmpty
        while let next = byte() {
            switch next {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: "\n"):
                gap = max(gap, isLineOccupied ? .newline : .emptyLine)
                isLineOccupied = false
                position += 1
            case UInt8(ascii: "#"):
                let touches = tokens.last.map { $0.upper == position && $0.kind.isWordLike } ?? false
                let start = position
                position = endOfLine(from: position)
                isLineOccupied = true
                if touches { refuseTouchingComment(at: start) }
            case 0x80...:
                guard let found = scalar(at: position), Characters.isBlank(found.scalar) else { return }
                position += found.length
            default: return
            }
        }
    }

    private mutating func refuseTouchingComment(at start: Int) {
        refuse(
            "syntax.comment", "`#` begins a comment, but it touches what is before it", at: start..<start + 1,
            from: start, help: ["a blank before the comment, or the column in backticks"])
    }

    private mutating func lexToken(_ first: UInt8) {
        switch first {
        case _ where Characters.startsName(first): lexName()
        case _ where Characters.isDigit(first): lexNumber()
        case UInt8(ascii: "`"): lexQuotedName()
        case UInt8(ascii: "$"): lexParameter()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): lexText(first, openedBy: 1)
        case 0x80...: lexBeyondASCII()
        default: lexSign()
        }
    }

    private mutating func lexBeyondASCII() {
        guard let (scalar, length) = scalar(at: position) else { return }
        if Characters.startsName(scalar) { return lexName() }
        guard let twin = Characters.twin(of: scalar) else { return refuseCharacter(scalar, length) }
        if twin == UInt8(ascii: "\"") || twin == UInt8(ascii: "'") {
            noteTwin(at: position, length: length)
            lexText(twin, openedBy: length)
        } else {
            lexSign()
        }
    }

    mutating func noteTwin(at index: Int, length: Int) {
        if firstTwin == nil { firstTwin = SourceSpan(index..<index + length) }
    }
}
