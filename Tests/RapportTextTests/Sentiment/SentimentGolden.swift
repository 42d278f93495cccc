import Foundation
import Testing

/// The reference libraries' results, which lie beside the repository.
struct SentimentGolden {
    let input: [String: Any]
    let params: [String: Any]
    let expected: [String: Any]

    /// Of a file of `methods/golden`; empty, with a printed reason, where it is not there.
    static func cases(_ name: String) throws -> [SentimentGolden] {
        guard let data = try data("methods/golden/\(name).json") else { return [] }
        let file = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(file["cases"] as? [[String: Any]]).map {
            SentimentGolden(
                input: $0["input"] as? [String: Any] ?? [:], params: $0["params"] as? [String: Any] ?? [:],
                expected: $0["expected"] as? [String: Any] ?? [:])
        }
    }

    /// A file of the data beside the repository; nil, with a printed reason, where it is not there.
    static func data(_ path: String) throws -> Data? {
        var root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        while root.path != "/", !FileManager.default.fileExists(atPath: root.path + "/Package.swift") {
            root.deleteLastPathComponent()
        }
        let shared = ProcessInfo.processInfo.environment["RAPPORT_SHARED"] ?? root.path + "/../shared"
        guard let data = FileManager.default.contents(atPath: "\(shared)/\(path)") else {
            print("skipped: no \(shared)/\(path)")
            return nil
        }
        return data
    }

    /// The lines of a text file; empty where it is not there.
    static func lines(_ path: String) throws -> [String] {
        guard let data = try data(path) else { return [] }
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    }

    func numbers(_ name: String) -> [Double]? {
        (expected[name] as? [Any])?.compactMap { ($0 as? NSNumber)?.doubleValue }
    }
    func number(_ name: String) -> Double? { (expected[name] as? NSNumber)?.doubleValue }
}
