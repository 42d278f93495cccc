import Foundation
import RapportContract
import RapportDiagnostics
import RapportPluginKit
import RapportTable
import RapportTestKit
import SharedFiles
import Testing

@testable import CentralityPlugin

let nodes = centrality.stages[0]
let ties = centrality.stages[1]
let shape = centrality.stages[2]

extension GoldenCase {
    var nodes: [String] { (input["nodes"] as? [Any] ?? []).map { "\($0)" } }
    var isDirected: Bool { input["directed"] as? Bool ?? false }
    var isWeighted: Bool { (params["weight"] ?? params["distance"]) is String }

    /// The edges, and all nodes as a table of their own.
    var tables: (edges: Table, nodes: Table) {
        let edges = input["edges"] as? [[Any]] ?? []
        let weights = edges.map { $0.count > 2 ? ($0[2] as? NSNumber)?.doubleValue : nil }
        return (
            Table.edges(
                edges.map { ("\($0[0])", "\($0[1])") },
                weights: weights.allSatisfy { $0 != nil } && !weights.isEmpty ? weights : nil),
            Table(["node": .texts(nodes)])
        )
    }

    func numbers(_ name: String) -> [Double?]? {
        (expected[name] as? [Any])?.map { ($0 as? NSNumber)?.doubleValue }
    }

    /// Of the analysis of nodes; the order of the first places is not tried.
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
        let found = outcome.values(of: column, by: "node")
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
