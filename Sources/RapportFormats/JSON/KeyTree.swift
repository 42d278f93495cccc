internal import RapportTable

/// The keys of all records, each under the object that holds it.
///
/// Most records have the keys of the one before in its order, so that a comparison with the key that came
/// next last time finds nearly all of them.
struct KeyTree: Sendable {
    /// Different keys a file may have.
    static let limit = 20_000

    struct Node: Sendable {
        var parent: Int
        var name: Range<Int>
        var firstChild = 0
        var lastChild = 0
        /// Under the same parent; 0 for the last.
        var sibling = 0
        /// The node that stands for the elements of the arrays under this key; 0 where there were none.
        var elements = 0
        var isElements = false
    }

    /// The first is the record itself; no node has it as child, so that 0 also means none.
    private(set) var nodes = [Node(parent: 0, name: 0..<0)]
    private var names: [UInt8] = []
    /// For keys that do not come in their usual order.
    private var places: [Key: Int] = [:]

    private struct Key: Hashable {
        var parent: Int
        var name: [UInt8]
    }

    func name(of node: Int) -> ArraySlice<UInt8> { names[nodes[node].name] }

    @inline(__always) private func isName(_ key: CellBytes, of node: Int) -> Bool {
        let range = nodes[node].name
        guard range.count == key.count else { return false }
        // SAFETY: the range is of `names`; of a key `count` bytes may be read.
        return unsafe names.withUnsafeBufferPointer { all in
            for index in 0..<key.count
            where unsafe all[range.lowerBound &+ index] != key.base[index] { return false }
            return true
        }
    }

    /// The node of `key` under `parent`; nil where there is none yet.
    @inline(__always) func find(_ key: CellBytes, under parent: Int, predicted: Int) -> Int? {
        if predicted != 0, isName(key, of: predicted) { return predicted }
        return search(key, under: parent, predicted: predicted)
    }

    @inline(never) private func search(_ key: CellBytes, under parent: Int, predicted: Int) -> Int? {
        // A key that some records lack: the ones behind it are near.
        var node = predicted == 0 ? nodes[parent].firstChild : nodes[predicted].sibling
        for _ in 0..<8 where node != 0 {
            if isName(key, of: node) { return node }
            node = nodes[node].sibling
        }
        return places[Key(parent: parent, name: key.array)]
    }

    mutating func add(_ name: [UInt8], under parent: Int) -> Int {
        let node = nodes.count
        nodes.append(Node(parent: parent, name: names.count..<names.count + name.count))
        names += name
        places[Key(parent: parent, name: name)] = node
        if nodes[parent].firstChild == 0 {
            nodes[parent].firstChild = node
        } else {
            nodes[nodes[parent].lastChild].sibling = node
        }
        nodes[parent].lastChild = node
        return node
    }

    /// The node of the same keys here, made where it is lacking.
    mutating func adopt(_ name: ArraySlice<UInt8>, under parent: Int) -> Int {
        let name = Array(name)
        return places[Key(parent: parent, name: name)] ?? add(name, under: parent)
    }

    /// The node of the elements of the arrays under `node`, made where it is lacking.
    mutating func elements(of node: Int) -> Int {
        if nodes[node].elements == 0 {
            nodes[node].elements = nodes.count
            nodes.append(Node(parent: node, name: 0..<0, isElements: true))
        }
        return nodes[node].elements
    }

    /// The node of elements that is `node` or stands above it: its values are in lists.
    func elementsAbove(_ node: Int) -> Int? {
        var node = node
        while node != 0 {
            if nodes[node].isElements { return node }
            node = nodes[node].parent
        }
        return nil
    }

    /// All nodes but the root, an object's keys together, in the order of their first appearance.
    var inOrder: [Int] {
        var order: [Int] = []
        var stack = [nodes[0].firstChild]
        while let node = stack.popLast() {
            if node == 0 { continue }
            order.append(node)
            stack.append(nodes[node].sibling)
            stack.append(nodes[node].firstChild)
            stack.append(nodes[node].elements)
        }
        return order
    }

    /// `user.id`: the keys on the way.
    func path(of node: Int) -> String {
        var parts: [String] = []
        var node = node
        while node != 0 {
            if !nodes[node].isElements { parts.append(String(decoding: name(of: node), as: UTF8.self)) }
            node = nodes[node].parent
        }
        return parts.reversed().joined(separator: ".")
    }
}

extension CellBytes {
    var array: [UInt8] { unsafe Array(UnsafeBufferPointer(start: base, count: max(count, 0))) }
}
