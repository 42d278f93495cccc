/// What `load` may be told about an Arrow file.
public struct ArrowOptions: Sendable, Hashable {
    /// The columns to read, by name; nil: all, and one whose values no column holds is an error.
    public var columns: [String]?

    public init(columns: [String]? = nil) { self.columns = columns }
}
