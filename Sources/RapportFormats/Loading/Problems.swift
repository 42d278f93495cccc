public import RapportTable

/// A place in a file that does not fit.
///
/// `found` may hold what stands there: it is for the table `problems`, never for an error.
public struct Problem: Sendable, Hashable {
    /// Of the file, from 1, with the header.
    public var line: Int
    /// Of the table, from 1; nil where the row was left out of it.
    public var row: Int?
    /// Nil where the row as a whole does not fit.
    public var column: String?
    public var found: String
    public var expected: String

    public init(line: Int, row: Int?, column: String?, found: String, expected: String) {
        (self.line, self.row, self.column, self.found, self.expected) = (line, row, column, found, expected)
    }
}

/// What did not fit in one file: all of it counted, the first ``limit`` kept.
public struct Problems: Sendable, Hashable {
    public static let limit = 10_000

    public let file: String
    public private(set) var count = 0
    public private(set) var kept: [Problem] = []

    public init(file: String) { self.file = file }

    public mutating func append(_ problem: Problem) {
        count += 1
        if kept.count < Self.limit { kept.append(problem) }
    }

    /// Counts more of them than are kept.
    public mutating func append(_ problems: [Problem], outOf total: Int) {
        kept += problems.prefix(Self.limit - kept.count)
        count += max(total, problems.count)
    }

    /// The columns `file line row column found expected`, in the order of the file.
    public var table: Table {
        Table([
            "file": .texts(kept.map { _ in file }),
            "line": .ints(kept.map(\.line)),
            "row": .ints(kept.map(\.row)),
            "column": .texts(kept.map(\.column)),
            "found": .texts(kept.map(\.found)),
            "expected": .texts(kept.map(\.expected)),
        ])
    }
}
