/// What `load` may be told about a CSV file; what is nil is sniffed, and the load report says what was found.
public struct CSVOptions: Sendable, Hashable {
    /// One ASCII character; sniffed among `,` `;` tab and `|`.
    public var delimiter: Character?
    /// One ASCII character.
    public var quote: Quote
    /// Whether the first record names the columns.
    public var header: Bool?
    public var encoding: TextEncoding?
    /// The codes that mean missing, in every column, in place of the usual ones (``MissingCodes/usual``).
    public var missing: [String]?
    /// How `3/4/2025` is read; where nil, a column needs a value above 12 that proves it.
    public var dates: DateOrder?
    /// Names in place of the file's own.
    public var columns: [String]?
    /// Lines to leave out before anything else.
    public var skip: Int
    /// Lines that begin with this character are left out; one ASCII character.
    public var comment: Character?
    /// The first row that does not fit is an error.
    public var strict: Bool
    /// `.` or `,`.
    public var decimal: Character

    public init(
        delimiter: Character? = nil, quote: Quote = .character("\""), header: Bool? = nil,
        encoding: TextEncoding? = nil, missing: [String]? = nil, dates: DateOrder? = nil,
        columns: [String]? = nil, skip: Int = 0, comment: Character? = nil, strict: Bool = false,
        decimal: Character = "."
    ) {
        (self.delimiter, self.quote, self.header, self.encoding) = (delimiter, quote, header, encoding)
        (self.missing, self.dates, self.columns, self.skip) = (missing, dates, columns, skip)
        (self.comment, self.strict, self.decimal) = (comment, strict, decimal)
    }

    public enum Quote: Sendable, Hashable {
        case character(Character)
        /// Quotes are letters like all others.
        case none
    }
}

/// Which part of a date such as `3/4/2025` comes first; a date that begins with its year is read as such
/// under each.
public enum DateOrder: String, Sendable, Hashable, Codable, CaseIterable {
    case iso
    case dayFirst = "day_first"
    case monthFirst = "month_first"

    /// As a report says it: `day first`.
    var words: String {
        switch self {
        case .iso: "year first"
        case .dayFirst: "day first"
        case .monthFirst: "month first"
        }
    }
}

/// A way to write text as bytes.
public enum TextEncoding: String, Sendable, Hashable, Codable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case gb18030 = "GB18030"
    case big5 = "Big5"
    case shiftJIS = "Shift_JIS"
    case windows1252 = "Windows-1252"

    /// By the name an analyst types, whatever its case and dashes: `utf8`, `UTF-8`, `gbk`.
    public init?(name: String) {
        switch name.lowercased().filter({ $0.isLetter || $0.isNumber }) {
        case "utf8", "utf8sig", "ascii": self = .utf8
        case "utf16", "utf16le": self = .utf16LittleEndian
        case "utf16be": self = .utf16BigEndian
        case "gb18030", "gbk", "gb2312", "cp936", "euccn": self = .gb18030
        case "big5", "big5hkscs", "cp950": self = .big5
        case "shiftjis", "sjis", "cp932", "windows31j", "ms932": self = .shiftJIS
        case "windows1252", "cp1252", "latin1", "iso88591", "ansi": self = .windows1252
        default: return nil
        }
    }
}
