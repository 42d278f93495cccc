import RapportNumerics
import RapportPluginKit

/// One coordinate of the space in which rows are near or far: a number's column, or one value of a text's.
struct Feature: Hashable {
    var column: String
    /// Of a text column: the value that has 1 here; others have 0, which is never scaled.
    var level: String?
    var scaler: Scaler
    /// The least and the largest value seen.
    var low: Double
    var high: Double

    /// As sentences and tables call it.
    var name: String { level.map { "\(column) = \($0)" } ?? column }
}
