/// A column's name and all that is known of it before its data.
public struct Field: Sendable, Hashable {
    public var name: String
    public var type: ColumnType
    public var kind: Kind?
    /// Stated by `roles`; a role found by alias is not written here.
    public var role: Role?
    /// What a date stands for where it is not the day itself: a whole month, week, ….
    public var grain: Grain?
    /// `CNY`, `seconds`: of a measure.
    public var unit: String?
    /// Masked where it leaves the workspace.
    public var isPrivate: Bool
    /// A one-to-many join repeats its values, so that a sum would count them more than once.
    public var isRepeated: Bool
    /// How often a join repeats its values, where it was counted.
    public var repetition: Repetition?
    /// What the column means, for outputs of analyses; empty for data.
    public var meaning: String

    public init(
        _ name: String, _ type: ColumnType, kind: Kind? = nil, role: Role? = nil, grain: Grain? = nil,
        unit: String? = nil, isPrivate: Bool = false, isRepeated: Bool = false, meaning: String = ""
    ) {
        (self.name, self.type, self.kind, self.role, self.grain) = (name, type, kind, role, grain)
        (self.unit, self.isPrivate, self.isRepeated, self.meaning) = (unit, isPrivate, isRepeated, meaning)
    }

    /// What a join did to a column that stood once.
    public struct Repetition: Sendable, Hashable {
        /// Rows after the join for one before it, of those that have a partner.
        public var times: Double
        /// The column's sum over those rows, before the join and after it; nil where it has none.
        public var sums: Sums?
        public struct Sums: Sendable, Hashable {
            public var before: Double
            public var after: Double
            public init(before: Double, after: Double) { (self.before, self.after) = (before, after) }
        }
        public init(times: Double, sums: Sums? = nil) { (self.times, self.sums) = (times, sums) }
    }

    public func renamed(_ name: String) -> Field {
        var copy = self
        copy.name = name
        return copy
    }
}

/// The columns of a table, known before the table is.
public struct Schema: Sendable, Hashable {
    public var fields: [Field]
    /// More columns may come, named by the data (`pivot`); what cannot be known is checked when it runs.
    public var isOpen: Bool
    /// The columns that make a row unique, where `roles grain=[…]` says so.
    public var rowGrain: [String]

    public init(_ fields: [Field] = [], isOpen: Bool = false, rowGrain: [String] = []) {
        (self.fields, self.isOpen, self.rowGrain) = (fields, isOpen, rowGrain)
    }

    public var names: [String] { fields.map(\.name) }
    public subscript(name: String) -> Field? { fields.first { $0.name == name } }
    public func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }

    /// The same columns with `more` at the end; one that has the name of an old one takes its place.
    public func adding(_ more: [Field]) -> Schema {
        var copy = self
        for field in more {
            if let index = copy.index(of: field.name) {
                copy.fields[index] = field
            } else {
                copy.fields.append(field)
            }
        }
        return copy
    }
    public func adding(_ more: Field...) -> Schema { adding(more) }

    public func selecting(_ names: [String]) -> Schema {
        guard names.count > 50 else {
            return Schema(names.compactMap { self[$0] }, isOpen: isOpen, rowGrain: rowGrain)
        }
        let byName = Dictionary(fields.map { ($0.name, $0) }) { first, _ in first }
        return Schema(names.compactMap { byName[$0] }, isOpen: isOpen, rowGrain: rowGrain)
    }
}
