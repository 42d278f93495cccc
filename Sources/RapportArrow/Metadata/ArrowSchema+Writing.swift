internal import RapportTable

extension ArrowField {
    /// A column as it is written; of texts that repeat, the places in dictionary `id`.
    init(_ field: Field, dictionary id: Int64?, rowGrain: [String]) {
        name = field.name
        type =
            switch field.type {
            case .bool: .bool
            case .int: .int(bits: 64, isSigned: true)
            case .float: .float(bits: 64)
            case .text: .text(.small)
            case .date: .date(inDays: true)
            case .datetime(let zone): .timestamp(.microsecond, zone: zone)
            case .duration: .duration(.microsecond)
            case .list: .list(.small)
            }
        if let element = field.type.element {
            children = [ArrowField(Field("item", element), dictionary: nil, rowGrain: [])]
        }
        dictionary = id.map { Dictionary(id: $0, indexBits: 32, isSigned: true) }
        func note(_ key: String, _ value: String?) {
            if let value, !value.isEmpty { metadata.append(ArrowPair(key: "rapport." + key, value: value)) }
        }
        note("kind", field.kind?.rawValue)
        note("role", field.role?.name)
        note("grain", field.grain?.rawValue)
        note("unit", field.unit)
        note("private", field.isPrivate ? "true" : nil)
        note("repeated", field.isRepeated ? "true" : nil)
        note("meaning", field.meaning)
        note("row-grain", rowGrain.firstIndex(of: field.name).map { String($0) })
    }

    /// For the fields that ``init(_:dictionary:rowGrain:)`` makes.
    fileprivate var node: FlatNode {
        var fields: [Int: FlatNode.Field] = [
            0: .node(.text(name)), 1: .int8(1), 5: .node(.tables(children.map(\.node))),
        ]
        let (number, type) = type.node
        (fields[2], fields[3]) = (.int8(number), .node(type))
        if let dictionary {
            let index = ArrowType.int(bits: dictionary.indexBits, isSigned: dictionary.isSigned).node.node
            fields[4] = .node(.table([0: .int64(dictionary.id), 1: .node(index)]))
        }
        if !metadata.isEmpty {
            fields[6] = .node(
                .tables(metadata.map { .table([0: .node(.text($0.key)), 1: .node(.text($0.value))]) }))
        }
        return .table(fields)
    }
}

extension ArrowType {
    /// Its number in the format's union of types, and its table.
    fileprivate var node: (number: UInt8, node: FlatNode) {
        switch self {
        case .int(let bits, let isSigned):
            (2, .table([0: .int32(Int32(bits)), 1: .int8(isSigned ? 1 : 0)]))
        case .float(let bits): (3, .table([0: .int16(bits == 16 ? 0 : bits == 32 ? 1 : 2)]))
        case .bool: (6, .table([:]))
        case .date(let inDays): (8, .table([0: .int16(inDays ? 0 : 1)]))
        case .timestamp(let unit, let zone):
            (
                10,
                .table(
                    zone.map { [0: .int16(Int16(unit.rawValue)), 1: .node(.text($0))] }
                        ?? [0: .int16(Int16(unit.rawValue))])
            )
        case .list: (12, .table([:]))
        case .duration(let unit): (18, .table([0: .int16(Int16(unit.rawValue))]))
        case .text: (5, .table([:]))
        // No column is written so.
        default: (1, .table([:]))
        }
    }
}

extension ArrowSchema {
    var node: FlatNode { .table([0: .int16(0), 1: .node(.tables(fields.map(\.node)))]) }
}

/// The heads of messages as they are written.
extension FlatNode {
    /// The kinds of messages, by their numbers in the format.
    enum MessageKind: UInt8 {
        case schema = 1
        case dictionary = 2
        case records = 3
    }

    static func message(_ kind: MessageKind, _ header: FlatNode, bodyLength: Int) -> FlatNode {
        .table([
            0: .int16(4), 1: .int8(kind.rawValue), 2: .node(header), 3: .int64(Int64(bodyLength)),
        ])
    }

    static func records(_ body: BatchBody) -> FlatNode {
        .table([
            0: .int64(Int64(body.rows)), 1: .node(.integers(body.nodes, words: 2)),
            2: .node(.integers(body.buffers, words: 2)),
        ])
    }

    static func footer(_ schema: ArrowSchema, dictionaries: [Int64], batches: [Int64]) -> FlatNode {
        .table([
            0: .int16(4), 1: .node(schema.node), 2: .node(.integers(dictionaries, words: 3)),
            3: .node(.integers(batches, words: 3)),
        ])
    }
}
