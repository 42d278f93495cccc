import RapportContract
import RapportDiagnostics
import RapportPluginKit
import RapportTable
import RapportTestKit
import Testing

@testable import CommunityPlugin

let detect = community.stages[0]
let links = community.stages[1]
let spread = community.stages[2]

/// Edges as a table: source, target, and a weight where there is one.
func edgeTable(_ edges: [(String, String)], weights: [Double?]? = nil) -> Table {
    var table = Table(["source": .texts(edges.map(\.0)), "target": .texts(edges.map(\.1))])
    if let weights { table = table.adding(Field("weight", .float), .floats(weights)) }
    return table
}

func words(_ list: [String]) -> Value { .list(list.map { .text($0) }) }

extension Outcome {
    func table(_ name: String) throws -> Table { try #require(tables.first { $0.name == name }).table }
    func caveat(_ code: String) -> Caveat? { caveats.first { $0.code == code } }
    func metric(_ name: String, group: String = "") -> Double? {
        metrics.first { $0.name == name && $0.group == group }?.value
    }

    /// A column of the primary table by the id of its node.
    func byNode(_ column: String) throws -> [String: Double] {
        let ids = try #require(output["node"])
        let cells = try #require(output[column])
        var found: [String: Double] = [:]
        for row in 0..<output.count { found[ids[row].text()] = cells[row].number }
        return found
    }
}

func refusal(
    of stage: any RapportContract.Stage, _ table: Table, _ arguments: [String: Value] = [:],
    named: [String: Table] = [:]
) async -> Diagnostic? {
    do throws(Diagnostic) {
        _ = try await stage.outcome(of: table, arguments, named: named)
        return nil
    } catch {
        return error
    }
}
