import Foundation

/// What a reference library gave for one input: a case of a file of `methods/golden`.
public struct GoldenCase {
    public let input: [String: Any]
    public let params: [String: Any]
    public let expected: [String: Any]

    /// A file with fewer cases would compare less, or nothing, and pass.
    public struct OtherCount: Error {
        let file: String
        let found: Int
        /// Nil: any but 0.
        let expected: Int?
    }

    /// All cases of a file; none, with the reason printed, where it is not there.
    /// - Throws: ``OtherCount`` where there are not `count`, or none at all.
    public static func all(_ name: String, count: Int? = nil) throws -> [GoldenCase] {
        guard let data = SharedFiles.data("methods/golden/\(name).json") else { return [] }
        let file = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let cases = file?["cases"] as? [[String: Any]] ?? []
        return try counted(cases, count, name).map { each in
            func part(_ name: String) -> [String: Any] { each[name] as? [String: Any] ?? [:] }
            return GoldenCase(input: part("input"), params: part("params"), expected: part("expected"))
        }
    }

    /// The same, read as a type of the test's own.
    public static func all<Case: Decodable>(
        _ name: String, as type: Case.Type, count: Int? = nil
    ) throws -> [Case] {
        guard let data = SharedFiles.data("methods/golden/\(name).json") else { return [] }
        return try counted(JSONDecoder().decode(File<Case>.self, from: data).cases, count, name)
    }

    private struct File<Case: Decodable>: Decodable { let cases: [Case] }

    private static func counted<Case>(_ cases: [Case], _ count: Int?, _ name: String) throws -> [Case] {
        guard !cases.isEmpty, cases.count == count ?? cases.count else {
            throw OtherCount(file: name, found: cases.count, expected: count)
        }
        return cases
    }
}
