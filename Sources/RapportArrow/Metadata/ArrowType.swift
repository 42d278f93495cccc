/// What Arrow says of a column's values, as far as it matters how they are read.
public enum ArrowType: Sendable, Hashable {
    case null
    case bool
    case int(bits: Int, isSigned: Bool)
    case float(bits: Int)
    case text(Form)
    case binary(Form)
    case fixedBinary(width: Int)
    case decimal(bits: Int, precision: Int, scale: Int)
    /// In days, or in milliseconds.
    case date(inDays: Bool)
    /// Of the day.
    case time(TimeUnit, bits: Int)
    case timestamp(TimeUnit, zone: String?)
    case duration(TimeUnit)
    case interval
    case list(Form)
    /// The lists of a view may lie in any order and share values.
    case listView(isLarge: Bool)
    case fixedList(size: Int)
    case structure
    case map
    case union(isDense: Bool)
    case runEnds
    case unknown(Int)

    /// How values of different lengths lie: with offsets of 32 or 64 bits, or as views.
    public enum Form: Sendable, Hashable { case small, large, view }

    public enum TimeUnit: Int, Sendable, Hashable {
        case second, millisecond, microsecond, nanosecond

        var name: String {
            switch self {
            case .second: "s"
            case .millisecond: "ms"
            case .microsecond: "us"
            case .nanosecond: "ns"
            }
        }
    }

    /// As pyarrow writes it: `int32`, `large_string`, `timestamp[us, UTC]`.
    public var name: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .int(let bits, let isSigned): "\(isSigned ? "" : "u")int\(bits)"
        case .float(16): "halffloat"
        case .float(let bits): bits == 32 ? "float" : "double"
        case .text(let form): form.prefix + "string" + form.suffix
        case .binary(let form): form.prefix + "binary" + form.suffix
        case .fixedBinary(let width): "fixed_size_binary[\(width)]"
        case .decimal(let bits, let precision, let scale): "decimal\(bits)(\(precision), \(scale))"
        case .date(let inDays): inDays ? "date32" : "date64"
        case .time(let unit, let bits): "time\(bits)[\(unit.name)]"
        case .timestamp(let unit, let zone): "timestamp[\(unit.name)\(zone.map { ", " + $0 } ?? "")]"
        case .duration(let unit): "duration[\(unit.name)]"
        case .interval: "interval"
        case .list(let form): form.prefix + "list"
        case .listView(let isLarge): "\(isLarge ? "large_" : "")list_view"
        case .fixedList(let size): "fixed_size_list[\(size)]"
        case .structure: "struct"
        case .map: "map"
        case .union(let isDense): isDense ? "dense_union" : "sparse_union"
        case .runEnds: "run_end_encoded"
        case .unknown(let number): "type \(number)"
        }
    }
}

extension ArrowType.Form {
    fileprivate var prefix: String { self == .large ? "large_" : "" }
    fileprivate var suffix: String { self == .view ? "_view" : "" }
}

/// A column of an Arrow schema, or a part of one.
public struct ArrowField: Sendable, Hashable {
    public var name: String
    /// Of the values; where there is a dictionary, of its entries.
    public var type: ArrowType
    public var dictionary: Dictionary?
    public var children: [ArrowField] = []
    public var metadata: [ArrowPair] = []

    /// That the column holds places in a dictionary, which comes in a message of its own.
    public struct Dictionary: Sendable, Hashable {
        public var id: Int64
        public var indexBits: Int
        public var isSigned: Bool
    }

    /// The type with what is inside it: `list<int64>`, `dictionary<int32, string>`.
    public var typeName: String {
        var name = type.name
        switch type {
        case .list, .listView, .fixedList: name += "<\(children.first?.typeName ?? "")>"
        default: break
        }
        guard let dictionary else { return name }
        return
            "dictionary<\(ArrowType.int(bits: dictionary.indexBits, isSigned: dictionary.isSigned).name), \(name)>"
    }

    public subscript(metadata key: String) -> String? { metadata.first { $0.key == key }?.value }
}

/// A word of metadata, in the order of the file.
public struct ArrowPair: Sendable, Hashable {
    public var key: String
    public var value: String
    public init(key: String, value: String) { (self.key, self.value) = (key, value) }
}

/// The columns of a stream or file, as it declares them.
public struct ArrowSchema: Sendable, Hashable {
    public var fields: [ArrowField]
    public var metadata: [ArrowPair]
    /// Of the metadata version 5, or the one before.
    var isVersion5 = true

    public subscript(metadata key: String) -> String? { metadata.first { $0.key == key }?.value }
}
