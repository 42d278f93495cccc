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

func number(_ value: Any?) -> Double? { (value as? NSNumber)?.doubleValue }
func numbers(_ value: Any?) -> [Double] { (value as? [Any] ?? []).compactMap(number) }
