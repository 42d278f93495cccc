public import RapportTable

/// What an expression gives: a type, and what is known of its values beyond that.
public struct ValueType: Sendable, Hashable {
    public var type: ColumnType
    /// `month(ts)` gives dates that stand for months.
    public var grain: Grain?
    /// `CNY`, where the columns it is made of agree.
    public var unit: String?

    public init(_ type: ColumnType, grain: Grain? = nil, unit: String? = nil) {
        (self.type, self.grain, self.unit) = (type, grain, unit)
    }

    public static let bool = ValueType(.bool)
    public static let int = ValueType(.int)
    public static let float = ValueType(.float)
    public static let text = ValueType(.text)
    public static let date = ValueType(.date)
    public static let duration = ValueType(.duration)
}
