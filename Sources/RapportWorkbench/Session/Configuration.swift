public import RapportStore

/// What a workbench is given by the program: where things are, and who is asking.
public struct Configuration: Sendable {
    /// The workspace's file; `:memory:` keeps nothing.
    public var workspacePath: String
    public var origin: Workspace.Origin
    /// Where relative paths of files to read are looked for, the first that has the file.
    public var readFolders: [String]
    /// Where relative paths of files to write lead.
    public var writeFolder: String
    /// Threads of the parallel loop.
    public var width: Int?
    /// Microseconds since 1970-01-01T00:00 UTC; tests give one that stands still.
    public var clock: @Sendable () -> Int64
    /// A notebook must state `as_of` itself, and nothing in it depends on when it runs.
    public var isNotebook: Bool
    /// Rows of a table that the screen holds just now; nil where there is none.
    public var screenRows: @Sendable () -> Int? = { nil }

    public init(
        workspacePath: String, origin: Workspace.Origin, readFolders: [String] = ["."],
        writeFolder: String = ".", width: Int? = nil, isNotebook: Bool = false,
        clock: @escaping @Sendable () -> Int64
    ) {
        (self.workspacePath, self.origin) = (workspacePath, origin)
        (self.readFolders, self.writeFolder, self.width) = (readFolders, writeFolder, width)
        (self.isNotebook, self.clock) = (isNotebook, clock)
    }
}
