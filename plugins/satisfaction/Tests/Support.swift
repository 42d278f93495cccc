import Foundation
import RapportPluginKit
import RapportTestKit
import Testing

@testable import SatisfactionPlugin

let survey = satisfaction.stages[0]
let score = satisfaction.stages[1]

func day(_ year: Int, _ month: Int, _ day: Int) -> Int32 { daysFromCivil(year, month, day) ?? 0 }

/// `2026-06-30`.
func day(_ text: String) -> Int32 {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? day(parts[0], parts[1], parts[2]) : 0
}

extension Table {
    func floats(_ name: String) -> [Double?] { (0..<count).map { self[name]?[$0].number } }
    func ints(_ name: String) -> [Int?] { floats(name).map { $0.map { Int($0) } } }
    func texts(_ name: String) -> [String?] {
        (0..<count).map { row in if case .text(let text) = self[name]?[row] { text } else { nil } }
    }

    /// The row whose cell in `name` is the text.
    func row(_ name: String, _ text: String) throws -> Int { try #require(texts(name).firstIndex(of: text)) }
}

/// One rating a row.
func ratings(_ values: [Double?], name: String = "rating") -> Table {
    Table(Schema([Field(name, .float)]), [.floats(values)])
}

let byRating: [String: Value] = ["ratings": .columns(["rating"])]

/// Within `tolerance`, or both missing.
func agree(_ found: Double?, _ expected: Double?, _ tolerance: Double = 1e-10) -> Bool {
    guard let found, let expected else { return found == nil && expected == nil }
    return (found - expected).magnitude <= tolerance
}

/// What other programs gave, which lies beside the repository.
struct Golden {
    let input: [String: Any]
    let params: [String: Any]
    let expected: [String: Any]

    /// Empty, with a printed reason, where the file is not there.
    static func cases(_ name: String) throws -> [Golden] {
        guard let path = PackageFiles.shared("methods/golden/\(name).json"),
            let data = FileManager.default.contents(atPath: path)
        else {
            print("skipped: no golden file \(name).json beside the package")
            return []
        }
        let file = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(file["cases"] as? [[String: Any]]).map {
            Golden(
                input: $0["input"] as? [String: Any] ?? [:], params: $0["params"] as? [String: Any] ?? [:],
                expected: $0["expected"] as? [String: Any] ?? [:])
        }
    }
}

func number(_ value: Any?) -> Double? { (value as? NSNumber)?.doubleValue }
func numbers(_ value: Any?) -> [Double] { (value as? [Any] ?? []).compactMap(number) }
