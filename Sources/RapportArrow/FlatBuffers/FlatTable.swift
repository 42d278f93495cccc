/// A message that is not what it should be; `what` names the part that is wrong, without its bytes.
struct ArrowFault: Error {
    var what: String
    init(_ what: String) { self.what = what }
}

/// A table of a FlatBuffers message, the form of Arrow's metadata.
///
/// A table begins with the distance back to its *vtable*: two sizes, then for each field its distance from
/// the table's begin, 0 where it is absent. Texts, vectors and other tables stand elsewhere, at a distance
/// forward from the field. Each place is checked before it is read, so that no bytes whatsoever trap; what
/// cannot be is thrown.
struct FlatTable {
    private let bytes: [UInt8]
    private let place: Int
    /// Of the vtable's entries.
    private let entries: Range<Int>

    /// The table that the first four bytes point to.
    init(root bytes: [UInt8]) throws(ArrowFault) {
        try self.init(bytes, at: Self.target(bytes, 0))
    }

    private init(_ bytes: [UInt8], at place: Int) throws(ArrowFault) {
        let distance = try Self.load(bytes, place, as: Int32.self)
        let vtable = place - Int(distance)
        let size = Int(try Self.load(bytes, vtable, as: UInt16.self))
        guard size >= 4, size <= bytes.count - vtable else { throw ArrowFault("a table of its metadata") }
        (self.bytes, self.place, entries) = (bytes, place, vtable + 4..<vtable + size)
    }

    private static func load<Value: FixedWidthInteger>(
        _ bytes: [UInt8], _ place: Int, as type: Value.Type
    ) throws(ArrowFault) -> Value {
        guard place >= 0, place <= bytes.count - MemoryLayout<Value>.size else {
            throw ArrowFault("a place in its metadata")
        }
        var value: Value = 0
        for index in (0..<MemoryLayout<Value>.size).reversed() {
            value = (value << 8) | Value(truncatingIfNeeded: bytes[place + index])
        }
        return value
    }

    /// What the distance at `place` points to.
    private static func target(_ bytes: [UInt8], _ place: Int) throws(ArrowFault) -> Int {
        place + Int(try load(bytes, place, as: UInt32.self))
    }

    /// The place of a field, nil where the table does not have it.
    private func find(_ field: Int) throws(ArrowFault) -> Int? {
        let entry = entries.lowerBound + 2 * field
        guard entry + 2 <= entries.upperBound else { return nil }
        let distance = try Self.load(bytes, entry, as: UInt16.self)
        return distance == 0 ? nil : place + Int(distance)
    }

    func int<Value: FixedWidthInteger>(_ field: Int, or value: Value) throws(ArrowFault) -> Value {
        guard let place = try find(field) else { return value }
        return try Self.load(bytes, place, as: Value.self)
    }

    func bool(_ field: Int) throws(ArrowFault) -> Bool { try int(field, or: UInt8(0)) != 0 }

    func table(_ field: Int) throws(ArrowFault) -> FlatTable? {
        guard let place = try find(field) else { return nil }
        return try FlatTable(bytes, at: Self.target(bytes, place))
    }

    /// Where a vector's elements begin, and how many there are.
    private func vector(_ field: Int, stride: Int) throws(ArrowFault) -> (start: Int, count: Int)? {
        guard let place = try find(field) else { return nil }
        let vector = try Self.target(bytes, place)
        let count = Int(try Self.load(bytes, vector, as: UInt32.self))
        guard count <= (bytes.count - vector - 4) / stride else {
            throw ArrowFault("a length in its metadata")
        }
        return (vector + 4, count)
    }

    /// Bytes that are no UTF-8 are mended.
    func text(_ field: Int) throws(ArrowFault) -> String? {
        guard let (start, count) = try vector(field, stride: 1) else { return nil }
        return String(decoding: bytes[start..<start + count], as: UTF8.self)
    }

    func tables(_ field: Int) throws(ArrowFault) -> [FlatTable] {
        guard let (start, count) = try vector(field, stride: 4) else { return [] }
        var tables: [FlatTable] = []
        for index in 0..<count {
            tables.append(try FlatTable(bytes, at: Self.target(bytes, start + 4 * index)))
        }
        return tables
    }

    /// The elements of a vector of structs that are `words` 64-bit integers each, one behind the other.
    func integers(_ field: Int, words: Int = 1) throws(ArrowFault) -> [Int64] {
        guard let (start, count) = try vector(field, stride: 8 * words) else { return [] }
        var integers: [Int64] = []
        integers.reserveCapacity(count * words)
        for index in 0..<count * words {
            integers.append(try Self.load(bytes, start + 8 * index, as: Int64.self))
        }
        return integers
    }
}
