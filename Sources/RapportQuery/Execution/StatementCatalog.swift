internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork
internal import Synchronization

/// The catalogue of one execution: each file is opened once, so that what it learns of itself while it is
/// read helps the next reading.
final class StatementCatalog: Catalog {
    private let base: any Catalog
    private let sources = Mutex<[FileSource: any TableSource]>([:])
    private let queried = Mutex<[SQLQuery: SQLResult]>([:])
    private let readings = Mutex<[Reading: Scan.Found]>([:])

    /// What was asked of a file.
    struct Reading: Hashable {
        var file: FileSource
        var columns: [String]
        var filters: [BoundExpression]
        var limit: Int?
        var measure: String?
    }

    init(_ base: any Catalog) { self.base = base }

    var stages: [any RapportContract.Stage] { base.stages }
    func bound(_ name: String) -> BoundTable? { base.bound(name) }
    var boundNames: [String] { base.boundNames }
    func noun(_ name: String) throws(Diagnostic) -> Table? { try base.noun(name) }
    var nouns: [String] { base.nouns }
    var savedNames: [String] { base.savedNames }
    var sql: (any SQLEngine)? { base.sql }
    func run(_ number: Int, output: String?) throws(Diagnostic) -> Table {
        try base.run(number, output: output)
    }
    func save(_ table: Table, to target: SaveTarget) throws(Diagnostic) -> Note {
        try base.save(table, to: target)
    }

    func hashed(_ texts: Column, work: Work) throws(Diagnostic) -> Column {
        try base.hashed(texts, work: work)
    }
    func noteMasked(_ columns: [String], how: String) { base.noteMasked(columns, how: how) }

    func source(for file: FileSource) throws(Diagnostic) -> any TableSource {
        if let open = sources.withLock({ $0[file] }) { return open }
        let source = try base.source(for: file)
        sources.withLock { $0[file] = source }
        return source
    }

    /// What a reading of this execution found: a line that is bound again, because a file's kinds were
    /// proved to be others, need not read it twice.
    func found(by reading: Reading) -> Scan.Found? { readings.withLock { $0[reading] } }
    func keep(_ found: Scan.Found, of reading: Reading) { readings.withLock { $0[reading] = found } }

    /// What the line's own SQL gave before its types were known to the rest of the line.
    func result(of query: SQLQuery) -> SQLResult? { queried.withLock { $0[query] } }
    func keep(_ result: SQLResult, of query: SQLQuery) { queried.withLock { $0[query] = result } }
}
