/// What `load` may be told about a CSV file; what is nil is sniffed, and the load report says what was found.
public struct CSVOptions: Sendable, Hashable {
    /// Sniffed among `,` `;` tab `|` and others; one ASCII character or more.
    public var delimiter: [UInt8]?
    public var quote: Quote
    /// Takes the quote behind it as a letter: `\`; one ASCII character, 0 for none at all.
    public var escape: UInt8?
    public var header: Header
    public var encoding: TextEncoding?
    /// The codes that mean missing, in every column, in place of the usual ones (``MissingCodes/usual``).
    public var missing: [String]?
    /// How `3/4/2025` is read; where nil, a column needs a value above 12 that proves it.
    public var dates: DateOrder?
    /// Which columns are read, and under which names.
    public var columns: [String]?
    /// Types by the names of columns.
    public var types: [String: ToldType]
    /// Columns that are text whatever stands in them, where the file has them: a schema says so.
    public var texts: Set<String> = []
    /// Stretches of a line, of a file of fixed width, in columns of a terminal.
    public var places: [Range<Int>]?
    /// Lines to leave out before anything else.
    public var skip: Int
    /// Lines that begin with this character are left out; one ASCII character.
    public var comment: Character?
    /// The first row that does not fit is an error.
    public var strict: Bool
    /// `.` or `,`; where nil, each column must prove its own.
    public var decimal: Character?
    /// What may stand between thousands; sniffed, whatever the decimal sign is not.
    public var thousands: Thousands
    public var format: Format

    public init(
        delimiter: Character? = nil, quote: Quote = .sniffed, header: Bool? = nil,
        encoding: TextEncoding? = nil, missing: [String]? = nil, dates: DateOrder? = nil,
        columns: [String]? = nil, skip: Int = 0, comment: Character? = nil, strict: Bool = false,
        decimal: Character? = nil
    ) {
        self.delimiter = delimiter.map { Array(String($0).utf8) }
        (self.quote, self.encoding) = (quote, encoding)
        self.header = header.map { $0 ? .rows([1]) : .none } ?? .sniffed
        (self.missing, self.dates, self.columns, self.skip) = (missing, dates, columns, skip)
        (self.comment, self.strict, self.decimal) = (comment, strict, decimal)
        (types, thousands, format) = ([:], .sniffed, .sniffed)
    }

    public enum Quote: Sendable, Hashable {
        case sniffed
        /// One ASCII character.
        case character(Character)
        /// Quotes are letters like all others.
        case none
    }

    public enum Header: Sendable, Hashable {
        case sniffed
        case none
        /// The records that name the columns, from 1; several are joined.
        case rows([Int])
    }

    public enum Thousands: Sendable, Hashable {
        case sniffed
        case none
        case sign(Character)
    }

    public enum Format: Sendable, Hashable {
        case sniffed
        /// Cells between delimiters.
        case csv
        /// Cells at their places in a line.
        case fixed
    }

    /// A type that a column is told to have.
    public enum ToldType: String, Sendable, Hashable, CaseIterable {
        case text, int, float, bool, date, datetime
    }

    var isQuoteSniffed: Bool { quote == .sniffed }
}

/// Which part of a date such as `3/4/2025` comes first; a date that begins with its year is read as such
/// under each.
public enum DateOrder: String, Sendable, Hashable, Codable, CaseIterable {
    case iso
    case dayFirst = "day_first"
    case monthFirst = "month_first"

    /// By what an analyst types: `day_first`, or `dmy`.
    public init?(name: String) {
        switch name {
        case "dmy": self = .dayFirst
        case "mdy": self = .monthFirst
        case "ymd": self = .iso
        default: self.init(rawValue: name)
        }
    }

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
