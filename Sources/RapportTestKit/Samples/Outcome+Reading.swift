public import RapportContract
public import RapportDiagnostics
public import RapportTable

extension Outcome {
    /// A table beside the one that flows on.
    /// - Throws: `test.no-table`.
    public func table(_ name: String) throws(Diagnostic) -> Table {
        guard let found = tables.first(where: { $0.name == name }) else {
            throw Diagnostic("test.no-table", "no table `\(name)`; there are \(tables.map(\.name))")
        }
        return found.table
    }

    public func caveat(_ code: String) -> Caveat? { caveats.first { $0.code == code } }

    /// The value of a metric, of the whole or of a group.
    public func value(of metric: String, group: String = "") -> Double? {
        metrics.first { $0.name == metric && $0.group == group }?.value
    }

    /// A column of the primary table by the id of its row.
    public func values(of column: String, by id: String) -> [String: Double] {
        guard let ids = output[id], let cells = output[column] else { return [:] }
        var found: [String: Double] = [:]
        for row in 0..<output.count { found[ids[row].text()] = cells[row].number }
        return found
    }
}

extension Stage {
    /// What a run is refused with; nil where it is not.
    public func refusal(
        of table: Table, _ arguments: [String: Value] = [:], named: [String: Table] = [:], asOf: Int64? = nil
    ) async -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try await outcome(of: table, arguments, named: named, asOf: asOf)
            return nil
        } catch {
            return error
        }
    }
}

extension Table {
    /// Ends of edges in `source` and `target`, and a `weight` where there is one.
    public static func edges(_ edges: [(String, String)], weights: [Double?]? = nil) -> Table {
        let table = Table(["source": .texts(edges.map(\.0)), "target": .texts(edges.map(\.1))])
        guard let weights else { return table }
        return table.adding(Field("weight", .float), .floats(weights))
    }
}

extension Value {
    /// A list of words, as `["a", "b"]` in a line.
    public static func words(_ list: [String]) -> Value { .list(list.map { .text($0) }) }
}
