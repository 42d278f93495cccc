/// How a file's bytes make records and cells.
struct Dialect: Sendable, Hashable {
    var delimiter = UInt8(ascii: ",")
    /// Nil: quotes are letters.
    var quote: UInt8? = UInt8(ascii: "\"")
    /// The last byte of a record: line feed, or carriage return in a file that has no other line ends.
    var terminator = UInt8.lineFeed
    var comment: UInt8?
    /// Of every record.
    var columns = 1
    /// What stood in the file in place of the delimiter, where its bytes were put in order first.
    var shown: String?

    /// The unit separator of ASCII, for a file whose lines are one cell each, commas and all.
    static let noDelimiter: UInt8 = 31
    /// What is ``shown`` of files without delimiters.
    static let padded = "  "
    static let fixed = " "

    /// The delimiter as it stands in the file.
    var delimiterText: String { shown ?? String(UnicodeScalar(delimiter)) }

    var delimiterWord: String {
        switch delimiter {
        case _ where shown == Self.padded: "padded with blanks"
        case _ where shown == Self.fixed: "fixed width"
        case _ where shown != nil: "delimiter `\(delimiterText)`"
        case UInt8(ascii: ","): "comma"
        case UInt8(ascii: ";"): "semicolon"
        case UInt8(ascii: "\t"): "tab"
        case UInt8(ascii: "|"): "pipe"
        case Self.noDelimiter: "one cell a line"
        case 32: "blank"
        default: "delimiter \(String(UnicodeScalar(delimiter)))"
        }
    }
}
