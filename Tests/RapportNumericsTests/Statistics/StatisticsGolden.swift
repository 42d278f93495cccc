import Foundation
import Testing

/// What scipy, statsmodels and pymannkendall gave, which lies beside the repository.
struct StatisticsGolden {
    let input: [String: Any]
    let params: [String: Any]
    let expected: [String: Any]

    /// Empty, with a printed reason, where the file is not there.
    static func cases(_ name: String) throws -> [StatisticsGolden] {
        var root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        while root.path != "/", !FileManager.default.fileExists(atPath: root.path + "/Package.swift") {
            root.deleteLastPathComponent()
        }
        let shared = ProcessInfo.processInfo.environment["RAPPORT_SHARED"] ?? root.path + "/../shared"
        let path = "\(shared)/methods/golden/\(name).json"
        guard let data = FileManager.default.contents(atPath: path) else {
            print("skipped: no \(path)")
            return []
        }
        let file = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(file["cases"] as? [[String: Any]]).map {
            StatisticsGolden(
                input: $0["input"] as? [String: Any] ?? [:], params: $0["params"] as? [String: Any] ?? [:],
                expected: $0["expected"] as? [String: Any] ?? [:])
        }
    }

    func number(_ name: String) -> Double? { (expected[name] as? NSNumber)?.doubleValue }
    func numbers(_ name: String) -> [Double] { doubles(expected[name]) }
    func inputs(_ name: String) -> [Double] { doubles(input[name]) }
    /// Rows of numbers: arguments and, last, the value.
    func rows(_ name: String) -> [[Double]] { (expected[name] as? [Any] ?? []).map(doubles) }
}

func doubles(_ value: Any?) -> [Double] {
    (value as? [Any] ?? []).compactMap { ($0 as? NSNumber)?.doubleValue }
}

/// Within `tolerance`, of the expected size where that is `relative`.
func isClose(_ found: Double?, _ expected: Double?, _ tolerance: Double = 1e-10, relative: Bool = false)
    -> Bool
{
    guard let found, let expected else { return found == nil && expected == nil }
    return found == expected
        || (found - expected).magnitude <= tolerance * (relative ? expected.magnitude : 1)
}
