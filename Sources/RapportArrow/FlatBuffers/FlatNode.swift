/// A FlatBuffers message to be written: a tree, laid down front to back, so that the same tree gives the
/// same bytes.
indirect enum FlatNode {
    /// Fields by their number in the format's definition.
    case table([Int: Field])
    case text(String)
    case tables([FlatNode])
    /// Structs of 64-bit integers, `words` each.
    case integers([Int64], words: Int)

    enum Field {
        /// In as many bytes as the integer has.
        case int8(UInt8)
        case int16(Int16)
        case int32(Int32)
        case int64(Int64)
        case node(FlatNode)

        fileprivate var size: Int {
            switch self {
            case .int8: 1
            case .int16: 2
            case .int32, .node: 4
            case .int64: 8
            }
        }
    }

    /// The message, padded to 8 bytes.
    func message() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 4)
        let root = write(to: &bytes)
        bytes.put(UInt32(root), at: 0)
        bytes.pad(to: 8)
        return bytes
    }

    /// Writes the node and all below it; the place of the node.
    private func write(to bytes: inout [UInt8]) -> Int {
        switch self {
        case .text(let text):
            bytes.pad(to: 4)
            let place = bytes.count
            bytes.append(integer: UInt32(text.utf8.count))
            bytes += Array(text.utf8) + [0]
            return place
        case .integers(let integers, let words):
            // The count stands just before the elements, which are aligned to their 8 bytes.
            bytes.pad(to: 4)
            if bytes.count % 8 == 0 { bytes.append(integer: UInt32(0)) }
            let place = bytes.count
            bytes.append(integer: UInt32(integers.count / words))
            for integer in integers { bytes.append(integer: integer) }
            return place
        case .tables(let nodes):
            bytes.pad(to: 4)
            let place = bytes.count
            bytes.append(integer: UInt32(nodes.count))
            for _ in nodes { bytes.append(integer: UInt32(0)) }
            for (index, node) in nodes.enumerated() {
                let slot = place + 4 + 4 * index
                bytes.put(UInt32(node.write(to: &bytes) - slot), at: slot)
            }
            return place
        case .table(let fields): return Self.write(fields, to: &bytes)
        }
    }

    private static func write(_ fields: [Int: Field], to bytes: inout [UInt8]) -> Int {
        let numbers = fields.keys.sorted()
        bytes.pad(to: 4)
        let vtable = bytes.count
        let size = 4 + 2 * ((numbers.last ?? -1) + 1)
        bytes += [UInt8](repeating: 0, count: size)
        bytes.pad(to: 4)
        let place = bytes.count
        bytes.append(integer: Int32(place - vtable))
        var references: [(slot: Int, node: FlatNode)] = []
        for number in numbers {
            guard let field = fields[number] else { continue }
            bytes.pad(to: field.size)
            bytes.put(UInt16(bytes.count - place), at: vtable + 4 + 2 * number)
            switch field {
            case .int8(let value): bytes.append(value)
            case .int16(let value): bytes.append(integer: value)
            case .int32(let value): bytes.append(integer: value)
            case .int64(let value): bytes.append(integer: value)
            case .node(let node):
                references.append((bytes.count, node))
                bytes.append(integer: UInt32(0))
            }
        }
        bytes.put(UInt16(size), at: vtable)
        bytes.put(UInt16(bytes.count - place), at: vtable + 2)
        for (slot, node) in references {
            bytes.put(UInt32(node.write(to: &bytes) - slot), at: slot)
        }
        return place
    }
}

extension [UInt8] {
    mutating func append(integer: some FixedWidthInteger) {
        var rest = integer
        for _ in 0..<integer.bitWidth / 8 {
            append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    fileprivate mutating func put(_ integer: some FixedWidthInteger, at place: Int) {
        for index in 0..<integer.bitWidth / 8 {
            self[place + index] = UInt8(truncatingIfNeeded: integer >> (8 * index))
        }
    }

    /// Zeros up to a multiple of `alignment`.
    mutating func pad(to alignment: Int) {
        while count % alignment != 0 { append(0) }
    }
}
