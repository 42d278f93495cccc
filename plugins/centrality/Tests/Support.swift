import Foundation
import RapportContract
import RapportDiagnostics
import RapportPluginKit
import RapportTable
import RapportTestKit
import Testing

@testable import CentralityPlugin

let nodes = centrality.stages[0]
let ties = centrality.stages[1]
let shape = centrality.stages[2]

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

/// A case of a golden file.
struct GoldenCase {
    let input: [String: Any]
    let params: [String: Any]
    let expected: [String: Any]

    /// Of a file of `methods/golden`; empty, with a printed reason, where it is not there.
    static func all(_ name: String) throws -> [GoldenCase] {
        guard let path = PackageFiles.shared("methods/golden/\(name).json"),
            let data = FileManager.default.contents(atPath: path)
        else {
            print("skipped: no golden file \(name).json beside the package")
            return []
        }
        let file = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(file["cases"] as? [[String: Any]]).map {
            GoldenCase(
                input: $0["input"] as? [String: Any] ?? [:], params: $0["params"] as? [String: Any] ?? [:],
                expected: $0["expected"] as? [String: Any] ?? [:])
        }
    }

    var nodes: [String] { (input["nodes"] as? [Any] ?? []).map { "\($0)" } }
    var isDirected: Bool { input["directed"] as? Bool ?? false }
    var isWeighted: Bool { (params["weight"] ?? params["distance"]) is String }

    /// The edges, and all nodes as a table of their own.
    var tables: (edges: Table, nodes: Table) {
        let edges = input["edges"] as? [[Any]] ?? []
        let weights = edges.map { $0.count > 2 ? ($0[2] as? NSNumber)?.doubleValue : nil }
        return (
            edgeTable(
                edges.map { ("\($0[0])", "\($0[1])") },
                weights: weights.allSatisfy { $0 != nil } && !weights.isEmpty ? weights : nil),
            Table(["node": .texts(nodes)])
        )
    }

    func numbers(_ name: String) -> [Double?]? {
        (expected[name] as? [Any])?.map { ($0 as? NSNumber)?.doubleValue }
    }

    func outcome(_ arguments: [String: Value]) async throws -> Outcome {
        let (edges, all) = tables
        var arguments = arguments
        arguments["nodes"] = .table("all")
        arguments["directed"] = .bool(isDirected)
        arguments["weighted"] = .bool(isWeighted)
        arguments["stability"] = .int(0)
        return try await CentralityPluginTests.nodes.outcome(of: edges, arguments, named: ["nodes": all])
    }

    func expectEqual(
        _ outcome: Outcome, _ column: String, _ name: String, within tolerance: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        guard let expected = numbers(name) else { return }
        let found = try outcome.byNode(column)
        for (node, value) in zip(nodes, expected) {
            let isClose =
                switch (found[node], value) {
                case (nil, nil): true
                case (let a?, let b?): abs(a - b) <= tolerance
                default: false
                }
            #expect(
                isClose,
                "\(column) of \(node): \(String(describing: found[node])), expected \(String(describing: value))",
                sourceLocation: sourceLocation)
        }
    }
}
