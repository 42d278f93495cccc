extension ArrowSchema {
    /// More than any table has; messages may point to one field from many places, and so unfold to far more
    /// than their bytes.
    private static let fieldLimit = 100_000
    private static let depthLimit = 64

    init(_ table: FlatTable, isVersion5: Bool) throws(ArrowFault) {
        guard try table.int(0, or: Int16(0)) == 0 else {
            throw ArrowFault("its byte order, which is big-endian")
        }
        var count = 0
        fields = []
        for field in try table.tables(1) {
            fields.append(try ArrowField(field, depth: 0, count: &count))
        }
        metadata = try ArrowPair.pairs(table.tables(2))
        self.isVersion5 = isVersion5
    }

    fileprivate static func count(_ count: inout Int, depth: Int) throws(ArrowFault) {
        count += 1
        guard count <= fieldLimit, depth <= depthLimit else {
            throw ArrowFault("its schema, which has too many parts")
        }
    }
}

extension ArrowPair {
    static func pairs(_ tables: [FlatTable]) throws(ArrowFault) -> [ArrowPair] {
        var pairs: [ArrowPair] = []
        for table in tables {
            pairs.append(ArrowPair(key: try table.text(0) ?? "", value: try table.text(1) ?? ""))
        }
        return pairs
    }
}

extension ArrowField {
    fileprivate init(_ table: FlatTable, depth: Int, count: inout Int) throws(ArrowFault) {
        try ArrowSchema.count(&count, depth: depth)
        name = try table.text(0) ?? ""
        type = try ArrowType(Int(try table.int(2, or: UInt8(0))), table.table(3))
        if let encoding = try table.table(4) {
            let index = try encoding.table(1)
            let bits = try index?.int(0, or: Int32(0)) ?? 32
            guard [8, 16, 32, 64].contains(bits) else { throw ArrowFault("an index type of its schema") }
            dictionary = Dictionary(
                id: try encoding.int(0, or: 0), indexBits: Int(bits),
                isSigned: try index?.bool(1) ?? true)
        }
        for child in try table.tables(5) {
            children.append(try ArrowField(child, depth: depth + 1, count: &count))
        }
        metadata = try ArrowPair.pairs(table.tables(6))
        let wanted: Int? =
            switch type {
            case .list, .listView, .fixedList, .map: 1
            case .runEnds: 2
            case .structure, .union, .unknown: nil
            default: 0
            }
        guard wanted == nil || wanted == children.count else { throw ArrowFault("a type of its schema") }
    }
}

extension ArrowType {
    /// `number` of the format's union of types; absent parts have the format's defaults.
    fileprivate init(_ number: Int, _ table: FlatTable?) throws(ArrowFault) {
        func unit(_ field: Int, or value: Int16) throws(ArrowFault) -> TimeUnit {
            guard let unit = TimeUnit(rawValue: Int(try table?.int(field, or: value) ?? value)) else {
                throw ArrowFault("a unit of time in its schema")
            }
            return unit
        }
        func int(_ field: Int, or value: Int32 = 0) throws(ArrowFault) -> Int {
            Int(try table?.int(field, or: value) ?? value)
        }
        func one(of known: [Int], _ value: Int) throws(ArrowFault) -> Int {
            guard known.contains(value) else { throw ArrowFault("a type of its schema") }
            return value
        }
        switch number {
        case 1: self = .null
        case 2:
            self = .int(bits: try one(of: [8, 16, 32, 64], int(0)), isSigned: try table?.bool(1) ?? false)
        case 3:
            self = .float(bits: 16 << (try one(of: [0, 1, 2], Int(try table?.int(0, or: Int16(0)) ?? 0))))
        case 4: self = .binary(.small)
        case 5: self = .text(.small)
        case 6: self = .bool
        case 7:
            self = .decimal(
                bits: try one(of: [32, 64, 128, 256], int(2, or: 128)), precision: try int(0),
                scale: try int(1))
        case 8: self = .date(inDays: try table?.int(0, or: Int16(1)) ?? 1 == 0)
        case 9: self = .time(try unit(0, or: 1), bits: try one(of: [32, 64], int(1, or: 32)))
        case 10:
            let zone = try table?.text(1)
            self = .timestamp(try unit(0, or: 0), zone: zone?.isEmpty ?? true ? nil : zone)
        case 11: self = .interval
        case 12: self = .list(.small)
        case 13: self = .structure
        case 14: self = .union(isDense: try table?.int(0, or: Int16(0)) ?? 0 == 1)
        case 15: self = .fixedBinary(width: try int(0))
        case 16:
            let size = try int(0)
            guard size >= 0 else { throw ArrowFault("a type of its schema") }
            self = .fixedList(size: size)
        case 17: self = .map
        case 18: self = .duration(try unit(0, or: 1))
        case 19: self = .binary(.large)
        case 20: self = .text(.large)
        case 21: self = .list(.large)
        case 22: self = .runEnds
        case 23: self = .binary(.view)
        case 24: self = .text(.view)
        case 25: self = .listView(isLarge: false)
        case 26: self = .listView(isLarge: true)
        default: self = .unknown(number)
        }
    }
}
