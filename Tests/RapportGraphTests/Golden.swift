import Foundation
import RapportGraph
import SharedFiles
import Testing

extension GoldenCase {
    /// A node's name, which may be a number.
    static func name(_ value: Any) -> String { (value as? NSNumber)?.stringValue ?? "\(value)" }

    var nodes: [String] { (input["nodes"] as? [Any] ?? []).map { "\($0)" } }

    func graph(isWeighted: Bool = true) throws -> Graph {
        let numbers = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1, $0) })
        let edges = try (input["edges"] as? [[Any]] ?? []).map { edge in
            Graph.Edge(
                try #require(numbers["\(edge[0])"]), try #require(numbers["\(edge[1])"]),
                weight: isWeighted && edge.count > 2 ? (edge[2] as? NSNumber)?.doubleValue ?? 1 : 1)
        }
        return try Graph(
            nodeCount: nodes.count, edges: edges, isDirected: input["directed"] as? Bool ?? false)
    }

    /// Missing values of the reference are nil.
    func numbers(_ name: String) -> [Double?]? {
        (expected[name] as? [Any])?.map { ($0 as? NSNumber)?.doubleValue }
    }

    func number(_ name: String) -> Double? { (expected[name] as? NSNumber)?.doubleValue }
    func parameter(_ name: String) -> Double? { (params[name] as? NSNumber)?.doubleValue }
}

func expectEqual(
    _ found: [Double?], _ expected: [Double?], within tolerance: Double, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.count == expected.count, "\(what)", sourceLocation: sourceLocation)
    for (place, pair) in zip(found, expected).enumerated() {
        switch pair {
        case (nil, nil): continue
        case (let a?, let b?) where abs(a - b) <= tolerance: continue
        default:
            let found = pair.0.map { "\($0)" } ?? "none"
            let wanted = pair.1.map { "\($0)" } ?? "none"
            Issue.record(
                "\(what): node \(place): \(found), expected \(wanted)", sourceLocation: sourceLocation)
            return
        }
    }
}
