import Foundation
import SharedFiles

/// What scipy, statsmodels and pymannkendall gave.
extension GoldenCase {
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
