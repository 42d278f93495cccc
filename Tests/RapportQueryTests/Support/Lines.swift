import RapportContract
import RapportDiagnostics
import RapportLanguage
import RapportTable
import RapportWork
import Testing

@testable import RapportQuery

/// The pipeline of one line, and the name before its `=`.
func pipeline(_ line: String) throws -> (name: String?, Pipeline) {
    let script = parse(line)
    #expect(script.diagnostics.isEmpty, "\(line): \(script.diagnostics)")
    guard case .pipeline(let name, let pipeline)? = script.statements.first?.form else {
        throw Diagnostic("test.line", "`\(line)` is no pipeline")
    }
    return (name?.text, pipeline)
}

extension MemoryCatalog {
    func plan(_ line: String, _ settings: QuerySettings = QuerySettings()) async throws -> Plan {
        try await RapportQuery.bind(
            try pipeline(line).1, catalog: self, settings: settings, work: Work(width: 2))
    }

    /// Runs a line; `name = …` and `as` bind as a session would.
    @discardableResult
    func run(
        _ line: String, _ settings: QuerySettings = QuerySettings(), optimised: Bool = true
    ) async throws -> Execution {
        let (name, _) = try pipeline(line)
        let execution = await execute(
            try await plan(line, settings), catalog: self, settings: settings, work: Work(width: 2),
            optimised: optimised)
        for alias in execution.bindings { bind(alias) }
        if let name, let table = execution.table {
            bind(
                BoundTable(
                    name: name, table: table, plan: execution.plan, outputs: execution.outputs,
                    latest: execution.latest, ledger: execution.ledger))
        }
        return execution
    }

    /// The table of a line that must not fail.
    func table(_ line: String, _ settings: QuerySettings = QuerySettings()) async throws -> Table {
        let execution = try await run(line, settings)
        if let failure = execution.failure { throw failure }
        return try #require(execution.table)
    }

    /// What a line is refused with, at binding or while it runs.
    func refusal(_ line: String, _ settings: QuerySettings = QuerySettings()) async -> Diagnostic? {
        do {
            return try await run(line, settings).failure
        } catch {
            return error as? Diagnostic
        }
    }

    func rendered(_ line: String) async -> String {
        await refusal(line)?.rendered(source: line) ?? "no error"
    }
}

extension Diagnostic {
    /// The line after `fix`.
    func fixed(_ line: String) -> String? {
        guard let edit = help.lazy.compactMap(\.edit).first else { return nil }
        var bytes = Array(line.utf8)
        bytes.replaceSubrange(edit.span.range, with: edit.replacement.utf8)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Table {
    /// Types found as in a file: int, float, date, bool, text; an empty cell is missing.
    init(csv text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let cells = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        let names = cells[0]
        let columns = names.indices.map { place in Table.column(cells.dropFirst().map { $0[place] }) }
        self.init(
            Schema(zip(names, columns).map { Field($0, $1.type) }), columns, count: lines.count - 1)
    }

    private static func column(_ cells: [String]) -> Column {
        let present = cells.filter { !$0.isEmpty }
        if present.isEmpty { return .texts(cells.map { _ in nil }) }
        if present.allSatisfy({ Int($0) != nil }) { return .ints(cells.map { Int($0) }) }
        if present.allSatisfy({ Double($0) != nil }) { return .floats(cells.map { Double($0) }) }
        if present.allSatisfy({ day($0) != nil }) { return .dates(cells.map(day)) }
        if present.allSatisfy({ $0 == "true" || $0 == "false" }) {
            return .bools(cells.map { $0.isEmpty ? nil : $0 == "true" })
        }
        return .texts(cells.map { $0.isEmpty ? nil : $0 })
    }

    static func day(_ text: String) -> Int32? {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        return text.utf8.count == 10 && parts.count == 3 ? daysFromCivil(parts[0], parts[1], parts[2]) : nil
    }

    /// The rows as text, with a header; a missing cell is empty.
    var csv: String {
        let rows = (0..<count).map { row in
            columns.map { column -> String in
                switch column[row] {
                case .missing: ""
                case .text(let text): text
                case let value: LanguageText.scalar(value)
                }
            }.joined(separator: ",")
        }
        return ([schema.names.joined(separator: ",")] + rows).joined(separator: "\n")
    }
}
