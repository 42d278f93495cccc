import RapportContract
import RapportDiagnostics
import RapportTable
import RapportWork
import Synchronization

@testable import RapportQuery

/// A catalogue in memory: bound tables, files that are tables, and a log of what was asked of them.
final class MemoryCatalog: Catalog {
    struct State {
        var bindings: [BoundTable] = []
        var files: [String: MemorySource] = [:]
        var runs: [Int: [String: Table]] = [:]
        var saved: [(SaveTarget, Table)] = []
        var masked: [String] = []
    }

    let stages: [any RapportContract.Stage]
    let state: Mutex<State>

    init(_ tables: KeyValuePairs<String, Table> = [:], stages: [any RapportContract.Stage] = []) {
        self.stages = stages
        state = Mutex(State())
        for (name, table) in tables { bind(name, table) }
    }

    /// As `name = load "name.csv"` would.
    func bind(_ name: String, _ table: Table) {
        let plan = Plan([Plan.Step(Scan(file: FileSource("\(name).csv")), inputs: [], schema: table.schema)])
        file("\(name).csv", MemorySource(table))
        bind(BoundTable(name: name, table: table, plan: plan))
    }
    func bind(_ bound: BoundTable) {
        state.withLock { state in
            state.bindings.removeAll { $0.name == bound.name }
            state.bindings.append(bound)
        }
    }
    func file(_ path: String, _ source: MemorySource) { state.withLock { $0.files[path] = source } }
    func keepRun(_ number: Int, _ outputs: [String: Table]) { state.withLock { $0.runs[number] = outputs } }
    var saved: [(SaveTarget, Table)] { state.withLock { $0.saved } }

    func bound(_ name: String) -> BoundTable? { state.withLock { $0.bindings.first { $0.name == name } } }
    var boundNames: [String] { state.withLock { $0.bindings.map(\.name) } }
    var nouns: [String] { ["runs", "tables", "verbs"] }

    func noun(_ name: String) throws(Diagnostic) -> Table? {
        name == "tables" ? Table(["name": .texts(boundNames)]) : nil
    }

    func run(_ number: Int, output: String?) throws(Diagnostic) -> Table {
        guard let run = state.withLock({ $0.runs[number] }) else {
            throw Diagnostic("run.unknown", "no run \(number)")
        }
        guard let table = run[output ?? "output"] else {
            throw Diagnostic("run.unknown-output", "run \(number) has no output `\(output ?? "output")`")
        }
        return table
    }

    func source(for file: FileSource) throws(Diagnostic) -> any TableSource {
        guard let source = state.withLock({ $0.files[file.path] }) else {
            throw Diagnostic("file.missing", "no file `\(file.path)`")
        }
        return source
    }

    var masked: [String] { state.withLock { $0.masked } }
    func noteMasked(_ columns: [String], how: String) {
        state.withLock { $0.masked.append("\(columns.joined(separator: ", ")) \(how)") }
    }

    func hashed(_ texts: Column, work: Work) throws(Diagnostic) -> Column { testHash(texts) }

    func save(_ table: Table, to target: SaveTarget) throws(Diagnostic) -> Note {
        state.withLock { $0.saved.append((target, table)) }
        return Note("save.file", "wrote \(table.count) rows")
    }
}

/// No secret: what a test can tell in advance.
func testHash(_ texts: Column) -> Column {
    .texts(
        (0..<texts.count).map { row in
            guard case .text(let text) = texts[row] else { return nil }
            let padded = Array("0000000000000000".utf8) + Array(text.utf8)
            return String(decoding: padded.suffix(16), as: UTF8.self)
        })
}

/// A file that is a table, and remembers what was asked of it.
final class MemorySource: TableSource {
    let table: Table
    /// What the sample said, where it was wrong.
    let guess: Mutex<Schema>
    private let asked = Mutex<[ScanRequest]>([])

    init(_ table: Table, guessed: Schema? = nil) {
        self.table = table
        guess = Mutex(guessed ?? table.schema)
    }

    var schema: Schema { guess.withLock { $0 } }
    var requests: [ScanRequest] { asked.withLock { $0 } }

    func scan(_ request: ScanRequest, work: Work) throws(Diagnostic) -> ScanResult {
        asked.withLock { $0.append(request) }
        guess.withLock { $0 = table.schema }
        var (rows, undecided) = (table, 0)
        if let filter = request.filter {
            // Blocks of three rows, so that what belongs together is apart.
            var kept: [Table] = []
            var start = 0
            while start < table.count || kept.isEmpty {
                let block = table[start..<min(start + 3, table.count)]
                let decision = try filter(block.selecting(request.filterColumns))
                undecided += decision.undecided
                kept.append(try block.filtered(by: decision.keep, work: work))
                start += 3
            }
            rows = try Table.concatenated(kept, work: work)
        }
        if let limit = request.limit { rows = rows.prefix(limit) }
        return ScanResult(
            table: request.columns.map(rows.selecting) ?? rows, schema: table.schema, rowsRead: table.count,
            undecided: undecided)
    }
}
