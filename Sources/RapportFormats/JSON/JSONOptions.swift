/// What `load` may be told about a JSON file.
public struct JSONOptions: Sendable, Hashable {
    /// One record a line; nil: as `.jsonl` and `.ndjson` are.
    public var lines: Bool?
    /// The keys, joined by points, that lead to the array of records; nil: the document itself.
    public var records: String?
    public var encoding: TextEncoding?
    /// Texts that mean missing, in every column.
    public var missing: [String]?
    /// The first value that does not fit is an error.
    public var strict: Bool

    public init(
        lines: Bool? = nil, records: String? = nil, encoding: TextEncoding? = nil, missing: [String]? = nil,
        strict: Bool = false
    ) {
        (self.lines, self.records, self.encoding) = (lines, records, encoding)
        (self.missing, self.strict) = (missing, strict)
    }
}
