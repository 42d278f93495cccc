public import RapportTable

/// What an expression may name and use where it stands.
public struct Scope: Sendable {
    public var schema: Schema
    /// The table's name for messages ("not in orders"); nil: "not in the table".
    public var tableName: String?
    /// The bound tables, for `x in customers`.
    public var tableNames: [String]
    /// Values of `$name`; `$as_of` and `$seed` need no entry.
    public var parameters: [String: Scalar]
    public var level: Level
    /// The table has an order that the analyst asked for, which `first` and `last` need.
    public var isSorted: Bool
    /// The stage's word, for messages: `where`.
    public var verb: String
    /// A single `=` reads as `==`: in `where` and `expect`.
    public var isCondition: Bool

    public init(
        _ schema: Schema, table: String? = nil, tables: [String] = [], parameters: [String: Scalar] = [:],
        verb: String, level: Level = .rows, isSorted: Bool = false, isCondition: Bool = false
    ) {
        (self.schema, tableName, tableNames, self.parameters) = (schema, table, tables, parameters)
        (self.verb, self.level, self.isSorted, self.isCondition) = (verb, level, isSorted, isCondition)
    }

    /// What one value stands for.
    public enum Level: Sendable {
        /// A value a row; aggregates are refused.
        case rows
        /// A value a row that may look at other rows of its partition: `window`.
        case window(Window)
        /// A value a group: aggregates, and what `by` names.
        case groups(keys: [BoundExpression])
    }

    /// What is known of the rows around.
    public struct Window: Sendable {
        /// `sort` gives the partitions an order.
        public var isSorted: Bool
        /// The one sort key, where it is a time that rises.
        public var hasRisingTime: Bool
        public init(isSorted: Bool, hasRisingTime: Bool) {
            (self.isSorted, self.hasRisingTime) = (isSorted, hasRisingTime)
        }
    }
}
