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

    /// The unit separator of ASCII, for a file whose lines are one cell each, commas and all.
    static let noDelimiter: UInt8 = 31

    var delimiterWord: String {
        switch delimiter {
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
